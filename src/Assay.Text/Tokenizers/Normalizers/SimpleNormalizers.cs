using System.Text;

namespace Assay.Text.Tokenizers.Normalizers;

/// <summary>Several normalizers one after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<Normalizer> steps) : Normalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        foreach (Normalizer step in steps) text = step.Apply(text);
        return text;
    }
}

/// <summary>Every character in lower case, without regard to what is around it.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    private const char DottedCapitalI = '\u0130';

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        ReadOnlySpan<char> chars = text.Chars.Span;
        if (chars.Contains(DottedCapitalI)) return WithDots(text);
        char[]? lower = null;
        int units;
        for (int at = 0; at < chars.Length; at += units)
        {
            int scalar = UnicodeText.ScalarAt(chars, at, out units);
            int small = UnicodeText.ToLower(scalar);
            if (small == scalar) continue;
            lower ??= chars.ToArray();
            new Rune(small).EncodeToUtf16(lower.AsSpan(at, units));
        }

        return lower is null ? text : text.With(lower);
    }

    private static AlignedText WithDots(AlignedText text)
    {
        ReadOnlySpan<char> chars = text.Chars.Span;
        var rewrite = new TextRewrite(text);
        int units;
        for (int at = 0; at < chars.Length; at += units)
        {
            int scalar = UnicodeText.ScalarAt(chars, at, out units);
            rewrite.Replace(UnicodeText.ToLower(scalar));
            if (scalar == DottedCapitalI) rewrite.Insert(0x307);
        }

        return rewrite.Finish();
    }
}

/// <summary>Drops all marks.</summary>
internal sealed class StripAccentsNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text) => Filter(text, static c => c < 0x300 || !UnicodeText.IsMark(c));
}

/// <summary>Drops white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        ReadOnlySpan<char> chars = text.Chars.Span;
        int start = 0, end = chars.Length;
        while (left && start < end && char.IsWhiteSpace(chars[start])) start++;
        while (right && end > start && char.IsWhiteSpace(chars[end - 1])) end--;
        return text.Slice(start, end);
    }
}

/// <summary>Puts something before a text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : Normalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        if (text.Length == 0 || prefix.Length == 0) return text;
        var rewrite = new TextRewrite(text);
        Write(rewrite, text, 0, prefix);
        rewrite.Copy(text.Length - rewrite.Position);
        return rewrite.Finish();
    }

    /// <summary>Writes a prefix and the character after it, which all take that character's place.</summary>
    public static void Write(TextRewrite rewrite, AlignedText text, int start, string prefix)
    {
        bool first = true;
        foreach (Rune rune in prefix.EnumerateRunes())
        {
            if (first) rewrite.Replace(rune.Value);
            else rewrite.Insert(rune.Value);
            first = false;
        }

        rewrite.Insert(UnicodeText.ScalarAt(text.Chars.Span, start, out _));
    }
}

/// <summary>Writes every UTF-8 byte as a character of the byte alphabet.</summary>
internal sealed class ByteLevelNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        var rewrite = new TextRewrite(text);
        Write(rewrite, text.Chars.Span);
        return rewrite.Finish();
    }

    /// <summary>Writes the bytes of some characters.</summary>
    public static void Write(TextRewrite rewrite, ReadOnlySpan<char> chars)
    {
        Span<byte> bytes = stackalloc byte[4];
        int units;
        for (int at = 0; at < chars.Length; at += units)
        {
            int count = new Rune(UnicodeText.ScalarAt(chars, at, out units)).EncodeToUtf8(bytes);
            rewrite.Replace(ByteAlphabet.Characters[bytes[0]]);
            for (int i = 1; i < count; i++) rewrite.Insert(ByteAlphabet.Characters[bytes[i]]);
        }
    }
}

/// <summary>Control characters go, and what counts as white space becomes a space: the cleaning of machine translation.</summary>
internal sealed class NmtNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text) => Map(
        Filter(text, static c => c is not (>= 0x1 and <= 0x8 or 0xB or >= 0xE and <= 0x1F or 0x7F or 0x8F or 0x9F)),
        static c => c is '\t' or '\n' or '\f' or '\r' or '\u1680' or (>= '\u200B' and <= '\u200F') or '\u2028' or '\u2029' or '\u2581' or '\uFEFF' or '\uFFFD' ? ' ' : c);
}
