namespace Assay.Benchmarks.Models.Reading;

/// <summary>
/// Questions whose words stand in another order and form than in the text. A question made of a sentence keeps its runs of words, and a model learns to follow those; people ask with the words of a text in
/// any order, some inflected and some left out. So what tells the sentence is which words it has, and what is asked for tells the answer.
/// </summary>
internal static class KeywordQuestions
{
    private const int Fewest = 3;
    private const double Kept = 0.75, Inflected = 0.15, Shuffled = 0.5, Filled = 0.3, AskedLast = 0.1;
    private static readonly HashSet<string> Asking = new(["what", "which", "who", "whom", "whose", "when", "where", "why", "how"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> OfHow = new(["many", "much", "long", "far", "often", "old", "large", "big", "high"], StringComparer.OrdinalIgnoreCase);
    private static readonly string[] Fillers = ["the", "of", "in", "a", "did", "was", "is", "for", "to", "on"];
    private static readonly HashSet<string> Function = new([.. Fillers, "an", "and", "or", "by", "at", "from", "with", "as", "that", "this", "these", "those", "it", "its", "their", "his", "her", "they", "he", "she", "are", "were", "be", "been", "has", "have", "had", "do", "does", "can", "could", "may", "will", "would", "should", "must", "not", "no", "but", "also", "which", "who"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The same question in other words; as it was where it has too few.</summary>
    public static string Of(LessonDice dice, string question)
    {
        string[] words = question.TrimEnd('?').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int asking = Array.FindIndex(words, Asking.Contains);
        if (asking is < 0 or > 2) return question;
        int end = asking + 1;
        if (end < words.Length && words[asking].Equals("how", StringComparison.OrdinalIgnoreCase) && OfHow.Contains(words[end])) end++;
        string[] content = [.. words[end..].Where(w => w.Length > 1 && !Function.Contains(w))];
        string[] kept = [.. content.Where(_ => dice.Chance(Kept))];
        if (kept.Length < Fewest) return question;
        if (dice.Chance(Shuffled)) kept = dice.Shuffled(kept);
        List<string> asked = [];
        foreach (string word in kept)
        {
            if (dice.Chance(Filled)) asked.Add(dice.Pick(Fillers));
            asked.Add(dice.Chance(Inflected) ? Inflect(dice, word) : word);
        }

        string lead = string.Join(' ', words[..end]), rest = string.Join(' ', asked);
        return dice.Chance(AskedLast) ? $"{rest} {lead.ToLowerInvariant()}?" : $"{lead} {rest}?";
    }

    // Names and numbers keep their form.
    private static string Inflect(LessonDice dice, string word)
    {
        if (!word.All(char.IsLower)) return word;
        if (word.EndsWith("ed", StringComparison.Ordinal) && word.Length > 4) return word[..^2] + dice.Pick(["", "e", "ing", "s"]);
        if (word.EndsWith("ing", StringComparison.Ordinal) && word.Length > 5) return word[..^3] + dice.Pick(["", "e", "ed", "s"]);
        return word.EndsWith('s') && word.Length > 3 ? word[..^1] : word + dice.Pick(["s", "ed", "ing"]);
    }
}
