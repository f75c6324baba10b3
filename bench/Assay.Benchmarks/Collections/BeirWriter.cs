using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Assay.Benchmarks.Collections;

/// <summary>Writes a collection in BEIR layout.</summary>
internal static class BeirWriter
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document of the corpus.</summary>
    internal sealed record Entry(string Id, string Title, string Text);

    /// <summary>A query.</summary>
    internal sealed record Query(string Id, string Text);

    /// <summary>One judgement.</summary>
    internal sealed record Row(string Query, string Document, int Grade);

    /// <summary>Writes <c>corpus.jsonl</c> and <c>queries.jsonl</c>.</summary>
    public static void Write(string folder, IEnumerable<Entry> corpus, IEnumerable<Query> queries)
    {
        Directory.CreateDirectory(Path.Combine(folder, "qrels"));
        Lines(Path.Combine(folder, "corpus.jsonl"), corpus.Select(d => JsonSerializer.Serialize(new { _id = d.Id, title = d.Title, text = d.Text }, Readable)));
        Lines(Path.Combine(folder, "queries.jsonl"), queries.Select(q => JsonSerializer.Serialize(new { _id = q.Id, text = q.Text }, Readable)));
    }

    /// <summary>Writes <c>qrels/SPLIT.tsv</c>.</summary>
    public static void WriteQrels(string folder, string split, IEnumerable<Row> rows) =>
        Lines(
            Path.Combine(folder, "qrels", split + ".tsv"),
            rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Query}\t{r.Document}\t{r.Grade}")).Prepend("query-id\tcorpus-id\tscore"));

    private static void Lines(string path, IEnumerable<string> lines)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        foreach (string line in lines) writer.WriteLine(line);
    }
}
