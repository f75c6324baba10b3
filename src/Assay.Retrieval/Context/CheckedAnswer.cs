using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>An answer whose citations were checked before it is shown.</summary>
/// <param name="Citations">One entry per number cited, in reading order.</param>
/// <param name="Sentences">The sentences that say something, in reading order; spans are those of the checked text.</param>
public sealed record CheckedAnswer(ImmutableArray<CheckedCitation> Citations, ImmutableArray<CheckedSentence> Sentences)
{
    /// <summary>Sentences that no cited passage supports.</summary>
    public IEnumerable<CheckedSentence> Unsupported => Sentences.Where(s => !s.IsSupported);
}

/// <summary>A citation that was checked.</summary>
/// <param name="Citation">The citation.</param>
/// <param name="State">Whether it holds.</param>
/// <param name="Evidence">Where in the original the passage says what the citing sentence says: the same words when they stand there, else the sentence that shares most; null when nothing in it has an original.</param>
public sealed record CheckedCitation(Citation Citation, CitationState State, TextSpan? Evidence);

/// <summary>A sentence of an answer that was checked.</summary>
/// <param name="Span">Where it stands, its citation markers included.</param>
/// <param name="Passages">Numbers of the passages it was held against: those it cites, or all that the answer cites when it cites none.</param>
/// <param name="Support">How far those passages cover it, 0 to 1, see <see cref="CitationChecker"/>.</param>
/// <param name="IsSupported">Whether that is enough and every quotation and figure in it stands in them.</param>
public sealed record CheckedSentence(TextSpan Span, ImmutableArray<int> Passages, double Support, bool IsSupported)
{
    /// <summary>Words and figures of the sentence that stand in none of the passages, in order.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>What it puts in quotation marks.</summary>
    public ImmutableArray<CheckedQuote> Quotes { get; init; } = [];
}

/// <summary>A quotation that was checked.</summary>
/// <param name="Span">Where it stands in the checked text, without its quotation marks.</param>
/// <param name="Number">The passage it stands in word for word; null when there is none.</param>
/// <param name="Source">Where it stands in the original; null when it was not found.</param>
public sealed record CheckedQuote(TextSpan Span, int? Number, TextSpan? Source);
