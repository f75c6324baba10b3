using System.Text.Json;
using Assay.Models.Encoders;
using Assay.Models.Local;
using Assay.Retrieval.Dense;
using Assay.RetrievalTuning;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Encoders;

namespace Assay.Tests.Cli;

/// <summary>A project with a reranker of this machine, with the real command.</summary>
public sealed class LocalRerankerTests
{
    private const string Settings = "reranker: ./models/cross", Query = "seats of plan 3";

    [Theory]
    [InlineData("bert")]
    [InlineData("modernbert")]
    public async Task Passages_come_in_the_order_of_the_model(string kind)
    {
        using TestProject project = TestProject.Create(8);
        LocalEncoders.Name(project, 8);
        string[] before = await DocumentsAsync(project);
        string folder = LocalEncoders.Reranker(project.PathOf("models/cross"), kind);
        project.Write("assay.yaml", $"name: plans\n{Settings}\nretrieval: {{ rerankDepth: 5 }}\n");
        JsonElement[] passages = await PassagesAsync(project);
        using CrossEncoder model = CrossEncoder.Open(folder);
        string[] texts = [.. passages.Select(Text)];
        float[] scores = model.Score(Query, texts);
        Assert.Equal(8, scores.Distinct().Count());
        Assert.Equal(scores.Take(5).OrderDescending(), scores.Take(5));
        Assert.Equal(scores.Take(5).Select(s => (double)s), passages.Take(5).Select(p => p.GetProperty("score").GetDouble()));
        Assert.Equal(before[5..], passages[5..].Select(Document));
        Assert.Equal(before[..5].Order(), passages[..5].Select(Document).Order());
        Assert.NotEqual(before, passages.Select(Document));
        double[] all = [.. passages.Select(p => p.GetProperty("score").GetDouble())];
        Assert.Equal(all.OrderDescending(), all);
        Assert.Equal(passages.Select(p => p.GetRawText()), (await PassagesAsync(project)).Select(p => p.GetRawText()));
    }

