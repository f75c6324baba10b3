using System.Collections.Immutable;
using Assay.Text.Citations;

namespace Assay.Retrieval.Context;

/// <summary>Finds out which passages an answer cites.</summary>
public static class CitationResolver
{
    /// <summary>The citations of <paramref name="answer"/> in reading order, see <see cref="CitationMarkers"/>.</summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="passages">The context it was given.</param>
    /// <returns>One entry per number cited, also for numbers that name no passage.</returns>
    public static ImmutableArray<Citation> Resolve(string answer, IReadOnlyList<ContextPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(passages);
        Dictionary<int, ContextPassage> byNumber = passages.ToDictionary(p => p.Number);
        return [.. CitationMarkers.Find(answer).Select(c => new Citation(c.Marker, c.Number, byNumber.GetValueOrDefault(c.Number)))];
    }
}
