namespace Assay.Text.Tokenizers;

/// <summary>A vocabulary as plain lists: what GGUF files and SentencePiece models hold.</summary>
/// <param name="Model">
/// How text becomes tokens, by its GGUF name (<c>tokenizer.ggml.model</c>): <c>llama</c> merges by score as SentencePiece's BPE does, <c>t5</c> is
/// SentencePiece's unigram model, <c>gpt2</c> is byte-level BPE with merges, <c>bert</c> is WordPiece.
/// </param>
/// <param name="Tokens">The tokens, by id.</param>
public sealed record VocabularyData(string Model, IReadOnlyList<string> Tokens)
{
    /// <summary>Score of each token; needed for <c>llama</c> and <c>t5</c>.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<float> Scores { get; init; } = [];

    /// <summary>Type of each token: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte.</summary>
    /// <value>Default empty: all are normal.</value>
    public IReadOnlyList<int> Types { get; init; } = [];

    /// <summary>Merges, <c>a b</c>, the most important first; needed for <c>gpt2</c>.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> Merges { get; init; } = [];

    /// <summary>How byte-level text is cut (<c>tokenizer.ggml.pre</c>): gpt-2, llama-bpe, qwen2, gpt-4o, smollm, tekken and their other names.</summary>
    /// <value>Default <c>gpt-2</c>.</value>
    public string Pre { get; init; } = "gpt-2";

    /// <summary>Token before every text, when <see cref="AddStart"/>.</summary>
    /// <value>Default null.</value>
    public int? StartId { get; init; }

    /// <summary>Token after every text, when <see cref="AddEnd"/>.</summary>
    /// <value>Default null.</value>
    public int? EndId { get; init; }

    /// <summary>Token for what is unknown.</summary>
    /// <value>Default null: the token of type 2.</value>
    public int? UnknownId { get; init; }

    /// <summary>Whether the start token is added.</summary>
    /// <value>Default false.</value>
    public bool AddStart { get; init; }

    /// <summary>Whether the end token is added.</summary>
    /// <value>Default false.</value>
    public bool AddEnd { get; init; }

    /// <summary>Whether a space is put before the text; for <c>llama</c> and <c>t5</c>.</summary>
    /// <value>Default true.</value>
    public bool AddSpacePrefix { get; init; } = true;

    /// <summary>Whether spaces at the ends are dropped and several made one; for <c>llama</c> and <c>t5</c>.</summary>
    /// <value>Default false.</value>
    public bool RemoveExtraSpaces { get; init; }

    /// <summary>SentencePiece's character map; empty changes nothing.</summary>
    /// <value>Default empty.</value>
    public ReadOnlyMemory<byte> CharacterMap { get; init; }

    /// <summary>Whether unknown characters become byte tokens, where the vocabulary has them.</summary>
    /// <value>Default true.</value>
    public bool ByteFallback { get; init; } = true;

    /// <summary>Reads the vocabulary of a SentencePiece <c>.model</c> file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="InputException">It cannot be read, or is none or of a kind that is not supported.</exception>
    public static VocabularyData Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return SentencePiece.SentencePieceReader.Read(FileReading.Try(path, () => File.ReadAllBytes(path)), path);
    }
}
