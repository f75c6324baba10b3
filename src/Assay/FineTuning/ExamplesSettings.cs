using Assay.Retrieval.Permissions;

namespace Assay.FineTuning;

/// <summary>How examples are made of documents and of a brand's writing.</summary>
public sealed record ExamplesSettings
{
    /// <summary>Most examples.</summary>
    /// <value>500; 1 or more. Which are taken is drawn with <see cref="Seed"/>.</value>
    public int Limit { get; init; } = 500;

    /// <summary>Draws which of too many are taken.</summary>
    /// <value>0</value>
    public ulong Seed { get; init; }

    /// <summary>The brand's own writing, as it is read from a file; null for none.</summary>
    public string? Style { get; init; }

    /// <summary>Whether questions are made of the documents.</summary>
    /// <value>true</value>
    public bool FromDocuments { get; init; } = true;

    /// <summary>On whose behalf documents are read: what they may read is shown to whoever uses the trained model. Null for what everyone may read.</summary>
    public Principal? Principal { get; init; }
}
