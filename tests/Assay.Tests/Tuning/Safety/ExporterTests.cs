using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Decoders.Export;
using Assay.Models.Local;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Export;
using Assay.Tuning.Scoring;
using Xunit.Abstractions;

namespace Assay.Tests.Tuning.Safety;

public sealed class ExporterTests(TunedScene scene, ITestOutputHelper output) : IClassFixture<TunedScene>
{
    [Theory]
    [InlineData(ExportFormat.Peft, "peft", null)]
    [InlineData(ExportFormat.Peft, "peft16", WeightType.F16)]
    [InlineData(ExportFormat.GgufAdapter, "adapter.gguf", null)]
    [InlineData(ExportFormat.Safetensors, "whole", null)]
    [InlineData(ExportFormat.Gguf, "whole.gguf", null)]
    [InlineData(ExportFormat.Gguf, "whole16.gguf", WeightType.F16)]
    [InlineData(ExportFormat.Gguf, "wholeB.gguf", WeightType.BF16)]
    [InlineData(ExportFormat.Gguf, "whole8.gguf", WeightType.Q80)]
    public void Every_form_gives_what_the_model_in_memory_gives(ExportFormat format, string name, WeightType? type)
    {
        string target = Path.Combine(scene.Make("exports"), name);
        ExportResult result = new ModelExporter(WorkerTeam.Shared).Export(new ExportRequest(scene.BasePath, target, format) { Adapter = scene.AdapterPath, Type = type, Strength = 0.75, Prompts = Prompts });
        output.WriteLine($"{format} {type}: {result.Replay}");
        Assert.True(Path.Exists(target));
        Assert.True(result.Bytes > 10_000);
        Assert.Equal(30, result.Replay!.Prompts);
        if (type is null) Assert.Equal((30, 1), (result.Replay.SameTexts, result.Replay.Agreement));
        if (type is null) Assert.InRange(result.Replay.MeanDivergence, 0, 1e-6);
        else Assert.InRange(result.Replay.MeanDivergence, 1e-9, 0.05);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(target)!, "*.export"));

        // What is on the disk is the adapter at that strength and not the whole one.
        using LoraAdapter part = scene.Adapter.WithStrength(0.75);
        using LocalModel? opened = format is ExportFormat.Safetensors or ExportFormat.Gguf ? LocalModel.Open(target) : null;
        using LoraAdapter? read = opened is null ? scene.Model.OpenAdapter(target) : null;
        float[] found = Scores(opened ?? scene.Model, read);
        Assert.True(Distance(found, Scores(scene.Model, part)) < Distance(found, Scores(scene.Model, scene.Adapter)) / 3);
        Assert.Contains("something is there already", Refusal(new ExportRequest(scene.BasePath, target, format) { Adapter = scene.AdapterPath }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_corrupted_export_is_refused_with_prompt_and_tokens_and_leaves_nothing()
    {
        string file = Path.Combine(scene.Make("broken"), "made.gguf");
        DecoderExport.Write(scene.BasePath, file, null, scene.Adapter);
        int at = 0;
        using (GgufFile made = GgufFile.Open(file)) at = (int)made.Weights.Find("blk.1.ffn_down.weight")!.Offset;
        byte[] bytes = File.ReadAllBytes(file);

        // Some weights of one matrix become others, as a wrong order of rows would make them.
        for (int i = 0; i < 40_000; i += 4) (bytes[at + i + 3], bytes[at + i + 2]) = (0x3E, (byte)(i % 256));
        File.WriteAllBytes(file, bytes);
        using LocalModel broken = LocalModel.Open(file);
        System.Collections.Immutable.ImmutableArray<ReplayPrompt> prompts = ReplayPrompts.Of(scene.Model, scene.Trained, 20, 48);
        ReplayException error = Assert.Throws<ReplayException>(() => ExportReplay.Check(scene.After, new RunningModel(broken), prompts, ReplayLimits.For(WeightType.F32), 40, WorkerTeam.Shared));
        output.WriteLine(error.Message);
        Assert.Contains("behind 'example in line", error.Message, StringComparison.Ordinal);
        Assert.Contains("nats from those of the model in memory; 1.0e-4 is allowed", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"the first different token is number \d+ behind 'example in line \d+': \d+ \('.+'\), expected \d+ \('.+'\)", error.Message);

        // By agreement alone, when the distance may be any.
        ReplayException other = Assert.Throws<ReplayException>(() => ExportReplay.Check(scene.After, new RunningModel(broken), prompts, new ReplayLimits(1e9, 1, 0), 40, WorkerTeam.Shared));
        Assert.Contains("of its greedy tokens are those of the model in memory; 100.0% is asked for; the first different token", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_outside_the_limits_is_removed()
    {
        string target = Path.Combine(scene.Make("tight"), "whole8.gguf");
        ExportRequest request = new(scene.BasePath, target, ExportFormat.Gguf) { Adapter = scene.AdapterPath, Type = WeightType.Q80, Prompts = Prompts, MostDivergence = 1e-12 };
        Assert.Contains("It was not kept", Assert.Throws<ReplayException>(() => new ModelExporter(WorkerTeam.Shared).Export(request)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(target)!));
        Assert.Null(new ModelExporter(WorkerTeam.Shared).Export(request with { Replay = false }).Replay);
        Assert.True(File.Exists(target));
    }

    [Fact]
    public void A_gguf_base_is_merged_and_its_blocks_are_not_quantised_again()
    {
        string folder = scene.Make("gguf"), full = Path.Combine(folder, "base.gguf"), blocks = Path.Combine(folder, "base8.gguf");
        DecoderExport.Write(scene.BasePath, full);
        DecoderExport.Write(scene.BasePath, blocks, WeightType.Q80);
        ModelExporter exporter = new(WorkerTeam.Shared);
        ExportResult merged = exporter.Export(new ExportRequest(full, Path.Combine(folder, "merged.gguf"), ExportFormat.Gguf) { Adapter = scene.AdapterPath, Prompts = Prompts });
        Assert.InRange(merged.Replay!.MeanDivergence, 0, 1e-6);
        Assert.Contains("quantised a second time", Refusal(new ExportRequest(blocks, Path.Combine(folder, "merged8.gguf"), ExportFormat.Gguf) { Adapter = scene.AdapterPath }), StringComparison.Ordinal);
        ExportResult wide = exporter.Export(new ExportRequest(blocks, Path.Combine(folder, "merged8.gguf"), ExportFormat.Gguf) { Adapter = scene.AdapterPath, Type = WeightType.F32, Prompts = Prompts });
        output.WriteLine($"{wide.Replay}");
        Assert.InRange(wide.Replay!.Agreement, 0.95, 1);
        Assert.Equal(["base.gguf", "base8.gguf", "merged.gguf", "merged8.gguf"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);
    }

    [Theory]
    [InlineData(ExportFormat.Peft, false, "x", null, "all its weights were trained")]
    [InlineData(ExportFormat.Peft, true, "x", WeightType.Q80, "an adapter is stored as f32, f16 or bf16")]
    [InlineData(ExportFormat.Peft, true, "x.gguf", null, "a folder is written")]
    [InlineData(ExportFormat.GgufAdapter, true, "x", null, "Name a file that ends in .gguf")]
    [InlineData(ExportFormat.Safetensors, false, "x", null, "is a folder of safetensors files already")]
    [InlineData(ExportFormat.Safetensors, true, "x", WeightType.F16, "the weights keep the base model's type or become f32")]
    public void What_cannot_be_represented_is_refused_before_anything_is_written(ExportFormat format, bool adapter, string name, WeightType? type, string message)
    {
        string folder = scene.Make("refused");
        Assert.Contains(message, Refusal(new ExportRequest(scene.BasePath, Path.Combine(folder, name), format) { Adapter = adapter ? scene.AdapterPath : null, Type = type }), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void A_folder_cannot_be_made_of_a_gguf_file() =>
        Assert.Contains("no tokenizer.json and config.json", Refusal(new ExportRequest("base.gguf", Path.Combine(scene.Make("refused"), "x"), ExportFormat.Safetensors) { Adapter = scene.AdapterPath }), StringComparison.Ordinal);

    private System.Collections.Immutable.ImmutableArray<ReplayPrompt> Prompts(LocalModel model) =>
        [.. ReplayPrompts.Of(model, scene.Trained, 20, 48), .. ReplayPrompts.General(model, 10, 48)];

    private static string Refusal(ExportRequest request) => Assert.Throws<InputException>(() => new ModelExporter(WorkerTeam.Shared).Export(request)).Message;

    private static float Distance(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    private static float[] Scores(LocalModel model, LoraAdapter? adapter)
    {
        int[] tokens = [.. Enumerable.Range(40, 60)];
        float[] scores = new float[tokens.Length * model.Config.VocabularySize];
        new DecoderPass(model.Decoder, WorkerTeam.One).Forward([new SequencePart(model.Decoder.NewCache(adapter), tokens, tokens.Length)], scores);
        return scores;
    }
}
