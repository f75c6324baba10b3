using Assay.Text.Tokenizers.Normalizers;
using Assay.Text.Tokenizers.Patterns;

namespace Assay.Text.Tokenizers.PreTokenizers;

/// <summary>Cuts as GPT-2 does and writes the bytes of the pieces in the byte alphabet.</summary>
/// <param name="addPrefixSpace">Put a space before every piece that has none.</param>
/// <param name="useRegex">Cut; else only write bytes.</param>
/// <param name="writeBytes">Write the bytes; else the vocabulary takes them from the text itself.</param>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex, bool writeBytes) : PreTokenizer
{
    private static readonly SplitPreTokenizer Split = new(new ScannerPattern(new Gpt2Scanner()), SplitBehavior.Isolated, invert: false);

    /// <summary>The same that leaves the bytes to the vocabulary.</summary>
    public ByteLevelPreTokenizer WithoutBytes() => new(addPrefixSpace, useRegex, writeBytes: false);

    /// <inheritdoc/>
    public override void Apply(PieceList pieces)
    {
        if (addPrefixSpace && NeedSpace(pieces)) AddSpaces(pieces);
        if (useRegex) Split.Apply(pieces);
        if (!writeBytes) return;
        AlignedText text = pieces.Text;
        pieces.Rewrite((rewrite, start, end) => ByteLevelNormalizer.Write(rewrite, text.Chars.Span[start..end]));
    }

    private static bool NeedSpace(PieceList pieces)
    {
        ReadOnlySpan<char> chars = pieces.Text.Chars.Span;
        foreach ((int start, _) in pieces.Pieces)
        {
            if (chars[start] != ' ') return true;
        }

        return false;
    }

    private static void AddSpaces(PieceList pieces)
    {
        AlignedText text = pieces.Text;
        pieces.Rewrite((rewrite, start, end) =>
        {
            if (text.Chars.Span[start] != ' ') PrependNormalizer.Write(rewrite, text, start, " ");
            rewrite.Copy(end - rewrite.Position);
        });
    }
}
