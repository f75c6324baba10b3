using System.Globalization;
using System.Text.Json;
using Assay.Collections;
using Assay.Comparing;
using Assay.Evaluation.Ranking;
using Assay.Models.Encoders;
using Assay.Numerics.Vectors;
using Assay.Running;

namespace Assay.Benchmarks.Models.Embedding;

/// <summary>nDCG@10 of an embedder on BEIR collections: alone, and mixed with a run by words.</summary>
internal static class SearchCheck
{
    private const int Depth = 200;
    private static readonly double[] Shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 1];

    /// <summary>Prints a line for each collection.</summary>
    /// <param name="model">The embedder's folder.</param>
    /// <param name="collections">BEIR folders.</param>
    /// <param name="work">Where runs by words are kept.</param>
    public static void Print(string model, string collections, string work)
    {
        using SentenceEmbedder embedder = SentenceEmbedder.Open(model);
        Console.WriteLine($"| collection | {string.Join(" | ", Shares.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s:0.0} by meaning")))} |");
        foreach (string folder in Directory.EnumerateDirectories(collections).Where(d => File.Exists(Path.Combine(d, "corpus.jsonl"))).Order(StringComparer.Ordinal))
        {
            RetrievalCollection collection = RetrievalCollection.Open(folder)!;
            RankedRun words = RankedRunReader.Read(ByWords(folder, work));
            (string Id, float[] Vector)[] documents = Embed(embedder, [.. Texts(folder)], TextRole.Passage);
            (string Id, float[] Vector)[] queries = Embed(embedder, [.. collection.Questions.Select(q => (q.Id, q.Text))], TextRole.Query);
            Console.WriteLine($"| {Path.GetFileName(folder)} | {string.Join(" | ", Shares.Select(s => Score(collection.Judgements, Mix(words, documents, queries, s)).ToString("0.0000", CultureInfo.InvariantCulture)))} |");
        }
    }

    private static string ByWords(string folder, string work)
    {
        string kept = Path.Combine(work, "runs", Path.GetFileName(folder) + ".trec");
        if (File.Exists(kept)) return kept;
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        RetrievalReport report = RetrievalReport.MeasureAsync(folder, new RetrievalReportOptions { Workspace = Path.Combine(work, "runs", Path.GetFileName(folder)) }, TimeProvider.System, new Silent(), CancellationToken.None).GetAwaiter().GetResult();
        File.Copy(report.Run, kept);
        return kept;
    }

    private static IEnumerable<(string Id, string Text)> Texts(string folder)
    {
        foreach (string line in File.ReadLines(Path.Combine(folder, "corpus.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return (document.RootElement.GetProperty("_id").GetString()!, $"{document.RootElement.GetProperty("title").GetString()}\n{document.RootElement.GetProperty("text").GetString()}");
        }
    }

    private static (string Id, float[] Vector)[] Embed(SentenceEmbedder embedder, (string Id, string Text)[] texts, TextRole role) =>
        [.. texts.Chunk(256).SelectMany(c => embedder.Embed([.. c.Select(t => t.Text)], role).Vectors.Select((v, i) => (c[i].Id, v.ToArray())))];

    private static double Score(Qrels qrels, RankedRun run) => RankingMetrics.Evaluate(qrels, run, new RankingOptions { IncludeMissing = true }).All["ndcg_cut_10"];

    // Scores by words between 0 and 1 for each query, cosines as they are, of the best of both.
    private static RankedRun Mix(RankedRun words, (string Id, float[] Vector)[] documents, (string Id, float[] Vector)[] queries, double share)
    {
        List<(string, ScoredDocument)> all = [];
        foreach ((string query, float[] vector) in queries)
        {
            Dictionary<string, double> byWords = words.Of(query).Take(Depth).ToDictionary(d => d.Document, d => d.Score, StringComparer.Ordinal);
            double high = byWords.Values.DefaultIfEmpty(1).Max(), low = byWords.Values.DefaultIfEmpty(0).Min();
            (string Id, double Cosine)[] cosines = [.. documents.Select(d => (d.Id, (double)DotProduct.Of(vector, d.Vector)))];
            HashSet<string> best = share == 0 ? [] : [.. cosines.OrderByDescending(c => c.Cosine).Take(Depth).Select(c => c.Id)];
            double top = cosines.Max(c => c.Cosine), floor = cosines.OrderByDescending(c => c.Cosine).Take(Depth).Last().Cosine;
            foreach ((string id, double cosine) in cosines)
            {
                if (!best.Contains(id) && (share == 1 || !byWords.ContainsKey(id))) continue;
                double mine = Math.Max(0, (cosine - floor) / Math.Max(1e-9, top - floor)), lexical = byWords.TryGetValue(id, out double score) ? (score - low) / Math.Max(1e-9, high - low) : 0;
                all.Add((query, new ScoredDocument(id, (share * mine) + ((1 - share) * lexical))));
            }
        }

        return RankedRun.Create("mix", all);
    }

    private sealed class Silent : IProgress<CompareProgress>
    {
        public void Report(CompareProgress value)
        {
        }
    }
}
