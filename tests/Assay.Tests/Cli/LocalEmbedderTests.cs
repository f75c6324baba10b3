using System.Numerics.Tensors;
using System.Text.Json;
using Assay.Knowledge;
using Assay.Models.Encoders;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Dense;
using Assay.Running;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Encoders;
using Assay.Tests.Models.Generation;
using Assay.Tests.Models.Hub;
using Assay.Workspaces;

namespace Assay.Tests.Cli;

/// <summary>A project with an embedder of this machine, with the real command.</summary>
public sealed class LocalEmbedderTests
{
    private const string Settings = "embedder: ./models/tiny";

    [Theory]
    [InlineData("bert")]
    [InlineData("xlmr")]
    [InlineData("modernbert")]
    public async Task Passages_get_their_vectors_once_and_are_found_by_them(string kind)
    {
        using TestProject project = TestProject.Create(8, settings: Settings);
        LocalEncoders.Name(project, 8);
        LocalEncoders.Embedder(project.PathOf("models/tiny"), kind);
        CommandLine.Result first = await CommandLine.RunAsync("ingest", project.Root);
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Matches("8 passages given a vector, 8 of them new to the embedder \\([0-9,]+ tokens\\)", first.Out);
        Assert.Contains("0 passages given a vector, 0 of them new", (await CommandLine.RunAsync("ingest", project.Root)).Out, StringComparison.Ordinal);
        JsonElement dense = await StageAsync(project, "dense", "xzeppelin");
        Assert.Equal(8, dense.GetProperty("hits").GetArrayLength());
        Assert.Equal(0, (await CommandLine.RunAsync("ask", "How many seats does plan 3 have?", "-p", project.Root)).ExitCode);
    }

    [Fact]
    public async Task Queries_and_passages_have_their_own_prompts()
    {
        const string query = "seats of plan 3";
        using TestProject project = TestProject.Create(8, settings: Settings);
        LocalEncoders.Name(project, 8);
        string folder = LocalEncoders.Embedder(project.PathOf("models/tiny"), prompts: LocalEncoders.Prompts);
        JsonElement hits = (await StageAsync(project, "dense", query)).GetProperty("hits");
        CommandLine.Result found = await CommandLine.RunAsync("search", query, "-p", project.Root, "--json");
        using SentenceEmbedder embedder = SentenceEmbedder.Open(folder);
        float[] asked = embedder.Embed(["the query. " + query]).Vectors[0].ToArray(), without = embedder.Embed([query]).Vectors[0].ToArray();
        Assert.True(TensorPrimitives.Dot<float>(asked, without) < 0.9999);
        int seen = 0;
        foreach (JsonElement passage in found.Json.GetProperty("passages").EnumerateArray())
        {
            string text = ChunkEmbedder.TextOf(passage.GetProperty("title").GetString()!, passage.GetProperty("heading").GetString()!, passage.GetProperty("text").GetString()!);
            float[] vector = embedder.Embed(["a passage. " + text]).Vectors[0].ToArray();
            string document = passage.GetProperty("document").GetString()!;
            seen += hits.EnumerateArray().Count(h => h.GetProperty("documentId").GetString() == document && Math.Abs(h.GetProperty("score").GetDouble() - TensorPrimitives.Dot<float>(asked, vector)) < 1e-5);
            Assert.True(Math.Abs(TensorPrimitives.Dot<float>(asked, vector) - TensorPrimitives.Dot<float>(without, embedder.Embed([text]).Vectors[0].Span)) > 1e-4);
        }

        Assert.Equal(8, seen);
    }

    [Fact]
    public async Task A_folder_that_changed_is_another_model_and_one_that_moved_is_not()
    {
        using TestProject project = TestProject.Create(8, settings: Settings);
        LocalEncoders.Name(project, 8);
        string folder = LocalEncoders.Embedder(project.PathOf("models/tiny"));
        async Task Gives(int vectors, string? why = null)
        {
            CommandLine.Result result = await CommandLine.RunAsync("ingest", project.Root);
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.True(result.Out.Contains($"{vectors} passages given a vector, {vectors} of them new", StringComparison.Ordinal), $"{why}: {result.Out}");
            string[] scores = [.. (await StageAsync(project, "dense", "seats")).GetProperty("hits").EnumerateArray().Select(h => h.GetProperty("score").GetRawText())];
            Assert.Equal(8, scores.Length);
        }

        await Gives(8);
        foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.WriteAllText(Path.Combine(folder, "README.md"), "# Not part of the model");
        LocalEncoders.Write(folder, "checkpoint-5/config.json", "{}");
        await Gives(0, "other times and files that are not read");
        Directory.Move(folder, folder + "-2");
        project.Write("assay.yaml", "name: plans\nembedder: ./models/tiny-2\n");
        await Gives(0, "moved");
        Directory.Move(folder + "-2", folder);
        project.Write("assay.yaml", $"name: plans\n{Settings}\n");
        LocalEncoders.Write(folder, "config_sentence_transformers.json", LocalEncoders.Prompts);
        await Gives(8, "prompts");
        LocalEncoders.Write(folder, "1_Pooling/config.json", """{"word_embedding_dimension": 32, "pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true}""");
        await Gives(8, "64 values");
        LocalEncoders.Spoil(folder, "bert.embeddings.word_embeddings.weight", 3);
        await Gives(8, "weights of the same length");
        Directory.Delete(folder, recursive: true);
        LocalEncoders.Static(folder);
        await Gives(8, "4 values");
        Directory.Delete(folder, recursive: true);
        LocalEncoders.Embedder(folder);
        await Gives(0, "the first again");
    }

