using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading;

/// <summary>Rendered text with its way back to the original.</summary>
internal readonly record struct MappedText(string Text, SourceMap Map)
{
    /// <summary>See <see cref="Documents.Block.Cells"/>.</summary>
    public ImmutableArray<BlockCell> Cells { get; init; } = [];

    /// <summary>See <see cref="Documents.Block.Numbers"/>.</summary>
    public ImmutableArray<double?> Numbers { get; init; } = [];

    /// <summary>Characters of the original as they are, only line ends become <c>\n</c>. Where they have no others, the text is its own original and nothing else is made on the way.</summary>
    /// <param name="source">The original.</param>
    /// <param name="start">First character, no white space but indentation.</param>
    /// <param name="end">One past the last visible one.</param>
    public static MappedText Verbatim(string source, int start, int end)
    {
        if (start < end && !source.AsSpan(start, end - start).Contains('\r')) return new MappedText(source[start..end], SourceMap.Identity(end - start, start));
        var text = new MappedTextBuilder(source);
        text.CopyVerbatim(start, end);
        return text.Build(verbatim: true);
    }
}
