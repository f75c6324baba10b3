namespace Assay.Text.Tokenizers.Patterns;

/// <summary>The pattern of GPT-2, which byte-level splitting uses unless told otherwise.</summary>
internal sealed class Gpt2Scanner : PieceScanner
{
    /// <summary>The pattern.</summary>
    public const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const CharacterKinds Named = CharacterKinds.Space | CharacterKinds.Letter | CharacterKinds.Number;

    /// <inheritdoc/>
    public override int End(ReadOnlySpan<char> text, int start)
    {
        int contraction = Contraction(text, start, anyCase: false);
        if (contraction > start) return contraction;
        int at = text[start] == ' ' ? start + 1 : start;
        if (at < text.Length)
        {
            CharacterKinds first = CharacterTable.At(text, at, out int units);
            if ((first & CharacterKinds.Letter) != 0) return SkipAny(text, at + units, CharacterKinds.Letter);
            if ((first & CharacterKinds.Number) != 0) return SkipAny(text, at + units, CharacterKinds.Number);
            if ((first & CharacterKinds.Space) == 0) return SkipNone(text, at + units, Named);
        }

        return Spaces(text, start);
    }
}
