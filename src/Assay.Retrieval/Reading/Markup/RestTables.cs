using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Tables;
using Assay.Text;

namespace Assay.Retrieval.Reading.Markup;

/// <summary>The tables of reStructuredText: grids, simple ones, and those of directives.</summary>
internal static class RestTables
{
    private const int MaxColumns = 500;
    private const long MaxWork = 5_000_000;

    /// <summary>A directive that makes a table.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Caption">What stands behind the colons.</param>
    /// <param name="Line">Its line.</param>
    /// <param name="Body">The first line behind its options.</param>
    /// <param name="End">One past its last line.</param>
    public readonly record struct Directive(string Name, string Caption, int Line, int Body, int End);

    /// <summary>A table of <c>+---+</c> and bars; a cell goes over the lines of its row.</summary>
    /// <returns>The line behind it.</returns>
    public static int Grid(DocumentBuilder document, MarkupLines lines, MarkupInlines inlines, int line)
    {
        int end = line;
        while (end < lines.Count && lines.Text(end).Trim() is ['+' or '|', ..]) end++;
        int header = -1;
        for (int i = line; i < end; i++) if (lines.Text(i).Trim().StartsWith("+=")) header = i;
        int group = document.NextGroup();
        int[] edges = [.. Edges(lines.Text(line), '+').Take(MaxColumns)];
        if ((long)edges.Length * (end - line) > MaxWork) edges = [edges[0], int.MaxValue];
        for (int from = line + 1; from < end;)
        {
            int to = from;
            while (to < end && !IsRule(lines.Text(to))) to++;
            if (to > from) Row(document, lines, inlines, (from, to), [.. edges.Zip(edges.Skip(1), (a, b) => (a + 1, b))], from < header ? BlockKind.TableHeader : BlockKind.TableRow, group);
            from = to + 1;
        }

        return Math.Max(end, line + 1);
    }

    /// <summary>A table between lines of <c>====</c>; its columns are those of the lines.</summary>
    /// <returns>The line behind it.</returns>
    public static int Simple(DocumentBuilder document, MarkupLines lines, MarkupInlines inlines, int line)
    {
        var columns = new List<(int From, int To)>();
        ReadOnlySpan<char> rule = lines.Text(line);
        for (int i = 0; i < rule.Length && columns.Count < MaxColumns;)
        {
            if (rule[i] != '=')
            {
                i++;
                continue;
            }

            int from = i;
            while (i < rule.Length && rule[i] == '=') i++;
            columns.Add((from, i));
        }

        // The last column goes to the end of its lines, the others up to the next one.
        for (int i = 0; i < columns.Count; i++) columns[i] = (columns[i].From, i + 1 < columns.Count ? columns[i + 1].From : int.MaxValue);
        var rules = new List<int> { line };
        int end = line + 1;
        for (; end < lines.Count && rules.Count < 3; end++)
        {
            if (IsSimpleRule(lines.Text(end))) rules.Add(end);
            if (rules.Count == 2 && IsSimpleRule(lines.Text(end)) && lines.IsBlank(end + 1)) break;
        }

        end = Math.Min(lines.Count, rules.Count == 2 ? rules[1] + 1 : end);
        if ((long)columns.Count * (end - line) > MaxWork) columns = [(columns[0].From, int.MaxValue)];
        int group = document.NextGroup();
        for (int at = line + 1; at < end; at++)
        {
            if (IsSimpleRule(lines.Text(at)) || lines.IsBlank(at) || !lines.Text(at).ContainsAnyExcept("- ")) continue;
            int to = at + 1;

            // A line whose first column is empty goes on with the row.
            while (to < end && !lines.IsBlank(to) && !IsSimpleRule(lines.Text(to)) && lines.Text(to)[..Math.Min(lines.Text(to).Length, columns[0].To)].IsWhiteSpace()) to++;
            Row(document, lines, inlines, (at, to), columns, rules.Count == 3 && at < rules[1] ? BlockKind.TableHeader : BlockKind.TableRow, group);
            at = to - 1;
        }

        return end;
    }

    /// <summary>The table of a directive: delimited cells, or lists of lists.</summary>
    public static void OfDirective(DocumentBuilder document, MarkupLines lines, MarkupInlines inlines, Directive directive)
    {
        int caption = lines.Text(directive.Line).IndexOf("::") + 2;
        if (directive.Caption.Trim().Length > 0) Add(document, inlines, BlockKind.Paragraph, [lines.Trimmed(directive.Line, caption)], lines.Span(directive.Line), -1);
        int body = directive.Body;
        while (body < directive.End && lines.IsBlank(body)) body++;
        if (body >= directive.End) return;
        if (directive.Name == "table") Drawn(document, lines, inlines, (body, directive.End));
        else if (directive.Name == "csv-table") Delimited(document, lines, directive, body);
        else ListTable(document, lines, inlines, directive, body);
    }

