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
}
