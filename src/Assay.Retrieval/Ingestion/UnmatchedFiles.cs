using System.Globalization;

namespace Assay.Retrieval.Ingestion;

/// <summary>Files of one ending that stand among the documents and that no pattern means.</summary>
/// <param name="Ending">Their ending as it is written, with its dot; empty for none.</param>
/// <param name="Count">How many there are.</param>
public sealed record UnmatchedFiles(string Ending, int Count)
{
    private const int MostShown = 6;

    /// <summary>One line about all of them: <c>12 files match no pattern in documents: 7 .xlsm, 5 .foo</c>.</summary>
    /// <param name="all">See <see cref="ScanResult.Unmatched"/>.</param>
    /// <returns>Null when there are none.</returns>
    public static string? Describe(IReadOnlyCollection<UnmatchedFiles> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        int count = all.Sum(u => u.Count), rest = all.Skip(MostShown).Sum(u => u.Count);
        if (count == 0) return null;
        IEnumerable<string> shown = all.Take(MostShown).Select(u => string.Create(CultureInfo.InvariantCulture, $"{u.Count:N0} {(u.Ending.Length == 0 ? "without an ending" : u.Ending)}"));
        if (rest > 0) shown = shown.Append(string.Create(CultureInfo.InvariantCulture, $"{rest:N0} of other endings"));
        return string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "file matches" : "files match")} no pattern in documents: {string.Join(", ", shown)}");
    }
}
