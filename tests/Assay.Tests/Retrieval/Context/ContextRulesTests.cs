using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Retrieval.Search;
using Assay.Retrieval.Tracing;
using Assay.Text;

namespace Assay.Tests.Retrieval.Context;

/// <summary>Near-duplicates, conflicts, dates and what the trace says about them.</summary>
public sealed class ContextRulesTests
{
    private const string Old = "The Basic plan costs 10 euros a month. It holds five users. Invoices come at the end of the month and are due within two weeks.";
    private const string New = "The Basic plan costs 12 euros a month. It holds five users. Invoices come at the end of the month and are due within two weeks.";

    [Fact]
    public void Build_drops_a_passage_that_stands_in_a_better_one_but_for_a_word()
    {
        string copy = Old + " Home";
        (ImmutableArray<ContextPassage> context, ContextTrace trace) = Build(new ContextOptions(), At("a.md", Old), At("b.md", copy));
        Assert.Equal("a.md", Assert.Single(context).DocumentId);
        TraceDrop drop = Assert.Single(trace.Dropped);
        Assert.Equal((DropReason.NearDuplicate, "a.md@0", "b.md", 2), (drop.Reason, drop.InFavourOf, drop.DocumentId, drop.Rank));
        Assert.InRange(drop.Gap!.Value, 0.9, 0.999);
    }

    [Fact]
    public void Build_keeps_a_passage_that_says_more()
    {
        string more = Old + " Whoever pays for a year in advance gets two months for free, and keeps the price for as long as the contract runs.";
        Assert.Equal(2, Build(new ContextOptions(), At("a.md", Old), At("b.md", more)).Context.Length);
        Assert.Single(Build(new ContextOptions(), At("b.md", more), At("a.md", Old)).Context);
    }

