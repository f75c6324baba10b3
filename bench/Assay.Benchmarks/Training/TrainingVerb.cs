using System.Globalization;
using System.Reflection;
using Assay.Benchmarks.Inference;
using Assay.Benchmarks.Kernels;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Models.Weights;

namespace Assay.Benchmarks.Training;

/// <summary>Speed and memory of training beside PyTorch.</summary>
internal static class TrainingVerb
{
    private const int DefaultRounds = 5, Threads = 2, TokensOfStep = 2048;

    // What made PyTorch fastest: OpenBLAS's OpenMP build, and memory that is kept instead of given back after every tensor.
    private static readonly string[] BestCase =
        ["-u", "OPENBLAS_CORETYPE", "-u", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu/openblas-openmp", "MALLOC_MMAP_MAX_=0", "MALLOC_TRIM_THRESHOLD_=100000000000", "MALLOC_TOP_PAD_=268435456"];

    /// <summary>Runs the verb: <c>training PEERS [REPORT.md] [ROUNDS]</c>.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "training PEERS [REPORT.md] [ROUNDS]");
        PeerFolder folder = PeerFolder.Open(args[0]);
        int rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : DefaultRounds;
        var report = new MarkdownReport("Training", "Assay.Benchmarks training PEERS REPORT.md", TimeProvider.System);
        report.Say(
            $"Whole steps (forward, back, AdamW) on the same number of tokens, 8 texts of 256, in f32 on {Threads} threads; LoRA of rank 16 on all linear layers, or everything trained. Assay and PyTorch (`bench/peers/lora.py`, with the settings that made it "
            + $"fastest) are processes of their own that take turns for {rounds} rounds after one that does not count. Figures are medians, in brackets the least and the greatest; *times* is Assay's rate by PyTorch's in the same round. The limit is what the "
            + "probe gave in multiply-adds before the round, by the multiply-adds that a token needs: all of forward, the gradients of the inputs and of what is trained, causal attention. Memory is the greatest that each process had.");
        using PeerProcess probe = PeerProcess.Start(folder.Program("blas"));
        List<string[]> rows = [];
        foreach (DecoderShape shape in new[] { DecoderShape.Small, DecoderShape.Smol })
        {
            foreach (string mode in shape == DecoderShape.Small ? new[] { "lora", "full" } : ["lora"]) rows.Add(Measure(shape, mode, folder, probe, rounds));
        }

        report.Table(["model, mode", "Assay tokens/s", "PyTorch tokens/s", "times", "Assay gets", "PyTorch gets", "probe GF/s", "Assay MB", "PyTorch MB"], rows);
        report.Finish(args.ElementAtOrDefault(1));
    }

    private static string[] Measure(DecoderShape shape, string mode, PeerFolder folder, PeerProcess probe, int rounds)
    {
        Console.Error.WriteLine($"{shape.Name} {mode}");
        string threads = Threads.ToString(CultureInfo.InvariantCulture);
        using PeerProcess ours = PeerProcess.Start("dotnet", Assembly.GetExecutingAssembly().Location, "trainer", shape.Name, mode, threads, ModelFiles.Of(folder, shape, WeightType.F32, 1));
        string numbers = string.Create(CultureInfo.InvariantCulture, $"{shape.Width},{shape.Layers},{shape.Heads},{shape.KeyValueHeads},{shape.FeedForward},{shape.Vocabulary}");
        using PeerProcess theirs = PeerProcess.Start("/usr/bin/env", [.. BestCase, "/usr/bin/python3", folder.Program("lora.py"), numbers, mode, threads]);
        List<(double Ours, double Theirs, double Limit)> taken = [];
        for (int round = -1; round < rounds; round++)
        {
            double limit = probe.Measure("flops", threads)[0], first = 0, second = 0;
            for (int turn = 0; turn < 2; turn++)
            {
                bool own = (turn == 0) == (round % 2 == 0);
                Turn.Wait();
                double rate = TokensOfStep / (own ? ours : theirs).Measure("step", "")[0];
                if (own) first = rate;
                else second = rate;
            }

            if (round >= 0) taken.Add((first, second, limit));
        }

        double work = WorkOfToken(shape, mode) / 1e9;
        return
        [
            $"{shape.Name}, {mode}",
            Spread(taken.Select(t => t.Ours), "0"),
            Spread(taken.Select(t => t.Theirs), "0"),
            $"**{Spread(taken.Select(t => t.Ours / t.Theirs), "0.00").Replace(" (", "** (", StringComparison.Ordinal)}",
            Spread(taken.Select(t => t.Ours * work / t.Limit), "0.00"),
            Spread(taken.Select(t => t.Theirs * work / t.Limit), "0.00"),
            Spread(taken.Select(t => t.Limit), "0"),
            Megabytes(ours),
            Megabytes(theirs),
        ];
    }

    // Multiply-adds of one token, each counted as two operations.
    private static double WorkOfToken(DecoderShape shape, string mode)
    {
        const int rank = 16, length = 256;
        double query = (double)shape.Heads * shape.HeadDim, key = (double)shape.KeyValueHeads * shape.HeadDim;
        double matrices = shape.Layers * ((shape.Width * ((2 * query) + (2 * key))) + (3.0 * shape.Width * shape.FeedForward)), output = (double)shape.Width * shape.Vocabulary;
        double attention = shape.Layers * 2 * query * (length + 1) / 2;
        double additions = shape.Layers * rank * ((2 * (shape.Width + query)) + (2 * (shape.Width + key)) + (3 * (double)(shape.Width + shape.FeedForward)));
        return mode == "full" ? (6 * (matrices + output)) + (6 * attention) : (4 * (matrices + output)) + (6 * additions) + (6 * attention);
    }

    private static string Megabytes(PeerProcess peer) => (peer.Measure("memory", "")[0] / 1e6).ToString("0", CultureInfo.InvariantCulture);

    private static string Spread(IEnumerable<double> of, string format)
    {
        double[] values = [.. of];
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(Rounds.Median(values))} ({Text(values.Min())} to {Text(values.Max())})";
    }
}
