using Assay.Text;

namespace Assay.Retrieval.Reading;

/// <summary>Rendered text with its way back to the original.</summary>
internal readonly record struct MappedText(string Text, SourceMap Map);
