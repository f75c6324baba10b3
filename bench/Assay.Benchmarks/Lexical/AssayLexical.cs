using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Lexical;

/// <summary>Assay's keyword index over the passages of the comparison, each a document of one chunk.</summary>
internal sealed class AssayLexical
{
    private const int K = 10;
    private const int OrdinalBits = 20;

    private readonly KeywordIndex index;
    private readonly string[] queries;

    private AssayLexical(KeywordIndex index, string[] queries, double buildSeconds, long bytes)
    {
        (this.index, this.queries) = (index, queries);
        Engine = new LexicalEngine("Assay", "stemming, positions, fields, updates, filters; memory-mapped", buildSeconds, bytes, Time, () => Top(K), Every: 1);
    }

    /// <summary>Times and hits.</summary>
    public LexicalEngine Engine { get; }

    /// <summary>Indexes the corpus and opens the index from its file, mapped, as a search does.</summary>
    /// <param name="corpus">Passages, one a line.</param>
    /// <param name="queries">Queries, one a line.</param>
    /// <param name="folder">Where the index is kept.</param>
    public static AssayLexical Build(string corpus, string queries, string folder)
    {
        string[] passages = File.ReadAllLines(corpus);
        string file = Path.Combine(folder, "assay.keywords");
        long started = Stopwatch.GetTimestamp();
        KeywordIndex.Build(passages.Select(Document), generation: 1).Save(file, "bench", "bench");
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        KeywordIndex opened = KeywordIndex.Open(file, "bench", "bench") ?? throw new InvalidDataException("The index that was just saved does not open.");
        return new AssayLexical(opened, File.ReadAllLines(queries), seconds, new FileInfo(file).Length);
    }

    /// <summary>Queries whose ten best differ from the first ten of the ranking of all passages, by passage or by score.</summary>
    public int CountInexact()
    {
        int inexact = 0;
        foreach (string query in queries)
        {
            KeywordQuery parsed = Parse(query);
            ImmutableArray<KeywordHit> pruned = index.Current.Search(parsed, K), all = index.Current.Search(parsed, index.Current.ChunkCount);
            if (!pruned.SequenceEqual(all.Take(K))) inexact++;
        }

        return inexact;
    }

    private double[] Time()
    {
        KeywordSnapshot snapshot = index.Current;
        double[] microseconds = new double[queries.Length];
        for (int q = 0; q < microseconds.Length; q++)
        {
            long started = Stopwatch.GetTimestamp();
            snapshot.Search(Parse(queries[q]), K);
            microseconds[q] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return microseconds;
    }

    private ImmutableArray<int>[] Top(int k) =>
        [.. queries.Select(q => index.Current.Search(Parse(q), k).Select(h => checked((int)(h.Row >> OrdinalBits))).ToImmutableArray())];

    private static IndexedDocument Document(string passage, int line)
    {
        int number = line + 1;
        return new IndexedDocument(number, number.ToString("D6", CultureInfo.InvariantCulture), AccessClass: 0, Title: "", [new IndexedChunk(0, "", passage)]) { Language = Language.English };
    }

    private static KeywordQuery Parse(string query) => QueryParser.Parse(query, [Language.English]);
}
