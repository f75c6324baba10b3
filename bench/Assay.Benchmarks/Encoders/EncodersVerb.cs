using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;

namespace Assay.Benchmarks.Encoders;

/// <summary>Speed of encoders beside ONNX Runtime.</summary>
internal static class EncodersVerb
{
    private const int DefaultRounds = 7, Batch = 32, Length = 128, Shortest = 16;
    private const ulong Seed = 1;

    /// <summary>Runs the verb: <c>encoders PEERS [REPORT.md] [ROUNDS]</c>.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "encoders PEERS [REPORT.md] [ROUNDS]");
        PeerFolder folder = PeerFolder.Open(args[0]);
        int rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : DefaultRounds;
        EncoderShape shape = EncoderShape.MiniLm;
        var weights = new RandomEncoder(shape, Seed);
        var files = new EncoderFiles(folder, weights, Seed);
        var report = new MarkdownReport("Encoders", "Assay.Benchmarks encoders PEERS REPORT.md", TimeProvider.System);
        using PeerProcess probe = PeerProcess.Start(folder.Program("blas"));
        using var peer = new OnnxPeer(folder);
        using var comparison = new EncoderComparison(shape, files, peer, probe, rounds);
        report.Say(
            $"The shape of all-MiniLM-L6 ({shape.Width} wide, {shape.Layers} layers, {shape.Heads} heads, {shape.FeedForward} in the feed-forward parts, {shape.Vocabulary} tokens) with the same random weights in Assay and in {peer.Name} "
            + $"(npm `onnxruntime-node`, `bench/peers/onnx.mjs`), {rounds} rounds in which all engines take turns. From ids to the states of the last layer, without tokenizer and pooling. Figures are medians of the rounds, in brackets the least and "
            + "the greatest.");
        report.Say(
            "The peer runs 32-bit floats with all optimisations of its graph, in three spellings of the same model: *Exported* in operators of the standard as PyTorch writes them, which its optimiser fuses as far as it finds what belongs together; "
            + "*Attention* and *MultiHead* in its own fused operators, as its tool for transformers writes them. *Of the peer's best*: by the rate of the fastest of the three in the same round. Cosines are those of the states of a whole text, "
            + "the least of all texts. Arithmetic counts the products alone; the probe multiplies and adds in as many threads.");
        Say(report, $"## {Batch} texts of {Length} tokens", "No padding, and no mask.");
        comparison.Measure(report, weights.Texts(Enumerable.Repeat(Length, Batch), Seed), Length);
        int[] lengths = [.. Enumerable.Range(0, Batch).Select(i => Shortest + (i * (Length - Shortest) / (Batch - 1)))];
        Say(report, $"## {Batch} texts of {Shortest} to {Length} tokens", $"The peer is given them padded to {Length}, with a mask; Assay packs them one after the other. Tokens are those of the texts.");
        comparison.Measure(report, weights.Texts(lengths, Seed), Length);
        report.Finish(args.ElementAtOrDefault(1));
    }

    private static void Say(MarkdownReport report, string heading, string text)
    {
        report.Say(heading);
        report.Say(text);
    }
}
