using System.Globalization;
using System.Text;
using Assay.Text.Tokenizers.Patterns;

namespace Assay.Text.Tokenizers.Decoders;

/// <summary>A step on the way from tokens back to text. Safe to use from several threads.</summary>
internal abstract class TokenDecoder
{
    /// <summary>Whether all tokens become one.</summary>
    public virtual bool Joins => false;

    /// <summary>Changes the tokens; at the end they are joined.</summary>
    public abstract List<string> Decode(List<string> tokens);

    /// <summary>The same for tokens that come one by one.</summary>
    public abstract DecoderStream Begin();
}

/// <summary>Changes every token by itself.</summary>
internal abstract class EachTokenDecoder : TokenDecoder
{
    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++) tokens[i] = Change(tokens[i], isFirst: i == 0);
        return tokens;
    }

    /// <inheritdoc/>
    public override DecoderStream Begin() => new EachTokenStream(Change);

    /// <summary>What becomes of a token.</summary>
    protected abstract string Change(string token, bool isFirst);
}

/// <summary>Several decoders one after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<TokenDecoder> steps) : TokenDecoder
{
    /// <summary>The steps.</summary>
    public IReadOnlyList<TokenDecoder> Steps => steps;

    /// <inheritdoc/>
    public override bool Joins => steps.Any(s => s.Joins);

    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens)
    {
        foreach (TokenDecoder step in steps) tokens = step.Decode(tokens);
        return tokens;
    }

    /// <inheritdoc/>
    public override DecoderStream Begin()
    {
        // After a step that joins there is one token, which grows.
        int joined = steps.TakeWhile(s => !s.Joins).Count() + 1;
        IEnumerable<DecoderStream> streams = steps.Take(joined).Select(s => s.Begin());
        if (joined >= steps.Count) return new ChainedStream([.. streams]);
        TokenDecoder[] rest = [.. steps.Skip(joined)];
        IEnumerable<DecoderStream> last = rest.All(s => s is StripDecoder or FuseDecoder) ? rest.OfType<StripDecoder>().Select(s => s.BeginWhole()) : [new WholeTextStream(rest)];
        return new ChainedStream([.. streams, .. last]);
    }
}

/// <summary>Reads the byte alphabet.</summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    /// <inheritdoc/>
    public override bool Joins => true;

    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens)
    {
        using var bytes = new MemoryStream();
        foreach (string token in tokens) bytes.Write(BytesOf(token));
        return [Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length)];
    }

    /// <inheritdoc/>
    public override DecoderStream Begin() => new ByteLevelStream();

    /// <summary>The bytes of a token; of one that is not written in the byte alphabet, those of its text.</summary>
    public static byte[] BytesOf(string token) => ByteAlphabet.BytesOf(token) ?? Encoding.UTF8.GetBytes(token);
}

/// <summary>Makes <c>&lt;0x0A&gt;</c> a byte; bytes that are no UTF-8 become a replacement character each.</summary>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The byte that a token stands for, or -1.</summary>
    public static int ByteOf(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>' && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : -1;

    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens)
    {
        var decoded = new List<string>(tokens.Count);
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            int value = ByteOf(token);
            if (value >= 0)
            {
                bytes.Add((byte)value);
                continue;
            }

            Flush(bytes, decoded);
            decoded.Add(token);
        }

        Flush(bytes, decoded);
        return decoded;
    }

    /// <inheritdoc/>
    public override DecoderStream Begin() => new ByteFallbackStream();

    /// <summary>Adds the text of bytes that follow each other, and forgets them.</summary>
    public static void Flush(List<byte> bytes, List<string> decoded)
    {
        if (bytes.Count == 0) return;
        try
        {
            decoded.Add(Strict.GetString([.. bytes]));
        }
        catch (DecoderFallbackException)
        {
            decoded.AddRange(Enumerable.Repeat("\uFFFD", bytes.Count));
        }

        bytes.Clear();
    }
}

/// <summary>Joins what is there into one, for steps that come after.</summary>
internal sealed class FuseDecoder : TokenDecoder
{
    /// <inheritdoc/>
    public override bool Joins => true;

    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens) => [string.Concat(tokens)];

    /// <inheritdoc/>
    public override DecoderStream Begin() => new EachTokenStream((token, _) => token);
}

/// <summary>Takes a character off the ends of every token.</summary>
/// <param name="content">The character.</param>
/// <param name="start">How many at the start at most.</param>
/// <param name="stop">How many at the end at most.</param>
internal sealed class StripDecoder(string content, int start, int stop) : EachTokenDecoder
{
    /// <summary>Strips one token that comes in pieces.</summary>
    public DecoderStream BeginWhole() => new StripStream(content, start, stop);

    /// <inheritdoc/>
    protected override string Change(string token, bool isFirst)
    {
        int first = 0, end = token.Length;
        for (int i = 0; i < start && token.AsSpan(first).StartsWith(content, StringComparison.Ordinal); i++) first += content.Length;
        for (int i = 0; i < stop && end > first && token.AsSpan(first, end - first).EndsWith(content, StringComparison.Ordinal); i++) end -= content.Length;
        return token[first..end];
    }
}

/// <summary>Replaces what a pattern matches in every token.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, string content) : EachTokenDecoder
{
    /// <inheritdoc/>
    protected override string Change(string token, bool isFirst) => pattern.Replace(token, content);
}

/// <summary>Makes the mark of a space a space; at the very start there is none when a mark was added there.</summary>
internal sealed class MetaspaceDecoder(string mark, bool wasAdded) : EachTokenDecoder
{
    /// <inheritdoc/>
    protected override string Change(string token, bool isFirst) => token.Replace(mark, isFirst && wasAdded ? "" : " ", StringComparison.Ordinal);
}

/// <summary>Makes the ends of words spaces, but for the last.</summary>
internal sealed class BpeDecoder(string suffix) : TokenDecoder
{
    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++) tokens[i] = tokens[i].Replace(suffix, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal);
        return tokens;
    }

    /// <inheritdoc/>
    public override DecoderStream Begin() => new BpeStream(suffix);
}
