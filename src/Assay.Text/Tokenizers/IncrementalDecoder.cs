using Assay.Text.Tokenizers.Decoders;

namespace Assay.Text.Tokenizers;

/// <summary>Decodes tokens one by one. For one thread.</summary>
/// <remarks>
/// The pieces joined are exactly what <see cref="Tokenizer.Decode"/> makes of all ids, however wrong their bytes are, and each is given out as soon as no later token can change it: a
/// character when all of its bytes are there. Bytes that are tokens of their own in a vocabulary of characters (<c>&lt;0xE4&gt;</c>) wait until a token follows that is none, because one
/// that does not fit makes replacement characters of all of them.
/// </remarks>
public sealed class IncrementalDecoder
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;
    private DecoderStream _stream;

    internal IncrementalDecoder(Tokenizer tokenizer, bool skipSpecialTokens)
    {
        (_tokenizer, _skipSpecialTokens) = (tokenizer, skipSpecialTokens);
        _stream = tokenizer.BeginDecoding();
    }

    /// <summary>Takes a token.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The text that it completes; empty when it ends inside a character or is left out.</returns>
    public string Add(int id) => _tokenizer.DecodableToken(id, _skipSpecialTokens) is { } token ? string.Concat(_stream.Add(token)) : "";

    /// <summary>Ends the text.</summary>
    /// <returns>What was held back, with U+FFFD for bytes that are no character; the decoder can be used for another text.</returns>
    public string Finish()
    {
        string rest = string.Concat(_stream.Finish());
        _stream = _tokenizer.BeginDecoding();
        return rest;
    }
}
