using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Assay.Cli.Commands;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Models.Encoders;
using Assay.Models.Providers;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Running;
using Assay.Tests.Tuning.Contrastive;
using Assay.Text;
using Assay.Tuning.Contrastive;

namespace Assay.Tests.Cli;

/// <summary>A project whose documents share no word with its questions: its search finds them only by what its embedder or reranker learns.</summary>
public sealed class TuneEncoderTests
{
    private static readonly string[] Fast = ["--epochs", "40", "--batch-size", "16"];

    [Fact]
    public async Task An_embedder_learns_and_the_search_finds_what_was_not_taught()
    {
        using TestProject project = Create(90, "embedder: ./models/table");
        SearchLesson.Static(project.PathOf("models/table"));
        JsonElement outcome = Json(await RunAsync(TuneEmbedderCommand.Create, [project.Root, "--learning-rate", "0.05", "--name", "ours", "--dimensions", "8", "--json", .. Fast]));
        Assert.Equal("./.assay/models/ours", outcome.GetProperty("folder").GetString());
        Assert.Equal(30, outcome.GetProperty("questions").GetInt32());
        Assert.True(outcome.GetProperty("negatives").GetInt32() > 40);
        double before = outcome.GetProperty("before").GetProperty("mrr").GetDouble(), after = outcome.GetProperty("after").GetProperty("mrr").GetDouble();
        JsonElement gain = outcome.GetProperty("gain").GetProperty("differences").GetProperty("mrr");
        Assert.Equal(after - before, gain.GetProperty("mean").GetDouble(), 1e-9);
        Assert.True(gain.GetProperty("interval").GetProperty("low").GetDouble() > 0.1, $"MRR {before} before, {after} after");
        Assert.True(outcome.GetProperty("heldOutAfter").GetProperty("loss").GetDouble() < outcome.GetProperty("heldOutBefore").GetProperty("loss").GetDouble());
        using (SentenceEmbedder made = SentenceEmbedder.Open(project.PathOf(".assay/models/ours"))) Assert.Equal(16, made.Dimensions);

        // The same command again only measures; another one does not overwrite.
        (int code, string text, string _) = await RunAsync(TuneEmbedderCommand.Create, [project.Root, "--learning-rate", "0.05", "--name", "ours", "--dimensions", "8", .. Fast]);
        Assert.Equal(0, code);
        Assert.Contains("this very training", text, StringComparison.Ordinal);
        Assert.Contains("embedder: ./.assay/models/ours", text, StringComparison.Ordinal);
        Assert.Contains("another --name", (await RefusedAsync(TuneEmbedderCommand.Create, project.Root, "--name", "ours")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_goes_on_to_the_same_bytes()
    {
        using TestProject project = Create(45, "embedder: ./models/table");
        SearchLesson.Static(project.PathOf("models/table"));
        var settings = new EncoderTuningSettings(EncoderKind.Embedder) { Epochs = 5, BatchSize = 4 };
        int steps = 0;
        async Task<string> WeightsAsync(int stopAt)
        {
            using var stopping = new CancellationTokenSource();
            var progress = new CallbackProgress<CompareProgress>(p =>
            {
                if (p.Stage == "train" && ++steps == stopAt) stopping.Cancel();
            });
            var job = new EncoderTuningJob(new ProviderOptions(), WorkerTeam.One, new HurriedTimeProvider());
            EncoderTuningOutcome outcome = await job.RunAsync(ProjectFile.Read(project.Root), settings, progress, _ => { }, stopping.Token);
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(project.Root, outcome.Folder, "model.safetensors"))));
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WeightsAsync(stopAt: 7));
        Assert.Single(Directory.GetDirectories(project.PathOf(".assay/tuning")));
        Assert.False(Directory.Exists(project.PathOf(".assay/models")));
        string resumed = await WeightsAsync(stopAt: -1);
        int all = steps;
        Assert.Empty(Directory.GetDirectories(project.PathOf(".assay/tuning")));
        Directory.Delete(project.PathOf(".assay/models"), recursive: true);
        Assert.Equal(resumed, await WeightsAsync(stopAt: -1));
        Assert.Equal(all, steps - all);
    }

