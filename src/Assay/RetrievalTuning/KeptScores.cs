using System.Diagnostics.CodeAnalysis;
using Assay.Retrieval.Search.Reranking;

namespace Assay.RetrievalTuning;

/// <summary>A reranker that reads no pair twice: many profiles are measured on the same questions, and most of them hand it the same passages. Says what its work would have taken all the same.</summary>
/// <remarks>Used by one thread. What it keeps ends with the measurement.</remarks>
/// <param name="inner">The reranker; owned by the caller.</param>
/// <param name="timeProvider">Times its work.</param>
public sealed class KeptScores(IReranker inner, TimeProvider timeProvider) : IReranker
{
    private readonly Dictionary<(string Query, string Text), (double Score, double Ms)> _kept = [];
    private double _workedMs, _wholeMs;

    /// <inheritdoc/>
    public int Depth => inner.Depth;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1062:Validate arguments of public methods", Justification = "The interface hands one over.")]
    public IReadOnlyList<double> Score(RerankRequest request)
    {
        string[] unknown = [.. request.Texts.Where(t => !_kept.ContainsKey((request.Query, t))).Distinct(StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            long started = timeProvider.GetTimestamp();
            IReadOnlyList<double> scores = inner.Score(new RerankRequest(request.Query, unknown));
            double took = timeProvider.GetElapsedTime(started).TotalMilliseconds;
            for (int i = 0; i < unknown.Length; i++) _kept[(request.Query, unknown[i])] = (scores[i], took / unknown.Length);
            _workedMs += took;
        }

        _wholeMs += request.Texts.Sum(t => _kept[(request.Query, t)].Ms);
        return [.. request.Texts.Select(t => _kept[(request.Query, t)].Score)];
    }

    /// <summary>The time since this was asked last.</summary>
    /// <returns>Milliseconds that it worked, and those it would have without what is kept.</returns>
    public (double WorkedMs, double WholeMs) TakeTimes()
    {
        (double, double) times = (_workedMs, _wholeMs);
        (_workedMs, _wholeMs) = (0, 0);
        return times;
    }
}
