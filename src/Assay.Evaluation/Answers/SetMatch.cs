using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;

namespace Assay.Evaluation.Answers;

/// <summary>Two lists of things compared as sets: order and repeats do not count.</summary>
/// <param name="Common">Things both have.</param>
/// <param name="Answered">Different things in the answer.</param>
/// <param name="Expected">Different things in the accepted answer.</param>
/// <remarks>
/// A list is a JSON array of strings and numbers, or text with things on lines of their own (bullets and numbers before them are dropped), or else between
/// semicolons, or else between commas and the word "and". Two things are the same when their SQuAD normal forms are; one without a normal form, such as the letter A, is itself. Two empty lists are equal.
/// </remarks>
public readonly record struct SetMatch(int Common, int Answered, int Expected)
{
    private static readonly string[] Commas = [",", " and ", " & "];

    /// <summary>Whether both have the same things.</summary>
    public bool Exact => Common == Answered && Common == Expected;

    /// <summary>Share of the answered things that are right, in [0, 1]; of an empty answer 1 when nothing is expected, else 0.</summary>
    public double Precision => Answered == 0 ? (Expected == 0 ? 1 : 0) : (double)Common / Answered;

    /// <summary>Share of the expected things that were answered, in [0, 1]; 1 when nothing is expected and answered, 0 when only nothing is expected.</summary>
    public double Recall => Expected == 0 ? (Answered == 0 ? 1 : 0) : (double)Common / Expected;

    /// <summary>Harmonic mean of precision and recall, in [0, 1]: <c>2 common / (answered + expected)</c>.</summary>
    public double F1 => Answered + Expected == 0 ? 1 : 2.0 * Common / (Answered + Expected);

    /// <summary>Compares two lists.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="gold">An accepted answer.</param>
    /// <returns>Counts of different things.</returns>
    public static SetMatch Of(string answer, string gold)
    {
        HashSet<string> answered = Items(answer), expected = Items(gold);
        return new SetMatch(answered.Count(expected.Contains), answered.Count, expected.Count);
    }

    /// <summary>The different things of a list, normalised.</summary>
    private static HashSet<string> Items(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        HashSet<string> items = new(StringComparer.Ordinal);
        foreach (string part in Parts(text.Trim()))
        {
            string normal = SquadText.Normalize(part);
            if (normal.Length == 0) normal = part.Trim().ToLowerInvariant();
            if (normal.Length > 0) items.Add(normal);
        }

        return items;
    }

    private static ImmutableArray<string> Parts(string text)
    {
        if (text.StartsWith('[') && StrictJson.TryParse(text, out JsonNode? node, out _) && node is JsonArray array)
        {
            return [.. array.Select(item => item?.GetValueKind() == JsonValueKind.String ? item.GetValue<string>() : item?.ToJsonString() ?? "")];
        }

        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length > 1) return [.. lines.Select(WithoutBullet)];
        return [.. text.Contains(';', StringComparison.Ordinal) ? text.Split(';') : text.Split(Commas, StringSplitOptions.None)];
    }

    private static string WithoutBullet(string line)
    {
        int digits = 0;
        while (digits < line.Length && digits < 4 && char.IsAsciiDigit(line[digits])) digits++;
        if (digits > 0 && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] == ' ') return line[(digits + 2)..];
        return line.TrimStart('-', '*', '•', ' ');
    }
}
