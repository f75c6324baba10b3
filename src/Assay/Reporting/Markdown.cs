using System.Globalization;
using System.Text;

namespace Assay.Reporting;

/// <summary>Text of others made safe to stand in Markdown, on one line.</summary>
internal static class Markdown
{
    private const string Special = "\\`*_[]<>|~";

    /// <summary>A text as words: what has a meaning in Markdown or HTML is escaped, and line breaks become spaces.</summary>
    /// <param name="text">Any text.</param>
    public static string Text(string text)
    {
        var safe = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsControl(c) || c is '\u2028' or '\u2029') safe.Append(' ');
            else if (Special.Contains(c, StringComparison.Ordinal) || (c == '&' && i + 1 < text.Length && (char.IsLetter(text[i + 1]) || text[i + 1] == '#'))) safe.Append('\\').Append(c);
            else safe.Append(c);
        }

        return safe.ToString().Trim();
    }

    /// <summary>A text that begins a line, where <c>#</c>, <c>-</c>, <c>+</c>, <c>=</c> and numbers with a dot would begin something else.</summary>
    /// <param name="text">Any text.</param>
    public static string Line(string text)
    {
        string safe = Text(text);
        if (safe.Length == 0) return safe;
        int digits = safe.TakeWhile(char.IsAsciiDigit).Count();
        bool isItem = digits > 0 && digits < safe.Length && safe[digits] is '.' or ')' && (digits + 1 == safe.Length || safe[digits + 1] == ' ');
        if (isItem) return string.Concat(safe.AsSpan(0, digits), "\\", safe.AsSpan(digits));
        return safe[0] is '#' or '-' or '+' or '=' ? "\\" + safe : safe;
    }

    /// <summary>A text that leads somewhere.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="target">An address that begins with <c>https://</c>; for parts of the HTML report and anything else the text stands alone.</param>
    public static string Link(string text, string? target) => target is not null && Html.IsAddress(target) ? $"[{Text(text)}](<{new Uri(target).AbsoluteUri}>)" : Text(text);

    /// <summary>A table.</summary>
    /// <param name="columns">Headings.</param>
    /// <param name="rows">As many cells as columns.</param>
    public static string Table(IReadOnlyList<HtmlTable.Cell> columns, IEnumerable<IReadOnlyList<HtmlTable.Cell>> rows)
    {
        var text = new StringBuilder("|");
        foreach (HtmlTable.Cell column in columns) text.Append(CultureInfo.InvariantCulture, $" {Cell(column)} |");
        text.Append("\n|");
        for (int i = 0; i < columns.Count; i++) text.Append(i == 0 || columns[i].IsWords ? "---|" : "--:|");
        foreach (IReadOnlyList<HtmlTable.Cell> row in rows)
        {
            text.Append("\n|");
            foreach (HtmlTable.Cell cell in row) text.Append(CultureInfo.InvariantCulture, $" {Cell(cell)} |");
        }

        return text.Append('\n').ToString();
    }

    private static string Cell(HtmlTable.Cell cell) => Link(cell.Text, cell.Target) + (cell.Note.Length == 0 ? "" : $" ({Text(cell.Note)})");
}
