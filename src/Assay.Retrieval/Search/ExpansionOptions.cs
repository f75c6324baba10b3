namespace Assay.Retrieval.Search;

/// <summary>Queries that a chat model adds to what the user typed.</summary>
public sealed record ExpansionOptions
{
    /// <summary>Other wordings asked for; 0 for none; to 8.</summary>
    /// <value>0.</value>
    public int Queries { get; init; }

    /// <summary>Whether a made-up answer is searched for as well (HyDE).</summary>
    /// <value>False.</value>
    public bool Hypothetical { get; init; }

    /// <summary>Whether a question with several parts is searched for part by part.</summary>
    /// <value>False.</value>
    public bool Parts { get; init; }

    /// <summary>What each added query counts, the user's own counting 1; 0 to 1.</summary>
    /// <value>0.5.</value>
    public double Weight { get; init; } = 0.5;

    /// <summary>Whether anything is asked of the model.</summary>
    internal bool IsOn => Weight > 0 && (Queries > 0 || Hypothetical || Parts);
}
