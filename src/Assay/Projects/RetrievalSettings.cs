using Assay.Models.Providers;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Retrieval.Search.Expansion;

namespace Assay.Projects;

/// <summary>How documents are cut and how much of them an answer gets to see.</summary>
public sealed record RetrievalSettings
{
    /// <summary>Passages handed to the model.</summary>
    /// <value>8; 1 to 100</value>
    public int Passages { get; init; } = 8;

    /// <summary>Where documents are cut.</summary>
    /// <value><see cref="ChunkingStrategy.Structure"/></value>
    public ChunkingStrategy Chunking { get; init; }

    /// <summary>Most tokens of one chunk.</summary>
    /// <value>256; 32 to 4,096</value>
    public int ChunkTokens { get; init; } = 256;

    /// <summary>Most tokens that a chunk repeats of the one before it.</summary>
    /// <value>0; up to half of <see cref="ChunkTokens"/></value>
    public int OverlapTokens { get; init; }

    /// <summary>Whether a chunk is also found by the title and the headings it stands under.</summary>
    /// <value>true</value>
    public bool ContextualHeaders { get; init; } = true;

    /// <summary>Whether questions about counts, sums and rows are worked out over the tables of the documents instead of being left to a model.</summary>
    /// <value>true</value>
    public bool Tables { get; init; } = true;

    /// <summary>What is handed over around a chunk that was found.</summary>
    /// <value>nothing</value>
    public PassageExpansion Expand { get; init; }

    /// <summary>Most tokens of a chunk together with what is handed over around it; ignored without <see cref="Expand"/>.</summary>
    /// <value>512; 32 to 32,768</value>
    public int ExpandTokens { get; init; } = 512;

    /// <summary>Neighbours handed over on either side with <see cref="PassageExpansion.Window"/>; ignored otherwise.</summary>
    /// <value>2; 1 to 32</value>
    public int WindowChunks { get; init; } = 2;

    /// <summary>Most tokens of all passages together where neither the project nor the model says a number.</summary>
    public const int UsualContextTokens = 2048;

    /// <summary>Most tokens of all passages together; the room in the model's window is the upper limit.</summary>
    /// <value>What the model's folder recommends, else 2,048; 64 to 1,000,000</value>
    public int? ContextTokens { get; init; }

    /// <summary>Most tokens of documents in the <c>long-context</c> arm; the model's own window is the upper limit.</summary>
    /// <value>32,000; 1,000 to 2,000,000</value>
    public int LongContextTokens { get; init; } = 32_000;

    /// <summary>What is done about passages that state different figures for the same thing.</summary>
    /// <value>show</value>
    public ConflictRule Conflicts { get; init; }

    /// <summary>The order passages stand in a prompt.</summary>
    /// <value>rank: published gains of putting the best at both ends begin at contexts several times as long as the default budget</value>
    public ContextOrder Order { get; init; }

    /// <summary>Below which probability of being answerable a question gets no answer, before any model is asked.</summary>
    /// <value>off</value>
    public AbstentionThreshold AbstainBelow { get; init; }

    /// <summary>What a chat model is asked to add to a question before it is searched for.</summary>
    /// <value>off</value>
    public QueryExpansion Expansion { get; init; }

    /// <summary>The chat model that is asked; null for the project's.</summary>
    public ModelReference? ExpansionModel { get; init; }

    /// <summary>Passages that the project's reranker reads; ignored without one.</summary>
    /// <value>30; 2 to 1,000</value>
    public int RerankDepth { get; init; } = 30;

    /// <summary>How the chunker is told to cut.</summary>
    internal ChunkingOptions ChunkingOptions => new()
    {
        Strategy = Chunking, MaxTokens = ChunkTokens, OverlapTokens = OverlapTokens, MinTokens = Math.Min(new ChunkingOptions().MinTokens, ChunkTokens / 2),
    };

    /// <summary>How passages are expanded.</summary>
    internal PassageExpansionOptions ExpansionOptions => new() { Kind = Expand, MaxTokens = ExpandTokens, Neighbours = WindowChunks };
}
