namespace Assay.Text.Tokenizers;

/// <summary>Decodes tokens one by one. A character is given out when all of its bytes are there. For one thread.</summary>
/// <remarks>
/// The text of a token can depend on those before it, so some of them are kept, decoded with and without the new one, and the difference is what is new.
/// What has been given out is never taken back.
/// </remarks>
public sealed class IncrementalDecoder
{
    // A character has four bytes at most, so what more tokens than that do not complete is no character.
    private const int MostPending = 4;
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;
    private readonly List<int> _ids = [];
    private int _decoded;
    private string _prefix = "";

    internal IncrementalDecoder(Tokenizer tokenizer, bool skipSpecialTokens) => (_tokenizer, _skipSpecialTokens) = (tokenizer, skipSpecialTokens);

    /// <summary>Takes a token.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The text that it completes; empty when it ends inside a character or is left out.</returns>
    public string Add(int id)
    {
        _ids.Add(id);
        string text = Text();
        bool waits = text.Length <= _prefix.Length || (text[^1] == UnicodeText.Replacement && _ids.Count - _decoded < MostPending);
        return waits ? "" : Give(text);
    }

    /// <summary>Ends the text.</summary>
    /// <returns>What was held back, with U+FFFD for bytes that are no character; the decoder can be used for another text.</returns>
    public string Finish()
    {
        string text = Text(), rest = text.Length > _prefix.Length ? text[_prefix.Length..] : "";
        _ids.Clear();
        (_decoded, _prefix) = (0, "");
        return rest;
    }

    private string Give(string text)
    {
        string added = text[_prefix.Length..];
        _ids.RemoveRange(0, _decoded);
        _decoded = _ids.Count;
        _prefix = Text();
        return added;
    }

    private string Text() => _tokenizer.Decode([.. _ids], _skipSpecialTokens);
}
