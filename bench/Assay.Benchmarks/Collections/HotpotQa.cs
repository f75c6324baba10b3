using System.Globalization;
using System.Text.Json;

namespace Assay.Benchmarks.Collections;

/// <summary>Five hundred questions of HotpotQA (Yang et al. 2018); the paragraphs of all of them are the corpus, the supporting ones of a question its gold.</summary>
internal static class HotpotQa
{
    /// <summary>Converts the questions file.</summary>
    public static string Convert(string source, string target)
    {
        Dictionary<(string Title, string Text), string> ids = [];
        List<BeirWriter.Entry> corpus = [];
        List<BeirWriter.Query> queries = [];
        List<BeirWriter.Row> rows = [];
        foreach (string line in File.ReadLines(Path.Combine(source, "dev_subsampled.jsonl")).Where(l => l.Length > 0))
        {
            using var question = JsonDocument.Parse(line);
            string id = question.RootElement.GetProperty("question_id").GetString()!;
            queries.Add(new BeirWriter.Query(id, question.RootElement.GetProperty("question_text").GetString()!));
            HashSet<string> gold = [];
            foreach (JsonElement context in question.RootElement.GetProperty("contexts").EnumerateArray())
            {
                (string Title, string Text) key = (context.GetProperty("title").GetString()!, context.GetProperty("paragraph_text").GetString()!);
                if (!ids.TryGetValue(key, out string? document))
                {
                    ids[key] = document = "p" + (ids.Count + 1).ToString("D4", CultureInfo.InvariantCulture);
                    corpus.Add(new BeirWriter.Entry(document, key.Title, key.Text));
                }

                if (context.GetProperty("is_supporting").GetBoolean() && gold.Add(document)) rows.Add(new BeirWriter.Row(id, document, 1));
            }
        }

        BeirWriter.Write(target, corpus, queries);
        BeirWriter.WriteQrels(target, "test", rows);
        return string.Create(CultureInfo.InvariantCulture, $"{corpus.Count} paragraphs, {queries.Count} questions, {rows.Count} relevant");
    }
}
