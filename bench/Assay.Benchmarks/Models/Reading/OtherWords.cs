namespace Assay.Benchmarks.Models.Reading;

/// <summary>Questions in words that their text does not have: synonyms (of WordNet), and words misspelt as people misspell them.</summary>
internal static class OtherWords
{
    private const int ShortestSynonym = 4, ShortestMisspelt = 5, MostMisspelt = 2;
    private static readonly string[] Endings = ["", "s", "es", "d", "ed", "ing"];

    /// <summary>Synonyms as the corpus step wrote them; none where it wrote none.</summary>
    /// <param name="path">Lines of a word and its synonyms, with tabs between.</param>
    public static IReadOnlyDictionary<string, string[]> Read(string path) => File.Exists(path) ? File.ReadLines(path).Select(l => l.Split('\t')).ToDictionary(l => l[0], l => l[1..], StringComparer.Ordinal) : new Dictionary<string, string[]>();

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, string[]>> synonyms) => File.WriteAllLines(path, synonyms.Select(s => $"{s.Key}\t{string.Join('\t', s.Value)}"));

    /// <summary>A question some of whose words are synonyms, with the same endings.</summary>
    /// <param name="dice">Chooses.</param>
    /// <param name="synonyms">By the word.</param>
    /// <param name="question">The question.</param>
    /// <param name="share">How many of the words that have synonyms.</param>
    public static string Synonymous(LessonDice dice, IReadOnlyDictionary<string, string[]> synonyms, string question, double share) =>
        string.Join(' ', question.Split(' ').Select(word => Synonym(dice, synonyms, word, share)));

    /// <summary>A question with a word or two misspelt: a letter left out, doubled or exchanged with the next one. Names and numbers are left alone.</summary>
    public static string Misspelt(LessonDice dice, string question)
    {
        string[] words = question.Split(' ');
        int[] candidates = [.. Enumerable.Range(0, words.Length).Where(i => words[i].Length >= ShortestMisspelt && words[i].All(char.IsAsciiLetterLower))];
        foreach (int i in dice.Shuffled(candidates).Take(dice.Between(1, MostMisspelt)))
        {
            string word = words[i];
            int at = dice.Between(1, word.Length - 2);
            words[i] = dice.Below(3) switch
            {
                0 => word[..at] + word[(at + 1)..],
                1 => word[..at] + word[at] + word[at..],
                _ => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            };
        }

        return string.Join(' ', words);
    }

    private static string Synonym(LessonDice dice, IReadOnlyDictionary<string, string[]> synonyms, string word, double share)
    {
        string bare = word.TrimEnd('?', ',', '.');
        if (bare.Length < ShortestSynonym || !bare.All(char.IsAsciiLetterLower)) return word;
        foreach (string ending in Endings)
        {
            if (!bare.EndsWith(ending, StringComparison.Ordinal) || !synonyms.TryGetValue(bare[..^ending.Length], out string[]? others)) continue;
            return dice.Chance(share) ? dice.Pick(others) + ending + word[bare.Length..] : word;
        }

        return word;
    }
}
