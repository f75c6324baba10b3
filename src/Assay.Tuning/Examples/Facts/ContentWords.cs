using System.Collections.Frozen;
using Assay.Text.Words;
using Assay.Tuning.Examples.Checks;

namespace Assay.Tuning.Examples.Facts;

/// <summary>The words that carry what a text says, in a form in which singular and plural, and small numbers as words and as digits, agree.</summary>
internal static class ContentWords
{
    private static readonly FrozenDictionary<string, string> s_numbers = new Dictionary<string, string>
    {
        ["one"] = "1", ["two"] = "2", ["three"] = "3", ["four"] = "4", ["five"] = "5", ["six"] = "6", ["seven"] = "7", ["eight"] = "8", ["nine"] = "9", ["ten"] = "10",
        ["eleven"] = "11", ["twelve"] = "12", ["fifteen"] = "15", ["twenty"] = "20", ["thirty"] = "30", ["sixty"] = "60", ["ninety"] = "90", ["hundred"] = "100",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All words but stop words.</summary>
    public static IEnumerable<string> Of(string text) => WordList.Words(text).Select(w => w.ToLowerInvariant()).Where(w => !StopWords.Contains(w)).Select(Form);

    /// <summary>All words.</summary>
    public static IEnumerable<string> All(string text) => WordList.Words(text).Select(w => Form(w.ToLowerInvariant()));

    /// <summary>A lower-case word in the form in which words are compared.</summary>
    public static string Form(string word)
    {
        if (s_numbers.TryGetValue(word, out string? number)) return number;
        if (word.AsSpan().ContainsAnyInRange('0', '9')) return word.Replace(",", "", StringComparison.Ordinal);
        if (word.EndsWith("'s", StringComparison.Ordinal) || word.EndsWith("’s", StringComparison.Ordinal)) word = word[..^2];
        if (word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal)) return word[..^3] + "y";
        if (word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal)) return word[..^3].TrimEnd('e');
        if (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal)) return word[..^2].TrimEnd('e');
        return word.Length > 3 && word.EndsWith('s') && word[^2] != 's' ? word[..^1].TrimEnd('e') : word.Length > 4 ? word.TrimEnd('e') : word;
    }
}