    [Fact]
    public async Task What_cannot_embed_is_refused_with_what_to_do()
    {
        using TestProject project = TestProject.Create(8, settings: Settings);
        LocalEncoders.Name(project, 8);
        string folder = project.PathOf("models/tiny");
        async Task Fails(int code, params string[] messages)
        {
            CommandLine.Result result = await CommandLine.RunAsync("search", "seats", "-p", project.Root);
            Assert.Equal(code, result.ExitCode);
            Assert.All(messages, m => Assert.Contains(m, result.Error, StringComparison.Ordinal));
            Assert.DoesNotContain("Assay made a mistake", result.Error, StringComparison.Ordinal);
        }

        await Fails(2, folder, "expected the folder of an embedding model; there is none", "assay models pull");
        LocalEncoders.Embedder(folder);
        string weights = Path.Combine(folder, "model.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..50_000]);
        await Fails(2, "model.safetensors", "truncated");
        LocalEncoders.Embedder(folder);
        LocalEncoders.Spoil(folder, "bert.embeddings.LayerNorm.bias", float.NaN);
        await Fails(2, "model.safetensors", "bert.embeddings.LayerNorm.bias");
        LocalEncoders.Embedder(folder);
        LocalEncoders.Spoil(folder, "bert.embeddings.LayerNorm.weight", float.MaxValue);
        await Fails(3, "'tiny'", "not a number", "its weights are damaged");
        LocalEncoders.Reranker(folder);
        File.Delete(Path.Combine(folder, "modules.json"));
        await Fails(2, "not an embedder", "Name it under 'reranker'");
        TinyDecoder.Write(folder, "llama", "\"vocab_size\":260,\"eos_token_id\":257");
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), ByteTokenizer.Json());
        await Fails(2, "this is a chat model, which writes text and does not embed", "Name it under 'model'");
        project.Write("assay.yaml", "embedder: ./models/tiny/model.gguf");
        await Fails(2, "embedders in GGUF files are not run");
        project.Write("assay.yaml", "embedder: hf:tiny/llama");
        CommandLine.Result missing = await CommandLine.RunAsync(new Dictionary<string, string> { ["ASSAY_MODELS"] = project.PathOf("store") }, "search", "seats", "-p", project.Root);
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("assay models pull hf:tiny/llama", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_embedded_before_an_interruption_is_kept()
    {
        using TestProject project = TestProject.Create(150, settings: Settings);
        LocalEncoders.Embedder(project.PathOf("models/tiny"));
        Project opened = ProjectFile.Read(project.Root);
        Workspace workspace = Workspace.Open(project.Root);
        using KnowledgeBase knowledge = KnowledgeBase.Open(opened, workspace, TimeProvider.System);
        knowledge.Ingest(null, CancellationToken.None);
        using KnowledgeEmbedder embedder = knowledge.OpenEmbedder(opened, workspace, new ProviderOptions(), TimeProvider.System)!;
        using var stop = new CancellationTokenSource();
        var seen = new List<EmbedProgress>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => embedder.EmbedAsync(0, new CallbackProgress<EmbedProgress>(p =>
        {
            seen.Add(p);
            stop.Cancel();
        }), stop.Token));
        Assert.Equal([new EmbedProgress(64, 150)], seen);
        EmbedReport rest = await embedder.EmbedAsync(0, null, CancellationToken.None);
        Assert.Equal((86, 86), (rest.Chunks, rest.Embedded));
    }

    [Fact]
    public async Task What_a_model_made_up_is_embedded_as_passages_are()
    {
        const string text = "a cat plan has seats";
        using TestProject project = TestProject.Create(settings: Settings);
        string folder = LocalEncoders.Embedder(project.PathOf("models/tiny"), prompts: LocalEncoders.Prompts);
        Project opened = ProjectFile.Read(project.Root);
        Workspace workspace = Workspace.Open(project.Root);
        using SentenceEmbedder model = SentenceEmbedder.Open(folder);
        for (int round = 0; round < 2; round++)
        {
            // The second time both come out of the knowledge base.
            using KnowledgeBase knowledge = KnowledgeBase.Open(opened, workspace, TimeProvider.System);
            using KnowledgeEmbedder embedder = knowledge.OpenEmbedder(opened, workspace, new ProviderOptions(), TimeProvider.System)!;
            await knowledge.PrepareAsync([text], CancellationToken.None);
            await knowledge.PrepareMadeUpAsync([text], CancellationToken.None);
            Assert.Equal(model.Embed(["the query. " + text]).Vectors[0].ToArray(), embedder.Search.Queries.Of(text)!.Value.ToArray());
            Assert.Equal(model.Embed(["a passage. " + text]).Vectors[0].ToArray(), embedder.Search.MadeUp.Of(text)!.Value.ToArray());
            Assert.True(knowledge.PreparedMs(text) > 0 && knowledge.MadeUpMs(text) > 0);
        }
    }

