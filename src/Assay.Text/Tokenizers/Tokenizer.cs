using System.Collections.Immutable;
using Assay.Text.Tokenizers.PostProcessors;
using Assay.Text.Templates;
using Assay.Text.Tokenizers.Reading;
using Assay.Text.Tokens;

namespace Assay.Text.Tokenizers;

/// <summary>Turns text into the tokens of a model and back. Immutable, and safe to use from several threads at once.</summary>
/// <remarks>
/// Gives the ids and offsets that Hugging Face's tokenizers library gives for the same <c>tokenizer.json</c>. Half a surrogate pair counts as U+FFFD.
/// Texts of any length take time in proportion to their length, or n log n where one word is as long as the text.
/// </remarks>
public sealed partial class Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly bool _asBytes;

    internal Tokenizer(TokenizerParts parts)
    {
        TextCheck.AssertNormalizes();
        (_parts, _asBytes) = ByteLevelShortcut(parts);
        SpecialIds = [.. parts.Added.Tokens.Where(t => t.Special).Select(t => t.Id).Order()];
        VocabularySize = Math.Max(parts.Model.Vocabulary.Bound, parts.Added.Tokens.Select(t => t.Id + 1).DefaultIfEmpty(0).Max());
        _bytes = new Lazy<ImmutableArray<byte>[]>(() => [.. Enumerable.Range(0, VocabularySize).Select(WorkOutBytes)]);
    }

    /// <summary>One more than the greatest id: the rows that a model's embedding needs.</summary>
    public int VocabularySize { get; }

    /// <summary>Ids of the special tokens, in order.</summary>
    public ImmutableArray<int> SpecialIds { get; }

    /// <summary>Reads a <c>tokenizer.json</c> or a SentencePiece <c>.model</c>.</summary>
    /// <param name="path">The file; it is taken for a SentencePiece model when its name ends in <c>.model</c>.</param>
    /// <exception cref="InputException">It cannot be read, is not well formed or asks for something that is not supported; the message says what and where.</exception>
    public static Tokenizer Load(string path) => TokenizerReader.Load(path);

    /// <summary>Reads the text of a <c>tokenizer.json</c>.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InputException">It is not well formed or asks for something that is not supported; the message says what and where.</exception>
    public static Tokenizer Parse(string json) => TokenizerReader.Parse(System.Text.Encoding.UTF8.GetBytes(json), "");

    /// <summary>Makes a tokenizer of a vocabulary in plain lists, as GGUF files have it.</summary>
    /// <param name="data">The vocabulary.</param>
    /// <exception cref="InputException">The lists do not fit together, or the kind is not supported; the message says why.</exception>
    public static Tokenizer FromVocabulary(VocabularyData data) => SentencePiece.VocabularyTokenizer.Build(data, "");

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">Any text; may be empty.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the model are added, as for a text that is a model's whole input. False for text from a chat template, which has them.</param>
    /// <exception cref="InputException">The text has something that the vocabulary has no token for, not even an unknown one.</exception>
    public TokenEncoding Encode(string text, bool addSpecialTokens = true) => Encode([(text, null)], addSpecialTokens)[0];

    /// <summary>The tokens of a text that a chat template made: its marks become special tokens where the template wrote them; where somebody typed the same characters, they stay text.</summary>
    /// <remarks>Without such characters the tokens are those of <see cref="Encode(string, bool)"/>. What is an added token but no special one is found everywhere, as in llama.cpp.</remarks>
    /// <param name="text">The text, and which parts of it the template wrote.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the model are added: for a text that no template made.</param>
    /// <exception cref="InputException">The text has something that the vocabulary has no token for, not even an unknown one.</exception>
    public TokenEncoding Encode(TemplateText text, bool addSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encode([(text.Text, null)], addSpecialTokens, text)[0];
    }

    /// <summary>The tokens of two texts that a model is given together.</summary>
    /// <param name="first">The first text.</param>
    /// <param name="second">The second.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the model are added.</param>
    /// <exception cref="InputException">A text has something that the vocabulary has no token for, not even an unknown one.</exception>
    public TokenEncoding EncodePair(string first, string second, bool addSpecialTokens = true) => Encode([(first, second)], addSpecialTokens)[0];

    /// <summary>The tokens of several texts; filled up to one length when the file asks for that.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the model are added.</param>
    /// <exception cref="InputException">A text has something that the vocabulary has no token for, not even an unknown one.</exception>
    public ImmutableArray<TokenEncoding> EncodeBatch(IReadOnlyList<string> texts, bool addSpecialTokens = true) =>
        Encode([.. texts.Select(t => (t, (string?)null))], addSpecialTokens);

    /// <summary>Ids of the tokens of a text, without adding special ones, cutting or filling up: what measuring needs.</summary>
    /// <param name="text">Any text; may be empty.</param>
    public ImmutableArray<int> IdsOf(string text) => [.. FindTokens(text, 0, int.MaxValue).Ids];

    /// <summary>Counts tokens exactly, where else an estimate would serve. The text of a special token counts as text, as it is when it is handed to a chat template.</summary>
    /// <param name="name">Names the counter: what was cut by another is cut again. The name of the model and a hash of its tokenizer will do.</param>
    public TokenCounter Counter(string name) => new(name, text => FindTokens(text.ToString(), 0, int.MaxValue, TemplateText.Given(text.ToString())).Count);

    /// <summary>Id of a token as the vocabulary writes it, or -1.</summary>
    /// <param name="token">The token.</param>
    public int IdOf(string token) => _parts.Added.Ids.TryGetValue(token, out int id) ? id : _parts.Model.Vocabulary.IdOf(token);

    /// <summary>The token with an id as the vocabulary writes it, or null.</summary>
    /// <param name="id">Any number.</param>
    public string? TokenOf(int id) => _parts.Added.TokenOf(id)?.Content ?? _parts.Model.Vocabulary.TokenOf(id);

    /// <summary>Whether an id is one of a special token.</summary>
    /// <param name="id">Any number.</param>
    public bool IsSpecial(int id) => _parts.Added.TokenOf(id) is { Special: true };

    private ImmutableArray<TokenEncoding> Encode(IReadOnlyList<(string First, string? Second)> texts, bool addSpecialTokens, TemplateText? written = null)
    {
        EncodingPart[] encoded = [.. texts.Select(t => Finish(t.First, t.Second, addSpecialTokens, written))];
        if (_parts.Padding is { } padding && encoded.Length > 0)
        {
            // Each by itself first and then all together, as the library does; with a multiple that is not the same.
            for (int i = 0; i < encoded.Length; i++) encoded[i] = padding.Apply(encoded[i], padding.Target(encoded[i].Count));
            int target = padding.Target(encoded.Max(e => e.Count));
            for (int i = 0; i < encoded.Length; i++) encoded[i] = padding.Apply(encoded[i], target);
        }

        return [.. encoded.Select(e => new TokenEncoding(e))];
    }

    private EncodingPart Finish(string first, string? second, bool addSpecialTokens, TemplateText? written)
    {
        int limit = _parts.Truncation?.MaxLength ?? int.MaxValue;
        List<EncodingPart> parts = [FindTokens(first, 0, limit, written)];
        if (second is not null) parts.Add(FindTokens(second, 1, _parts.Truncation?.Strategy == TruncationStrategy.OnlySecond ? int.MaxValue : limit));
        if (_parts.Truncation is { } truncation)
        {
            int added = addSpecialTokens ? _parts.PostProcessor?.AddedTokens(second is not null) ?? 0 : 0;
            if (added > truncation.MaxLength) throw new InputException(new Problem("", null, $"A text cannot be cut to {truncation.MaxLength} tokens when {added} special ones are added."));
            parts = truncation.Apply(parts, truncation.MaxLength - added);
        }

        return EncodingPart.Join(_parts.PostProcessor?.Process(parts, addSpecialTokens) ?? parts);
    }
}
