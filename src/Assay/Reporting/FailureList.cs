using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Running;

namespace Assay.Reporting;

/// <summary>The worst answers of each arm, to read: question, what was expected, what came, what the model got to see.</summary>
internal static class FailureList
{
    private const int PerArm = 12;
    private const double Right = 0.999;
    private const int LongestText = 600;
    private const int MostPassages = 8;

    /// <summary>Appends the list; the arm that leads is open, the others are folded.</summary>
    public static void Append(ReportBody body, ImmutableArray<Run> runs, QuestionSet questions, string? leader)
    {
        Run[] products = [.. runs.Where(r => !r.IsReference)];
        if (products.Length == 0) return;
        body.Heading("answers", "Answers to read", Figures.Text($"The lowest scores of each arm that may be shipped, up to {PerArm}; a score is of 100. All answers are in the run files."));
        var html = new StringBuilder();
        Dictionary<string, Question> byId = questions.Questions.ToDictionary(q => q.Id, StringComparer.Ordinal);
        foreach (Run run in products)
        {
            AnswerRow[] judged = [.. run.Rows.Where(r => r.Score.Outcome != Outcome.NotApplicable)];
            AnswerRow[] worst = [.. judged.Where(r => r.Score.Score is not >= Right).OrderBy(r => r.Score.Score ?? -1).ThenBy(r => r.Question, StringComparer.Ordinal)];
            string open = run.Arm == leader ? " open=\"\"" : "";
            html.Append(CultureInfo.InvariantCulture, $"\n<details class=\"arm fold\"{open}><summary><h3>{Html.Text(run.Arm)}</h3> {worst.Length:N0} of {judged.Length:N0} not fully right</summary>");
            foreach (AnswerRow row in worst.Take(PerArm)) Append(html, row, byId[row.Question]);
            html.Append("</details>");
        }

        body.Drawing(html.ToString());
    }

    private static void Append(StringBuilder html, AnswerRow row, Question question)
    {
        html.Append(CultureInfo.InvariantCulture, $"\n<details class=\"fold\"><summary><span class=\"badge\">{Badge(row, question)}</span> <bdi>{Html.Text(Html.Shorten(question.Text, LongestText))}</bdi></summary><dl>");
        Item(html, "expected", question.Answerable ? string.Join(" / ", question.Answers) : "an abstention: the documents do not answer this");
        if (question.Expect is { } expect) Item(html, "expected fields", expect.ToJsonString());
        Item(html, "answer", row.Failure is null ? row.Answer : $"none: {row.Failure}");
        Item(html, "violations", string.Join("; ", row.Score.Violations));
        Item(html, "relevant", string.Join(", ", question.Documents));
        string more = row.Context.Length > MostPassages ? Figures.Text($" and {row.Context.Length - MostPassages:N0} more") : "";
        Item(html, "shown", string.Join(row.Places.IsEmpty ? ", " : "; ", row.Context.Take(MostPassages).Select((c, i) => Shown(row, c, i))) + more);
        Item(html, "id", question.Id);
        html.Append("</dl></details>");
    }

    // A heading of a file with pages is no address in it, the page is.
    private static string Shown(AnswerRow row, string source, int index) =>
        index < row.Places.Length && row.Places[index].Length > 0 ? $"{source.Split('#')[0]}, {row.Places[index]}" : source;

    private static string Badge(AnswerRow row, Question question) => row.Score switch
    {
        { Score: null } => "no score",
        { Abstained: true } => "abstained",
        { Outcome: Outcome.OverContext } => "prompt too long",
        { Outcome: Outcome.Invalid } => "unusable",
        { Score: 0 } when !question.Answerable => "should abstain",
        { Score: 0 } => "wrong",
        { Score: { } score } => Figures.Text($"{100 * score:0}"),
    };

    private static void Item(StringBuilder html, string name, string text)
    {
        if (text.Length > 0) html.Append(CultureInfo.InvariantCulture, $"<dt>{name}</dt><dd dir=\"auto\">{Html.Text(Html.Shorten(text, LongestText))}</dd>");
    }
}
