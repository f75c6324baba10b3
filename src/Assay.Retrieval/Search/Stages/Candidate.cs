using Assay.Retrieval.Storage;

namespace Assay.Retrieval.Search.Stages;

/// <summary>A chunk on its way through the stages.</summary>
/// <param name="row">Row id of the chunk.</param>
/// <param name="score">Score of the stage that found it.</param>
internal sealed class Candidate(long row, double score)
{
    /// <summary>Row id of the chunk: document key and ordinal.</summary>
    public long Row => row;

    /// <summary>The document's key.</summary>
    public long Document => row >> StoreSchema.OrdinalBits;

    /// <summary>Position among the chunks of the document.</summary>
    public int Ordinal => (int)(row & ((1L << StoreSchema.OrdinalBits) - 1));

    /// <summary>What the stages so far give it; larger is better.</summary>
    public double Score { get; set; } = score;
}
