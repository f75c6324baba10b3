using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Models.Weights;

namespace Assay.Benchmarks.Inference;

/// <summary>Speed of decoders beside llama.cpp's library.</summary>
internal static class InferenceVerb
{
    private const int DefaultRounds = 7;

    /// <summary>Runs the verb: <c>inference PEERS [REPORT.md] [ROUNDS] [MODEL...]</c>; both models where none is named.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "inference PEERS [REPORT.md] [ROUNDS] [MODEL...]");
        PeerFolder folder = PeerFolder.Open(args[0]);
        int rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : DefaultRounds;
        var report = new MarkdownReport("Inference", "Assay.Benchmarks inference PEERS REPORT.md", TimeProvider.System);
        report.Say(
            $"The same GGUF files with random weights in Assay and in llama.cpp's own library (`bench/peers/llama.c`), {rounds} rounds in which they take turns. A prompt is read at once and its last token scored; generation reads tokens "
            + "one by one from an empty cache and scores after each. llama.cpp chooses its code for this processor itself, has a pool of threads that stay awake between tokens, and keeps its cache in 16 bits, as it does by default. Figures are medians of the rounds, in brackets the least and the "
            + "greatest; *times* is Assay's rate by llama.cpp's in the same round. *Gets* is the share of what the probe gave just before: for prompts of 32-bit multiply-adds (Q8_0 can exceed it, as 8-bit ones are faster), for generation of "
            + "reading the file's bytes from memory once a token (the small model stays in the cache of the processor and can exceed it).");
        using PeerProcess probe = PeerProcess.Start(folder.Program("blas"));
        foreach (DecoderShape shape in new[] { DecoderShape.Smol, DecoderShape.Small }.Where(s => args.Length < 4 || args.AsSpan(3).Contains(s.Name)))
        {
            foreach (WeightType type in new[] { WeightType.F32, WeightType.Q80 }) new InferenceComparison(shape, type, folder, probe).Measure(report, rounds);
        }

        report.Finish(args.ElementAtOrDefault(1));
    }
}
