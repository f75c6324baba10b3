using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Retrieval.Documents;

/// <summary>A heading with what stands under it.</summary>
/// <param name="Heading">Plain text of the heading; empty for the part before the first one.</param>
/// <param name="Slug">Anchor of the heading as GitHub makes it (lower case, spaces to hyphens, punctuation dropped, -1 -2 for repeats); empty for the root.</param>
/// <param name="Level">1 to 6; 0 for the root.</param>
/// <param name="Span">From the heading to the end of its content, in the original.</param>
/// <param name="Blocks">What stands directly under the heading, in order.</param>
/// <param name="Sections">Deeper headings, in order.</param>
public sealed record Section(
    string Heading, string Slug, int Level, TextSpan Span, ImmutableArray<Block> Blocks, ImmutableArray<Section> Sections);
