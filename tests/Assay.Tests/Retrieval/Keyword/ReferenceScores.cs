using System.Collections.Immutable;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Keyword.Segments;
using Assay.Retrieval.Search;

namespace Assay.Tests.Retrieval.Keyword;

/// <summary>BM25 written down straight from its formula, over the words as split at spaces.</summary>
internal static class ReferenceScores
{
    public static Dictionary<long, double> Of(ImmutableArray<IndexedDocument> documents, KeywordQuery query, ChunkFilter? filter)
    {
        var chunks = documents.Where(d => filter?.AllowsClass(d.AccessClass) ?? true)
            .SelectMany(d => d.Chunks.Select(c => (Row: d.Key << 20 | (uint)c.Ordinal, Fields: new[] { Words(d.Title), Words(c.Headings), Words(c.Body) }))).ToList();
        double[] weights = [query.Scoring.TitleWeight, query.Scoring.HeadingWeight, query.Scoring.BodyWeight];
        double Length(string[][] fields) => fields.Zip(weights, (f, w) => f.Length * w).Sum();
        double average = chunks.Sum(c => Length(c.Fields)) / Math.Max(1, chunks.Count);
        var scores = new Dictionary<long, double>();
        foreach (KeywordTerm term in query.Terms)
        {
            int frequency = chunks.Count(c => c.Fields.Any(f => Count(f, term.Words) > 0));
            double idf = Math.Log(1 + ((chunks.Count - frequency + 0.5) / (frequency + 0.5)));
            foreach ((long row, string[][] fields) in chunks)
            {
                double tf = fields.Zip(weights, (f, w) => Kept(Count(f, term.Words), f == fields[2]) * w).Sum();
                double norm = query.Scoring.K1 * (1 - query.Scoring.B + (query.Scoring.B * Length(fields) / average));
                if (tf > 0) scores[row] = scores.GetValueOrDefault(row) + (term.Weight * idf * (query.Scoring.K1 + 1) * tf / (tf + norm));
            }
        }

        return scores.Where(s => filter?.AllowsDocument(s.Key >> 20) ?? true).ToDictionary();
    }

    private static int Kept(int count, bool isBody) => isBody ? FieldCounts.Body(FieldCounts.Encode(0, 0, count)) : Math.Min(count, 3);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int Count(string[] words, ImmutableArray<string> phrase) =>
        Enumerable.Range(0, Math.Max(0, words.Length - phrase.Length + 1)).Count(i => words.Skip(i).Take(phrase.Length).SequenceEqual(phrase));
}
