using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;

namespace Assay.Benchmarks.Dense;

/// <summary>Exact scan against the bandwidth of the machine, and the graph against hnswlib, on clustered unit vectors.</summary>
internal static class DenseVerb
{
    /// <summary>Runs the verb: <c>dense PEERS [REPORT.md] [SETS]</c>; SETS is <c>a</c>, <c>b</c> or <c>ab</c>.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "dense PEERS [REPORT.md] [a|b|ab]");
        PeerFolder folder = PeerFolder.Open(args[0]);
        string wanted = args.ElementAtOrDefault(2) ?? "ab";
        var report = new MarkdownReport("Dense search", $"Assay.Benchmarks dense PEERS REPORT.md {wanted}", TimeProvider.System);
        report.Say(
            "Unit vectors in Gaussian clusters (`bench/peers/clusters.c`), 1,000 queries of the same mixture, the ten best by inner product, one thread; index graphs with 16 links and a construction effort of 200 on both sides, "
            + "built on two threads one after the other. Rounds take turns; a query's time is its median over the rounds; in brackets the least and the greatest figure of a single round.");
        using PeerProcess probe = PeerProcess.Start(folder.Program("probe"));
        foreach (char set in wanted)
        {
            DenseComparison comparison = set == 'a'
                ? new DenseComparison(VectorSet.Read("A: 100,000 x 384", 384, folder.Vectors("a.base.f32"), folder.Vectors("a.queries.f32")), folder, probe)
                : new DenseComparison(VectorSet.Read("B: 1,000,000 x 128", 128, folder.Vectors("b.base.f32"), folder.Vectors("b.queries.f32")), folder, probe);
            comparison.Measure(report);
        }

        report.Finish(args.ElementAtOrDefault(1));
    }
}
