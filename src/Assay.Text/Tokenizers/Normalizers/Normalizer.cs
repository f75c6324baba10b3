namespace Assay.Text.Tokenizers.Normalizers;

/// <summary>Changes a text before it is cut. Safe to use from several threads.</summary>
internal abstract class Normalizer
{
    /// <summary>Changes a text.</summary>
    /// <param name="text">May be empty.</param>
    /// <returns>The changed text, or the same one.</returns>
    public abstract AlignedText Apply(AlignedText text);

    /// <summary>Keeps some characters and drops the others.</summary>
    protected static AlignedText Filter(AlignedText text, Func<int, bool> keep)
    {
        ReadOnlySpan<char> chars = text.Chars.Span;
        TextRewrite? rewrite = null;
        int units;
        for (int at = 0; at < chars.Length; at += units)
        {
            bool kept = keep(UnicodeText.ScalarAt(chars, at, out units));
            if (kept)
            {
                rewrite?.Copy(units);
                continue;
            }

            if (rewrite is null)
            {
                rewrite = new TextRewrite(text);
                rewrite.Copy(at);
            }

            rewrite.Skip(1);
        }

        return rewrite?.Finish() ?? text;
    }

    /// <summary>Changes single units into others.</summary>
    protected static AlignedText Map(AlignedText text, Func<char, char> map)
    {
        ReadOnlySpan<char> chars = text.Chars.Span;
        char[]? changed = null;
        for (int at = 0; at < chars.Length; at++)
        {
            char to = map(chars[at]);
            if (to == chars[at]) continue;
            changed ??= chars.ToArray();
            changed[at] = to;
        }

        return changed is null ? text : text.With(changed);
    }
}
