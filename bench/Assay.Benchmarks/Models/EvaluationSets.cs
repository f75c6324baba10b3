using System.IO.Compression;
using System.Text.Json;

namespace Assay.Benchmarks.Models;

/// <summary>What bundled models are measured on, none of which they may have learned.</summary>
internal static class EvaluationSets
{
    /// <summary>Names of the sets, and their files and folders below the data folder; of a folder, the files whose path contains the last part.</summary>
    public static readonly (string Name, string Path, string Only)[] All =
    [
        ("business-central-help", "business-central-help", ""), ("xquad", "xquad/xquad.en.json", ""), ("scifact", "scifact/scifact.zip", ""), ("cranfield", "cranfield", "cran."),
        ("npl-vaswani", "npl-vaswani", ""), ("pubmedqa", "pubmedqa/data", ""), ("hotpotqa-500", "hotpotqa-500/dev_subsampled.jsonl", ""), ("cuad", "cuad/full_contract_txt", ""),
        ("begin", "begin", ".tsv"), ("codiesp", "codiesp", ".txt"), ("banking77", "banking77/banking_data", "test"), ("18f-handbook", "18f-handbook/pages", ""),
        ("fairytaleqa", "fairytaleqa/data-by-train-split", "/val/"), ("fairytaleqa", "fairytaleqa/data-by-train-split", "/test/"), ("gsm8k", "gsm8k/test.jsonl", ""),
        ("text2sql", "text2sql/data", ".json"), ("e2e", "e2e/devset.csv", ""),
    ];

    /// <summary>The texts of a set.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="only">What a file's path must contain.</param>
    public static IEnumerable<string> Texts(string path, string only)
    {
        if (!Directory.Exists(path)) return TextsOf(path);
        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => f.Replace('\\', '/').Contains(only, StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(TextsOf);
    }

    private static IEnumerable<string> TextsOf(string file)
    {
        switch (Path.GetExtension(file))
        {
            case ".json": return Strings(File.ReadAllText(file));
            case ".jsonl": return File.ReadLines(file).Where(l => l.Length > 0).SelectMany(Strings);
            case ".zip": return Entries(file);
            default: return [File.ReadAllText(file)];
        }
    }

    private static IEnumerable<string> Entries(string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(file);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            yield return reader.ReadToEnd();
        }
    }

    private static List<string> Strings(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        var found = new List<string>();
        Collect(document.RootElement, found);
        return found;
    }

    private static void Collect(JsonElement element, List<string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String: found.Add(element.GetString()!); break;
            case JsonValueKind.Array: foreach (JsonElement item in element.EnumerateArray()) Collect(item, found); break;
            case JsonValueKind.Object: foreach (JsonProperty property in element.EnumerateObject()) Collect(property.Value, found); break;
        }
    }
}