    [Fact]
    public void Build_keeps_another_figure_and_marks_both()
    {
        (ImmutableArray<ContextPassage> context, ContextTrace trace) = Build(new ContextOptions(), At("a.md", Old), At("b.md", New), At("c.md", "Nothing of that kind is said in these 3 lines."));
        Assert.Equal([2, 1], context.Take(2).Select(p => Assert.Single(p.Conflicts).Number));
        Assert.Empty(context[2].Conflicts);
        Assert.Equal("The Basic plan costs 10 euros a month.", Assert.Single(context[0].Conflicts).Sentence.Of(context[0].Text).ToString());
        Assert.Equal("The Basic plan costs 12 euros a month.", Assert.Single(context[0].Conflicts).Other.Of(context[1].Text).ToString());
        Assert.Equal([true, true, false], trace.Passages.Select(p => p.Conflicts));
        Assert.Contains("[1] T (states other figures than [2])\n", ContextText.Render(context), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes/2026-05.md", "notes/2025-01.md", "notes/2026-05.md")]
    [InlineData("notes/2025-01.md", "notes/2026-05.md", "notes/2026-05.md")]
    public void Build_with_newest_leaves_out_the_older_version(string first, string second, string kept)
    {
        var options = new ContextOptions { Conflicts = ConflictRule.Newest, Updated = DocumentDates.InPath };
        (ImmutableArray<ContextPassage> context, ContextTrace trace) = Build(options, At(first, Old), At(second, New));
        Assert.Equal(kept, Assert.Single(context).DocumentId);
        Assert.Equal((DropReason.Superseded, kept + "@0"), (Assert.Single(trace.Dropped).Reason, trace.Dropped[0].InFavourOf));
    }

    [Fact]
    public void Build_with_newest_marks_an_older_passage_that_says_other_things_too()
    {
        const string other = "The Basic plan costs 10 euros a month. Support answers on working days and speaks English, German and French, whatever the plan. A trial needs no card.";
        var options = new ContextOptions { Conflicts = ConflictRule.Newest, Updated = DocumentDates.InPath };
        ImmutableArray<ContextPassage> context = Build(options, At("2025-01.md", other), At("2026-05.md", New)).Context;
        Assert.Equal([true, false], context.Select(p => Assert.Single(p.Conflicts).IsOlder));
        Assert.StartsWith("[1] T (updated 2025-01-01) (outdated: [2] is newer and states other figures)\n", ContextText.Render(context), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_with_newest_and_no_dates_shows_both()
    {
        var options = new ContextOptions { Conflicts = ConflictRule.Newest, Updated = DocumentDates.InPath };
        Assert.Equal([false, false], Build(options, At("a.md", Old), At("b.md", New)).Context.Select(p => Assert.Single(p.Conflicts).IsOlder));
    }

    [Fact]
    public void Build_counts_the_marks_of_conflicts_into_the_budget()
    {
        Passage[] passages = [At("a.md", Old), At("b.md", New)];
        int unmarked = passages.Sum(p => ContextText.RenderOne(Build(new ContextOptions { MaxTokens = 100_000 }, p).Context[0]).Length);
        (ImmutableArray<ContextPassage> context, ContextTrace trace) = Build(new ContextOptions { MaxTokens = unmarked }, passages);
        Assert.Single(context);
        Assert.Equal(DropReason.OverBudget, Assert.Single(trace.Dropped).Reason);
        Assert.True(trace.Tokens <= unmarked);
    }

    [Fact]
    public void Build_says_by_how_many_tokens_a_passage_did_not_fit()
    {
        (ImmutableArray<ContextPassage> context, ContextTrace trace) = Build(new ContextOptions { MaxTokens = 30 }, At("a.md", Old), At("b.md", "Short enough."));
        Assert.Equal("b.md", Assert.Single(context).DocumentId);
        TraceDrop drop = Assert.Single(trace.Dropped);
        Assert.Equal((DropReason.OverBudget, "tokens", ContextText.RenderOne(Build(new ContextOptions { MaxTokens = 100_000 }, At("a.md", Old)).Context[0]).Length - 30d), (drop.Reason, drop.Unit, drop.Gap));
    }

    [Theory]
    [InlineData("notes/2026-05.md", "2026-05-01")]
    [InlineData("posts/2026/05/14-title.md", "2026-05-14")]
    [InlineData("2024_02_29.md", "2024-02-29")]
    [InlineData("from-2019-01-to-2020-03.md", "2020-03-01")]
    [InlineData("2023-02-30.md", null)]
    [InlineData("FL-2026-99.md", null)]
    [InlineData("v12026-05.md", null)]
    [InlineData("docs/a.md", null)]
    public void InPath_reads_dates_that_are_written_year_first(string path, string? expected) =>
        Assert.Equal(expected, DocumentDates.InPath(path)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Render_puts_the_best_at_both_ends_and_keeps_the_numbers()
    {
        ImmutableArray<ContextPassage> context = Build(new ContextOptions(), [.. "ABCDE".Select(c => At($"{c}.md", $"Only {c} here"))]).Context;
        Assert.Equal("13542", string.Concat(ContextText.Render(context, ContextOrder.Ends).Split('\n').Where(l => l.StartsWith('[')).Select(l => l[1])));
        Assert.Equal("12345", string.Concat(ContextText.Render(context).Split('\n').Where(l => l.StartsWith('[')).Select(l => l[1])));
    }

    [Fact]
    public void Options_out_of_range_are_all_named() =>
        Assert.Equal(2, Assert.Throws<InputException>(() => Build(new ContextOptions { MaxTokens = -1, NearDuplicate = double.NaN })).Problems.Count);

    private static (ImmutableArray<ContextPassage> Context, ContextTrace Trace) Build(ContextOptions options, params Passage[] passages)
    {
        var trace = new TraceBuilder("q", TimeProvider.System);
        ImmutableArray<ContextPassage> context = ContextBuilder.Build([.. passages.Select((p, i) => p with { Score = 100 - i })], options, t => t.Length, trace);
        return (context, trace.Build().Context!);
    }

    private static Passage At(string id, string text, int ordinal = 0) =>
        new(new Chunk(id, ordinal, "T", "", "", text, SourceMap.Identity(text.Length), new TextSpan(0, text.Length), 1), 1);
}
