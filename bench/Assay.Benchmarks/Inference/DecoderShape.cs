namespace Assay.Benchmarks.Inference;

/// <summary>The architecture of a decoder with random weights.</summary>
internal sealed record DecoderShape
{
    /// <summary>Name in reports and file names.</summary>
    public required string Name { get; init; }

    /// <summary>Architecture as GGUF files name it: <c>llama</c>, <c>qwen2</c> (queries, keys and values have biases) or <c>qwen3</c> (queries and keys are normalised).</summary>
    public required string Architecture { get; init; }

    /// <summary>Width of the model.</summary>
    public required int Width { get; init; }

    /// <summary>Layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Heads of the queries.</summary>
    public required int Heads { get; init; }

    /// <summary>Heads of the keys and values.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Values of a head.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Width within the feed-forward part.</summary>
    public required int FeedForward { get; init; }

    /// <summary>Tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Whether the table of tokens is the last matrix too.</summary>
    public bool Tied { get; init; } = true;

    /// <summary>Base of the rotary frequencies.</summary>
    public float Theta { get; init; } = 10_000;

    /// <summary>Whether the frequencies are stretched as Llama 3's are, by factors in <c>rope_freqs.weight</c>.</summary>
    public bool LlamaScaling { get; init; }

    /// <summary>Rank of the LoRA adapter that it runs with; 0 for none.</summary>
    public int AdapterRank { get; init; }

    /// <summary>SmolLM2-135M.</summary>
    public static DecoderShape Smol { get; } = new() { Name = "smollm2-135m", Architecture = "llama", Width = 576, Layers = 30, Heads = 9, KeyValueHeads = 3, HeadDim = 64, FeedForward = 1536, Vocabulary = 49_152, Theta = 100_000 };

    /// <summary>The 288 wide one with six layers: 8.3 million weights.</summary>
    public static DecoderShape Small { get; } = new() { Name = "small-8m", Architecture = "llama", Width = 288, Layers = 6, Heads = 6, KeyValueHeads = 6, HeadDim = 48, FeedForward = 768, Vocabulary = 8192 };

    /// <summary>What parity is measured with: every family, heads alone and in groups, embeddings tied and not, frequencies plain and scaled, with and without an adapter.</summary>
    public static IReadOnlyList<DecoderShape> Parity { get; } =
    [
        Llama("llama-tied"),
        Llama("llama-untied") with { Tied = false },
        Llama("llama-ungrouped") with { KeyValueHeads = 6 },
        Llama("llama3-scaled") with { LlamaScaling = true, Theta = 500_000, Tied = false },
        Llama("llama3-scaled-tied") with { LlamaScaling = true, Theta = 500_000, Heads = 8, KeyValueHeads = 2, HeadDim = 32, Width = 256 },
        Llama("qwen2-tied") with { Architecture = "qwen2", Theta = 1_000_000 },
        Llama("qwen2-untied") with { Architecture = "qwen2", Theta = 1_000_000, Tied = false, Heads = 7, KeyValueHeads = 1, HeadDim = 32, Width = 224 },
        Llama("qwen3-tied") with { Architecture = "qwen3", Theta = 1_000_000, HeadDim = 64, Heads = 4, KeyValueHeads = 2 },
        Llama("qwen3-untied") with { Architecture = "qwen3", Theta = 1_000_000, HeadDim = 128, Heads = 4, KeyValueHeads = 2, Tied = false },
        Llama("llama-adapter") with { Tied = false, AdapterRank = 16 },
        Llama("qwen2-adapter") with { Architecture = "qwen2", Theta = 1_000_000, AdapterRank = 12 },
        Llama("qwen3-adapter") with { Architecture = "qwen3", Theta = 1_000_000, HeadDim = 64, Heads = 4, KeyValueHeads = 2, AdapterRank = 9 },
    ];

    /// <summary>Multiplications and additions of a prompt of which only the last token is scored.</summary>
    /// <param name="tokens">Its length.</param>
    public double PromptFlops(int tokens)
    {
        double queries = (double)Heads * HeadDim, keys = (double)KeyValueHeads * HeadDim;
        double matrices = (Width * ((2 * queries) + (2 * keys))) + (3.0 * Width * FeedForward), attention = 2 * queries * (tokens + 1) / 2;
        return (2 * tokens * Layers * (matrices + attention)) + (2.0 * Width * Vocabulary);
    }

    private static DecoderShape Llama(string name) =>
        new() { Name = name, Architecture = "llama", Width = 192, Layers = 4, Heads = 6, KeyValueHeads = 2, HeadDim = 32, FeedForward = 512, Vocabulary = 2048 };
}
