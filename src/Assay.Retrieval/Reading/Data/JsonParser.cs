using System.Buffers;
using System.Globalization;
using Assay.Text;

namespace Assay.Retrieval.Reading.Data;

/// <summary>Parses JSON with the place of every value; comments and a comma behind the last value are let pass. Nesting and the number of values are limited.</summary>
/// <param name="source">The text.</param>
/// <param name="budget">Values that may still be read; shared by the lines of one file.</param>
internal sealed class JsonParser(string source, DataBudget budget)
{
    private static readonly SearchValues<char> PlainEnds = SearchValues.Create(",:[]{}\"\\/ \t\r\n");
    private static readonly SearchValues<char> NumberChars = SearchValues.Create("0123456789+-.eE");
    private static readonly SearchValues<char> StringStops = SearchValues.Create('"', '\\', '\n');
    private int at;
    private int limit;
    private int depth;
    private int firstLine;
    private int start;

    /// <summary>Parses one value that fills a stretch of the text.</summary>
    /// <param name="span">The stretch.</param>
    /// <param name="line">1-based line that it begins on.</param>
    /// <exception cref="FormatException">It is no JSON; the message says where and what.</exception>
    public DataNode Parse(TextSpan span, int line = 1)
    {
        at = start = span.Start;
        firstLine = line;
        depth = 0;
        limit = span.End;
        DataNode root = Value(default, Skip());
        if (Skip() < limit) throw Wrong("the end of the file");
        return root;
    }

    private DataNode Value(TextSpan key, int from)
    {
        budget.Take();
        if (Skip() >= limit) throw Wrong("a value");
        char c = source[at];
        if (c is '{' or '[') return Nested(key, from, c == '{');
        if (c == '"') return new DataNode(DataKind.Escaped, String(), key, from);
        int length = source.AsSpan(at, limit - at).IndexOfAny(PlainEnds);
        int end = length < 0 ? limit : at + length;
        if (!IsPlain(source.AsSpan(at, end - at))) throw Wrong("a value");
        var span = new TextSpan(at, end);
        at = end;
        return new DataNode(DataKind.Plain, span, key, from);
    }

    private static bool IsPlain(ReadOnlySpan<char> word) => word is "true" or "false" or "null"
        || (!word.IsEmpty && (char.IsAsciiDigit(word[0]) || word[0] == '-') && !word.ContainsAnyExcept(NumberChars));

    private DataNode Nested(TextSpan key, int from, bool isObject)
    {
        if (++depth > DataBudget.MaxDepth) throw new FormatException($"line {Line(at)}: nested deeper than {DataBudget.MaxDepth} levels");
        var children = new List<DataNode>();
        int open = at++, leaves = 0;
        char close = isObject ? '}' : ']';
        while (Skip() < limit && source[at] != close)
        {
            int first = at;
            TextSpan name = isObject ? Name() : default;
            DataNode child = Value(name, first);
            children.Add(child);
            leaves += child.Leaves;
            if (Skip() < limit && source[at] == ',') at++;
            else if (at < limit && source[at] != close) throw Wrong($"',' or '{close}'");
        }

        if (at >= limit) throw Wrong($"'{close}' for the '{(isObject ? '{' : '[')}' of line {Line(open)}");
        at++;
        depth--;
        var node = new DataNode(isObject ? DataKind.Object : DataKind.List, new TextSpan(open, at), key, from) { Leaves = leaves };
        node.Children.AddRange(children);
        return node;
    }

    private TextSpan Name()
    {
        if (source[at] != '"') throw Wrong("a name in quotation marks");
        TextSpan name = String();
        if (Skip() >= limit || source[at] != ':') throw Wrong("':'");
        at++;
        return name;
    }

    private TextSpan String()
    {
        int first = at + 1, position = first;
        while (position < limit)
        {
            int found = source.AsSpan(position, limit - position).IndexOfAny(StringStops);
            if (found < 0) break;
            position += found;
            if (source[position] == '"')
            {
                at = position + 1;
                return new TextSpan(first, position);
            }

            if (source[position] == '\n') break;
            position += 2;
        }

        throw Wrong("a closing quotation mark on the same line");
    }

    private int Skip()
    {
        while (at < limit)
        {
            if (char.IsWhiteSpace(source[at]) || source[at] == '\uFEFF')
            {
                at++;
                continue;
            }

            if (source[at] != '/' || at + 1 >= limit || source[at + 1] is not ('/' or '*')) break;
            string end = source[at + 1] == '/' ? "\n" : "*/";
            int found = source.IndexOf(end, at + 2, limit - at - 2, StringComparison.Ordinal);
            at = found < 0 ? limit : found + end.Length;
        }

        return at;
    }

    private FormatException Wrong(string expected)
    {
        string found = at >= limit ? "the text ends" : $"found '{source[at]}'";
        return new FormatException($"line {Line(Math.Min(at, limit))}: expected {expected}, {found}");
    }

    private string Line(int position) => (firstLine + source.AsSpan(start, position - start).Count('\n')).ToString(CultureInfo.InvariantCulture);
}
