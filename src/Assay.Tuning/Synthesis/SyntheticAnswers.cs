using Assay.Text.Citations;
using Assay.Tuning.Examples.Checks;

namespace Assay.Tuning.Synthesis;

/// <summary>What answers of synthetic examples must keep to.</summary>
public static class SyntheticAnswers
{
    /// <summary>The first citation of an answer that no passage of its prompt has.</summary>
    /// <param name="prompt">What the user says.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>Its number; null when all are there, or the prompt has no passages.</returns>
    public static int? UnknownCitation(string prompt, string answer)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(answer);
        if (!prompt.StartsWith("Passages:\n", StringComparison.Ordinal)) return null;
        HashSet<int> known = [.. prompt.Split('\n').Where(l => l.StartsWith('[')).SelectMany(l => CitationMarkers.Find(l).Where(c => c.Marker.Start == 0).Select(c => c.Number))];
        foreach ((_, int number) in CitationMarkers.Find(answer))
        {
            if (!known.Contains(number)) return number;
        }

        return null;
    }

    /// <summary>An answer that cites.</summary>
    /// <param name="said">The answer; citations in it are taken out.</param>
    /// <param name="numbers">What it rests on.</param>
    /// <returns>The answer with its citations behind it, in order.</returns>
    public static string Cite(string said, IEnumerable<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return $"{CitationMarkers.Strip(said).Trim()} {string.Concat(numbers.Distinct().Order().Select(n => FormattableString.Invariant($"[{n}]")))}";
    }

    /// <summary>Whether an answer cites exactly some passages.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="numbers">The passages.</param>
    /// <returns>False where one is missing or too many.</returns>
    public static bool CitesExactly(string answer, IEnumerable<int> numbers) => CitationMarkers.Find(answer).Select(c => c.Number).ToHashSet().SetEquals(numbers);

    /// <summary>A number that depends on a seed and a text alone, to draw lots with.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="text">The text.</param>
    /// <returns>Any number, spread evenly.</returns>
    public static ulong Lot(ulong seed, string text) => WordList.Mix(unchecked(WordList.Hash(text) + ((seed + 1) * 0x9E3779B97F4A7C15)));
}
