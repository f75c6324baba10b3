using System.Buffers;
using Assay.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Assay.Retrieval.Reading.Data;

/// <summary>Parses YAML with the place of every value. An alias stands for itself and is not followed, so that no text can grow out of proportion.</summary>
internal static class YamlTree
{
    private static readonly SearchValues<char> AliasEnds = SearchValues.Create(" ,]}\t\r\n");

    /// <summary>The documents of a YAML text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="budget">Values that may be read.</param>
    /// <exception cref="FormatException">It is no YAML; the message says where and what.</exception>
    public static List<DataNode> Parse(string source, DataBudget budget)
    {
        var documents = new List<DataNode>();
        var open = new Stack<Frame>();
        int line = 1;
        try
        {
            for (var parser = new Parser(new StringReader(source)); parser.MoveNext();)
            {
                ParsingEvent current = parser.Current!;
                line = checked((int)Math.Max(1, current.Start.Line));
                if (current is NodeEvent or AnchorAlias or MappingEnd or SequenceEnd) Take(source, current, open, documents, budget);
            }
        }
        catch (YamlException error)
        {
            throw new FormatException($"line {Math.Max(1, error.Start.Line)}: {error.Message.TrimEnd('.')}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or OverflowException)
        {
            // How the parser gives up on some texts that end inside a list.
            throw new FormatException($"line {line}: a bracket or quotation mark that is opened here or above is not closed", error);
        }

        return documents;
    }

    private static void Take(string source, ParsingEvent current, Stack<Frame> open, List<DataNode> documents, DataBudget budget)
    {
        int start = Index(source, current.Start), end = Index(source, current.End);
        if (current is MappingEnd or SequenceEnd)
        {
            Frame closed = open.Pop();
            Add(closed.Node with { Span = new TextSpan(closed.Node.Span.Start, Math.Max(closed.Last, closed.Node.Span.Start)) }, open, documents);
            return;
        }

        if (open.TryPeek(out Frame? frame) && frame.Node.Kind == DataKind.Object && frame.Key is null)
        {
            if (current is Scalar or AnchorAlias)
            {
                frame.Key = current is Scalar name ? Inner(source, name, start, end).Span : new TextSpan(start, end);
                frame.KeyStart = start;
                return;
            }

            throw new FormatException($"line {current.Start.Line}: a list or mapping as the name of a value is not read");
        }

        budget.Take();
        TextSpan key = frame?.Key ?? default;
        int from = frame?.Key is null ? start : frame.KeyStart;
        if (frame is not null) frame.Key = null;
        if (current is MappingStart or SequenceStart)
        {
            if (open.Count >= DataBudget.MaxDepth) throw new FormatException($"line {current.Start.Line}: nested deeper than {DataBudget.MaxDepth} levels");
            open.Push(new Frame(new DataNode(current is MappingStart ? DataKind.Object : DataKind.List, new TextSpan(start, start), key, from) { Leaves = 0 }) { Last = start });
            return;
        }

        (DataKind kind, TextSpan span) = current is Scalar scalar ? Inner(source, scalar, start, end) : (DataKind.Plain, Alias(source, start));
        var node = new DataNode(kind, span, key, from);
        Add(node, open, documents);
    }

    private static void Add(DataNode node, Stack<Frame> open, List<DataNode> documents)
    {
        if (!open.TryPeek(out Frame? parent))
        {
            documents.Add(node);
            return;
        }

        parent.Node.Children.Add(node);
        parent.Node.Leaves += node.Leaves;
        parent.Last = Math.Max(parent.Last, node.Span.End);
    }

    private static (DataKind Kind, TextSpan Span) Inner(string source, Scalar scalar, int start, int end)
    {
        if (scalar.Style is ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted)
        {
            var inner = new TextSpan(Math.Min(start + 1, end), Math.Max(Math.Min(start + 1, end), end - 1));
            return (scalar.Style == ScalarStyle.DoubleQuoted ? DataKind.Escaped : DataKind.Apostrophes, inner);
        }

        if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            int content = source.IndexOf('\n', start, end - start);
            int last = Trim(source, content < 0 ? end : content + 1, end);
            return (scalar.Style == ScalarStyle.Literal ? DataKind.Lines : DataKind.Plain, new TextSpan(content < 0 ? end : Math.Min(content + 1, last), last));
        }

        return (DataKind.Plain, new TextSpan(start, Trim(source, start, end)));
    }

    // The parser's mark stands behind the asterisk or the name.
    private static TextSpan Alias(string source, int mark)
    {
        int start = Math.Max(0, source.AsSpan(0, Math.Min(mark + 1, source.Length)).LastIndexOf('*'));
        int length = source.AsSpan(start).IndexOfAny(AliasEnds);
        return new TextSpan(start, length < 0 ? source.Length : start + length);
    }

    private static int Trim(string source, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(source[end - 1])) end--;
        return end;
    }

    private static int Index(string source, Mark mark) => (int)Math.Clamp(mark.Index, 0, source.Length);

    private sealed class Frame(DataNode node)
    {
        public DataNode Node => node;

        public TextSpan? Key { get; set; }

        public int KeyStart { get; set; }

        public int Last { get; set; }
    }
}
