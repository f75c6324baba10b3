using System.Text;

namespace Assay.Text.Tokenizers.Decoders;

/// <summary>A decoder for tokens that come one by one: gives out in pieces exactly what decoding all of them gives, each as soon as no later token can change it. For one thread.</summary>
internal abstract class DecoderStream
{
    /// <summary>Takes a token.</summary>
    /// <returns>What is certain now.</returns>
    public abstract List<string> Add(string token);

    /// <summary>Ends the text.</summary>
    /// <returns>What was held back.</returns>
    public virtual List<string> Finish() => [];
}

/// <summary>Several streams one after the other.</summary>
internal sealed class ChainedStream(IReadOnlyList<DecoderStream> steps) : DecoderStream
{
    /// <inheritdoc/>
    public override List<string> Add(string token) => Through([token], 0);

    /// <inheritdoc/>
    public override List<string> Finish()
    {
        List<string> rest = [];
        for (int i = 0; i < steps.Count; i++) rest = [.. rest, .. Through(steps[i].Finish(), i + 1)];
        return rest;
    }

    private List<string> Through(List<string> tokens, int from)
    {
        for (int i = from; i < steps.Count && tokens.Count > 0; i++) tokens = [.. tokens.SelectMany(steps[i].Add)];
        return tokens;
    }
}

/// <summary>Changes every token by itself, the first perhaps otherwise.</summary>
internal sealed class EachTokenStream(Func<string, bool, string> change) : DecoderStream
{
    private bool _begun;

    /// <inheritdoc/>
    public override List<string> Add(string token)
    {
        bool isFirst = !_begun;
        _begun = true;
        return [change(token, isFirst)];
    }
}

/// <summary>Bytes as UTF-8, the last ones when it is clear what they are.</summary>
internal sealed class ByteLevelStream : DecoderStream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <inheritdoc/>
    public override List<string> Add(string token) => Decoded(ByteLevelDecoder.BytesOf(token), ends: false);

    /// <inheritdoc/>
    public override List<string> Finish() => Decoded([], ends: true);

    private List<string> Decoded(byte[] bytes, bool ends)
    {
        char[] characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        int count = _decoder.GetChars(bytes, characters, ends);
        return count == 0 ? [] : [new string(characters, 0, count)];
    }
}

/// <summary>Bytes that follow each other are held back until another token ends them: one that does not fit makes all of them replacement characters.</summary>
internal sealed class ByteFallbackStream : DecoderStream
{
    private readonly List<byte> _bytes = [];

    /// <inheritdoc/>
    public override List<string> Add(string token)
    {
        if (ByteFallbackDecoder.ByteOf(token) is >= 0 and var value)
        {
            _bytes.Add((byte)value);
            return [];
        }

        return [.. Finish(), token];
    }

    /// <inheritdoc/>
    public override List<string> Finish()
    {
        List<string> decoded = [];
        ByteFallbackDecoder.Flush(_bytes, decoded);
        return decoded;
    }
}

/// <summary>Takes a character off the ends of a text that comes in pieces.</summary>
internal sealed class StripStream(string content, int start, int stop) : DecoderStream
{
    private string _held = "";
    private int _stripped;
    private bool _begun;

    /// <inheritdoc/>
    public override List<string> Add(string token)
    {
        _held += token;
        while (!_begun && _stripped < start && _held.StartsWith(content, StringComparison.Ordinal))
        {
            _held = _held[content.Length..];
            _stripped++;
        }

        if (!_begun && _stripped < start && content.StartsWith(_held, StringComparison.Ordinal)) return [];
        _begun = true;
        int certain = (int)Math.Max(0, _held.Length - ((long)stop * content.Length));
        string text = _held[..certain];
        _held = _held[certain..];
        return text.Length == 0 ? [] : [text];
    }

    /// <inheritdoc/>
    public override List<string> Finish()
    {
        int end = _held.Length;
        for (int i = 0; i < stop && _held.AsSpan(0, end).EndsWith(content, StringComparison.Ordinal); i++) end -= content.Length;
        string text = _held[..end];
        (_held, _stripped, _begun) = ("", 0, false);
        return text.Length == 0 ? [] : [text];
    }
}

/// <summary>Steps that need the whole text: nothing is given out before it ends.</summary>
internal sealed class WholeTextStream(IReadOnlyList<TokenDecoder> steps) : DecoderStream
{
    private readonly StringBuilder _text = new();

    /// <inheritdoc/>
    public override List<string> Add(string token)
    {
        _text.Append(token);
        return [];
    }

    /// <inheritdoc/>
    public override List<string> Finish()
    {
        List<string> tokens = [_text.ToString()];
        _text.Clear();
        foreach (TokenDecoder step in steps) tokens = step.Decode(tokens);
        return tokens;
    }
}

/// <summary>Makes the ends of words spaces, but for the last token, which waits for the next where it has one.</summary>
internal sealed class BpeStream(string suffix) : DecoderStream
{
    private string? _last;

    /// <inheritdoc/>
    public override List<string> Add(string token)
    {
        List<string> certain = _last is null ? [] : [_last.Replace(suffix, " ", StringComparison.Ordinal)];
        _last = token.Contains(suffix, StringComparison.Ordinal) ? token : null;
        if (_last is null) certain.Add(token);
        return certain;
    }

    /// <inheritdoc/>
    public override List<string> Finish()
    {
        List<string> rest = _last is null ? [] : [_last.Replace(suffix, "", StringComparison.Ordinal)];
        _last = null;
        return rest;
    }
}

/// <summary>Drops repetitions.</summary>
internal sealed class CtcStream(Func<string, string> clean) : DecoderStream
{
    private string? _before;

    /// <inheritdoc/>
    public override List<string> Add(string token)
    {
        string text = token == _before ? "" : clean(token);
        _before = token;
        return text.Length == 0 ? [] : [text];
    }
}
