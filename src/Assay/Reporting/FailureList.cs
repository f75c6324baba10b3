using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Assay.Comparing;
using Assay.Evaluation.Questions;

namespace Assay.Reporting;

/// <summary>The worst answers of each arm, to read: question, what was expected, what came, what the model got to see.</summary>
internal static class FailureList
{
    private const int PerArm = 12;
    private const double Right = 0.999;
    private const int LongestText = 600;

    public static void Append(StringBuilder html, ImmutableArray<Run> runs, QuestionSet questions)
    {
        html.Append("<h2>Answers to read</h2><p class=\"soft\">The lowest scores of each arm that may be shipped; all answers are in the run files.</p>");
        Dictionary<string, Question> byId = questions.Questions.ToDictionary(q => q.Id);
        foreach (Run run in runs.Where(r => !r.IsReference))
        {
            AnswerRow[] worst = [.. run.Rows.Where(r => r.Score.Score is not >= Right).OrderBy(r => r.Score.Score ?? -1).ThenBy(r => r.Question, StringComparer.Ordinal)];
            html.Append(CultureInfo.InvariantCulture, $"<h3>{Text(run.Arm)}: {worst.Length} of {run.Rows.Length} not fully right</h3>");
            foreach (AnswerRow row in worst.Take(PerArm)) Append(html, row, byId[row.Question]);
        }
    }

    private static void Append(StringBuilder html, AnswerRow row, Question question)
    {
        string score = row.Score.Score is { } s ? string.Create(CultureInfo.InvariantCulture, $"{100 * s:0}") : "no score";
        html.Append(CultureInfo.InvariantCulture, $"<details><summary>{Text(question.Text)} <span class=\"soft\">({score})</span></summary><dl>");
        Item(html, "answer", row.Failure is null ? row.Answer : $"none: {row.Failure}");
        Item(html, "expected", question.Answerable ? string.Join(" / ", question.Answers) : "an abstention: the documents do not answer this");
        if (question.Expect is { } expect) Item(html, "behaviour", expect.ToJsonString());
        if (question.Documents.Length > 0) Item(html, "relevant", string.Join(", ", question.Documents));
        if (row.Context.Length > 0) Item(html, "shown", string.Join(", ", row.Context.Take(8)));
        html.Append("</dl></details>");
    }

    private static void Item(StringBuilder html, string name, string text) => html.Append(CultureInfo.InvariantCulture, $"<dt>{name}</dt><dd>{Text(text.Length > LongestText ? text[..LongestText] + "…" : text)}</dd>");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
