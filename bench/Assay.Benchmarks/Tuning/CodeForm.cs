using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Sampling;

namespace Assay.Benchmarks.Tuning;

/// <summary>How findings and parts of ICD-10 codes are written for the model.</summary>
/// <remarks>
/// A part of a code becomes a word of letters, with a to j for the digits: <c>n28</c> is <c>Nci</c>, so that it is one token. What the model is asked ends with the parts that near findings have, by number;
/// an answer is one of the numbers, or else the word itself.
/// </remarks>
internal static class CodeForm
{
    private const int DroppedOf = 5;

    /// <summary>A part of a code as a word.</summary>
    public static string Written(string part) => string.Concat(part.Select(c => char.IsDigit(c) ? (char)('a' + c - '0') : char.ToUpperInvariant(c)));

    /// <summary>What the model is asked.</summary>
    /// <param name="kind">Which part of the code is asked for.</param>
    /// <param name="words">The finding's words, some of which may be left out.</param>
    /// <param name="sign">How near the nearest finding is, see <see cref="Sign"/>.</param>
    /// <param name="near">Parts of the codes of near findings, the nearest first.</param>
    public static string Asked(string kind, string words, char sign, ImmutableArray<string> near) =>
        $"{kind} {words} {sign}{string.Concat(near.Select((part, i) => string.Create(CultureInfo.InvariantCulture, $" {i + 1} {Written(part)}")))}";

    /// <summary>How near a finding's nearest is: <c>=</c> the same words, <c>~</c> half of the words of both or more in common, <c>-</c> fewer, <c>!</c> none is found.</summary>
    public static char Sign(string words, string? nearest)
    {
        if (nearest is null) return '!';
        if (words == nearest) return '=';
        HashSet<string> one = [.. words.Split(' ')], other = [.. nearest.Split(' ')];
        return 2 * one.Intersect(other, StringComparer.Ordinal).Count() >= one.Union(other, StringComparer.Ordinal).Count() ? '~' : '-';
    }

    /// <summary>The answer that gives a part: its number among those shown, or its word.</summary>
    public static string Answer(string part, ImmutableArray<string> near) => near.IndexOf(part) is >= 0 and var at ? (at + 1).ToString(CultureInfo.InvariantCulture) : " " + Written(part);

    /// <summary>The part that an answer gives.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="near">The parts that were shown.</param>
    /// <param name="parts">Part by its word.</param>
    public static string Read(string answer, ImmutableArray<string> near, IReadOnlyDictionary<string, string> parts) =>
        int.TryParse(answer, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= near.Length ? near[number - 1] : parts.GetValueOrDefault(answer.Trim(), answer.Trim());

    /// <summary>The words with about one in five left out, never all.</summary>
    public static string Thinned(string words, ref Xoshiro256 random)
    {
        List<string> kept = [];
        foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (random.NextUnit() * DroppedOf >= 1) kept.Add(word);
        }

        return kept.Count == 0 ? words : string.Join(' ', kept);
    }
}
