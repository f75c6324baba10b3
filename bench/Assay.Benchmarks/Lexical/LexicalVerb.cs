using System.Collections.Immutable;
using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;

namespace Assay.Benchmarks.Lexical;

/// <summary>The keyword index beside its peers: the same 200,000 passages and 1,000 queries, rounds taking turns, one thread.</summary>
internal static class LexicalVerb
{
    private const int WarmRounds = 5;
    private const int MeasuredRounds = 15;

    /// <summary>Runs the verb: <c>lexical PEERS [REPORT.md] [ROUNDS]</c>.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "lexical PEERS [REPORT.md] [ROUNDS]");
        PeerFolder folder = PeerFolder.Open(args[0]);
        int rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : MeasuredRounds;
        using var peers = new LexicalPeers(folder);
        Console.Error.WriteLine("Assay");
        var assay = AssayLexical.Build(folder.Corpus, folder.Queries, folder.Work);
        LexicalEngine[] engines = [assay.Engine, .. peers.Engines];
        Warm(engines);
        List<(double Flops, double Bandwidth)> probes = [];
        for (int round = 0; round < rounds; round++)
        {
            probes.Add(peers.Probe.Probe());
            foreach (LexicalEngine engine in engines.Where(e => round % e.Every == 0)) engine.Rounds.Add(engine.Time());
            Console.Error.WriteLine($"round {round + 1} of {rounds}");
        }

        MarkdownReport report = Report(engines, probes, rounds);
        report.Table(["Assay against", "p50 ratio", "p95 ratio", "same passages among the ten best"], peers.Engines.Select(e => Against(assay.Engine, e)));
        report.Say(string.Create(CultureInfo.InvariantCulture, $"Pruned and exhaustive scoring: {assay.CountInexact()} of 1,000 queries differ in a passage or a score."));
        report.Finish(args.ElementAtOrDefault(1));
    }

    private static void Warm(IEnumerable<LexicalEngine> engines)
    {
        foreach (LexicalEngine engine in engines)
        {
            for (int i = 0; i < (engine.Every > 1 ? 1 : WarmRounds); i++) engine.Time();
        }
    }

    private static MarkdownReport Report(LexicalEngine[] engines, List<(double Flops, double Bandwidth)> probes, int rounds)
    {
        var report = new MarkdownReport("Keyword search", $"Assay.Benchmarks lexical PEERS REPORT.md {rounds}", TimeProvider.System);
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"200,000 passages of real English text, 1,000 queries of 3 to 8 words, any word may match, the ten best, one thread, warm; {rounds} rounds in which the engines take turns (slow ones in every fifth). ")
            + "A query's time is its median over the rounds; in brackets the least and the greatest figure of a single round.");
        report.Table(
            ["engine", "p50 ms", "p95 ms", "index s", "index MB", "what"],
            engines.Select(e => new[]
            {
                e.Name, e.Rounds.Milliseconds(50), e.Rounds.Milliseconds(95), e.BuildSeconds.ToString("0.0", CultureInfo.InvariantCulture),
                (e.Bytes / 1e6).ToString("N0", CultureInfo.InvariantCulture), e.Note,
            }));
        report.Say(ProbeFigures.Sentence(probes));
        return report;
    }

    private static string[] Against(LexicalEngine assay, LexicalEngine peer)
    {
        string Ratio(int percent) => (assay.Rounds.Percentile(percent) / peer.Rounds.Percentile(percent)).ToString("0.000", CultureInfo.InvariantCulture);
        return [peer.Name, Ratio(50), Ratio(95), Overlap(assay.Top(), peer.Top()).ToString("0.000", CultureInfo.InvariantCulture)];
    }

    // Share of passages that two rankings have in common, mean over the queries.
    private static double Overlap(ImmutableArray<int>[] a, ImmutableArray<int>[] b) =>
        a.Zip(b).Average(p => p.First.Length == 0 && p.Second.Length == 0 ? 1 : p.First.Intersect(p.Second).Count() / (double)Math.Max(p.First.Length, p.Second.Length));
}
