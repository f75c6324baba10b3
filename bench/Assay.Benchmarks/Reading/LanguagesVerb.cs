using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Reading;

/// <summary>Detects the language of every paragraph and question of XQuAD, whose files say it.</summary>
internal static class LanguagesVerb
{
    /// <summary>Runs the verb.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "languages XQUAD [REPORT.md]");
        var table = new StringBuilder("| language | paragraphs | right | none | questions | right | none |\n|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (string path in Directory.GetFiles(args[0], "xquad.*.json").Order(StringComparer.Ordinal))
        {
            string code = Path.GetFileName(path).Split('.')[1];
            using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement[] paragraphs = [.. file.RootElement.GetProperty("data").EnumerateArray().SelectMany(d => d.GetProperty("paragraphs").EnumerateArray())];
            string[] texts = [.. paragraphs.Select(p => p.GetProperty("context").GetString()!)];
            string[] questions = [.. paragraphs.SelectMany(p => p.GetProperty("qas").EnumerateArray()).Select(q => q.GetProperty("question").GetString()!)];
            table.Append(CultureInfo.InvariantCulture, $"| {code} | {Row(texts, code)} | {Row(questions, code)} |\n");
        }

        Console.Write(table);
        if (args.Length > 1) File.AppendAllText(args[1], "\n" + table);
    }

    private static string Row(string[] texts, string code)
    {
        string[] found = [.. texts.Select(t => LanguageCodes.Of(t))];
        return string.Create(CultureInfo.InvariantCulture, $"{texts.Length:N0} | {(double)found.Count(f => f == code) / texts.Length:0.0000} | {found.Count(f => f.Length == 0)}");
    }
}
