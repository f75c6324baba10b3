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
    private const int FirstWord = 4;
    private static readonly string[] Files = ["data.noun", "data.verb", "data.adj", "data.adv"];

    /// <summary>All meanings.</summary>
    /// <param name="folder">The folder of its <c>data</c> files; null for none.</param>
    public static ImmutableArray<Synset> Read(string? folder) => folder is null ? [] : [.. Files.SelectMany(f => File.ReadLines(Path.Combine(folder, f))).Where(l => l.Length > 0 && l[0] != ' ').Select(Of)];

    private static Synset Of(string line)
    {
        string[] fields = line.Split(' ');
        int count = int.Parse(fields[FirstWord - 1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new Synset([.. Enumerable.Range(0, count).Select(i => Word(fields[FirstWord + (2 * i)]))], line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..].Trim());
    }

    // Adjectives may say where they stand: galore(ip).
    private static string Word(string field) => (field.IndexOf('(', StringComparison.Ordinal) is > 0 and int end ? field[..end] : field).Replace('_', ' ');
}
