using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Markup;

/// <summary>Goes through the lines of an AsciiDoc file.</summary>
/// <param name="document">Receives headings and blocks.</param>
/// <param name="lines">The lines.</param>
/// <param name="inlines">Takes marks out.</param>
/// <param name="cancellationToken">Checked per block.</param>
internal sealed partial class AsciiDocWalker(DocumentBuilder document, MarkupLines lines, MarkupInlines inlines, CancellationToken cancellationToken)
{
    private int list = -1;
    private bool header;

    /// <summary>Attributes at the top.</summary>
    public List<KeyValuePair<string, string>> Fields { get; } = [];

    /// <summary>The date among them.</summary>
    public DateTimeOffset? Updated { get; private set; }

    private string Source => lines.Source;

    /// <summary>Reads all.</summary>
    public void Read()
    {
        for (int line = 0; line < lines.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (lines.IsBlank(line))
            {
                line++;
                continue;
            }

            line = Math.Max(line + 1, Block(line));
        }
    }

    private int Block(int line)
    {
        ReadOnlySpan<char> text = lines.Text(line).TrimEnd();
        if (text.StartsWith("////")) return Closing(line) + 1;
        if (text.StartsWith("//") || text.StartsWith("include::") || text.StartsWith("toc::") || text is "'''" or "<<<" || Macro().IsMatch(text)) return line + 1;
        if (Attribute().Match(text.ToString()) is { Success: true } attribute) return Field(attribute, line);
        if (text[0] is '=' or '#' && Heading(line)) return line + 1;
        if (text.StartsWith("----") || text.StartsWith("....") || text.StartsWith("```")) return Listing(line);
        if (text.StartsWith("|===") || text.StartsWith(",===") || text.StartsWith("!===")) return Table(line);
        if (text.Length >= 4 && text[0] is '=' or '*' or '_' or '-' or '+' && !text.ContainsAnyExcept(text[0])) return line + 1;
        if (text.StartsWith("[") && text.EndsWith("]") && !text.StartsWith("[[[")) return BlockAttributes(text, line);
        if (text[0] == '.' && text.Length > 1 && text[1] is not ('.' or ' ')) return Caption(line);
        if (Item(text.TrimStart()) is > 0 and int width) return ListItem(line, width);
        if (text.StartsWith(" ") && list < 0) return Indented(line);
        return Paragraph(line);
    }

    private int BlockAttributes(ReadOnlySpan<char> text, int line)
    {
        header = text.Contains("header", StringComparison.Ordinal) || text.Contains("%h", StringComparison.Ordinal);
        list = -1;
        return line + 1;
    }

