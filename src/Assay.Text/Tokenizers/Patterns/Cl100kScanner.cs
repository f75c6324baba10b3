namespace Assay.Text.Tokenizers.Patterns;

/// <summary>The pattern of cl100k, which Llama 3 has too; Qwen 2 has it with single digits.</summary>
/// <param name="digits">Numbers in one piece at most.</param>
internal sealed class Cl100kScanner(int digits) : PieceScanner
{
    /// <summary>As Llama 3 writes it.</summary>
    public const string Llama3Pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>As tiktoken writes it.</summary>
    public const string PossessivePattern = @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+";

    /// <summary>As Qwen 2 writes it.</summary>
    public const string Qwen2Pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const CharacterKinds Named = CharacterKinds.Space | CharacterKinds.Letter | CharacterKinds.Number;

    /// <inheritdoc/>
    public override int End(ReadOnlySpan<char> text, int start)
    {
        int contraction = Contraction(text, start, anyCase: true);
        if (contraction > start) return contraction;
        CharacterKinds first = CharacterTable.At(text, start, out int units);
        if ((first & CharacterKinds.Letter) != 0) return SkipAny(text, start + units, CharacterKinds.Letter);
        if ((first & CharacterKinds.Number) != 0) return SkipNumbers(text, start, digits);
        if ((first & CharacterKinds.LineEnd) == 0)
        {
            int word = SkipAny(text, start + units, CharacterKinds.Letter);
            if (word > start + units) return word;
        }

        int at = text[start] == ' ' ? start + 1 : start;
        if (at < text.Length && (CharacterTable.At(text, at, out int width) & Named) == 0)
        {
            return SkipAny(text, SkipNone(text, at + width, Named), CharacterKinds.LineEnd);
        }

        return SpacesWithLines(text, start);
    }

    /// <summary>White space as <c>\s*[\r\n]+|\s+(?!\S)|\s+</c> takes it.</summary>
    internal static int SpacesWithLines(ReadOnlySpan<char> text, int start)
    {
        int end = SkipAny(text, start, CharacterKinds.Space);
        int line = text[start..end].LastIndexOfAny('\r', '\n');
        if (line >= 0) return start + line + 1;
        return end == text.Length || end - start == 1 ? end : end - 1;
    }
}
