namespace Assay.Retrieval.Context;

/// <summary>What is done about passages of different documents that state different figures for the same thing.</summary>
public enum ConflictRule
{
    /// <summary>Both go into the context and say so; the answer may name both.</summary>
    Show,

    /// <summary>The newer one wins: an older version of the same text is left out, another older passage says that the newer one counts. Without dates as <see cref="Show"/>.</summary>
    Newest,
}
