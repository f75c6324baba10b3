using System.Globalization;
using System.Text;
using Assay.Text.Tokenizers.Patterns;

namespace Assay.Text.Tokenizers.Decoders;

/// <summary>A step on the way from tokens back to text. Safe to use from several threads.</summary>
internal abstract class TokenDecoder
{
    /// <summary>Changes the tokens; at the end they are joined.</summary>
    public abstract List<string> Decode(List<string> tokens);

    /// <summary>Changes every token by itself.</summary>
    protected static List<string> Each(List<string> tokens, Func<string, int, string> change)
    {
        for (int i = 0; i < tokens.Count; i++) tokens[i] = change(tokens[i], i);
        return tokens;
    }
}

/// <summary>Several decoders one after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<TokenDecoder> steps) : TokenDecoder
{
    /// <summary>The steps.</summary>
    public IReadOnlyList<TokenDecoder> Steps => steps;

    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens)
    {
        foreach (TokenDecoder step in steps) tokens = step.Decode(tokens);
        return tokens;
    }
}

/// <summary>Reads the byte alphabet.</summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens)
    {
        using var bytes = new MemoryStream();
        foreach (string token in tokens) bytes.Write(BytesOf(token));
        return [Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length)];
    }

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

    private static void Flush(List<byte> bytes, List<string> decoded)
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
    public override List<string> Decode(List<string> tokens) => [string.Concat(tokens)];
}

/// <summary>Takes a character off the ends of every token.</summary>
/// <param name="content">The character.</param>
/// <param name="start">How many at the start at most.</param>
/// <param name="stop">How many at the end at most.</param>
internal sealed class StripDecoder(string content, int start, int stop) : TokenDecoder
{
    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens) => Each(tokens, (token, _) =>
    {
        int first = 0, end = token.Length;
        for (int i = 0; i < start && token.AsSpan(first).StartsWith(content, StringComparison.Ordinal); i++) first += content.Length;
        for (int i = 0; i < stop && end > first && token.AsSpan(first, end - first).EndsWith(content, StringComparison.Ordinal); i++) end -= content.Length;
        return token[first..end];
    });
}

/// <summary>Replaces what a pattern matches in every token.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, string content) : TokenDecoder
{
    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens) => Each(tokens, (token, _) => pattern.Replace(token, content));
}

/// <summary>Makes the mark of a space a space; at the very start there is none when a mark was added there.</summary>
internal sealed class MetaspaceDecoder(string mark, bool wasAdded) : TokenDecoder
{
    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens) => Each(tokens, (token, i) => token.Replace(mark, i == 0 && wasAdded ? "" : " ", StringComparison.Ordinal));
}

/// <summary>Makes the ends of words spaces, but for the last.</summary>
internal sealed class BpeDecoder(string suffix) : TokenDecoder
{
    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens)
    {
        int last = tokens.Count - 1;
        return Each(tokens, (token, i) => token.Replace(suffix, i == last ? "" : " ", StringComparison.Ordinal));
    }
}
