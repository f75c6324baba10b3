using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Markup;

/// <summary>Goes through the lines of a reStructuredText file.</summary>
/// <param name="document">Receives headings and blocks.</param>
/// <param name="lines">The lines.</param>
/// <param name="inlines">Takes marks out.</param>
/// <param name="cancellationToken">Checked per block.</param>
internal sealed partial class RestWalker(DocumentBuilder document, MarkupLines lines, MarkupInlines inlines, CancellationToken cancellationToken)
{
    private const string Adornments = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private readonly List<(char Mark, bool Over)> levels = [];
    private int list = -1;

    /// <summary>The fields at the top: author, date, version.</summary>
    public List<KeyValuePair<string, string>> Fields { get; } = [];

    /// <summary>The date among the fields.</summary>
    public DateTimeOffset? Updated { get; private set; }

    private string Source => lines.Source;

    /// <summary>Reads all.</summary>
    public void Read()
    {
        for (int line = 0; line < lines.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            line = lines.IsBlank(line) ? line + 1 : Math.Max(line + 1, Block(line));
        }
    }

    private int Block(int line)
    {
        ReadOnlySpan<char> text = lines.Text(line).Trim();
        int title = Title(line);
        if (title > line) return title;
        if (text.StartsWith("..") && (text.Length == 2 || text[2] == ' ')) return Explicit(line);
        if (text.StartsWith("+-") || text.StartsWith("+=")) return Loose(RestTables.Grid(document, lines, inlines, line));
        if (text.StartsWith("==") && text.Contains(' ') && !text.ContainsAnyExcept("= ")) return Loose(RestTables.Simple(document, lines, inlines, line));
        if (Field().IsMatch(text)) return FieldLine(line);
        if (Bullet(text) is > 0 and int width) return Item(line, width);
        if (text.StartsWith(">>> ")) return Code(line, end => lines.IsBlank(end));
        return Paragraph(line);
    }

    private int Loose(int next)
    {
        list = -1;
        return next;
    }

    // Over- and underline make another level than the underline alone; levels are counted in the order of their first use.
    private int Title(int line)
    {
        bool over = IsAdornment(lines.Text(line)) && !lines.IsBlank(line + 1) && IsAdornment(lines.Text(line + 2)) && lines.Text(line)[0] == lines.Text(line + 2)[0];
        int at = over ? line + 1 : line;
        ReadOnlySpan<char> under = lines.Text(at + 1).TrimEnd(), title = lines.Text(at).TrimEnd();
        if (!IsAdornment(under) || (!over && (lines.Indent(at) > 0 || IsAdornment(title))) || under.Length < Math.Min(title.Length, 3) || (under.Length < title.Length && under.Length < 4)) return line;
        (char, bool) kind = (under[0], over);
        int level = levels.IndexOf(kind);
        if (level < 0)
        {
            level = levels.Count;
            levels.Add(kind);
        }

        TextSpan span = lines.Trimmed(at);
        document.Heading(level + 1, Text(span), new TextSpan(lines.Span(line).Start, lines.Span(at + 1).End));
        list = -1;
        return at + 2;
    }

    private static bool IsAdornment(ReadOnlySpan<char> line)
    {
        line = line.TrimEnd();
        return line.Length >= 2 && Adornments.Contains(line[0], StringComparison.Ordinal) && !line.ContainsAnyExcept(line[0]);
    }

    private MappedText Text(TextSpan span)
    {
        var text = new MappedTextBuilder(Source);
        inlines.Append(text, Source, span);
        return text.Build();
    }

