using System.Collections.Immutable;
using Assay.Tests.Tuning.Examples;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Synthesis;

namespace Assay.Tests.Tuning.Synthesis;

public sealed class SyntheticTests : IDisposable
{
    private const string Rejected = """{"messages":[{"role":"user","content":"q1"},{"role":"assistant","content":"a1"}],"synthetic":"raft","reviewed":"rejected"}""";
    private const string Accepted = """{"messages":[{"role":"user","content":"q2"},{"role":"assistant","content":"a2"}],"synthetic":"raft","reviewed":"accepted"}""";
    private const string Open = """{"messages":[{"role":"user","content":"q3"},{"role":"assistant","content":"a3"}],"synthetic":true}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Rejected_rows_are_left_out_and_what_nobody_reviewed_is_warned_of()
    {
        ExampleSet set = ExampleReader.Read(folder.Write("x.jsonl", string.Join('\n', Rejected, Accepted, Open, ExampleRows.Line("q4", "a4"))));
        Assert.Equal((4, 1, 0), (set.Rows, set.Rejected, set.ProblemCount));
        Assert.Empty(set.UnusedFields);
        Assert.Equal([new ExampleMaking("raft", ExampleReview.Accepted), new ExampleMaking("true", ExampleReview.None), default], set.Chats.Select(c => c.Making));
        ExampleReport report = ExampleChecks.Run(set, new ExampleCheckOptions());
        Assert.Equal((2, 1), (report.Synthetic.Values.Sum(), report.Rejected));
        ExampleFinding warning = Assert.Single(report.Findings, f => f is { Check: "synthetic", Severity: FindingSeverity.Warning });
        Assert.Equal([3], warning.Lines);
        Assert.Contains("2 of 3 examples are synthetic (1 raft, 1 true)", warning.Message, StringComparison.Ordinal);
        Assert.Contains(report.Findings, f => f is { Check: "synthetic", Severity: FindingSeverity.Note } && f.Message.StartsWith("1 rows were rejected", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"reviewed\":\"maybe\"", "reviewed: expected accepted or rejected")]
    [InlineData("\"reviewed\":7", "reviewed: expected a text")]
    [InlineData("\"synthetic\":[1]", "synthetic: expected a text")]
    public void Marks_that_mean_nothing_are_problems_of_their_row(string field, string problem)
    {
        ExampleSet set = ExampleReader.Read(folder.Write("x.jsonl", $$"""{"prompt":"q","completion":"a",{{field}}}"""));
        Assert.Contains(problem, Assert.Single(set.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_review_changes_its_rows_alone_and_goes_on_where_it_stopped()
    {
        string own = """{ "messages" : [{"role":"user","content":"ä"},{"role":"assistant","content":"b"}] }""", path = folder.Write("x.jsonl", string.Join("\r\n", own, Rejected, Open, Open.Replace("q3", "q5", StringComparison.Ordinal), ""));
        ReviewFile file = ReviewFile.Read(path);
        Assert.Equal([2, 3, 4], file.Items.Select(i => i.Line));
        Assert.Equal((3, "q3", "a3"), (file.Next!.Line, file.Next.Prompt, file.Next.Answer));
        file.Judge(3, accepted: false);
        file.Edit(4, "bé [1]");
        Assert.Null(file.Next);
        string[] lines = file.ToText().Split('\n');
        Assert.Equal([own + "\r", Rejected + "\r", Open[..^1] + ",\"reviewed\":\"rejected\"}\r"], lines[..3]);
        File.WriteAllText(path, file.ToText());
        Assert.Equal(["b", "bé [1]"], ExampleReader.Read(path).Chats.Select(c => c.Messages[^1].Content));
        Assert.Null(ReviewFile.Read(path).Next);
    }

    [Fact]
    public void A_file_that_cannot_be_reviewed_is_refused_with_its_line()
    {
        InputException refused = Assert.Throws<InputException>(() => ReviewFile.Read(folder.Write("x.jsonl", Open + "\n{\"synthetic\":\"raft\",\"prompt\":\"q\",\"completion\":\"a\"}\nnonsense\n")));
        Assert.Equal([2, 3], refused.Problems.Select(p => p.Line!.Value));
        File.WriteAllBytes(Path.Combine(folder.Path, "y.jsonl"), [(byte)'{', 0xFF, (byte)'}']);
        Assert.Contains("not UTF-8", Assert.Throws<InputException>(() => ReviewFile.Read(Path.Combine(folder.Path, "y.jsonl"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The refund takes 14 days. [2]", "Money comes back within 14 days of the refund request.", true)]
    [InlineData("14 days", "You have 14 days for it.", true)]
    [InlineData("14 days", "You have 140 days for it.", false)]
    [InlineData("The refund takes 14 days.", "A refund takes 30 days.", false)]
    [InlineData("Ask Martha Holm in the Bergen office.", "The Bergen office is led by Martha Holm; ask there.", true)]
    [InlineData("Ask Martha Holm in the Bergen office.", "Ask in the Oslo office.", false)]
    public void Evidence_is_the_particulars_and_most_of_the_words(string answer, string passage, bool held) =>
        Assert.Equal(held, AnswerEvidence.Of("How long does it take?", [answer]).HeldBy(passage));

    [Fact]
    public void Raft_takes_distractors_of_other_documents_that_do_not_hold_the_answer()
    {
        RaftPassage gold = new("a.md", 2, "Refunds take 14 days."), copy = new("b.md", 0, "We refund in 14 days, too."), near = new("c.md", 1, "Refunds for gifts are not given."), same = new("a.md", 3, "Refunds are paid to the card."), far = new("d.md", 0, "Invoices are sent monthly.");
        RaftPassage[] ranked = [copy, gold, same, near, far];
        var drafter = new RaftDrafter((_, documents) => [.. ranked.Where(p => documents is null || documents.Contains(p.DocumentId))], new RaftOptions { Distractors = 1, WithoutGold = 0.5, Seed = 3 });
        RaftDraft draft = drafter.Draft(new RaftQuestion(1, "How long do refunds take?", ["14 days"]) { Documents = ["a.md#refunds"] }, out _)!;
        Assert.Equal([gold], draft.Gold);
        Assert.Equal([near, far], draft.Distractors);
        Assert.Equal([gold, near], drafter.Shown(draft, withGold: true, ImmutableHashSet<RaftPassage>.Empty).OrderBy(p => p.DocumentId));
        Assert.Equal([near, far], drafter.Shown(draft, withGold: false, ImmutableHashSet<RaftPassage>.Empty).OrderBy(p => p.DocumentId));
        Assert.Equal([far, gold], drafter.Shown(draft, withGold: true, ImmutableHashSet.Create(near)).OrderByDescending(p => p.DocumentId));

        // Without a named document the first passage that holds the answer.
        Assert.Equal([copy], drafter.Draft(new RaftQuestion(1, "How long do refunds take?", ["14 days"]), out _)!.Gold);
        Assert.Null(drafter.Draft(new RaftQuestion(1, "How long do refunds take?", ["90 days"]), out SyntheticDrop reason));
        Assert.Equal(SyntheticDrop.NoGold, reason);
    }

    [Fact]
    public void Raft_leaves_gold_out_of_exactly_the_set_share_and_mixes_the_order()
    {
        RaftPassage[] ranked = [new("a.md", 0, "It takes 14 days."), new("b.md", 0, "Blue."), new("c.md", 0, "Green."), new("d.md", 0, "Red.")];
        var drafter = new RaftDrafter((_, _) => ranked, new RaftOptions { WithoutGold = 0.2 });
        RaftDraft[] drafts = [.. Enumerable.Range(0, 50).Select(i => drafter.Draft(new RaftQuestion(i, $"How long is number {i}?", ["14 days"]), out _)!)];
        Assert.Equal(10, drafter.WithoutGold(drafts).Count);
        Assert.NotEqual(drafter.WithoutGold(drafts), new RaftDrafter((_, _) => ranked, new RaftOptions { Seed = 1 }).WithoutGold(drafts));
        int[] places = [.. drafts.Select(d => drafter.Shown(d, true, ImmutableHashSet<RaftPassage>.Empty).IndexOf(ranked[0]))];
        Assert.Equal([0, 1, 2, 3], places.Distinct().Order());
        Assert.All(places.GroupBy(p => p), g => Assert.InRange(g.Count(), 5, 25));
    }

    [Fact]
    public void Leaks_and_repetitions_are_found()
    {
        var filter = new SyntheticFilter([new EvaluationQuestion("q1", "How many seats does the Crew plan have at most?")], [ExampleRows.Of(1, "What does a seat cost per month?", "It costs 12 dollars.")]);
        Assert.True(filter.Leaks(new SyntheticExample(SyntheticKind.Raft, null, "Passages:\n=====\n[1] x\n=====\n\nQuestion: How many seats does the Crew plan have at most", "40").ToChat(1)));
        Assert.False(filter.Leaks(new SyntheticExample(SyntheticKind.Raft, null, "Which plan has an audit log?", "Fleet").ToChat(1)));
        ChatExample[] asked = [ExampleRows.Of(1, "What does a seat cost per month?", "It costs 12 dollars."), ExampleRows.Of(2, "Which plan has an audit log?", "Fleet"), ExampleRows.Of(3, "Which plan has an audit log?", "Fleet")];
        Assert.Equal([0, 2], filter.Repeats(asked, default).Order());
    }

    [Fact]
    public void Templates_make_questions_of_what_documents_are_made_of()
    {
        SyntheticPassage Passage(string heading, string text) => new("d.md", 0, "Plans", heading, text);
        string[] Of(string heading, string text) => [.. DocumentQuestions.Of([Passage(heading, text)]).Select(d => $"{d.Question} => {d.Answer}")];
        Assert.Equal(["Can I cancel my plan? => You can cancel until the last day."], Of("Billing > Can I cancel my plan?", "You can cancel until the last day. Nothing is refunded."));
        Assert.Equal(["How do I add a seat? => Open the settings and press Add."], Of("How to add a seat", "Open the settings and press Add. It takes a minute."));
        Assert.Equal(["What should I know about \"Upgrading\" (Plans)? => An upgrade applies immediately."], Of("Upgrading", "An upgrade applies immediately. You pay the rest.").Select(q => q.Replace(" You pay the rest.", "", StringComparison.Ordinal)));
        Assert.Contains("What is a depot? => A depot is a place where technicians start their day.", Of("", "A depot is a place where technicians start their day."));
        Assert.Equal(["What is listed under Seats for Crew? => Seats for Crew: 40.", "What is listed under Price for Crew? => Price for Crew: $9."], Of("", "Plan | Seats | Price\nCrew | 40 | $9\n12 | 3 | -"));
        Assert.Equal(["Is there a trial? => Yes, it lasts for 14 days."], Of("", "Q: Is there a trial?\nA: Yes, it lasts for 14 days."));
        Assert.Empty(Of("", "- only\n- a list"));
        Assert.Empty(Of("Preise", "Der Preis ist ein fester Betrag, der jeden Monat von Ihrem Konto abgebucht wird, bis Sie den Vertrag kündigen.").Where(q => q.StartsWith("What", StringComparison.Ordinal)));
    }

    [Fact]
    public void Paragraphs_of_a_brand_are_asked_for_by_what_tells_them_apart()
    {
        string coffee = "Every morning the roastery on the corner lights its drum, and by seven the whole street smells of coffee. The roastery never hurries; the beans decide when they are done.";
        string rain = "Rain is the reason our umbrellas exist, and rain is the reason they are repaired for free. An umbrella that has met ten storms is not old, it is trained for the next one.";
        IReadOnlyList<(string Prompt, string Paragraph)> made = StyleParagraphs.Of($"# Mornings\n\n{coffee[..80]}\n{coffee[81..]}\n\nToo short.\n\n- a list\n- of things\n\n{rain}\n");
        Assert.Equal([coffee.Remove(80, 1).Insert(80, " "), rain], made.Select(m => m.Paragraph));
        Assert.StartsWith("Write about \"Mornings\": ", made[0].Prompt, StringComparison.Ordinal);
        Assert.Contains("roastery", made[0].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("umbrella", made[0].Prompt, StringComparison.Ordinal);
    }
}