    [Fact]
    public async Task A_reranker_is_made_of_an_encoder_with_pairs_of_a_file()
    {
        using TestProject project = Create(30, "retrieval: { rerankDepth: 10 }");
        SearchLesson.Encoder(project.PathOf("models/encoder"));
        ContrastiveExample[] examples = [.. SearchLesson.Examples(20, seed: 5, negatives: 2)];
        string pairs = project.Write("pairs.jsonl", string.Concat(examples.Select(e => JsonSerializer.Serialize(new { query = e.Query, positive = e.Positives[0], negatives = e.Negatives }) + "\n")));
        string[] arguments = [project.Root, "--base", project.PathOf("models/encoder"), "--pairs", pairs, "--epochs", "1", "--negatives", "2"];
        (int code, string text, string _) = await RunAsync(TuneRerankerCommand.Create, arguments);
        Assert.Equal(0, code);
        Assert.Contains("learned 20 queries with 20 passages that answer and 40 that do not", text, StringComparison.Ordinal);
        Assert.Contains("reranker: ./.assay/models/reranker-", text, StringComparison.Ordinal);
        Assert.Contains("ndcg@10", text, StringComparison.Ordinal);
        string made = Assert.Single(Directory.GetDirectories(project.PathOf(".assay/models")));
        using CrossEncoder reranker = CrossEncoder.Open(made);
        Assert.Equal(2, reranker.Score("a b c", ["n o p", "q r s"]).Length);
    }

    [Fact]
    public async Task What_cannot_be_tuned_is_said()
    {
        using TestProject project = Create(12, "");
        SearchLesson.Static(project.PathOf("models/table"));
        async Task SaysAsync(string what, Func<CommandHost, Command> create, params string[] arguments) => Assert.Contains(what, (await RefusedAsync(create, [project.Root, .. arguments])).Message, StringComparison.Ordinal);
        await SaysAsync("names no embedder", TuneEmbedderCommand.Create);
        await SaysAsync("names no reranker", TuneRerankerCommand.Create);
        await SaysAsync("runs at a provider", TuneEmbedderCommand.Create, "--base", "openai:text-embedding-3-small");
        await SaysAsync("there is none", TuneEmbedderCommand.Create, "--base", project.PathOf("models/none"));
        await SaysAsync("--batch-size", TuneEmbedderCommand.Create, "--base", project.PathOf("models/table"), "--batch-size", "0");
        await SaysAsync("--dimensions", TuneEmbedderCommand.Create, "--base", project.PathOf("models/table"), "--dimensions", "8,x");
        await SaysAsync("1 to 16", TuneEmbedderCommand.Create, "--base", project.PathOf("models/table"), "--dimensions", "17");
        await SaysAsync("--name", TuneEmbedderCommand.Create, "--base", project.PathOf("models/table"), "--name", "../x");
        File.WriteAllText(project.PathOf("pairs.jsonl"), "{\"query\":\"a\"}\n");
        await SaysAsync("positive", TuneEmbedderCommand.Create, "--base", project.PathOf("models/table"), "--pairs", project.PathOf("pairs.jsonl"));
        using TestProject few = TestProject.Create(5);
        Assert.Contains("at least 10", (await RefusedAsync(TuneEmbedderCommand.Create, few.Root, "--base", project.PathOf("models/table"))).Message, StringComparison.Ordinal);
    }

    // A page for each example; its letters are other ones than those of its question.
    private static TestProject Create(int pages, string settings)
    {
        TestProject project = TestProject.Create(1, settings);
        File.Delete(project.PathOf("docs/plan-001.md"));
        ContrastiveExample[] examples = [.. SearchLesson.Examples(pages, seed: 1)];
        for (int i = 0; i < pages; i++) project.Write(string.Create(CultureInfo.InvariantCulture, $"docs/page-{i:000}.md"), $"# {examples[i].Positives[0]}\n\n{examples[i].Positives[0]}\n");
        project.Write("questions.jsonl", string.Concat(examples.Select((e, i) => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"q{{i:000}}","question":"{{e.Query}}","answers":["{{e.Positives[0]}}"],"documents":["docs/page-{{i:000}}.md"]}""") + "\n")));
        return project;
    }

    private static JsonElement Json((int Code, string Out, string Error) result)
    {
        Assert.Equal(0, result.Code);
        return JsonDocument.Parse(result.Out).RootElement;
    }

    private static Task<InputException> RefusedAsync(Func<CommandHost, Command> create, params string[] arguments) => Assert.ThrowsAsync<InputException>(() => RunAsync(create, arguments));

    private static async Task<(int Code, string Out, string Error)> RunAsync(Func<CommandHost, Command> create, string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost(output, TextWriter.Synchronized(error), new HurriedTimeProvider(), _ => null, isTerminal: false);
        int code = await create(host).Parse(arguments).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
