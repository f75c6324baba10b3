using Assay.Text.Tokenizers.Normalizers;
using Assay.Text.Tokenizers.Patterns;

namespace Assay.Text.Tokenizers.PreTokenizers;

/// <summary>Where a mark for a space is put before a piece that has none.</summary>
internal enum PrependScheme
{
    /// <summary>Before every piece.</summary>
    Always,

    /// <summary>Only before the piece that starts the text.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}

/// <summary>Writes spaces as a visible mark and cuts before each of them, as SentencePiece does.</summary>
/// <param name="mark">The mark, usually U+2581.</param>
/// <param name="scheme">Where a mark is added.</param>
/// <param name="split">Whether to cut.</param>
internal sealed class MetaspacePreTokenizer(string mark, PrependScheme scheme, bool split) : PreTokenizer
{
    private readonly SplitPreTokenizer _split = new(new LiteralPattern(mark), SplitBehavior.MergedWithNext, invert: false);

    /// <inheritdoc/>
    public override void Apply(PieceList pieces)
    {
        AlignedText text = pieces.Text;
        int scalar = UnicodeText.ScalarAt(mark, 0, out _);
        pieces.Rewrite((rewrite, start, end) =>
        {
            ReadOnlySpan<char> piece = text.Chars.Span[start..end];
            bool starts = piece[0] == ' ' || piece.StartsWith(mark, StringComparison.Ordinal);
            bool adds = !starts && (scheme == PrependScheme.Always || (scheme == PrependScheme.First && text.StartOf(start) == 0));
            if (adds) PrependNormalizer.Write(rewrite, text, start, mark);
            while (rewrite.Position < end)
            {
                int next = text.Chars.Span[rewrite.Position..end].IndexOf(' ');
                rewrite.Copy(next < 0 ? end - rewrite.Position : next);
                if (next >= 0) rewrite.Replace(scalar);
            }
        });
        if (split) _split.Apply(pieces);
    }
}
