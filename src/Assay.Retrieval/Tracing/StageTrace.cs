using System.Collections.Immutable;

namespace Assay.Retrieval.Tracing;

/// <summary>What one stage of a search did.</summary>
/// <param name="Name">For example <c>keyword</c>, <c>dense</c>, <c>feedback</c>, <c>fusion</c>, <c>rerank</c>.</param>
/// <param name="Hits">What it handed on, best first; the first <see cref="TraceBuilder.MaxHits"/> of <paramref name="Found"/>.</param>
/// <param name="Found">How many it handed on.</param>
/// <param name="ElapsedMs">Time it took, in milliseconds, without the time of tracing.</param>
public sealed record StageTrace(string Name, ImmutableArray<TraceHit> Hits, int Found, double ElapsedMs)
{
    /// <summary>Candidates it took in and did not hand on, as far as they were noted.</summary>
    public ImmutableArray<TraceDrop> Dropped { get; init; } = [];

    /// <summary>What a reader should know: <c>off: does not pay on this knowledge base</c>; empty for nothing.</summary>
    public string Note { get; init; } = "";
}
