using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;

namespace Assay.Tests.Tuning.Examples;

public sealed class LeakAndSplitTests
{
    private static readonly EvaluationQuestion s_question = new("q1", "How long are deleted customers kept in the recycle bin?") { Answers = ["60 days"], Documents = ["docs/bin.md#periods"] };

    [Theory]
    [InlineData("how long are deleted customers kept in the recycle bin", LeakKind.Exact)]
    [InlineData("Passages:\n[1] Something else.\n\nQuestion: How long are deleted customers kept in the recycle bin?", LeakKind.Exact)]
    [InlineData("How long will deleted customers be kept in the recycle bin?", LeakKind.Near)]
    [InlineData("Good morning from all of us here. We wonder how long are deleted customers kept in the recycle bin, and who can see them while they are there at all.", LeakKind.Near)]
    public void A_question_in_the_training_data_is_found(string prompt, LeakKind kind)
    {
        LeakReport report = new LeakFinder([s_question]).Find([ExampleRows.Of(4, prompt, "They stay for 60 days.")]);
        LeakPair pair = Assert.Single(report.Pairs);
        Assert.Equal((4, "q1", kind, true), (pair.Line, pair.QuestionId, pair.Kind, pair.ShowsAnswer));
        Assert.Equal(["q1"], report.Suspects);
    }

    [Theory]
    [InlineData("How long are invoices kept in the archive?")]
    [InlineData("Who can empty the recycle bin of deleted customers?")]
    [InlineData("Thanks")]
    public void Another_question_is_none(string prompt) => Assert.Empty(new LeakFinder([s_question]).Find([ExampleRows.Of(1, prompt, "60 days")]).Pairs);

    [Fact]
    public void Examples_of_the_same_document_are_told_by_name_and_by_quotation()
    {
        string text = "Deleted customers stay in the recycle bin for sixty days and can be brought back by any administrator until then, with all of their sites and jobs.";
        LeakFinder finder = new([s_question], [new SourceDocument("docs/bin.md", text), new SourceDocument("docs/other.md", ExampleRows.Words(3, 60))]);
        LeakReport report = finder.Find([
            ExampleRows.Of(1, "Who may restore?", "An administrator.") with { Documents = ["docs/bin.md"] },
            ExampleRows.Of(2, $"[1] {text}\nWho may restore?", "An administrator."),
            ExampleRows.Of(3, "Who may restore?", "An administrator.") with { Documents = ["docs/other.md"] },
        ]);
        Assert.Equal([1, 2], report.Pairs.Select(p => p.Line));
        Assert.All(report.Pairs, p => Assert.Equal(LeakKind.SameDocument, p.Kind));
        Assert.Empty(report.Suspects);
        Assert.Equal(["q1"], report.SameDocumentSuspects);
    }

    [Fact]
    public void Scores_are_given_with_and_without_suspects()
    {
        LeakReport report = new LeakFinder([s_question]).Find([ExampleRows.Of(1, s_question.Text, "60 days")]);
        Assert.Equal((0.5, 2, 0, 1), report.Scores(new Dictionary<string, double> { ["q1"] = 1, ["q2"] = 0 }));
    }

    [Fact]
    public void A_split_keeps_sources_and_near_copies_together()
    {
        List<ChatExample> rows = [.. Enumerable.Range(0, 1000).Select(i => ExampleRows.Of(i + 1, ExampleRows.Words(i, 20), "a", $"g{i / 5}"))];
        for (int i = 0; i < 50; i++) rows.Add(ExampleRows.Of(1001 + i, rows[i * 7].Messages[0].Content + " again", "a", $"h{i}"));
        ExampleSplit split = ExampleSplit.Of(rows, new SplitOptions { HeldOutShare = 0.2, Seed = 7 });
        Assert.Equal(1050, split.Training.Length + split.HeldOut.Length);
        Assert.InRange(split.HeldOut.Length, 200, 210);
        Assert.Empty(split.Training.Select(e => e.Group).Intersect(split.HeldOut.Select(e => e.Group)));
        HashSet<int> held = [.. split.HeldOut.Select(e => e.Line)];
        for (int i = 0; i < 50; i++) Assert.Equal(held.Contains((i * 7) + 1), held.Contains(1001 + i));
    }

    [Fact]
    public void A_split_depends_on_the_seed_and_not_on_the_order()
    {
        List<ChatExample> rows = [.. Enumerable.Range(0, 300).Select(i => ExampleRows.Of(i + 1, ExampleRows.Words(i, 20), "a"))];
        int[] Held(IEnumerable<ChatExample> examples, ulong seed) => [.. ExampleSplit.Of([.. examples], new SplitOptions { Seed = seed }).HeldOut.Select(e => e.Line).Order()];
        Assert.Equal(Held(rows, 1), Held(rows.AsEnumerable().Reverse(), 1));
        Assert.NotEqual(Held(rows, 1), Held(rows, 2));
        Assert.Equal(30, Held(rows, 1).Length);
    }

    [Fact]
    public void One_source_for_all_leaves_nothing_to_hold_out()
    {
        ExampleSplit split = ExampleSplit.Of([.. Enumerable.Range(0, 20).Select(i => ExampleRows.Of(i + 1, ExampleRows.Words(i, 20), "a", "g"))]);
        Assert.Equal((0, 1, 20), (split.HeldOut.Length, split.Groups, split.LargestGroup));
    }
}
