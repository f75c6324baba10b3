using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;

namespace Assay.Evaluation.Answers;

/// <summary>Reads a table out of an answer: Markdown, a JSON array of objects or arrays, or lines with tabs or commas whose first line names the columns.</summary>
public static class TableReader
{
    private const int MostCells = 1_000_000;

    /// <summary>Reads a table.</summary>
    /// <param name="text">An answer.</param>
    /// <returns>Null when the text is no table, has rows of different lengths, or more than a million cells.</returns>
    public static Table? TryRead(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (trimmed.StartsWith('[')) return StrictJson.TryParse(trimmed, out JsonNode? node, out _) && node is JsonArray array ? OfJson(array) : null;
        string[] lines = trimmed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length < 2) return null;
        string[] piped = [.. lines.Where(l => l.Contains('|', StringComparison.Ordinal))];
        if (piped.Length >= 2) return Named([.. piped.Where(l => !IsRule(l)).Select(Cells)]);
        char separator = lines[0].Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
        return Named([.. lines.Select(l => l.Split(separator, StringSplitOptions.TrimEntries))]);
    }

    private static Table? Named(string[][] lines)
    {
        bool usable = lines.Length >= 1 && lines[0].Length >= 2 && lines.All(l => l.Length == lines[0].Length) && (long)lines.Length * lines[0].Length <= MostCells;
        return usable ? new Table([.. lines[0]], [.. lines.Skip(1).Select(l => l.Select(c => (string?)c).ToImmutableArray())]) : null;
    }

    private static string[] Cells(string line) => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries);

    private static bool IsRule(string line) => line.All(c => c is '|' or '-' or ':' or ' ');

    private static Table? OfJson(JsonArray array)
    {
        if (array.Count > 0 && array.All(r => r is JsonObject))
        {
            ImmutableArray<string> names = [.. array.SelectMany(r => ((JsonObject)r!).Select(f => f.Key)).Distinct(StringComparer.Ordinal)];
            return (long)names.Length * array.Count > MostCells ? null : new Table(names, [.. array.Select(r => names.Select(n => Cell(((JsonObject)r!)[n])).ToImmutableArray())]);
        }

        if (array.Count == 0 || !array.All(r => r is JsonArray)) return null;
        ImmutableArray<ImmutableArray<string?>> rows = [.. array.Select(r => ((JsonArray)r!).Select(Cell).ToImmutableArray())];
        return rows.All(r => r.Length == rows[0].Length) ? new Table(null, rows) : null;
    }

    private static string? Cell(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node?.ToJsonString();
}
