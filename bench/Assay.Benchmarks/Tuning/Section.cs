using System.Globalization;
using System.Text;
using Assay.Benchmarks.Reports;

namespace Assay.Benchmarks.Tuning;

/// <summary>The part of the report that a task writes.</summary>
internal sealed class Section
{
    private readonly StringBuilder text = new();

    /// <summary>A paragraph.</summary>
    public void Say(string paragraph) => text.Append('\n').Append(paragraph).Append('\n');

    /// <summary>A table: the first column is text, the others are numbers.</summary>
    public void Table(string[] header, IEnumerable<string[]> rows) => text.Append(MarkdownReport.TableText(header, rows));

    /// <summary>Arms with their shares, and what the first is better by.</summary>
    /// <param name="arms">The tuned model first.</param>
    /// <param name="groups">The document of every item; null when items are independent.</param>
    public void Arms(IReadOnlyList<Verdict> arms, IReadOnlyList<string>? groups = null) => Table(
        groups is null ? ["arm", "right, %", "tuned model is better by, points"] : ["arm", "right, % of items", "right, % (mean of documents)", "tuned model is better by, points"],
        arms.Select((arm, i) => (string[])[
            arm.Name,
            .. groups is null ? Array.Empty<string>() : [arm.Percent.ToString("0.0", CultureInfo.InvariantCulture)],
            arm.Text(groups),
            i == 0 ? "" : arms[0].Above(arm, groups)]));

    /// <summary>Failures, one a line.</summary>
    public void Failures(IEnumerable<(string Asked, string Expected, string Found)> some, int most = 5)
    {
        text.Append('\n').Append("Some that went wrong:\n\n");
        foreach ((string asked, string expected, string found) in some.Take(most)) text.Append("- ").Append(Line(asked)).Append(" — expected ").Append(Line(expected)).Append(", found ").Append(Line(found)).Append('\n');
    }

    /// <summary>The section as markdown.</summary>
    public override string ToString() => text.ToString();

    private static string Line(string value)
    {
        const int most = 240;
        string line = value.ReplaceLineEndings(" ").Replace('`', '\'').Trim();
        return $"`{(line.Length > most ? line[..most] + "…" : line)}`";
    }
}
