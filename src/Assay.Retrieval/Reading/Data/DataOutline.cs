using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Data;

/// <summary>
/// Makes a structure of data: large values under names become sections, lists of like objects become tables, everything else is an item
/// <c>name: value</c>, with the names on the way to it joined by points.
/// </summary>
/// <param name="document">Receives the blocks.</param>
/// <param name="cancellationToken">Checked per value.</param>
internal sealed class DataOutline(DocumentBuilder document, CancellationToken cancellationToken)
{
    private const int MaxLevel = 6;
    private const int SectionLeaves = 8;
    private const int LongItem = 30;
    private const int LongestPath = 300;
    private static readonly string[] NamingFields = ["title", "name", "id", "key", "label"];
    private int items = -1;

    private string Source => document.Source;

    /// <summary>Adds a whole value.</summary>
    public void Add(DataNode root) => Value(root, 1, "");

    /// <summary>The value that names an object: its <c>title</c>, <c>name</c>, <c>id</c>, …; null for none.</summary>
    public static string? NameOf(string source, DataNode node) => NamingFields
        .Select(f => node.Find(source, f)).Where(n => n is { IsScalar: true, Span.Length: > 0 }).Select(n => DataText.Of(source, n!)).FirstOrDefault(t => t.Length is > 0 and <= 120);

    private void Value(DataNode node, int level, string path)
    {
        if (node.IsScalar) Item(node, path);
        else if (node.Kind == DataKind.Object) Members(node, level, path);
        else if (DataTable.Of(Source, node) is { } table) table.Add(document);
        else Elements(node, level, path);
    }

    private void Members(DataNode node, int level, string path)
    {
        bool sections = false;
        foreach (DataNode child in node.Children)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = DataText.Of(Source, child with { Kind = DataKind.Escaped, Span = child.Key });
            bool large = child is { IsScalar: false, Leaves: > SectionLeaves } || (child.Kind == DataKind.List && DataTable.Of(Source, child) is not null);
            if ((large || sections) && level <= MaxLevel)
            {
                // A value behind a section would belong to it; it gets one of its own.
                sections = true;
                Heading(child, level, path, name);
                Value(child, level + 1, child.IsScalar ? Join(path, name) : "");
            }
            else
            {
                Value(child, level, Join(path, name));
            }
        }
    }

    private void Heading(DataNode child, int level, string path, string name)
    {
        items = -1;
        var heading = new MappedTextBuilder(Source);
        if (path.Length > 0) heading.Insert(path + ".");
        heading.Copy(child.Key.Start, child.Key.End);
        document.Heading(level, heading.IsEmpty ? new MappedText(name, new SourceMap([])) : heading.Build(), new TextSpan(child.Start, child.Key.End));
    }

    private void Elements(DataNode node, int level, string path)
    {
        int number = 0;
        bool sections = false;
        foreach (DataNode child in node.Children)
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            if (!child.IsScalar && level <= MaxLevel && (child.Leaves > LongItem || sections))
            {
                sections = true;
                items = -1;
                string heading = NameOf(Source, child) ?? $"{(path.Length > 0 ? path : "item")} {number}";
                document.Heading(level, new MappedText(heading, new SourceMap([])), new TextSpan(child.Start, child.Start));
                Value(child, level + 1, "");
            }
            else
            {
                Item(child, path);
            }
        }
    }

    private void Item(DataNode node, string path)
    {
        var text = new MappedTextBuilder(Source);
        if (items < 0) items = document.NextGroup();
        if (node.IsScalar && path.Length > 0) text.Insert(path + ": ");
        if (!node.IsScalar && path.Length > 0) text.Insert(path + " ");
        Inline(text, node, "");
        document.Block(BlockKind.ListItem, text.Build(), node.Whole, items);
    }

    // Objects within one item: "name: value | other.name: value". A list of plain values is one value.
    private void Inline(MappedTextBuilder text, DataNode node, string path)
    {
        if (node.IsScalar)
        {
            DataText.Append(text, Source, node);
            return;
        }

        bool values = node.Kind == DataKind.List && node.IsFlat, first = true;
        if (values && path.Length > 0) text.Insert(path + ": ");
        foreach (DataNode child in node.Children)
        {
            if (!first) text.Insert(values ? ", " : " | ");
            first = false;
            string name = child.Key.Length > 0 ? Join(path, child.Key.Of(Source).ToString()) : path;
            if (child.IsScalar && !values && name.Length > 0) text.Insert(name + ": ");
            Inline(text, child, name);
        }
    }

    // The end of a long path says most; without a limit, long names within each other would make every value longer than the file.
    private static string Join(string path, string name)
    {
        string joined = path.Length == 0 ? name : $"{path}.{name}";
        return joined.Length <= LongestPath ? joined : "…" + joined[^LongestPath..];
    }
}