    private int FieldLine(int line)
    {
        Match field = Field().Match(lines.Text(line).Trim().ToString());
        string name = field.Groups["name"].Value.ToLowerInvariant(), value = field.Groups["value"].Value.Trim();
        if (value.Length > 0 && Fields.Count < 50 && levels.Count <= 1) Fields.Add(new(name, value));
        if (name is "date" or "updated" && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date)) Updated ??= date;
        int end = Deeper(line + 1, lines.Indent(line));
        if (list < 0) list = document.NextGroup();
        Add(BlockKind.ListItem, line, end, 0, list);
        return end;
    }

    private int Item(int line, int width)
    {
        if (list < 0) list = document.NextGroup();
        int indent = lines.Indent(line), end = line + 1;

        // An item goes on in deeper lines, up to an item of its own level or an item within it.
        while (end < lines.Count && !lines.IsBlank(end) && lines.Indent(end) > indent && Bullet(lines.Text(end).Trim()) == 0) end++;
        Add(BlockKind.ListItem, line, end, lines.Indent(line) + width, list);
        int next = end;
        while (next < lines.Count && lines.IsBlank(next)) next++;
        if (next < lines.Count && lines.Indent(next) <= indent && Bullet(lines.Text(next).Trim()) == 0) list = -1;
        return end;
    }

    private int Paragraph(int line)
    {
        int end = line + 1;
        while (end < lines.Count && !lines.IsBlank(end) && !StartsTitle(end)) end++;
        TextSpan last = lines.Trimmed(end - 1);
        bool literal = last.Length >= 2 && Source.AsSpan(last.End - 2, 2).SequenceEqual("::");
        list = -1;
        Add(BlockKind.Paragraph, line, end, 0, -1, literal ? last.Length == 2 ? 2 : 1 : 0);
        if (!literal) return end;
        int code = end;
        while (code < lines.Count && lines.IsBlank(code)) code++;
        int depth = lines.Indent(code);
        return code < lines.Count && depth > lines.Indent(line) ? Code(code, at => !lines.IsBlank(at) && lines.Indent(at) < depth) : end;
    }

    private bool StartsTitle(int line) =>
        IsAdornment(lines.Text(line + 1)) && lines.Indent(line) == 0 && lines.Text(line + 1).TrimEnd().Length >= lines.Text(line).TrimEnd().Length;

    private int Code(int line, Func<int, bool> ends)
    {
        int end = line;
        while (end < lines.Count && !ends(end)) end++;
        int next = end;
        while (end > line && lines.IsBlank(end - 1)) end--;
        int indent = int.MaxValue;
        for (int i = line; i < end; i++) if (!lines.IsBlank(i)) indent = Math.Min(indent, lines.Indent(i));
        var text = new MappedTextBuilder(Source);
        for (int i = line; i < end; i++)
        {
            if (i > line) text.Insert("\n");
            TextSpan span = lines.Span(i);
            text.CopyVerbatim(Math.Min(span.End, span.Start + indent), span.End);
        }

        document.Block(BlockKind.Code, text.Build(verbatim: true), new TextSpan(lines.Span(line).Start, lines.Span(Math.Max(line, end - 1)).End));
        list = -1;
        return next;
    }

    private int Explicit(int line)
    {
        int indent = lines.Indent(line), end = Deeper(line + 1, indent);
        Match directive = Directive().Match(lines.Text(line).Trim().ToString());
        string name = directive.Success ? directive.Groups["name"].Value.ToLowerInvariant() : "";
        int body = line + 1;
        while (body < end && Field().IsMatch(lines.Text(body).Trim())) body++;
        list = -1;
        switch (name)
        {
            case "code-block" or "code" or "sourcecode" or "literalinclude" or "parsed-literal" or "highlight" or "prompt" or "doctest":
                while (body < end && lines.IsBlank(body)) body++;
                if (body < end) Code(body, at => at >= end);
                return end;
            case "csv-table" or "list-table" or "table":
                RestTables.OfDirective(document, lines, inlines, new RestTables.Directive(name, directive.Groups["rest"].Value, line, body, end));
                return end;
            case "note" or "warning" or "tip" or "important" or "caution" or "danger" or "error" or "hint" or "attention" or "admonition" or "seealso" or "versionadded" or "versionchanged" or "deprecated" or "topic" or "sidebar" or "epigraph" or "rubric" or "container":
                if (directive.Groups["rest"].Value.Trim().Length > 0) Add(BlockKind.Paragraph, line, line + 1, lines.Text(line).IndexOf("::") + 2, -1);
                Inner(body, end);
                return end;
            default:
                return name.Length > 0 && Documented().IsMatch(name) ? Described(line, body, end) : end;
        }
    }

    // ".. function:: name(args)" of Sphinx: the signature is code, what stands in it is text.
    private int Described(int line, int body, int end)
    {
        var text = new MappedTextBuilder(Source);
        TextSpan span = lines.Trimmed(line, lines.Text(line).IndexOf("::") + 2);
        text.Copy(span.Start, span.End);
        document.Block(BlockKind.Code, text.Build(), span);
        Inner(body, end);
        return end;
    }

    private void Inner(int from, int to)
    {
        for (int at = from; at < to;)
        {
            if (lines.IsBlank(at))
            {
                at++;
                continue;
            }

            if (Bullet(lines.Text(at).Trim()) is > 0 and int width)
            {
                at = Math.Min(to, Item(at, width));
                continue;
            }

            int end = at + 1;
            while (end < to && !lines.IsBlank(end)) end++;
            Add(BlockKind.Paragraph, at, end, 0, -1);
            at = end;
        }
    }

    private void Add(BlockKind kind, int line, int end, int skip, int group, int cut = 0)
    {
        var text = new MappedTextBuilder(Source);
        TextSpan last = lines.Trimmed(end - 1);
        TextSpan first = lines.Trimmed(line, skip);
        int stop = Math.Max(first.Start, last.End - cut);
        inlines.Append(text, Source, new TextSpan(first.Start, stop));
        document.Block(kind, text.Build(), new TextSpan(lines.Trimmed(line).Start, Math.Max(stop, first.End)), group);
    }

    private int Deeper(int line, int indent)
    {
        int end = line;
        for (int at = line; at < lines.Count && (lines.IsBlank(at) || lines.Indent(at) > indent); at++) if (!lines.IsBlank(at)) end = at + 1;
        return end;
    }

    private static int Bullet(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[0] is '*' or '-' or '+' or '•' && text[1] == ' ') return 2;
        ReadOnlySpan<char> mark = text[..Math.Min(text.Length, 8)];
        int end = mark.IndexOfAny(". )");
        if (end <= 0 || end + 1 >= text.Length || text[end] == ' ' || text[end + 1] != ' ') return 0;
        ReadOnlySpan<char> number = mark[..end].TrimStart('(');
        bool counts = number is "#" || (number.Length > 0 && !number.ContainsAnyExceptInRange('0', '9')) || (number.Length == 1 && char.IsAsciiLetter(number[0]));
        return counts ? end + 2 : 0;
    }

    [GeneratedRegex(@"^:(?<name>[^:\s`][^:`]{0,60}):(?:\s+(?<value>.*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex(@"^\.\.\s+(?:\|[^|]{1,80}\|\s+)?(?<name>[\w:+.-]{1,60})::(?<rest>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();

    [GeneratedRegex(@"^(?:\w+:)?(?:function|method|class|attribute|data|exception|option|module|property|decorator|type|macro|staticmethod|classmethod|envvar|confval|describe|object|member)$", RegexOptions.CultureInvariant)]
    private static partial Regex Documented();
}
