using System.Collections.Immutable;

namespace Assay.Text.Tokenizers;

/// <summary>Decodes tokens one by one. A character is given out when all of its bytes are there. For one thread.</summary>
/// <remarks>
/// The text of a token can depend on those before it, so some of them are kept, decoded with and without the new one, and the difference is what is new.
/// What has been given out is never taken back.
/// </remarks>
public sealed class IncrementalDecoder
{
    private const int LongestCharacter = 4;
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
        bool waits = text.Length <= _prefix.Length || (text[^1] == UnicodeText.Replacement && EndsInsideCharacter());
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

    // Whether the last bytes start a character and do not end it.
    private bool EndsInsideCharacter()
    {
        int seen = 0;
        for (int i = _ids.Count - 1; i >= 0; i--)
        {
            ImmutableArray<byte> bytes = _tokenizer.TokenBytes(_ids[i]);
            for (int at = bytes.Length - 1; at >= 0; at--)
            {
                seen++;
                bool continues = (bytes[at] & 0xC0) == 0x80;
                if (!continues) return Utf8Length(bytes[at]) > seen;
                if (seen == LongestCharacter - 1) return false;
            }
        }

        return false;
    }

    private static int Utf8Length(byte first) => first switch
    {
        >= 0xC2 and <= 0xDF => 2,
        >= 0xE0 and <= 0xEF => 3,
        >= 0xF0 and <= 0xF4 => 4,
        _ => 1,
    };

    private string Text() => _tokenizer.Decode([.. _ids], _skipSpecialTokens);
}
