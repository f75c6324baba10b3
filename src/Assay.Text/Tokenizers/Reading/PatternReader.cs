using Assay.Text.Tokenizers.Patterns;
using Assay.Text.Tokenizers.Patterns.Expressions;

namespace Assay.Text.Tokenizers.Reading;

/// <summary>Reads patterns: <c>{"String": "..."}</c> or <c>{"Regex": "..."}</c>.</summary>
internal static class PatternReader
{
    /// <summary>Reads a pattern.</summary>
    /// <exception cref="InputException">It is none, or uses what is not supported.</exception>
    public static TextPattern Read(JsonPart part)
    {
        if (part["String"] is { Exists: true } literal) return new LiteralPattern(literal.Text());
        if (part["Regex"] is not { Exists: true } regex) throw part.Refused("expected {\"String\": ...} or {\"Regex\": ...}");
        string pattern = regex.Text();
        if (PieceScanner.For(pattern) is { } scanner) return new ScannerPattern(scanner);
        try
        {
            return new ExpressionPattern(pattern);
        }
        catch (FormatException e)
        {
            throw regex.Refused($"the regular expression '{pattern}' cannot be used: {e.Message}");
        }
    }
}