    // What is drawn as no table stays as text.
    private static void Drawn(DocumentBuilder document, MarkupLines lines, MarkupInlines inlines, (int From, int To) body)
    {
        if (lines.Text(body.From).Trim().StartsWith("+")) Grid(document, lines, inlines, body.From);
        else if (IsSimpleRule(lines.Text(body.From))) Simple(document, lines, inlines, body.From);
        else
        {
            for (int i = body.From; i < body.To; i++) if (!lines.IsBlank(i)) Add(document, inlines, BlockKind.Paragraph, [lines.Trimmed(i)], lines.Span(i), -1);
        }
    }

    private static void Delimited(DocumentBuilder document, MarkupLines lines, Directive directive, int body)
    {
        int group = document.NextGroup();
        for (int i = directive.Line + 1; i < body; i++)
        {
            ReadOnlySpan<char> option = lines.Text(i).Trim();
            if (option.StartsWith(":header:")) Cells(document, lines.Source, lines.Trimmed(i, lines.Indent(i) + 8), BlockKind.TableHeader, group);
        }

        int rows = 0, headers = Option(lines, directive, ":header-rows:");
        for (int i = body; i < directive.End; i++) if (!lines.IsBlank(i)) Cells(document, lines.Source, lines.Trimmed(i), rows++ < headers ? BlockKind.TableHeader : BlockKind.TableRow, group);
    }

    private static void Cells(DocumentBuilder document, string source, TextSpan line, BlockKind kind, int group)
    {
        var records = new DelimitedRecords(source, new DelimitedDialect(',', '"', line.Start));
        if (!records.Next(MaxColumns)) return;
        var text = new MappedTextBuilder(source);
        for (int i = 0; i < records.Cells.Count; i++)
        {
            if (i > 0) text.NextCell();
            records.Append(text, records.Cells[i]);
        }

        document.Block(kind, text.Build(), line, group);
    }

    private static void ListTable(DocumentBuilder document, MarkupLines lines, MarkupInlines inlines, Directive directive, int body)
    {
        int group = document.NextGroup(), headers = Option(lines, directive, ":header-rows:"), rows = 0, from = body;
        var cells = new List<TextSpan>();
        for (int i = body; i <= directive.End; i++)
        {
            ReadOnlySpan<char> text = i < directive.End ? lines.Text(i).Trim() : "* -";
            bool row = text.StartsWith("* -");
            if (row && cells.Count > 0)
            {
                Add(document, inlines, rows++ < headers ? BlockKind.TableHeader : BlockKind.TableRow, cells, new TextSpan(lines.Span(from).Start, lines.Span(i - 1).End), group);
                cells.Clear();
            }

            if (i >= directive.End) break;
            if (row) from = i;
            if (row || text.StartsWith("- ") || text is "-") cells.Add(lines.Trimmed(i, lines.Indent(i) + (row ? 3 : 1)));
            else if (cells.Count > 0 && !text.IsEmpty) cells[^1] = new TextSpan(cells[^1].Start, lines.Trimmed(i).End);
        }
    }

    private static int Option(MarkupLines lines, Directive directive, string name)
    {
        for (int i = directive.Line + 1; i < directive.Body; i++)
        {
            if (lines.Text(i).Trim() is var option && option.StartsWith(name) && int.TryParse(option[name.Length..], out int value)) return value;
        }

        return 0;
    }

    private static void Row(DocumentBuilder document, MarkupLines lines, MarkupInlines inlines, (int From, int To) rows, List<(int From, int To)> columns, BlockKind kind, int group)
    {
        var text = new MappedTextBuilder(lines.Source);
        for (int c = 0; c < columns.Count; c++)
        {
            if (c > 0) text.NextCell();
            for (int i = rows.From; i < rows.To; i++)
            {
                TextSpan line = lines.Span(i);
                int from = Math.Min(line.End, line.Start + columns[c].From), to = columns[c].To >= line.Length ? line.End : line.Start + columns[c].To;
                if (lines.Source.AsSpan(from, Math.Max(0, to - from)).Trim().Trim('|').IsWhiteSpace()) continue;
                if (i > rows.From) text.Space();
                inlines.Append(text, lines.Source, new TextSpan(from, Math.Max(from, lines.Source[to - 1] == '|' && to == line.End ? to - 1 : to)));
            }
        }

        document.Block(kind, text.Build(), new TextSpan(lines.Trimmed(rows.From).Start, lines.Span(rows.To - 1).End), group);
    }

    private static void Add(DocumentBuilder document, MarkupInlines inlines, BlockKind kind, List<TextSpan> cells, TextSpan span, int group)
    {
        var text = new MappedTextBuilder(document.Source);
        for (int i = 0; i < cells.Count; i++)
        {
            if (i > 0) text.NextCell();
            inlines.Append(text, document.Source, cells[i]);
        }

        document.Block(kind, text.Build(), span, group);
    }

    private static List<int> Edges(ReadOnlySpan<char> line, char edge)
    {
        var edges = new List<int>();
        for (int i = 0; i < line.Length; i++) if (line[i] == edge) edges.Add(i);
        return edges;
    }

    private static bool IsRule(ReadOnlySpan<char> line) => line.Trim() is ['+', ..] text && !text.ContainsAnyExcept("+-= ");

    private static bool IsSimpleRule(ReadOnlySpan<char> line) => line.Trim() is ['=', '=', ..] text && !text.ContainsAnyExcept("= ");
}
