using Assay.Text;

namespace Assay.Retrieval.Reading.Data;

/// <summary>What a value is.</summary>
internal enum DataKind
{
    /// <summary>Named values.</summary>
    Object,

    /// <summary>Values in order.</summary>
    List,

    /// <summary>A text between quotation marks with backslash escapes.</summary>
    Escaped,

    /// <summary>A number, a word, or text as it stands.</summary>
    Plain,

    /// <summary>Text between apostrophes, which are doubled inside.</summary>
    Apostrophes,

    /// <summary>Lines of text under a <c>|</c>.</summary>
    Lines,
}

/// <summary>A value of a JSON or YAML text with its place in it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">The value; without quotation marks for a text.</param>
/// <param name="Key">Its name without quotation marks, or empty.</param>
/// <param name="Start">Where name and value begin.</param>
internal sealed record DataNode(DataKind Kind, TextSpan Span, TextSpan Key, int Start)
{
    /// <summary>What stands in an object or list, in order.</summary>
    public List<DataNode> Children { get; } = [];

    /// <summary>Whether it is no object and no list.</summary>
    public bool IsScalar => Kind is not (DataKind.Object or DataKind.List);

    /// <summary>Whether all values directly in it are scalars.</summary>
    public bool IsFlat => Children.TrueForAll(c => c.IsScalar);

    /// <summary>Scalars in it, itself included.</summary>
    public int Leaves { get; set; } = 1;

    /// <summary>Name and value.</summary>
    public TextSpan Whole => new(Start, Math.Max(Start, Span.End));

    /// <summary>The value of a name; null when there is none.</summary>
    public DataNode? Find(string source, string name) => Kind == DataKind.Object ? Children.Find(c => c.Key.Of(source).SequenceEqual(name)) : null;
}
