using System.Globalization;
using System.Text.Json;

namespace Assay.Benchmarks.Collections;

/// <summary>XQuAD (Artetxe et al. 2020) as retrieval: which paragraph answers the question.</summary>
/// <remarks>The paragraphs go without the titles of their articles, which are English in every language of the set.</remarks>
internal static class XQuad
{
    /// <summary>Converts one language.</summary>
    public static string Convert(string file, string target)
    {
        List<BeirWriter.Entry> corpus = [];
        List<BeirWriter.Query> queries = [];
        List<BeirWriter.Row> rows = [];
        using var squad = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (JsonElement article in squad.RootElement.GetProperty("data").EnumerateArray())
        {
            foreach (JsonElement paragraph in article.GetProperty("paragraphs").EnumerateArray())
            {
                string document = "p" + (corpus.Count + 1).ToString("D3", CultureInfo.InvariantCulture);
                corpus.Add(new BeirWriter.Entry(document, "", paragraph.GetProperty("context").GetString()!));
                foreach (JsonElement asked in paragraph.GetProperty("qas").EnumerateArray())
                {
                    string id = asked.GetProperty("id").GetString()!;
                    queries.Add(new BeirWriter.Query(id, asked.GetProperty("question").GetString()!));
                    rows.Add(new BeirWriter.Row(id, document, 1));
                }
            }
        }

        BeirWriter.Write(target, corpus, queries);
        BeirWriter.WriteQrels(target, "test", rows);
        return string.Create(CultureInfo.InvariantCulture, $"{corpus.Count} paragraphs, {queries.Count} questions");
    }
}
