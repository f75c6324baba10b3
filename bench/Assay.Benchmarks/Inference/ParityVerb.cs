using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Benchmarks.Inference;

/// <summary>Whether decoders give what llama.cpp's library gives.</summary>
internal static class ParityVerb
{
    private const ulong Seed = 1;

    /// <summary>Runs the verb: <c>parity PEERS [REPORT.md] [MODEL...]</c>; all models where none is named.</summary>
    /// <exception cref="AssayException">A model does not hold.</exception>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "parity PEERS [REPORT.md] [MODEL...]");
        PeerFolder folder = PeerFolder.Open(args[0]);
        List<ParityResult> results = [];
        foreach (DecoderShape shape in DecoderShape.Parity.Append(DecoderShape.Smol).Where(s => args.Length < 3 || args.AsSpan(2).Contains(s.Name)))
        {
            Console.Error.WriteLine(shape.Name);
            results.Add(new ParityComparison(shape, ModelFiles.Of(folder, shape, WeightType.F32, Seed), folder).Run());
        }

        var report = new MarkdownReport("Parity of decoders", "Assay.Benchmarks parity PEERS REPORT.md", TimeProvider.System);
        Write(report, results);
        report.Finish(args.ElementAtOrDefault(1));
        string[] broken = [.. results.Where(r => !r.Held).Select(r => r.Name)];
        if (broken.Length > 0) throw new AssayException($"Not as {results[0].Peer} gives it: {string.Join(", ", broken)}.");
    }

    private static void Write(MarkdownReport report, List<ParityResult> results)
    {
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"The same F32 GGUF files with random weights in Assay and in {results[0].Peer}'s own library with a cache of 32 bits, without its fused attention, which rounds to 16. Where a model is called an adapter, it has LoRA weights on top (rsLoRA, all linear layers, two ranks): Assay reads the folder of peft, {results[0].Peer} the GGUF file that Assay made of it. Logits after every token of three texts of {ParityComparison.TextLength} tokens: *relative* is the largest difference by the root of the mean square of the logits of its position; {ParityResult.Tolerance} is allowed. "
            + $"Greedy text: {ParityComparison.Prompts} prompts of 8 to 103 tokens, each continued by {ParityComparison.Steps}; a step at which the best tokens differ is a split, and explained where the two best logits are closer than twice the largest difference measured, as each of the two may be off by it."));
        report.Table(["model", "relative", "largest difference", "texts identical", "splits", "unexplained", "different tokens a text"], results.Select(Cells));
        if (results.All(r => r.Splits.IsEmpty)) return;
        report.Say("Splits:");
        report.Table(
            ["model", "prompt", "step", "llama.cpp's best two", "apart", "Assay's best two", "apart"],
            results.SelectMany(r => r.Splits.Select(s => new[] { r.Name, Text(s.Prompt), Text(s.Step), $"{s.Theirs.Best} {s.Theirs.Second}", Small(s.Theirs.Gap), $"{s.Ours.Best} {s.Ours.Second}", Small(s.Ours.Gap) })));
    }

    private static string[] Cells(ParityResult r) =>
        [r.Name, Small(r.Relative), Small(r.Error), $"{r.IdenticalTexts} of {ParityComparison.Prompts}", Text(r.Splits.Length), Text(r.Unexplained), r.DifferentTokens.ToString("0", CultureInfo.InvariantCulture)];

    private static string Small(double value) => value.ToString("0.0e-0", CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
