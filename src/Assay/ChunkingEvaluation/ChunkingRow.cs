using Assay.Evaluation.Statistics;

namespace Assay.ChunkingEvaluation;

/// <summary>One way of cutting with its means.</summary>
public sealed record ChunkingRow
{
    /// <summary>The setting, see <see cref="ChunkingGrid.Form"/>.</summary>
    public required string Setting { get; init; }

    /// <summary>Whether it is the project's own.</summary>
    public required bool Current { get; init; }

    /// <summary>Whether no other setting is at least as good in quality, context and index and better in one of them.</summary>
    public required bool OnFront { get; init; }

    /// <summary>What settings are compared by, in [0, 1]; see <see cref="ChunkingReport.Quality"/>.</summary>
    public required double Quality { get; init; }

    /// <summary>Paired difference of quality to the current setting with its 95% interval; null for the current one.</summary>
    public required DifferenceEstimate? Difference { get; init; }

    /// <summary>Share of questions whose accepted answer stands in the passages handed over; null when no question has one.</summary>
    public required double? Containment { get; init; }

    /// <summary>Mean nDCG@10 of documents; null when no question names one.</summary>
    public required double? Ndcg10 { get; init; }

    /// <summary>Mean recall of documents among the first 10; null likewise.</summary>
    public required double? Recall10 { get; init; }

    /// <summary>Mean share of relevant documents of which something is handed over; null likewise.</summary>
    public required double? Handed { get; init; }

    /// <summary>Mean tokens handed over per question.</summary>
    public required double ContextTokens { get; init; }

    /// <summary>Pieces stored.</summary>
    public required int Chunks { get; init; }

    /// <summary>Bytes on disk.</summary>
    public required long IndexBytes { get; init; }

    /// <summary>The lines for <c>assay.yaml</c>.</summary>
    public required string Yaml { get; init; }
}
