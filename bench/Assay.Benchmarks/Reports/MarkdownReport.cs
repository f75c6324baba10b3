using System.Globalization;
using System.Text;

namespace Assay.Benchmarks.Reports;

/// <summary>A report for <c>docs/benchmarks</c>, also printed as it grows.</summary>
/// <param name="title">Its heading.</param>
/// <param name="command">The command that makes it.</param>
/// <param name="clock">Dates it.</param>
internal sealed class MarkdownReport(string title, string command, TimeProvider clock)
{
    private readonly StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"# {title}\n\n{Machine.Line(clock.GetUtcNow())}. Command: `{command}`.\n"));

    /// <summary>A paragraph.</summary>
    public void Say(string paragraph) => Append($"\n{paragraph}\n");

    /// <summary>A table: the first column is text, the others are numbers.</summary>
    public void Table(string[] header, IEnumerable<string[]> rows) => Append(TableText(header, rows));

    /// <summary>The markdown of a table: the first column is text, the others are numbers.</summary>
    public static string TableText(string[] header, IEnumerable<string[]> rows)
    {
        var table = new StringBuilder("\n| " + string.Join(" | ", header) + " |\n|---|");
        table.Append(string.Concat(Enumerable.Repeat("---:|", header.Length - 1))).Append('\n');
        foreach (string[] row in rows) table.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        return table.ToString();
    }

    /// <summary>Prints the report and writes it where a path is given.</summary>
    public void Finish(string? path)
    {
        Console.Write(text.ToString());
        if (path is null) return;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(path, text.ToString());
    }

    private void Append(string part) => text.Append(part);
}
