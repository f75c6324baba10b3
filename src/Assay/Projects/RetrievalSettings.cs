using Assay.Retrieval.Context;

namespace Assay.Projects;

/// <summary>How documents are cut and how much of them an answer gets to see.</summary>
public sealed record RetrievalSettings
{
    /// <summary>Passages handed to the model.</summary>
    /// <value>8; 1 to 100</value>
    public int Passages { get; init; } = 8;

    /// <summary>Most tokens of one chunk.</summary>
    /// <value>256; 32 to 4,096</value>
    public int ChunkTokens { get; init; } = 256;

    /// <summary>Most tokens of all passages together.</summary>
    /// <value>2,048; 64 to 1,000,000</value>
    public int ContextTokens { get; init; } = 2048;

    /// <summary>Most tokens of documents in the <c>long-context</c> arm; the model's own window is the upper limit.</summary>
    /// <value>32,000; 1,000 to 2,000,000</value>
    public int LongContextTokens { get; init; } = 32_000;

    /// <summary>What is done about passages that state different figures for the same thing.</summary>
    /// <value>show</value>
    public ConflictRule Conflicts { get; init; }

    /// <summary>The order passages stand in a prompt.</summary>
    /// <value>rank: published gains of putting the best at both ends begin at contexts several times as long as the default budget</value>
    public ContextOrder Order { get; init; }
}
