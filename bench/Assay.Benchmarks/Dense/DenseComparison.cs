using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Search;

namespace Assay.Benchmarks.Dense;

/// <summary>One set of vectors, measured in every way.</summary>
/// <param name="set">The vectors.</param>
/// <param name="folder">The peers.</param>
/// <param name="probe">What the machine gives.</param>
internal sealed class DenseComparison(VectorSet set, PeerFolder folder, PeerProcess probe)
{
    private const int ExactRounds = 9;
    private const int ExactQueries = 60;
    private const int GraphRounds = 11;
    private const double Target = 0.95;
    private const int Links = 16;
    private const int BuildEffort = 200;

    // Row i has access class i modulo this, so that a filter of p classes lets p per cent of the rows through.
    private const int Classes = 100;

    private static readonly int[] Percents = [1, 10, 50];

    /// <summary>Measures and writes.</summary>
    public void Measure(MarkdownReport report)
    {
        report.Say($"## {set.Name}");
        Console.Error.WriteLine($"{set.Name}: true neighbours");
        int[][] truth = Truth.Of(set, _ => true);
        DenseRow[] rows = [.. Enumerable.Range(0, set.Count).Select(i => new DenseRow(i, i % Classes, set.Row(i)))];
        Exact(report, rows, truth);
        Graph(report, rows, truth);
    }

    private void Exact(MarkdownReport report, DenseRow[] rows, int[][] truth)
    {
        Console.Error.WriteLine($"{set.Name}: exact scan");
        using var index = new DenseIndex(new DenseIndexOptions { Dimension = set.Dimension, ExactBytes = long.MaxValue });
        index.Add(rows);
        double bytes = (double)set.Count * set.Dimension;
        List<double> rates = [], shares = [];
        List<(double Flops, double Bandwidth)> probes = [];
        for (int round = -1; round < ExactRounds; round++)
        {
            (double flops, double bandwidth) = probe.Probe();
            double[] spent = new double[ExactQueries];
            for (int q = 0; q < spent.Length; q++)
            {
                long started = Stopwatch.GetTimestamp();
                index.Search(set.Query(q), Truth.K);
                spent[q] = Stopwatch.GetElapsedTime(started).TotalSeconds;
            }

            if (round < 0) continue;
            double gigabytes = bytes / Rounds.Median(spent) / 1e9;
            probes.Add((flops, bandwidth));
            rates.Add(gigabytes);
            shares.Add(gigabytes / bandwidth);
        }

        double recall = Truth.Recall(truth[..ExactQueries], [.. Enumerable.Range(0, ExactQueries).Select(q => GraphEngine.Rows(index.Search(set.Query(q), Truth.K)))]);
        double[] rate = [.. rates], share = [.. shares];
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Exact scan of 8-bit vectors with the best scored again in full precision: {Rounds.Median(rate) * 1e9 / bytes:N0} queries a second, {Rounds.Median(rate):0.0} GB/s ({rate.Min():0.0} to {rate.Max():0.0}), **{Rounds.Median(share):0.00} of the read bandwidth** probed in the same rounds ({share.Min():0.00} to {share.Max():0.00}); recall {recall:0.0000}. {ProbeFigures.Sentence(probes)}"));
    }

