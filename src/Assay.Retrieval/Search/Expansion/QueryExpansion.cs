namespace Assay.Retrieval.Search.Expansion;

/// <summary>What a chat model is asked to add to a question before it is searched for.</summary>
public enum QueryExpansion
{
    /// <summary>Nothing; no model is asked.</summary>
    Off,

    /// <summary>Up to three other wordings.</summary>
    MultiQuery,

    /// <summary>A made-up passage that would answer it (hypothetical document embeddings, Gao et al. 2022).</summary>
    Hyde,

    /// <summary>The parts of a question that asks for several things.</summary>
    Decompose,
}
