using Assay.Text.Tokenizers.Patterns;

namespace Assay.Text.Tokenizers.Normalizers;

/// <summary>Replaces what a pattern matches; what it is replaced by takes the place of the last character replaced.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="content">What it is replaced by.</param>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : Normalizer
{
    private readonly int[] _content = [.. content.EnumerateRunes().Select(r => r.Value)];

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        if (text.Length == 0) return text;
        var parts = new List<(int Start, int End, bool IsMatch)>();
        pattern.Find(text.Chars.Span, parts);
        if (!parts.Exists(p => p.IsMatch)) return text;
        var rewrite = new TextRewrite(text);
        foreach ((int start, int end, bool isMatch) in parts)
        {
            if (!isMatch)
            {
                rewrite.Copy(end - start);
                continue;
            }

            rewrite.MoveTo(end);
            foreach (int scalar in _content) rewrite.Insert(scalar);
        }

        return rewrite.Finish();
    }
}
