using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Benchmarks.Models.Embedding;

/// <summary>Words of one meaning.</summary>
/// <param name="Words">The words.</param>
/// <param name="Gloss">What they mean, with examples.</param>
internal sealed record Synset(ImmutableArray<string> Words, string Gloss);

/// <summary>Reads WordNet 3 (Miller 1995; its licence allows every use): lines <c>offset file type count (word id)* ... | gloss</c>, count in hexadecimal digits.</summary>
internal static class WordNet
{
    private const int FirstWord = 4, FirstPointer = 4;
    private static readonly string[] Files = ["data.noun", "data.verb", "data.adj", "data.adv"];

    /// <summary>All meanings.</summary>
    /// <param name="folder">The folder of its <c>data</c> files; null for none.</param>
    public static ImmutableArray<Synset> Read(string? folder) => folder is null ? [] : [.. Files.SelectMany(f => File.ReadLines(Path.Combine(folder, f))).Where(l => l.Length > 0 && l[0] != ' ').Select(Of)];

    /// <summary>Words that can stand for a word in its most frequent meaning, both counted in texts; by the word.</summary>
    /// <param name="folder">The folder of its <c>data</c> and <c>index</c> files.</param>
    public static SortedDictionary<string, string[]> Synonyms(string folder)
    {
        var chosen = new Dictionary<string, (int Counted, string[] Words)>(StringComparer.Ordinal);
        foreach (string file in Files)
        {
            Dictionary<string, Synset> meanings = File.ReadLines(Path.Combine(folder, file)).Where(l => l.Length > 0 && l[0] != ' ').ToDictionary(l => l[..l.IndexOf(' ', StringComparison.Ordinal)], Of);
            foreach (string line in File.ReadLines(Path.Combine(folder, "index" + file[4..])).Where(l => l.Length > 0 && l[0] != ' '))
            {
                // lemma pos meanings pointers (pointer)* meanings counted (offset)*, the offsets by frequency.
                string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                int at = FirstPointer + int.Parse(fields[FirstPointer - 1], CultureInfo.InvariantCulture) + 1, counted = int.Parse(fields[at], CultureInfo.InvariantCulture);
                if (counted > chosen.GetValueOrDefault(fields[0]).Counted) chosen[fields[0]] = (counted, [.. meanings[fields[at + 1]].Words]);
            }
        }

        var synonyms = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach ((string word, (int _, string[] words)) in chosen)
        {
            string[] others = [.. words.Where(w => w != word && w.All(char.IsAsciiLetterLower) && chosen.ContainsKey(w))];
            if (others.Length > 0 && word.All(char.IsAsciiLetterLower)) synonyms[word] = others;
        }

        return synonyms;
    }

    private static Synset Of(string line)
    {
        string[] fields = line.Split(' ');
        int count = int.Parse(fields[FirstWord - 1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new Synset([.. Enumerable.Range(0, count).Select(i => Word(fields[FirstWord + (2 * i)]))], line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..].Trim());
    }

    // Adjectives may say where they stand: galore(ip).
    private static string Word(string field) => (field.IndexOf('(', StringComparison.Ordinal) is > 0 and int end ? field[..end] : field).Replace('_', ' ');
}
