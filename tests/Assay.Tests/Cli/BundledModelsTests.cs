using System.Text.Json;
using Assay.Benchmarks.Models;
using Assay.Models.Local;
using Assay.Models.Weights;
using Assay.Tests.Application.FineTuning;
using Assay.Tests.Models.Encoders;
using Assay.Text;

namespace Assay.Tests.Cli;

/// <summary>Models that come with Assay are named, and work wherever a model does. Here small ones stand in for them.</summary>
public sealed class BundledModelsTests : IDisposable
{
    private const string Quick = "epochs: 2, heldOut: 0.2, knowledgeChecks: 0";

    private readonly TuneProject project = new(Quick);
    private readonly TemporaryFolder bundled = new();

    public BundledModelsTests()
    {
        string chat = Directory.CreateDirectory(Place(BundledModels.Chat)).FullName;
        File.WriteAllText(Path.Combine(chat, "assay.json"), """{"passageTokens": 64, "answerTokens": 5, "tuning": {"rank": 2, "learningRate": 3e-3}}""");
        ModelPacking.Pack(Path.Combine(project.Root, "model"), chat);
        string config = Path.Combine(chat, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"max_position_embeddings\": 400", "\"max_position_embeddings\": 2000", StringComparison.Ordinal));
        ModelPacking.Pack(LocalEncoders.Embedder(Path.Combine(project.Root, "encoder")), Place(BundledModels.Embedder));
        ModelPacking.Pack(LocalEncoders.Reranker(Path.Combine(project.Root, "ranker")), Place(BundledModels.Reranker));
        foreach (string name in new[] { "model", "encoder", "ranker" }) Directory.Delete(Path.Combine(project.Root, name), recursive: true);
        Settings();
    }

    public void Dispose()
    {
        project.Dispose();
        bundled.Dispose();
    }

    [Fact]
    public async Task They_are_listed_shown_and_verified()
    {
        CommandLine.Result list = await RunAsync("models", "list", "--json");
        Assert.Equal(["assay-tiny-en:decoder", "assay-embed-en:encoder", "assay-rerank-en:reranker"], list.Json.GetProperty("bundled").EnumerateArray().Select(m => $"{m.GetProperty("name").GetString()}:{m.GetProperty("kind").GetString()}"));
        Assert.Contains("assay-rerank-en  bundled", (await RunAsync("models", "list")).Out, StringComparison.Ordinal);
        CommandLine.Result shown = await RunAsync("models", "show", "assay-embed-en", "--verify");
        Assert.Equal((0, true), (shown.ExitCode, shown.Out.Contains("embedder: assay-embed-en", StringComparison.Ordinal)));
        Assert.Contains("as it was packed", shown.Error, StringComparison.Ordinal);

        string weights = Path.Combine(Place(BundledModels.Embedder), "model.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        CommandLine.Result damaged = await RunAsync("models", "show", "assay-embed-en", "--verify");
        Assert.Equal(3, damaged.ExitCode);
        Assert.Contains("'model.safetensors' has sha256", damaged.Error, StringComparison.Ordinal);
        File.WriteAllBytes(weights, bytes[..100]);
        CommandLine.Result cut = await RunAsync("models", "list", "--json");
        Assert.Equal((0, 2), (cut.ExitCode, cut.Json.GetProperty("bundled").GetArrayLength()));
        Assert.Contains("'assay-embed-en' is a model of Assay's own, and its files are missing or damaged", cut.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Those_of_the_repository_are_as_they_were_packed() => Assert.All(BundledModels.Open(_ => null).List(e => throw e), m => Assert.Empty(BundledModels.Verify(m)));

    [Theory]
    [InlineData(BundledModels.Chat, "ask")]
    [InlineData(BundledModels.Embedder, "search")]
    [InlineData(BundledModels.Reranker, "search")]
    public async Task A_file_that_is_cut_short_or_missing_is_named(string name, string verb)
    {
        string weights = Path.Combine(Place(name), "model.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..^9]);
        CommandLine.Result result = await RunAsync(verb, "Is 4 even?", "-p", project.Root);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"'{name}' is a model of Assay's own, and its files are missing or damaged", result.Error, StringComparison.Ordinal);
        Assert.Contains("is truncated", result.Error, StringComparison.Ordinal);
        File.Delete(weights);
        Assert.Contains("there are no weights in its folder", (await RunAsync(verb, "Is 4 even?", "-p", project.Root)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_is_ingested_searched_asked_and_compared_with_them()
    {
        CommandLine.Result ingested = await RunAsync("ingest", project.Root);
        Assert.True(ingested.ExitCode == 0, ingested.Error);
        CommandLine.Result asked = await RunAsync("ask", "Is 4 even?", "-p", project.Root, "--json");
        Assert.True(asked.ExitCode == 0, asked.Error);
        CommandLine.Result compared = await RunAsync("compare", project.Root, "--arms", "prompt,rag", "--json");
        Assert.True(compared.ExitCode == 0, compared.Error);
        foreach (JsonElement arm in compared.Json.GetProperty("arms").EnumerateArray())
        {
            Assert.Equal(0, arm.GetProperty("costPerQuestion").GetDouble());
            Assert.InRange(arm.GetProperty("tokens").GetProperty("output").GetDouble(), 0, 5);
        }
    }

    [Fact]
    public async Task They_are_tuned_as_their_folder_says_and_exported()
    {
        CommandLine.Result tuned = await RunAsync("tune", project.Root, "--json");
        Assert.True(tuned.ExitCode == 0, tuned.Error);
        JsonElement manifest = tuned.Json.GetProperty("manifest");
        Assert.Equal(("assay-tiny-en", 2, 3e-3, 2), (manifest.GetProperty("baseModel").GetString(), manifest.GetProperty("lora").GetProperty("rank").GetInt32(), manifest.GetProperty("training").GetProperty("learningRate").GetDouble(), manifest.GetProperty("training").GetProperty("epochs").GetInt32()));

        CommandLine.Result replayed = await RunAsync("tune", project.Root, "--replay", "v1");
        Assert.True(replayed.ExitCode == 0, replayed.Error);
        string file = Path.Combine(project.Root, "out.gguf"), folder = Path.Combine(project.Root, "whole");
        CommandLine.Result merged = await RunAsync("models", "export", "newest", folder, "--format", "safetensors", "--project", project.Root);
        Assert.True(merged.ExitCode == 0, merged.Error);
        using (WeightFile whole = WeightFile.Open(folder)) Assert.All(whole.Tensors, t => Assert.Equal(WeightType.F32, t.Type));
        CommandLine.Result alone = await RunAsync("models", "export", "assay-embed-en", file, "--json");
        Assert.True(alone.ExitCode == 0, alone.Error);
        using WeightFile gguf = WeightFile.Open(file);
        Assert.Equal(WeightType.Q80, gguf.Find("blk.0.attn_q.weight")!.Type);
    }

    [Fact]
    public async Task Where_there_are_examples_all_arms_are_compared_without_being_asked_for()
    {
        CommandLine.Result compared = await RunAsync("compare", project.Root, "--json");
        Assert.True(compared.ExitCode == 0, compared.Error);
        Assert.Equal(["prompt", "rag", "fine-tuned", "hybrid", "oracle", "long-context"], compared.Json.GetProperty("arms").EnumerateArray().Select(a => a.GetProperty("arm").GetString()));
    }

    [Fact]
    public async Task Examples_that_cannot_be_trained_on_leave_the_other_arms()
    {
        project.Write("examples.jsonl", "{\n");
        CommandLine.Result compared = await RunAsync("compare", project.Root, "--json");
        Assert.True(compared.ExitCode == 0, compared.Error);
        Assert.Equal(["prompt", "rag", "oracle", "long-context"], compared.Json.GetProperty("arms").EnumerateArray().Select(a => a.GetProperty("arm").GetString()));
        Assert.Contains(compared.Json.GetProperty("warnings").EnumerateArray(), w => w.GetString()!.StartsWith("fine-tuned and hybrid were left out: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"passageTokens": 3}""", "expected 'passageTokens' to be a whole number from 64 to 1000000; found 3")]
    [InlineData("""{"passages": 3}""", "expected passageTokens, answerTokens or tuning; found 'passages'")]
    [InlineData("""{"tuning": {"rank": [2]}}""", "'tuning.rank' to be a text or a number; found Array")]
    [InlineData("""{"tuning": 1}""", "'tuning' to be an object; found Number")]
    [InlineData("[1]", "expected an object; found Array")]
    [InlineData("{", "expected JSON; found")]
    public void Advice_that_is_none_is_refused(string json, string message)
    {
        File.WriteAllText(Path.Combine(bundled.Path, "assay.json"), json);
        Assert.Contains(message, Assert.Throws<InputException>(() => ModelAdvice.Read(bundled.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"tuning": {"rank": 0}}""", "'tuning.rank' must be a whole number from 1 to 4,096")]
    [InlineData("""{"tuning": {"leaks": "keep"}}""", "'tuning.leaks' is no recommendation of a model")]
    public async Task Advice_on_tuning_is_checked_where_it_is_taken(string json, string message)
    {
        File.WriteAllText(Path.Combine(Place(BundledModels.Chat), "assay.json"), json);
        CommandLine.Result result = await RunAsync("tune", project.Root);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Contains("assay.json", result.Error, StringComparison.Ordinal);
    }

    private void Settings()
    {
        project.Write("assay.yaml", $"name: even\nmodel: assay-tiny-en\nembedder: assay-embed-en\nreranker: assay-rerank-en\nexamples: examples.jsonl\ndocuments: [\"*.md\"]\ntuning: {{ {Quick} }}\n");
        project.Write("page.md", "# Numbers\n\n## Even\n\nThe number 4 is even, and the number 6 is even.\n\n## Odd\n\nThe number 5 is odd, and so is the number 7.\n");
        project.Write("questions.jsonl", """{"id":"q1","question":"Is 4 even?","answers":["yes"],"documents":["page.md#even"]}""" + "\n" + """{"id":"q2","question":"Is 5 even?","answers":["no"],"documents":["page.md#odd"]}""" + "\n");
    }

    private string Place(string name) => Path.Combine(bundled.Path, name);

    private Task<CommandLine.Result> RunAsync(params string[] arguments) => CommandLine.RunAsync(new Dictionary<string, string> { ["ASSAY_BUNDLED"] = bundled.Path, ["ASSAY_MODELS"] = bundled.Path + "-none" }, arguments);
}