    private void Graph(MarkdownReport report, DenseRow[] rows, int[][] truth)
    {
        Console.Error.WriteLine($"{set.Name}: Assay's graph");
        (double Flops, double Bandwidth) before = probe.Probe();
        using var index = new DenseIndex(new DenseIndexOptions { Dimension = set.Dimension, ExactBytes = 0, Links = Links, BuildEffort = BuildEffort, Threads = 2 });
        long started = Stopwatch.GetTimestamp();
        index.Add(rows);
        double ours = Stopwatch.GetElapsedTime(started).TotalSeconds;
        (double Flops, double Bandwidth) between = probe.Probe();
        Console.Error.WriteLine($"{set.Name}: hnswlib's graph");
        using PeerProcess peer = PeerProcess.Start(folder.Program("hnsw"), set.BaseFile, set.QueryFile, Text(set.Dimension), Text(Links), Text(BuildEffort), "2");
        (double Flops, double Bandwidth) after = probe.Probe();
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Graph built in {ours:0.0} s by Assay, {peer.BuildSeconds:0.0} s by {peer.Name} {peer.Version}: **{ours / peer.BuildSeconds:0.00} times** (probe before, between and after: {before.Flops:0}, {between.Flops:0}, {after.Flops:0} GF/s)."));
        Compare(report, GraphEngine.Of(index, set), GraphEngine.Of(peer), truth);
        Filters(report, index);
    }

    private void Compare(MarkdownReport report, GraphEngine ours, GraphEngine theirs, int[][] truth)
    {
        Console.Error.WriteLine($"{set.Name}: searches");
        (GraphEngine.Point Below, GraphEngine.Point Above) our = ours.Bracket(truth, Target), their = theirs.Bracket(truth, Target);
        List<double> ratios = [];
        List<(double Flops, double Bandwidth)> probes = [];
        for (int round = 0; round < GraphRounds; round++)
        {
            probes.Add(probe.Probe());
            foreach (GraphEngine.Point p in new[] { our.Below, our.Above }) p.Rounds.Add(ours.Time(p.Effort));
            foreach (GraphEngine.Point p in new[] { their.Below, their.Above }) p.Rounds.Add(theirs.Time(p.Effort));
            ratios.Add(their.Above.Rounds.Last() / our.Above.Rounds.Last());
        }

        report.Table(
            ["engine", "effort", "recall@10", "queries/s", "single rounds"],
            new[] { (ours, our.Below), (ours, our.Above), (theirs, their.Below), (theirs, their.Above) }.Select(e => Cells(e.Item1, e.Item2)));
        double mine = GraphEngine.RateAt(our.Below, our.Above, Target), peers = GraphEngine.RateAt(their.Below, their.Above, Target);
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Interpolated at a recall of {Target:0.00}: Assay {mine:N0} queries a second, {theirs.Name} {peers:N0}: **{mine / peers:0.00} times** (at the higher effort of each, round by round: {ratios.Min():0.00} to {ratios.Max():0.00}). {ProbeFigures.Sentence(probes)}"));
    }

    private void Filters(MarkdownReport report, DenseIndex index)
    {
        List<string[]> rows = [];
        foreach (int percent in Percents)
        {
            var filter = new ChunkFilter(Enumerable.Range(0, percent), documents: null);
            int[][] truth = Truth.Of(set, row => row % Classes < percent);
            double recall = Truth.Recall(truth, [.. Enumerable.Range(0, set.QueryCount).Select(q => GraphEngine.Rows(index.Search(set.Query(q), Truth.K, filter)))]);
            var rounds = new Rounds();
            for (int round = 0; round < 5; round++) rounds.Add(GraphEngine.TimeAll(set, q => index.Search(set.Query(q), Truth.K, filter)));
            rows.Add([$"{percent}%", recall.ToString("0.0000", CultureInfo.InvariantCulture), Text(1e6 / rounds.MeanOfMedians()), rounds.Milliseconds(50), rounds.Milliseconds(95)]);
        }

        report.Say("Filters inside the search, default effort:");
        report.Table(["rows allowed", "recall@10", "queries/s", "p50 ms", "p95 ms"], rows);
    }

    private static string[] Cells(GraphEngine engine, GraphEngine.Point point)
    {
        (double least, double greatest) = point.Rounds.Means();
        return [engine.Name, Text(point.Effort), point.Recall.ToString("0.0000", CultureInfo.InvariantCulture), Text(point.Rate), $"{Text(1e6 / greatest)} to {Text(1e6 / least)}"];
    }

    private static string Text(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
