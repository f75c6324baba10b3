using System.Globalization;

namespace Assay.Text.Tokenizers.Normalizers;

/// <summary>The normalization of BERT: cleaning, spaces around Chinese characters, no accents, lower case.</summary>
/// <param name="clean">Drop control characters and make white space spaces.</param>
/// <param name="chinese">Put spaces around Chinese characters.</param>
/// <param name="accents">Drop nonspacing marks.</param>
/// <param name="lowercase">Make everything lower case.</param>
internal sealed class BertNormalizer(bool clean, bool chinese, bool accents, bool lowercase) : Normalizer
{
    private static readonly UnicodeFormNormalizer Decompose = new(System.Text.NormalizationForm.FormD);
    private static readonly LowercaseNormalizer Lower = new();

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        if (clean) text = Map(Filter(text, IsClean), static c => char.IsWhiteSpace(c) ? ' ' : c);
        if (chinese) text = AroundChinese(text);
        if (accents) text = Filter(Decompose.Apply(text), static c => c < 0x300 || UnicodeText.Category(c) != UnicodeCategory.NonSpacingMark);
        return lowercase ? Lower.Apply(text) : text;
    }

    private static bool IsClean(int c)
    {
        if (c is >= ' ' and < 0x7F or '\t' or '\n' or '\r') return true;
        return c is not (0 or 0xFFFD) && UnicodeText.Category(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse);
    }

    private static AlignedText AroundChinese(AlignedText text)
    {
        ReadOnlySpan<char> chars = text.Chars.Span;
        TextRewrite? rewrite = null;
        int units;
        for (int at = 0; at < chars.Length; at += units)
        {
            int scalar = UnicodeText.ScalarAt(chars, at, out units);
            if (!IsChinese(scalar))
            {
                rewrite?.Copy(units);
                continue;
            }

            if (rewrite is null)
            {
                rewrite = new TextRewrite(text);
                rewrite.Copy(at);
            }

            rewrite.Replace(' ');
            rewrite.Insert(scalar);
            rewrite.Insert(' ');
        }

        return rewrite?.Finish() ?? text;
    }

    private static bool IsChinese(int c) => c is >= 0x3400 and (<= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x2A6DF
        or >= 0x2A700 and <= 0x2B73F or >= 0x2B740 and <= 0x2B81F or >= 0x2B920 and <= 0x2CEAF or >= 0x2F800 and <= 0x2FA1F);
}
