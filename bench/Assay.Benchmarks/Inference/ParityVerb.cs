using System.Globalization;
using Assay.Benchmarks.Encoders;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Benchmarks.Inference;

/// <summary>Whether decoders and encoders give what llama.cpp's library gives.</summary>
internal static class ParityVerb
{
    private const ulong Seed = 1;

    /// <summary>Runs the verb: <c>parity PEERS [REPORT.md] [MODEL...]</c>; all models where none is named.</summary>
    /// <exception cref="AssayException">A model does not hold.</exception>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "parity PEERS [REPORT.md] [MODEL...]");
        PeerFolder folder = PeerFolder.Open(args[0]);
        bool Wanted(string name) => args.Length < 3 || args.AsSpan(2).Contains(name);
        List<ParityResult> results = [];
        foreach (DecoderShape shape in DecoderShape.Parity.Append(DecoderShape.Smol).Where(s => Wanted(s.Name)))
        {
            Console.Error.WriteLine(shape.Name);
            results.Add(new ParityComparison(shape, ModelFiles.Of(folder, shape, WeightType.F32, Seed), folder).Run());
        }

        List<EncoderParity> encoders = [];
        foreach (EncoderShape shape in new[] { EncoderShape.Small, EncoderShape.MiniLm }.Where(s => Wanted(s.Name)))
        {
            Console.Error.WriteLine(shape.Name);
            encoders.Add(EncoderParity.Measure(shape, folder));
        }

        var report = new MarkdownReport("Parity with llama.cpp", "Assay.Benchmarks parity PEERS REPORT.md", TimeProvider.System);
        if (results.Count > 0) Write(report, results);
        if (encoders.Count > 0) Write(report, encoders);
        report.Finish(args.ElementAtOrDefault(1));
        string[] broken = [.. results.Where(r => !r.Held).Select(r => r.Name), .. encoders.Where(e => !e.Held).Select(e => e.Name)];
        if (broken.Length > 0) throw new AssayException($"Not as llama.cpp gives it: {string.Join(", ", broken)}.");
    }

    private static void Write(MarkdownReport report, List<ParityResult> results)
    {
        report.Say("## Decoders");
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

    private static void Write(MarkdownReport report, List<EncoderParity> results)
    {
        report.Say("## Encoders");
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"BERTs with random weights, here from their folder and in {results[0].Peer}'s own library from the GGUF file that `assay models export` makes of it; {EncoderParity.Texts} texts of {EncoderParity.Shortest} to {EncoderParity.Longest} tokens. *From 1*: how far the cosine of "
            + $"the worst text is from 1, for all its states together, their mean and the first; {1 - EncoderParity.Alike:0e-0} is allowed. llama.cpp takes the tanh form of GELU from a table of 16-bit floats. Ids: texts with capitals, accents, punctuation, Chinese characters and unknown words that llama.cpp's tokenizer of the exported file cuts as Assay does."));
        report.Table(
            ["model", "states, from 1", "mean, from 1", "first, from 1", "ids identical"],
            results.Select(r => new[] { r.Name, Small(1 - r.States), Small(1 - r.Mean), Small(1 - r.First), string.Create(CultureInfo.InvariantCulture, $"{r.SameIds} of {EncoderParity.Sentences}") }));
    }

    private static string[] Cells(ParityResult r) =>
        [r.Name, Small(r.Relative), Small(r.Error), $"{r.IdenticalTexts} of {ParityComparison.Prompts}", Text(r.Splits.Length), Text(r.Unexplained), r.DifferentTokens.ToString("0", CultureInfo.InvariantCulture)];

    private static string Small(double value) => value.ToString("0.0e-0", CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
