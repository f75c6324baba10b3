using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Collections;
using Assay.Comparing;
using Assay.Evaluation.Ranking;
using Assay.Evaluation.Statistics;
using Assay.Projects;
using Assay.Running;

namespace Assay.Benchmarks.Quality;

/// <summary>Measures retrieval of every collection with default settings, beside a plain BM25 made by other code in the same run.</summary>
internal static class QualityVerb
{
    private const string Measure = "ndcg_cut_10";

    private const string StagesOption = "--stages";

    /// <summary>Runs the verb: <c>quality COLLECTIONS PEERS [REPORT.md] [--stages]</c>.</summary>
    public static void Run(string[] args)
    {
        bool withStages = args.Contains(StagesOption);
        args = [.. args.Where(a => a != StagesOption)];
        Verbs.Require(args, 2, "quality COLLECTIONS PEERS [REPORT.md] [--stages]");
        PeerFolder peers = PeerFolder.Open(args[1]);
        string work = Directory.CreateDirectory(Path.Combine(peers.Work, "quality")).FullName;
        List<Row> rows = [];
        List<StagesRun> stages = [];
        foreach (string folder in Directory.EnumerateDirectories(args[0]).Order(StringComparer.Ordinal))
        {
            Console.Error.WriteLine(Path.GetFileName(folder));
            rows.Add(MeasureOne(folder, peers, work));
            if (withStages) stages.Add(StagesRun.Measure(folder, Path.Combine(work, Path.GetFileName(folder) + ".stages")));
        }

        MarkdownReport report = Report(rows, withStages);
        if (withStages) AddStages(report, rows, stages);
        report.Finish(args.ElementAtOrDefault(2));
    }

    private sealed record Row(string Name, RetrievalReport Assay, RankingResult Peer, DifferenceEstimate Difference);

    private static Row MeasureOne(string folder, PeerFolder peers, string work)
    {
        string name = Path.GetFileName(folder);
        string workspace = Path.Combine(work, name);
        if (Directory.Exists(workspace)) Directory.Delete(workspace, recursive: true);
        RetrievalReport report = RetrievalReport.MeasureAsync(folder, new RetrievalReportOptions { Workspace = workspace }, TimeProvider.System, Silent.Instance, CancellationToken.None).GetAwaiter().GetResult();
        string run = Path.Combine(work, name + ".bm25.trec");
        using (Process python = Process.Start(peers.Python, [peers.Program("bm25.py"), folder, run]))
        {
            python.WaitForExit();
            if (python.ExitCode != 0) throw new InvalidDataException($"bm25.py ended with {python.ExitCode} on {name}.");
        }

        Qrels qrels = Judgements(folder);
        RankingResult ours = Evaluate(qrels, report.Run), theirs = Evaluate(qrels, run);
        return new Row(name, report, theirs, PairedBootstrap.Difference(ByTopic(ours, qrels), ByTopic(theirs, qrels)));
    }

    private static Qrels Judgements(string folder) =>
        File.Exists(Path.Combine(folder, ProjectFile.FileName))
            ? RetrievalEvaluation.Judgements(QuestionFiles.Read(ProjectFile.Read(folder)).Questions)
            : RetrievalCollection.Open(folder)!.Judgements;

    private static RankingResult Evaluate(Qrels qrels, string run) => RankingMetrics.Evaluate(qrels, RankedRunReader.Read(run), new RankingOptions { IncludeMissing = true });

    private static Dictionary<string, double?> ByTopic(RankingResult result, Qrels qrels)
    {
        Dictionary<string, double?> scores = qrels.Topics.ToDictionary(t => t, _ => (double?)0, StringComparer.Ordinal);
        foreach (TopicMeasures topic in result.Topics) scores[topic.Topic] = topic.Measures[Measure];
        return scores;
    }