    private int Field(Match attribute, int line)
    {
        string name = attribute.Groups["name"].Value.ToLowerInvariant(), value = attribute.Groups["value"].Value.Trim();
        if (value.Length > 0 && Fields.Count < 100) Fields.Add(new(name, value));
        if (name is "revdate" or "date" && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date)) Updated ??= date;
        return line + 1;
    }

    private bool Heading(int line)
    {
        ReadOnlySpan<char> text = lines.Text(line);
        int level = 0;
        while (level < text.Length && text[level] == text[0]) level++;
        if (level > 6 || level >= text.Length || text[level] != ' ') return false;
        TextSpan span = lines.Trimmed(line, level);
        document.Heading(level, Text(span), lines.Trimmed(line));
        list = -1;
        if (level == 1 && line + 1 < lines.Count && Author().Match(lines.Text(line + 1).ToString()) is { Success: true } author) Fields.Add(new("author", author.Value.Trim()));
        return true;
    }

    private MappedText Text(TextSpan span)
    {
        var text = new MappedTextBuilder(Source);
        inlines.Append(text, Source, span);
        return text.Build();
    }

    private int Closing(int line)
    {
        ReadOnlySpan<char> mark = lines.Text(line).TrimEnd();
        mark = mark.StartsWith("```") ? "```" : mark;
        int end = line + 1;
        while (end < lines.Count && !lines.Text(end).TrimEnd().SequenceEqual(mark)) end++;
        return end;
    }

    private int Listing(int line)
    {
        int end = Closing(line);
        if (end > line + 1)
        {
            var text = new MappedTextBuilder(Source);
            text.CopyVerbatim(lines.Span(line + 1).Start, lines.Span(end - 1).End);
            document.Block(BlockKind.Code, text.Build(verbatim: true), new TextSpan(lines.Span(line).Start, lines.Span(Math.Min(end, lines.Count - 1)).End));
        }

        list = -1;
        return end + 1;
    }

    private int Indented(int line)
    {
        int end = line;
        while (end < lines.Count && !lines.IsBlank(end) && lines.Indent(end) > 0) end++;
        var text = new MappedTextBuilder(Source);
        text.CopyVerbatim(lines.Span(line).Start, lines.Span(end - 1).End);
        document.Block(BlockKind.Code, text.Build(verbatim: true), new TextSpan(lines.Span(line).Start, lines.Span(end - 1).End));
        return end;
    }

    private int Caption(int line)
    {
        TextSpan span = lines.Trimmed(line, 1);
        document.Block(BlockKind.Paragraph, Text(span), lines.Trimmed(line));
        return line + 1;
    }

    private int ListItem(int line, int width)
    {
        if (list < 0) list = document.NextGroup();
        int end = line + 1;
        while (end < lines.Count && !lines.IsBlank(end) && Item(lines.Text(end).TrimStart()) == 0 && !IsMark(lines.Text(end))) end++;
        Add(BlockKind.ListItem, line, end, lines.Indent(line) + width, list);
        int next = end;
        while (next < lines.Count && lines.IsBlank(next)) next++;
        if (next < lines.Count && Item(lines.Text(next).TrimStart()) == 0 && lines.Text(next).Trim() is not "+") list = -1;
        return lines.Text(end).Trim() is "+" ? end + 1 : end;
    }

    private int Paragraph(int line)
    {
        if (line > 0 && lines.Text(line - 1).StartsWith("= ") && Author().IsMatch(lines.Text(line))) return line + 1;
        int end = line + 1;
        while (end < lines.Count && !lines.IsBlank(end) && !IsMark(lines.Text(end))) end++;
        list = -1;
        Match admonition = Admonition().Match(lines.Text(line).ToString());
        if (lines.Text(line).Trim() is not "+") Add(BlockKind.Paragraph, line, end, admonition.Length, -1);
        return end;
    }

    // A line that begins another block ends a paragraph.
    private static bool IsMark(ReadOnlySpan<char> line) => line.TrimEnd() is var text && (text is "+" || text.StartsWith("----") || text.StartsWith("....") || text.StartsWith("|===") || text.StartsWith("```"));

    private void Add(BlockKind kind, int line, int end, int skip, int group)
    {
        TextSpan first = lines.Trimmed(line, skip), last = lines.Trimmed(end - 1);
        var text = new MappedTextBuilder(Source);
        inlines.Append(text, Source, new TextSpan(first.Start, Math.Max(first.Start, last.End)));
        document.Block(kind, text.Build(), new TextSpan(lines.Trimmed(line).Start, Math.Max(first.End, last.End)), group);
    }

    private int Table(int line)
    {
        int end = Closing(line);
        char mark = lines.Text(line)[0];
        var cells = new List<TextSpan>();
        int columns = 0, group = document.NextGroup(), rows = 0;
        bool gap = line + 2 < end && lines.IsBlank(line + 2) && !lines.IsBlank(line + 1);
        for (int at = line + 1; at < end; at++)
        {
            if (lines.IsBlank(at)) continue;
            List<TextSpan> found = Cells(at, mark);
            if (found.Count == 0 && cells.Count > 0) cells[^1] = new TextSpan(cells[^1].Start, lines.Trimmed(at).End);

            // The first line with cells says how many columns there are, unless every cell has a line of its own.
            if (columns == 0 && found.Count > 0) columns = found.Count > 1 ? found.Count : OneEach(at, end, mark);
            foreach (TextSpan cell in found)
            {
                if (cells.Count == columns) Row(cells, rows++ == 0 && (header || gap), group);
                cells.Add(cell);
            }
        }

        if (cells.Count > 0) Row(cells, rows == 0 && (header || gap), group);
        header = false;
        list = -1;
        return end + 1;
    }

    private int OneEach(int at, int end, char mark)
    {
        int count = 0;
        for (; at < end && !lines.IsBlank(at); at++) count += Cells(at, mark).Count;
        return Math.Max(1, count);
    }

    private List<TextSpan> Cells(int line, char mark)
    {
        var cells = new List<TextSpan>();
        TextSpan span = lines.Span(line);
        int start = -1;
        for (int i = span.Start; i < span.End; i++)
        {
            if (Source[i] != mark || (i > span.Start && Source[i - 1] == '\\')) continue;
            if (start >= 0) cells.Add(Trim(start, i));
            start = i + 1;
        }

        if (start >= 0) cells.Add(Trim(start, span.End));
        return cells;
    }

    // What stands right before a bar says how the next cell is set: "2+|", "a|", ".3+^.>s|".
    private TextSpan Trim(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(Source[start])) start++;
        int last = end;
        while (last > start && !char.IsWhiteSpace(Source[last - 1])) last--;
        if (end < Source.Length && Source[end] == '|' && last > start && CellStyle().IsMatch(Source.AsSpan(last, end - last))) end = last;
        while (end > start && char.IsWhiteSpace(Source[end - 1])) end--;
        return new TextSpan(start, end);
    }

    private void Row(List<TextSpan> cells, bool isHeader, int group)
    {
        var text = new MappedTextBuilder(Source);
        for (int i = 0; i < cells.Count; i++)
        {
            if (i > 0) text.NextCell();
            inlines.Append(text, Source, cells[i]);
        }

        document.Block(isHeader ? BlockKind.TableHeader : BlockKind.TableRow, text.Build(), new TextSpan(cells[0].Start, Math.Max(cells[0].Start, cells[^1].End)), group);
        cells.Clear();
    }

    private static int Item(ReadOnlySpan<char> text)
    {
        int marks = 0;
        while (marks < text.Length && marks < 6 && text[marks] is '*' or '.' or '-') marks++;
        if (marks > 0 && marks < text.Length && text[marks] == ' ' && !text[..marks].ContainsAnyExcept(text[0])) return marks + 1;
        int digits = 0;
        while (digits < text.Length && digits < 4 && char.IsAsciiDigit(text[digits])) digits++;
        return digits > 0 && digits + 1 < text.Length && text[digits] == '.' && text[digits + 1] == ' ' ? digits + 2 : 0;
    }

    [GeneratedRegex(@"^:(?<name>[\w-]{1,60}):(?:\s+(?<value>.*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^(?:ifdef|ifndef|ifeval|endif|image|video|audio|anchor)::", RegexOptions.CultureInvariant)]
    private static partial Regex Macro();

    [GeneratedRegex(@"^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION): ", RegexOptions.CultureInvariant)]
    private static partial Regex Admonition();

    [GeneratedRegex(@"^\p{Lu}[\w.'-]{0,40}(?: [\w.'-]{1,40}){0,3}(?: <[^<>@\s]{1,100}@[^<>\s]{1,100}>)$", RegexOptions.CultureInvariant)]
    private static partial Regex Author();

    [GeneratedRegex(@"^(?:[\d.]{0,8}[+*])?[<^>]?(?:\.[<^>])?[adehlmsv]?$", RegexOptions.CultureInvariant)]
    private static partial Regex CellStyle();
}
