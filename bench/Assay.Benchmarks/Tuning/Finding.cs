using System.Collections.Immutable;

namespace Assay.Benchmarks.Tuning;

/// <summary>Words that annotators of codiesp marked in a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Text">The words.</param>
/// <param name="Codes">The codes they were given in this case.</param>
internal sealed record Finding(string Case, string Text, ImmutableSortedSet<string> Codes)
{
    private const string Diagnosis = "DIAGNOSTICO";

    /// <summary>The diagnoses of a part of the data.</summary>
    public static Finding[] Read(string data, string part) => [.. File.ReadLines(Path.Combine(data, "codiesp", part, part + "X.tsv"))
        .Select(l => l.Split('\t')).Where(f => f.Length >= 4 && f[1] == Diagnosis)
        .Select(f => (Case: f[0], Code: f[2].Trim().ToLowerInvariant(), Text: f[3].Trim().ToLowerInvariant()))
        .GroupBy(f => (f.Case, f.Text)).Select(g => new Finding(g.Key.Case, g.Key.Text, [.. g.Select(f => f.Code)]))];
}
