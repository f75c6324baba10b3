using System.Collections.Concurrent;
using System.Globalization;
using Assay.Comparing;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Reranking;
using Assay.RetrievalTuning;
using Assay.Running;

namespace Assay.Benchmarks.Models.Embedding;

/// <summary>nDCG@10 of the product's own search on collections: by words, by meaning, by both as the embedder's folder says, and with a reranker behind; each with its paired difference to the search by words.</summary>
/// <param name="embedder">The embedder's folder.</param>
/// <param name="reranker">The reranker's folder; null for none.</param>
/// <param name="work">Where indexes are kept.</param>
/// <param name="weights">What the reranker counts; empty for what its folder says.</param>
internal sealed class SearchCheck(string embedder, string? reranker, string work, double[] weights)
{
    /// <summary>Prints a line for each collection and one of their means.</summary>
    /// <param name="folders">Projects, BEIR folders and folders with TREC files.</param>
    public void Print(IEnumerable<string> folders)
    {
        string[] ways = [.. Ways(SearchProfile.Default).Select(w => w.Name)];
        Console.WriteLine($"| collection | questions | {string.Join(" | ", ways.SelectMany((w, i) => i == 0 ? [w] : (string[])[w, "difference (95%)"]))} | ms a search, both |");
        Console.WriteLine($"|---|---:|{string.Concat(Enumerable.Repeat("---:|", 2 * ways.Length))}");
        List<double[]> means = [];
        foreach (string folder in folders) means.Add(Print(folder, ways));
        double[] whole = [.. ways.Select((_, w) => means.Average(m => m[w]))];
        Console.WriteLine($"| mean | | {string.Join(" | ", whole.SelectMany((m, i) => i == 0 ? [Number(m)] : (string[])[Number(m), Signed(m - whole[0])]))} | |");
    }

    private double[] Print(string folder, string[] ways)
    {
        string name = Path.GetFileName(folder.TrimEnd('/'));
        using RetrievalSubject subject = RetrievalSubject.OpenAsync(folder, new RetrievalReportOptions { Workspace = Path.Combine(work, "search", name) }, TimeProvider.System, new Silent(), CancellationToken.None).GetAwaiter().GetResult();
        Project project = new()
        {
            Root = folder, Name = name, Documents = [], Questions = "", Model = ModelReference.Parse("extractive"), Arms = [], Embedder = Folder(embedder), Reranker = reranker is null ? null : Folder(reranker),
        };
        KnowledgeEmbedder opened = subject.Knowledge.OpenEmbedder(project, subject.Workspace, new ProviderOptions(), TimeProvider.System)!;
        opened.EmbedAsync(0, null, CancellationToken.None).GetAwaiter().GetResult();
        using KnowledgeReranker? reads = subject.Knowledge.OpenReranker(project, new ProviderOptions(), CancellationToken.None);
        subject.Knowledge.PrepareAsync(subject.Questions.Select(q => q.Text), CancellationToken.None).GetAwaiter().GetResult();
        JudgedQuestion[] questions = [.. subject.Questions.Select(q => new JudgedQuestion(q.Id, q.Text, subject.Qrels.Of(q.Id), subject.Knowledge.SearchOptions(1, null)))];
        Searcher searcher = reads is null ? subject.Knowledge.Searcher : subject.Knowledge.Searcher.With(new RememberedScores(reads));
        var meter = new ProfileMeter(searcher.With, questions, TimeProvider.System, _ => { }, CancellationToken.None);
        ProfileScores[] found = [.. Ways(subject.Knowledge.DefaultProfile).Select(w => meter.Measure(w.Profile))];
        IEnumerable<string> cells = found.SelectMany((f, i) => i == 0 ? [Number(f.Ndcg.Average())] : (string[])[Number(f.Ndcg.Average()), Difference(questions, f.Ndcg, found[0].Ndcg)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {questions.Length:N0} | {string.Join(" | ", cells)} | {found[2].MedianMs:0.0} |"));
        return [.. found.Select(f => f.Ndcg.Average())];
    }

    private (string Name, SearchProfile Profile)[] Ways(SearchProfile usual)
    {
        SearchProfile both = usual with { CrossEncoder = usual.CrossEncoder with { Weight = 0 } };
        SearchProfile Meaning(double weight) => both with { Fusion = both.Fusion with { DenseWeight = weight } };
        SearchProfile Reranked(double weight) => usual with { CrossEncoder = usual.CrossEncoder with { Weight = weight } };
        IEnumerable<(string, SearchProfile)> reranked = reranker is null ? [] : weights.Length == 0 ? [("both, reranked", usual)] : weights.Select(w => (string.Create(CultureInfo.InvariantCulture, $"both, reranked {w}"), Reranked(w)));
        return [("words", Meaning(0)), ("meaning", Meaning(1)), ("both", both), .. reranked];
    }

    private static string Difference(JudgedQuestion[] questions, double[] a, double[] b)
    {
        Dictionary<string, double?> Named(double[] values) => questions.Zip(values).ToDictionary(p => p.First.Id, p => (double?)p.Second, StringComparer.Ordinal);
        DifferenceEstimate difference = PairedBootstrap.Difference(Named(a), Named(b));
        return difference.Interval is { } interval ? $"{Signed(difference.Mean)} ({Signed(interval.Low)} to {Signed(interval.High)})" : Signed(difference.Mean);
    }

    private static ModelReference Folder(string path) => ModelReference.Parse(Path.GetFullPath(path));

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Signed(double? value) => value is { } known ? known.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture) : "–";

    // Several weights see the same candidates.
    private sealed class RememberedScores(IReranker reranker) : IReranker
    {
        private readonly ConcurrentDictionary<string, IReadOnlyList<double>> scores = new(StringComparer.Ordinal);

        public int Depth => reranker.Depth;

        public string Name => reranker.Name;

        public IReadOnlyList<double> Score(RerankRequest request) => scores.GetOrAdd(string.Join('\0', request.Texts.Prepend(request.Query)), _ => reranker.Score(request));
    }

    private sealed class Silent : IProgress<CompareProgress>
    {
        public void Report(CompareProgress value)
        {
        }
    }
}
