using System.Collections.Immutable;
using System.Text;
using Assay.Text.Tokenizers.Decoders;

namespace Assay.Text.Tokenizers;

// From tokens to text.
public sealed partial class Tokenizer
{
    private readonly Lazy<ImmutableArray<byte>[]> _bytes;

    /// <summary>The text of tokens.</summary>
    /// <param name="ids">Their ids; ids that are no token are left out.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true)
    {
        var tokens = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            if (DecodableToken(id, skipSpecialTokens) is { } token) tokens.Add(token);
        }

        if (tokens.Count == 0) return "";
        return _parts.Decoder is null ? string.Join(' ', tokens) : string.Concat(_parts.Decoder.Decode(tokens));
    }

    /// <summary>Decodes tokens as they come, for text that is shown while it is generated.</summary>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    public IncrementalDecoder DecodeIncrementally(bool skipSpecialTokens = true) => new(this, skipSpecialTokens);

    /// <summary>
    /// The bytes that a token adds to the text when it is not the first: of byte-level tokens and byte tokens the very bytes, which may be a part
    /// of a character; else the UTF-8 bytes of its text, with a space where the mark of one is. Special tokens have the bytes of their name.
    /// </summary>
    /// <param name="id">An id; of one that is no token there are no bytes.</param>
    public ImmutableArray<byte> TokenBytes(int id) => id >= 0 && id < VocabularySize ? _bytes.Value[id] : [];

    /// <summary>What decoders get of an id; null where it is left out.</summary>
    internal string? DecodableToken(int id, bool skipSpecialTokens)
    {
        string? token = _parts.Added.DecodableOf(id) ?? _parts.Model.Vocabulary.TokenOf(id);
        return token is not null && skipSpecialTokens && _parts.Added.SpecialContents.Contains(token) ? null : token;
    }

    /// <summary>The decoder for tokens that come one by one; without one, tokens are words with spaces between them.</summary>
    internal DecoderStream BeginDecoding() => _parts.Decoder?.Begin() ?? new EachTokenStream((token, isFirst) => isFirst ? token : " " + token);

    private ImmutableArray<byte> WorkOutBytes(int id)
    {
        if (_parts.Added.TokenOf(id) is { } added) return [.. Encoding.UTF8.GetBytes(added.Content)];
        string? token = _parts.Model.Vocabulary.TokenOf(id);
        if (token is null) return [];
        IReadOnlyList<TokenDecoder> steps = _parts.Decoder is DecoderSequence sequence ? sequence.Steps : _parts.Decoder is { } one ? [one] : [];
        if (steps.Any(s => s is ByteLevelDecoder) || (steps.Count == 0 && _asBytes)) return [.. ByteLevelDecoder.BytesOf(token)];
        if (steps.Any(s => s is ByteFallbackDecoder) && ByteFallbackDecoder.ByteOf(token) is >= 0 and int value) return [(byte)value];

        // After another token, so that what is special about the first of a text does not apply.
        const string before = "x";
        List<string> decoded = [before, token];
        foreach (TokenDecoder step in steps.Where(s => s is not (FuseDecoder or StripDecoder or ByteFallbackDecoder))) decoded = step.Decode(decoded);
        string text = string.Concat(decoded);
        return [.. Encoding.UTF8.GetBytes(text.StartsWith(before, StringComparison.Ordinal) ? text[before.Length..] : text)];
    }
}
