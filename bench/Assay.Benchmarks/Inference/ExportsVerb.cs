using System.Collections.Immutable;
using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Models.Configuration;
using Assay.Models.Local;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Export;
using Assay.Tuning.Forgetting;

namespace Assay.Benchmarks.Inference;

/// <summary>Whether what <c>assay models export</c> writes does in llama.cpp's library what it does in Assay.</summary>
internal static class ExportsVerb
{
    private const int Prompts = 20, Steps = 64, Words = 10;

    // The forms, and whether llama.cpp computes with them as exactly as Assay, so that texts must agree.
    private static readonly (string Name, WeightType? Type, bool Merged, bool Exact)[] Forms =
    [
        ("base in f32, adapter beside it", WeightType.F32, false, true), ("merged in f32", WeightType.F32, true, true), ("merged in f16", WeightType.F16, true, false), ("merged in q8_0", WeightType.Q80, true, false),
    ];

    /// <summary>Runs the verb: <c>exports PEERS MODEL ADAPTER [REPORT.md]</c>.</summary>
    /// <exception cref="AssayException">What must agree does not.</exception>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 3, "exports PEERS MODEL ADAPTER [REPORT.md]");
        PeerFolder folder = PeerFolder.Open(args[0]);
        string work = Path.Combine(folder.Work, "exports");
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work);
        var report = new MarkdownReport("Exports beside llama.cpp", "Assay.Benchmarks exports PEERS MODEL ADAPTER REPORT.md", TimeProvider.System);
        List<(ParityResult Result, int SameIds, bool Exact)> results = [.. Forms.Select((form, i) => Compare(folder, Path.Combine(work, i.ToString(CultureInfo.InvariantCulture)), args[1], args[2], form))];
        report.Say(string.Create(CultureInfo.InvariantCulture,
            $"What `assay models export` makes of a model ({Shape(args[1])}) and its adapter, in Assay and in {results[0].Result.Peer}'s own library with a cache of 32 bits. Ids: general texts that the library's tokenizer of the exported file cuts as the folder's own tokenizer does. Logits after every token of three texts: *relative* is the largest difference by the root of the mean square of the logits of its position. "
            + $"Greedy text: {Prompts} prompts, each continued by {Steps} tokens; a step at which the best tokens differ is a split, and explained where the two best logits are closer than twice the largest difference measured. With 16 bits and with blocks both round inputs too, each in its own way; the texts need not agree."));
        report.Table(["export", "ids identical", "relative", "largest difference", "texts identical", "splits", "unexplained", "different tokens a text"], results.Select(r => new[]
        {
            r.Result.Name, $"{r.SameIds} of {GeneralTexts.BuiltIn.Length}", r.Result.Relative.ToString("0.0e-0", CultureInfo.InvariantCulture), r.Result.Error.ToString("0.0e-0", CultureInfo.InvariantCulture),
            $"{r.Result.IdenticalTexts} of {Prompts}", r.Result.Splits.Length.ToString(CultureInfo.InvariantCulture), r.Result.Unexplained.ToString(CultureInfo.InvariantCulture),
            r.Result.DifferentTokens.ToString("0", CultureInfo.InvariantCulture),
        }));
        report.Finish(args.ElementAtOrDefault(3));
        string[] broken = [.. results.Where(r => r.SameIds < GeneralTexts.BuiltIn.Length || (r.Exact && !r.Result.Held)).Select(r => r.Result.Name)];
        if (broken.Length > 0) throw new AssayException($"Not as llama.cpp gives it: {string.Join(", ", broken)}.");
    }

    private static string Shape(string model)
    {
        DecoderConfig config = DecoderConfigReader.Read(Path.Combine(model, "config.json"));
        return string.Create(CultureInfo.InvariantCulture, $"{config.Family}, {config.Layers} layers, {config.Width} wide, {config.VocabularySize} tokens");
    }

    private static (ParityResult Result, int SameIds, bool Exact) Compare(PeerFolder folder, string work, string model, string adapter, (string Name, WeightType? Type, bool Merged, bool Exact) form)
    {
        Console.Error.WriteLine(form.Name);
        var exporter = new ModelExporter(WorkerTeam.Shared);
        string file = Path.Combine(work, "model.gguf"), beside = Path.Combine(work, "adapter.gguf");
        Directory.CreateDirectory(work);
        exporter.Export(new ExportRequest(model, file, ExportFormat.Gguf) { Adapter = form.Merged ? adapter : null, Type = form.Type });
        if (!form.Merged) exporter.Export(new ExportRequest(model, beside, ExportFormat.GgufAdapter) { Adapter = adapter });
        using LocalModel original = LocalModel.Open(model);
        using var ours = new AssayDecoder(file, form.Merged ? null : adapter);
        using LlamaPeer theirs = LlamaPeer.Start(folder, file, singlePrecision: true);
        if (!form.Merged) theirs.Adapt(beside);
        ours.Use(1);
        theirs.Use(1);
        ImmutableArray<GeneralText> texts = GeneralTexts.BuiltIn;

        // The peer is told a text in one line.
        int sameIds = texts.Count(t => original.Tokenizer.Encode(t.Text.ReplaceLineEndings(" ")).Ids.SequenceEqual(theirs.Tokens(t.Text.ReplaceLineEndings(" "))));
        var comparison = new DecoderComparison(ours, theirs, original.Config.VocabularySize);
        foreach (GeneralText text in texts.Take(3)) comparison.CompareLogits([.. original.Tokenizer.Encode(text.Text).Ids]);
        foreach (GeneralText text in texts.Take(Prompts)) comparison.CompareText([.. original.Tokenizer.Encode(string.Join(' ', text.Text.Split(' ').Take(Words))).Ids], Steps);
        return (comparison.Result(form.Name), sameIds, form.Exact);
    }
}