    [Fact]
    public async Task An_encoder_is_no_chat_model()
    {
        using TestProject project = TestProject.Create(8, settings: "model: ./models/tiny");
        LocalEncoders.Name(project, 8);
        LocalEncoders.Embedder(project.PathOf("models/tiny"));
        CommandLine.Result result = await CommandLine.RunAsync("ask", "How many seats?", "-p", project.Root);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("this is an embedder, which turns texts into vectors and writes none. Name it under 'embedder'", result.Error, StringComparison.Ordinal);
        Directory.Delete(project.PathOf("models/tiny"), recursive: true);
        LocalEncoders.Reranker(project.PathOf("models/tiny"));
        Assert.Contains("Name it under 'reranker'", (await CommandLine.RunAsync("chat", "Hello", "-p", project.Root)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pulled_model_embeds_and_is_shown_and_measured()
    {
        await using var hub = new FakeHub { Repository = "tiny/encoder" };
        using var source = new TemporaryFolder();
        string made = LocalEncoders.Embedder(Path.Combine(source.Path, "made"), prompts: LocalEncoders.Prompts);
        foreach (string file in Directory.GetFiles(made, "*", SearchOption.AllDirectories)) hub.Files[Path.GetRelativePath(made, file).Replace('\\', '/')] = File.ReadAllBytes(file);
        hub.Large.Add("model.safetensors");
        using TestProject project = TestProject.Create(8, settings: "embedder: hf:tiny/encoder");
        LocalEncoders.Name(project, 8);
        Dictionary<string, string> environment = new() { ["ASSAY_MODELS"] = source.Path, ["HF_ENDPOINT"] = hub.Url };
        CommandLine.Result pulled = await CommandLine.RunAsync(environment, "models", "pull", "hf:tiny/encoder");
        Assert.True(pulled.ExitCode == 0, pulled.Error);
        CommandLine.Result ingested = await CommandLine.RunAsync(environment, "ingest", project.Root);
        Assert.True(ingested.ExitCode == 0, ingested.Error);
        Assert.Contains("8 of them new", ingested.Out, StringComparison.Ordinal);

        // The same files in a folder are the same model.
        project.Write("assay.yaml", $"name: plans\nembedder: {made}\n");
        Assert.Contains("0 passages given a vector", (await CommandLine.RunAsync("ingest", project.Root)).Out, StringComparison.Ordinal);
        CommandLine.Result shown = await CommandLine.RunAsync(environment, "models", "show", "encoder");
        Assert.Contains("use         in assay.yaml: embedder: hf:tiny/encoder", shown.Out, StringComparison.Ordinal);
        Assert.Contains("shape       Bert, ", shown.Out, StringComparison.Ordinal);
        CommandLine.Result bench = await CommandLine.RunAsync(environment, "models", "bench", "encoder", "--prompt", "40", "--threads", "1", "--json");
        Assert.True(bench.ExitCode == 0, bench.Error);
        Assert.Equal(("encoder", 32), (bench.Json.GetProperty("kind").GetString(), bench.Json.GetProperty("dimensions").GetInt32()));
        Assert.InRange(bench.Json.GetProperty("tokensPerText").GetDouble(), 30, 48);
        Assert.True(bench.Json.GetProperty("tokensPerSecond").GetDouble() > 0);
        CommandLine.Result words = await CommandLine.RunAsync("models", "bench", made, "--prompt", "20");
        Assert.Contains("'a passage. ' before passages", words.Out, StringComparison.Ordinal);
        Assert.Contains("tokens a second", words.Out, StringComparison.Ordinal);
        Assert.Contains("exceed the 48 that the model takes", (await CommandLine.RunAsync("models", "bench", made, "--prompt", "60")).Error, StringComparison.Ordinal);
        Assert.Contains("--generate is for chat models", (await CommandLine.RunAsync("models", "bench", made, "--generate", "4")).Error, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> StageAsync(TestProject project, string stage, string query)
    {
        CommandLine.Result result = await CommandLine.RunAsync("search", query, "-p", project.Root, "--explain", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json.GetProperty("stages").EnumerateArray().Single(s => s.GetProperty("name").GetString() == stage);
    }
}