    private static MarkdownReport Report(List<Row> rows, bool withStages)
    {
        var report = new MarkdownReport("Retrieval quality", "Assay.Benchmarks quality COLLECTIONS PEERS REPORT.md" + (withStages ? " " + StagesOption : ""), TimeProvider.System);
        report.Say(
            "nDCG@10 of documents ranked by `assay eval retrieval` with default settings, the same for every set, no neural model; 95% bootstrap intervals over the queries. "
            + "BM25: `bench/peers/bm25.py` (k1 1.2, b 0.75, Porter's stemmer, 33 stop words, whole documents), run beside it; the difference is paired by query. "
            + "The last column is what plain BM25 reached elsewhere, to see that this one is fair. Cranfield's grades count as relevant or not.");
        report.Table(
            ["set", "documents", "queries", "Assay nDCG@10", "BM25 nDCG@10", "difference", "Assay MAP", "BM25 MAP", "Assay recall@100", "BM25 recall@100", "p50 ms", "BM25 elsewhere"],
            rows.Select(Cells));
        report.Say(Means([.. rows.Where(r => KnownFigures.Six.Contains(r.Name))]));
        return report;
    }

    private static void AddStages(MarkdownReport report, List<Row> rows, List<StagesRun> stages)
    {
        report.Say(
            "With stages, their numbers and the built-in reranker chosen per set (`assay eval retrieval --stages`): nested cross-validation, each question measured with what was chosen and trained without its fold. "
            + "The last column is the choice on all questions, which is what a user of the set would get.");
        report.Table(["set", "defaults", "cross-validated", "difference", "chosen"], stages.Select(s => s.Cells()));
        StagesRun[] six = [.. stages.Where(s => KnownFigures.Six.Contains(s.Name))];
        if (six.Length < KnownFigures.Six.Length) return;
        double chosen = six.Average(s => s.CrossValidated), theirs = rows.Where(r => KnownFigures.Six.Contains(r.Name)).Average(r => r.Peer.All[Measure]), known = six.Average(s => KnownFigures.Bm25[s.Name]);
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Mean of the same six, cross-validated: **{chosen:0.0000}**, BM25 of this run {theirs:0.0000} (difference {chosen - theirs:+0.0000;-0.0000}), BM25 elsewhere {known:0.0000} (difference {chosen - known:+0.0000;-0.0000})."));
    }

    private static string[] Cells(Row row)
    {
        Interval interval = row.Assay.Intervals["ndcg@10"], difference = row.Difference.Interval!.Value;
        return
        [
            row.Name,
            row.Assay.Documents.ToString("N0", CultureInfo.InvariantCulture),
            row.Assay.Queries.ToString("N0", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"**{row.Assay.Metrics["ndcg@10"]:0.0000}** ({interval.Low:0.000} to {interval.High:0.000})"),
            Figure(row.Peer.All[Measure]),
            string.Create(CultureInfo.InvariantCulture, $"{row.Difference.Mean:+0.0000;-0.0000} ({difference.Low:+0.000;-0.000} to {difference.High:+0.000;-0.000})"),
            Figure(row.Assay.Metrics["map"]),
            Figure(row.Peer.All["map"]),
            Figure(row.Assay.Metrics["recall@100"]),
            Figure(row.Peer.All["recall_100"]),
            row.Assay.LatencyMs.P50 is { } p50 ? p50.ToString("0.00", CultureInfo.InvariantCulture) : "–",
            KnownFigures.Bm25.TryGetValue(row.Name, out double known) ? known.ToString("0.###", CultureInfo.InvariantCulture) : "–",
        ];
    }

    private static string Means(ImmutableArray<Row> six)
    {
        if (six.Length < KnownFigures.Six.Length) return "Not all six sets of the mean are there.";
        double ours = six.Average(r => r.Assay.Metrics["ndcg@10"]), theirs = six.Average(r => r.Peer.All[Measure]), known = six.Average(r => KnownFigures.Bm25[r.Name]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Mean nDCG@10 of {string.Join(", ", six.Select(r => r.Name))}: Assay **{ours:0.0000}**, BM25 of this run {theirs:0.0000} (difference {ours - theirs:+0.0000;-0.0000}), BM25 elsewhere {known:0.0000} (difference {ours - known:+0.0000;-0.0000}).");
    }

    private static string Figure(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private sealed class Silent : IProgress<CompareProgress>
    {
        public static readonly Silent Instance = new();

        public void Report(CompareProgress value)
        {
        }
    }
}