    [Fact]
    public async Task What_its_folder_says_is_how_much_its_order_counts()
    {
        using TestProject project = TestProject.Create(8);
        LocalEncoders.Name(project, 8);
        double[] before = [.. (await PassagesAsync(project)).OrderBy(Document, StringComparer.Ordinal).Select(p => p.GetProperty("score").GetDouble())];
        string folder = LocalEncoders.Reranker(project.PathOf("models/cross"));
        LocalEncoders.Change(folder, "\"assay\": {\"rerank\": {\"weight\": 0.25}}");
        project.Write("assay.yaml", $"name: plans\n{Settings}\n");
        JsonElement[] passages = [.. (await PassagesAsync(project)).OrderBy(Document, StringComparer.Ordinal)];
        using CrossEncoder model = CrossEncoder.Open(folder);
        double[] scores = [.. model.Score(Query, [.. passages.Select(Text)]).Select(s => (double)s)];
        static double Stretched(double[] all, int i) => (all[i] - all.Min()) / (all.Max() - all.Min());
        Assert.All(passages.Select((p, i) => (Score: p.GetProperty("score").GetDouble(), Number: i)), p => Assert.Equal((0.25 * Stretched(scores, p.Number)) + (0.75 * Stretched(before, p.Number)), p.Score, 6));

        // What was measured on the project's own documents counts more.
        project.Write(".assay/search-profile.json", """{"crossEncoder":{"weight":1}}""");
        Assert.Equal(scores.OrderDescending(), (await PassagesAsync(project)).Select(p => p.GetProperty("score").GetDouble()));
        LocalEncoders.Change(folder, "\"assay\": {\"rerank\": {\"weight\": 2}}");
        CommandLine.Result refused = await CommandLine.RunAsync("search", Query, "-p", project.Root);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("weight", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_question_is_in_a_script_that_it_was_not_made_for_the_order_stays()
    {
        using TestProject project = TestProject.Create(4);
        for (int i = 1; i <= 4; i++) project.Write(FormattableString.Invariant($"docs/plan-{i:000}.md"), FormattableString.Invariant($"# Plan {i}\n\n套餐席位{string.Concat(Enumerable.Repeat("席位", 4 - i))}很多。\n"));
        project.Write("assay.yaml", "name: plans\nreranker: none\n");
        async Task<string[]> FoundAsync() => [.. (await CommandLine.RunAsync("search", "套餐席位", "-p", project.Root, "--json")).Json.GetProperty("passages").EnumerateArray().Select(p => p.GetRawText())];
        string[] before = await FoundAsync();
        Assert.Equal(4, before.Length);
        project.Write("assay.yaml", "name: plans\nembedder: assay-embed-en\nreranker: assay-rerank-en\n");
        Assert.Equal(before, await FoundAsync());
        string explained = (await CommandLine.RunAsync("search", "套餐席位", "-p", project.Root, "--explain")).Out;
        Assert.Contains("'assay-rerank-en' tells the first 4 not apart", explained, StringComparison.Ordinal);
        Assert.Contains("the embedder was made for other scripts than the query's", explained, StringComparison.Ordinal);
        Assert.Contains("'assay-rerank-en' scored the first 4", (await CommandLine.RunAsync("search", "seats of a plan", "-p", project.Root, "--explain")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_shows_what_it_did()
    {
        using TestProject project = TestProject.Create(8, settings: Settings);
        LocalEncoders.Name(project, 8);
        LocalEncoders.Reranker(project.PathOf("models/cross"));
        JsonElement[] passages = await PassagesAsync(project);
        CommandLine.Result json = await CommandLine.RunAsync("search", Query, "-p", project.Root, "--explain", "--json"), text = await CommandLine.RunAsync("search", Query, "-p", project.Root, "--explain");
        JsonElement[] stages = [.. json.Json.GetProperty("stages").EnumerateArray()];
        JsonElement stage = stages[^1], before = stages.Last(s => s.GetProperty("hits").GetArrayLength() > 0 && s.GetProperty("name").GetString() != "cross-encoder");
        Assert.Equal(("cross-encoder", "'cross' scored the first 8"), (stage.GetProperty("name").GetString(), stage.GetProperty("note").GetString()));
        Assert.Equal(passages.Select(Document), stage.GetProperty("hits").EnumerateArray().Select(h => h.GetProperty("documentId").GetString()));
        string[] ranked = [.. before.GetProperty("hits").EnumerateArray().Select(h => h.GetProperty("documentId").GetString()!)];
        foreach (JsonElement hit in stage.GetProperty("hits").EnumerateArray())
        {
            Dictionary<string, double> features = hit.GetProperty("features").EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!, f => f.GetProperty("value").GetDouble());
            Assert.Equal(hit.GetProperty("score").GetDouble(), features["model"]);
            Assert.Equal(hit.GetProperty("documentId").GetString(), ranked[(int)features["rank before"] - 1]);
        }

        Assert.Contains("stage cross-encoder: 8 passages in ", text.Out, StringComparison.Ordinal);
        Assert.Contains("'cross' scored the first 8", text.Out, StringComparison.Ordinal);
        Assert.Contains("rank before ", text.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(project.Root, text.Out, StringComparison.Ordinal);

        // Where a document went, with the reranker's ranks.
        int rank = Array.IndexOf([.. passages.Select(Document)], "docs/plan-003.md") + 1;
        CommandLine.Result whyNot = await CommandLine.RunAsync("search", Query, "-p", project.Root, "-k", "1", "--why-not", "docs/plan-003.md", "--json");
        Assert.True(whyNot.ExitCode == 0, whyNot.Error);
        Assert.Equal(rank, whyNot.Json.GetProperty("rank").GetInt32());
        project.Write(".assay/search-profile.json", """{"crossEncoder":{"weight":0}}""");
        CommandLine.Result off = await CommandLine.RunAsync("search", Query, "-p", project.Root, "--explain");
        Assert.True(off.ExitCode == 0, off.Error);
        Assert.Contains("stage cross-encoder: off in the search profile", off.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_closed_to_the_asker_is_neither_found_nor_shown()
    {
        using TestProject project = TestProject.Create(8, settings: Settings);
        LocalEncoders.Name(project, 8);
        LocalEncoders.Reranker(project.PathOf("models/cross"));
        string[] open = await DocumentsAsync(project);
        project.Write("docs/.access.yaml", "access: everyone\n");
        project.Write("docs/plan-003.md.access.yaml", "access: [user:ann]\n");
        string[] nobody = await DocumentsAsync(project), ann = await DocumentsAsync(project, "--as", "ann");
        Assert.Equal(open, ann);
        Assert.Equal(open.Where(d => d != "docs/plan-003.md"), nobody);
        CommandLine.Result explained = await CommandLine.RunAsync("search", Query, "-p", project.Root, "--explain", "--json");
        Assert.DoesNotContain("plan-003", explained.Out, StringComparison.Ordinal);
        Assert.Contains("scored the first 7", explained.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("forget", "docs/plan-005.md", "-p", project.Root)).ExitCode);
        Assert.Equal(nobody.Where(d => d != "docs/plan-005.md"), await DocumentsAsync(project));
        Assert.Contains("scored the first 6", (await CommandLine.RunAsync("search", Query, "-p", project.Root, "--explain", "--json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_counts_in_ask_compare_and_eval()
    {
        using TestProject project = TestProject.Create(12, settings: "retrieval: { passages: 1 }");
        LocalEncoders.Name(project, 12);
        async Task<JsonElement> CompareAsync()
        {
            CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--arms", "rag", "--json");
            Assert.True(result.ExitCode == 0, result.Error);
            return result.Json;
        }

        async Task<string> EvalAsync()
        {
            CommandLine.Result result = await CommandLine.RunAsync("eval", "retrieval", project.Root, "--json");
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.True(result.Json.GetProperty("latencyMs").GetProperty("p50").GetDouble() > 0);
            return result.Json.GetProperty("metrics").GetRawText();
        }

        JsonElement before = await CompareAsync();
        string measured = await EvalAsync();
        LocalEncoders.Reranker(project.PathOf("models/cross"));
        project.Write("assay.yaml", $"name: plans\n{Settings}\nretrieval: {{ passages: 1 }}\n");
        JsonElement after = await CompareAsync();
        Assert.NotEqual(before.GetProperty("retrieval").GetRawText(), after.GetProperty("retrieval").GetRawText());
        Assert.NotEqual(measured, await EvalAsync());
        string results = project.Results();
        await CompareAsync();
        Assert.Equal(results, project.Results());

        // Another model in the same folder is another search.
        string[] order = await DocumentsAsync(project);
        LocalEncoders.Reranker(project.PathOf("models/cross"), "modernbert");
        Assert.NotEqual(order, await DocumentsAsync(project));
        await CompareAsync();
        Assert.NotEqual(results, project.Results());
        CommandLine.Result asked = await CommandLine.RunAsync("ask", Query, "-p", project.Root, "--json");
        Assert.True(asked.ExitCode == 0, asked.Error);
        string first = Document((await PassagesAsync(project))[0]);
        Assert.All(asked.Json.GetProperty("citations").EnumerateArray(), c => Assert.Equal(first, c.GetProperty("document").GetString()));
    }

    [Fact]
    public async Task Stages_measure_it_last_and_switch_it_off_where_it_does_not_pay()
    {
        using TestProject project = TestProject.Create(14, settings: Settings);
        LocalEncoders.Name(project, 14);
        LocalEncoders.Reranker(project.PathOf("models/cross"));
        CommandLine.Result result = await CommandLine.RunAsync("eval", "retrieval", project.Root, "--stages", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement[] stages = [.. result.Json.GetProperty("result").GetProperty("stages").EnumerateArray()];
        Assert.Equal("cross-encoder", stages[^1].GetProperty("stage").GetString());
        Assert.Equal("rerank", stages[^2].GetProperty("stage").GetString());

        // A model of random weights is no help, and none is better than what is right already.
        Assert.Equal("default", stages[^1].GetProperty("choice").GetString());
        Assert.Contains("\"weight\": 0", File.ReadAllText(project.PathOf(".assay/search-profile.json")).Split("crossEncoder")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Stages_try_the_weight_that_the_bundled_one_says()
    {
        using CrossEncoder bundled = CrossEncoder.Open(BundledModels.Open(_ => null).Find(BundledModels.Reranker));
        Assert.Contains(FormattableString.Invariant($"weight {bundled.Hint!.Weight}"), SearchStage.WithCrossEncoder(SearchStage.Hybrid)[^1].Choices.Select(c => c.Name));
    }

    [Fact]
    public async Task What_cannot_rerank_is_refused_with_what_to_do()
    {
        using TestProject project = TestProject.Create(settings: Settings);
        string folder = project.PathOf("models/cross");
        async Task Fails(int code, params string[] messages)
        {
            CommandLine.Result result = await CommandLine.RunAsync("search", Query, "-p", project.Root);
            Assert.Equal(code, result.ExitCode);
            Assert.All(messages, m => Assert.Contains(m, result.Error, StringComparison.Ordinal));
            Assert.DoesNotContain("Assay made a mistake", result.Error, StringComparison.Ordinal);
        }

        await Fails(2, folder, "expected the folder of a reranker; there is none");
        LocalEncoders.Embedder(folder);
        await Fails(2, "this is an embedder", "Name it under 'embedder'");
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        TinyDecoder.Write(folder, "llama", "\"vocab_size\":260");
        await Fails(2, "this is a chat model", "Name it under 'model'");
        LocalEncoders.Reranker(folder);
        LocalEncoders.Spoil(folder, "classifier.bias", float.NaN);
        await Fails(2, "model.safetensors", "classifier.bias");
        LocalEncoders.Reranker(folder);
        LocalEncoders.Spoil(folder, "bert.embeddings.LayerNorm.weight", float.MaxValue);
        await Fails(3, "'cross' gave a score that is not a number", "its weights are damaged");
        LocalEncoders.Reranker(folder);
        string weights = Path.Combine(folder, "model.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..20_000]);
        await Fails(2, "model.safetensors", "truncated");
    }

    [Fact]
    public async Task Bench_measures_pairs()
    {
        using var folder = new TemporaryFolder();
        LocalEncoders.Reranker(folder.Path);
        CommandLine.Result result = await CommandLine.RunAsync("models", "bench", folder.Path, "--prompt", "44", "--threads", "2", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("reranker", result.Json.GetProperty("kind").GetString());
        Assert.InRange(result.Json.GetProperty("tokensPerPair").GetDouble(), 30, 48);
        Assert.True(result.Json.GetProperty("pairsPerSecond").GetDouble() > 0);
        Assert.Contains("In assay.yaml: reranker: " + folder.Path, (await CommandLine.RunAsync("models", "bench", folder.Path, "--prompt", "44")).Out, StringComparison.Ordinal);
    }

    private static string Document(JsonElement passage) => passage.GetProperty("document").GetString()!;

    private static string Text(JsonElement passage) =>
        ChunkEmbedder.TextOf(passage.GetProperty("title").GetString()!, passage.GetProperty("heading").GetString()!, passage.GetProperty("text").GetString()!);

    private static async Task<string[]> DocumentsAsync(TestProject project, params string[] more) => [.. (await PassagesAsync(project, more)).Select(Document)];

    private static async Task<JsonElement[]> PassagesAsync(TestProject project, params string[] more)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["search", Query, "-p", project.Root, "--json", .. more]);
        Assert.True(result.ExitCode == 0, result.Error);
        return [.. result.Json.GetProperty("passages").EnumerateArray()];
    }
}
