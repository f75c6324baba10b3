using System.Text.RegularExpressions;
using Assay.Text.Tokenizers.Patterns;
using Assay.Text.Tokenizers.Patterns.Expressions;

namespace Assay.Tests.Text.Tokenizers;

public sealed class ExpressionTests
{
    private const string Alphabet = "ab1 2\n\r\t.'sSxé中É_-/!\u0301٣\u00A0";

    [Theory]
    [InlineData(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    [InlineData(@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")]
    [InlineData(@"(?<=[a-z])(?=[0-9])|[aeiou]{2,}|\d+(?:[.,]\d+)*")]
    [InlineData(@"(?:ab|a)*?b|(?>a+)b|[a-c&&[^b]]")]
    [InlineData(@"(a|b)+?1|x??y|\bs")]
    public void Matches_are_those_of_dot_net(string pattern)
    {
        // && is Oniguruma's; [a-c&&[^b]] is [ac].
        var expected = new Regex(pattern.Replace("[a-c&&[^b]]", "[ac]", StringComparison.Ordinal), RegexOptions.CultureInvariant);
        var random = new Random(3);
        int matches = 0;
        for (int round = 0; round < 400; round++)
        {
            string text = new([.. Enumerable.Range(0, 1 + random.Next(25)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            (int, int)[] wanted = [.. expected.Matches(text).Where(m => m.Length > 0).Select(m => (m.Index, m.Index + m.Length))];
            Assert.Equal(wanted, Find(new ExpressionPattern(pattern), text).Where(m => m.End > m.Start));
            matches += wanted.Length;
        }

        Assert.True(matches > 100);
    }

    public static TheoryData<string> Known => [Gpt2Scanner.Pattern, Cl100kScanner.Llama3Pattern, Cl100kScanner.Qwen2Pattern, Cl100kScanner.PossessivePattern, O200kScanner.Pattern];

    [Theory]
    [MemberData(nameof(Known))]
    public void Scanners_by_hand_match_as_their_expressions(string pattern)
    {
        var scanner = new ScannerPattern(PieceScanner.For(pattern)!);
        var expression = new ExpressionPattern(pattern);
        var random = new Random(5);
        string[] pieces = ["a", "B", "'s", "'LL", "'ſ", " ", "  ", "\n", "\r\n", "\t", "1", "23456", "½", "é", "e\u0301", "中", "ǅ", "ª", ".", "!/", "👋", "𐐀", "𐐨", "𝟗", "\u00A0", "\u2028", "_"];
        for (int round = 0; round < 2000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, 1 + random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.Equal(Find(expression, text), Find(scanner, text));
        }
    }

    [Theory]
    [InlineData(@"\p{Han}+", "ab𠮷中c", 2, 5)]
    [InlineData(@"\p{^L}", "aé1", 2, 3)]
    [InlineData("^b", "a\nb", 2, 3)]
    [InlineData(@"\h+", "xyz0fF", 3, 6)]
    [InlineData("(?i)straße", "STRAßE", 0, 6)]
    [InlineData(@"[[:alpha:]]{2}", "1ab", 1, 3)]
    [InlineData(".", "👋", 0, 2)]
    [InlineData(@"\x{1F44B}|\u00e9", "aé", 1, 2)]
    [InlineData("a{2}", "aaa", 0, 2)]
    public void Syntax_is_Onigurumas(string pattern, string text, int start, int end) =>
        Assert.Equal((start, end), Find(new ExpressionPattern(pattern), text)[0]);

    [Theory]
    [InlineData("(?<=a*)b")]
    [InlineData("[b-a]")]
    [InlineData(@"\p{Klingon}")]
    [InlineData("a{9999}")]
    [InlineData("((((a{1000}){1000}){1000}){1000})")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("*a")]
    public void What_cannot_be_used_is_refused(string pattern) => Assert.Throws<FormatException>(() => new ExpressionPattern(pattern));

    private static (int Start, int End)[] Find(TextPattern pattern, string text)
    {
        var parts = new List<(int Start, int End, bool IsMatch)>();
        pattern.Find(text, parts);
        return [.. parts.Where(p => p.IsMatch).Select(p => (p.Start, p.End))];
    }
}
