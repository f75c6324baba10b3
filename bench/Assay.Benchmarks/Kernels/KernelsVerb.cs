using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;

namespace Assay.Benchmarks.Kernels;

/// <summary>The kernels that models spend their time in, beside OpenBLAS and beside what the machine can do.</summary>
internal static class KernelsVerb
{
    private const int DefaultRounds = 9;

    /// <summary>Runs the verb: <c>kernels PEERS [REPORT.md] [ROUNDS]</c>.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "kernels PEERS [REPORT.md] [ROUNDS]");
        PeerFolder folder = PeerFolder.Open(args[0]);
        int rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : DefaultRounds;
        using PeerProcess peer = PeerProcess.Start(folder.Program("blas"));
        var report = new MarkdownReport("Kernels", "Assay.Benchmarks kernels PEERS REPORT.md", TimeProvider.System);
        report.Say(
            $"{rounds} rounds; in each the probes of the machine and the engines take turns, the peer in a process of its own, and nobody starts before the threads of the one before sleep. "
            + "Ratios and shares are taken within a round; given are their medians and in brackets the least and the greatest.");
        new GemmComparison(peer, rounds).Measure(report);
        new GradientComparison(rounds).Measure(report);
        new GemvComparison(peer, rounds).Measure(report);
        report.Finish(args.ElementAtOrDefault(1));
    }
}
