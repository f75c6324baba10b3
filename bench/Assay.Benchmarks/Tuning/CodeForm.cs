using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Sampling;

namespace Assay.Benchmarks.Tuning;

/// <summary>How findings and ICD-10 codes are written for the model.</summary>
/// <remarks>
/// A code becomes two words of letters, its category and the rest, with a to j for the digits: <c>n28.89</c> is <c>Nci ij</c>. Each is one token then.
/// An answer is the number of one of the codes shown, or else the code itself.
/// </remarks>
internal static class CodeForm
{
    private const string NoRest = "z";
    private const int CategoryLength = 3, DroppedOf = 5;

    /// <summary>The two words of a code.</summary>
    public static string Written(string code)
    {
        string[] parts = code.Split('.', 2);
        return $"{Letters(parts[0])} {(parts.Length > 1 && parts[1].Length > 0 ? Letters(parts[1]) : NoRest)}";
    }

    /// <summary>The code's category, which is its first three characters.</summary>
    public static string Category(string code) => code[..Math.Min(code.Length, CategoryLength)];

    /// <summary>What the model is asked: the finding's words, how near the nearest finding is, and codes of near findings by number.</summary>
    /// <param name="words">The words, some of which may be left out.</param>
    /// <param name="sign">How near the nearest one is, see <see cref="Sign"/>.</param>
    /// <param name="near">Codes of near findings, the nearest first.</param>
    public static string Asked(string words, char sign, ImmutableArray<string> near) =>
        $" {words} {sign}{string.Concat(near.Select((code, i) => string.Create(CultureInfo.InvariantCulture, $" {i + 1} {Written(code)}")))}";

    /// <summary>How near a finding's nearest is: <c>=</c> the same words, <c>~</c> half of the words of both or more in common, <c>-</c> fewer, <c>!</c> none is found.</summary>
    public static char Sign(string words, string? nearest)
    {
        if (nearest is null) return '!';
        if (words == nearest) return '=';
        HashSet<string> one = [.. words.Split(' ')], other = [.. nearest.Split(' ')];
        return 2 * one.Intersect(other, StringComparer.Ordinal).Count() >= one.Union(other, StringComparer.Ordinal).Count() ? '~' : '-';
    }

    /// <summary>The answer that gives a code: its number among those shown, or its words.</summary>
    public static string Answer(string code, ImmutableArray<string> near) => near.IndexOf(code) is >= 0 and var at ? (at + 1).ToString(CultureInfo.InvariantCulture) : " " + Written(code);

    /// <summary>The code that an answer gives.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="near">The codes that were shown.</param>
    /// <param name="codes">Code by its words.</param>
    public static string Read(string answer, ImmutableArray<string> near, IReadOnlyDictionary<string, string> codes) =>
        int.TryParse(answer, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= near.Length ? near[number - 1] : codes.GetValueOrDefault(answer.Trim(), answer.Trim());

    /// <summary>The words with about one in five left out, never all.</summary>
    public static string Thinned(string words, ref Xoshiro256 random)
    {
        string[] all = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        List<string> kept = [];
        foreach (string word in all)
        {
            if (random.NextUnit() * DroppedOf >= 1) kept.Add(word);
        }

        return kept.Count == 0 ? words : string.Join(' ', kept);
    }

    private static string Letters(string part) => string.Concat(part.Select(c => char.IsDigit(c) ? (char)('a' + c - '0') : char.ToUpperInvariant(c)));
}
