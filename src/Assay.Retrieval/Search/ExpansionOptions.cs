using Assay.Retrieval.Search.Expansion;

namespace Assay.Retrieval.Search;

/// <summary>What the variants that a model added to a question count when their rankings are added up (weighted reciprocal rank fusion).</summary>
/// <remarks>
/// The variants of a kind share its weight: three wordings at 0.5 count 0.5 together, so that the question itself always counts more than all of them. Nothing is asked of
/// a model for a kind of weight 0.
/// </remarks>
public sealed record ExpansionOptions
{
    /// <summary>Weight of other wordings, the question itself counting 1; 0 to 1.</summary>
    /// <value>0.5.</value>
    public double MultiQuery { get; init; } = 0.5;

    /// <summary>Weight of a made-up passage; 0 to 1.</summary>
    /// <value>0.5.</value>
    public double Hyde { get; init; } = 0.5;

    /// <summary>Weight of the parts of a question; 0 to 1.</summary>
    /// <value>0.5.</value>
    public double Decompose { get; init; } = 0.5;

    /// <summary>The k of reciprocal rank fusion; 1 to 10,000.</summary>
    /// <value>60 (Cormack, Clarke and Büttcher 2009).</value>
    public int Constant { get; init; } = 60;

    /// <summary>Weight of a kind.</summary>
    /// <param name="kind">The kind; 0 for off.</param>
    /// <returns>0 to 1.</returns>
    public double WeightOf(QueryExpansion kind) => kind switch
    {
        QueryExpansion.MultiQuery => MultiQuery,
        QueryExpansion.Hyde => Hyde,
        QueryExpansion.Decompose => Decompose,
        _ => 0,
    };
}
