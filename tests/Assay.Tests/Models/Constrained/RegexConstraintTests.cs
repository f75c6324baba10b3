using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Assay.Models.Constrained;
using Assay.Text;

namespace Assay.Tests.Models.Constrained;

public sealed class RegexConstraintTests
{
    [Theory]
    [InlineData("abc")]
    [InlineData("^a+b*c?$")]
    [InlineData("(yes|no|maybe so)")]
    [InlineData("\\d{4}-\\d{2}-\\d{2}")]
    [InlineData("\\w+@\\w+\\.(com|org)")]
    [InlineData("[^\\W\\d_]{2,6}")]
    [InlineData("[\\p{Lu}\\p{Nd}]\\P{L}{1,3}")]
    [InlineData("(?:(?<n>x|yy)z){2,}?")]
    [InlineData("\\x41\\u00e9\\t[\\n\\-\\]]")]
    [InlineData(".{5}")]
    [InlineData("\\s\\S\\D\\d")]
    [InlineData("a{2}{")]
    [InlineData("😀(é|日本)+")]
    [InlineData("[a-f0-9]{8}(-[a-f0-9]{4}){3}")]
    [InlineData("^ab$|^cd|ef$|g")]
    [InlineData("")]
    public void Generated_text_matches_dotnet(string pattern)
    {
        Regex expected = new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant);
        TokenTable table = Vocabularies.Merged(7, 900);
        CompiledConstraint compiled = new(Constraint.FromRegex(pattern), table);
        HostileModel model = new(3, table);
        for (int i = 0; i < 40; i++)
        {
            int limit = compiled.ShortestTokens + (i % 12);
            (byte[] bytes, int tokens) = Generation.Run(compiled.Begin(limit), table, model);
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            Assert.True(expected.IsMatch(text), $"{pattern} does not match '{text}'");
            Assert.True(tokens <= limit);
        }
    }

    [Theory]
    [InlineData("(a)\\1", "not supported here")]
    [InlineData("a(?=b)", "look-around")]
    [InlineData("(?i)a", "inline option")]
    [InlineData("\\bword\\b", "word boundaries")]
    [InlineData("a^b", "anchor")]
    [InlineData("(a$)b", "anchor")]
    [InlineData("a**", "quantifier")]
    [InlineData("*a", "quantifier")]
    [InlineData("(a", "without its")]
    [InlineData("a)", "without its")]
    [InlineData("[a", "without its")]
    [InlineData("[z-a]", "wrong order")]
    [InlineData("a{3,2}", "wrong order")]
    [InlineData("a{100000}", "repeats more than")]
    [InlineData("((a{1000}){1000}){1000}", "smaller repetition counts")]
    [InlineData("(a|b)*a(a|b){30}", "smaller repetition counts")]
    [InlineData("\\p{Greek}", "general category")]
    [InlineData("😀+", "above U+FFFF")]
    [InlineData("[]", "begins with ']'")]
    [InlineData("[a-z-[b]]", "")]
    [InlineData("a\\", "backslash")]
    public void Unsupported_expressions_are_refused_with_the_reason(string pattern, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => Constraint.FromRegex(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void Random_expressions_give_text_that_dotnet_matches()
    {
        Dice dice = new(11);
        TokenTable table = Vocabularies.Merged(2, 600);
        HostileModel model = new(8, table);
        int tooLarge = 0;
        for (int i = 0; i < 150; i++)
        {
            string pattern = Expression(dice, 0);
            Regex expected = new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
            Constraint constraint;
            try
            {
                constraint = Constraint.FromRegex(pattern);
            }
            catch (InputException e) when (e.Message.Contains("cannot be used for generation: it ", StringComparison.Ordinal) && e.Message.Contains("smaller", StringComparison.Ordinal))
            {
                tooLarge++;
                continue;
            }

            CompiledConstraint compiled = new(constraint, table);
            (byte[] bytes, _) = Generation.Run(compiled.Begin(compiled.ShortestTokens + dice.Below(20)), table, model);
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            Assert.True(expected.IsMatch(text), $"{pattern} does not match '{text}'");
        }

        Assert.InRange(tooLarge, 0, 30);
    }

    [Fact]
    public void Everything_that_matches_is_allowed()
    {
        // All texts over three letters up to five long, against .NET, for patterns whose texts stay in those letters.
        string[] texts = [.. Enumerable.Range(0, 6).SelectMany(n => Enumerable.Range(0, (int)Math.Pow(3, n)).Select(k => Spell(k, n)))];
        TokenTable table = Vocabularies.Bytes();
        foreach (string pattern in (string[])["(a|b)*c?", "a{2,4}b*", "(ab|c){0,2}", "[ab]c|a+", "((a|b)c)*", "[^b]{1,3}"])
        {
            Regex expected = new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant);
            CompiledConstraint compiled = new(Constraint.FromRegex(pattern), table);
            foreach (string text in texts) Assert.True(expected.IsMatch(text) == Allowed(compiled, text), $"{pattern} on '{text}'");
        }
    }

    private static bool Allowed(CompiledConstraint compiled, string text)
    {
        ConstraintState state = compiled.Begin();
        foreach (char c in text)
        {
            if (!state.Allows(c + 1)) return false;
            state.Accept(c + 1);
        }

        return state.IsComplete;
    }

    private static string Spell(int number, int length) => string.Create(CultureInfo.InvariantCulture, $"{string.Concat(Enumerable.Range(0, length).Select(i => "abc"[number / (int)Math.Pow(3, i) % 3]))}");

    private static string Expression(Dice dice, int depth)
    {
        string[] atoms = ["a", "b", "é", "日", "[0-9]", "[a-c]", "[^a]", ".", "\\s", "\\.", "[0-9-]", "x{2}"];
        StringBuilder text = new();
        for (int i = 1 + dice.Below(4); i > 0; i--)
        {
            string atom = depth < 3 && dice.Chance(35) ? $"({(dice.Chance(50) ? "?:" : "")}{Expression(dice, depth + 1)}{(dice.Chance(50) ? "|" + Expression(dice, depth + 1) : "")})" : dice.Pick(atoms);
            text.Append(atom);
            if (dice.Chance(40) && atom[^1] != '}') text.Append(dice.Pick(["*", "+", "?", "{2}", "{0,3}", "{1,}", "*?"]));
        }

        return text.ToString();
    }
}
