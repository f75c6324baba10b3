using System.Text.Json;
using Assay.Benchmarks.Collections;
using Assay.Text;

namespace Assay.Benchmarks.Models;

/// <summary>Reads the documents of a recipe's sources, in order of their paths.</summary>
internal static class CorpusSources
{
    /// <summary>The documents of a source.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="source">Which.</param>
    public static IEnumerable<CorpusDocument> Read(string data, RecipeSource source)
    {
        string folder = Path.Combine(data, source.Folder ?? source.Name);
        if (!Directory.Exists(folder)) throw new InputException(new Problem(folder, null, $"expected the folder of the source '{source.Name}' ({source.Origin}); found none."));
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
            .Where(f => f.Contains(source.Only, StringComparison.Ordinal) && !source.Without.Any(w => f.Contains(w, StringComparison.Ordinal))).Order(StringComparer.Ordinal);
        return files.SelectMany(f => ReadFile(Path.Combine(folder, f), f, source.Kind)).Where(d => d.Text.Length > 0);
    }

    private static IEnumerable<CorpusDocument> ReadFile(string path, string id, string kind)
    {
        switch (kind)
        {
            case "markdown" when id.EndsWith(".md", StringComparison.Ordinal): return [new CorpusDocument(id, CorpusText.OfMarkdown(File.ReadAllText(path)))];
            case "wrapped" when id.EndsWith(".txt", StringComparison.Ordinal): return [new CorpusDocument(id, CorpusText.OfWrapped(File.ReadAllText(path)))];
            case "lines" when id.EndsWith(".txt", StringComparison.Ordinal): return [new CorpusDocument(id, CorpusText.OfLines(File.ReadAllText(path)))];
            case "gutenberg" when id.EndsWith(".txt", StringComparison.Ordinal): return [new CorpusDocument(id, CorpusText.OfGutenberg(File.ReadAllText(path)))];
            case "stories" when id.EndsWith(".csv", StringComparison.Ordinal): return [Story(path, id)];
            case "textbook" when id.EndsWith(".cnxml", StringComparison.Ordinal): return [new CorpusDocument(id, TextbookText.Of(File.ReadAllText(path)))];
            case "dialogues" when id.EndsWith(".json", StringComparison.Ordinal): return Dialogues(path, id);
            case "markdown" or "wrapped" or "lines" or "gutenberg" or "stories" or "textbook" or "dialogues": return [];
            default: throw new InputException(new Problem(id, null, $"expected a kind of source that is known; found '{kind}'."));
        }
    }

    private static CorpusDocument Story(string path, string id)
    {
        using var reader = new StreamReader(path);
        return new CorpusDocument(id, CorpusText.OfLines(string.Join("\n", Csv.Read(reader).Select(r => r["text"]))));
    }

    private static IEnumerable<CorpusDocument> Dialogues(string path, string id)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path));
        foreach (JsonElement dialogue in file.RootElement.EnumerateArray())
        {
            if (!dialogue.TryGetProperty("turns", out JsonElement turns)) continue;
            yield return new CorpusDocument($"{id}#{dialogue.GetProperty("dialogue_id").GetString()}", string.Join("\n\n", turns.EnumerateArray().Select(t => $"{(t.GetProperty("speaker").GetString() == "USER" ? "Customer" : "Agent")}: {t.GetProperty("utterance").GetString()}")));
        }
    }
}
