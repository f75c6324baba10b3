using System.Globalization;
using System.Text.Json;
using Assay.FineTuning;
using Assay.Models.Providers;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Running;
using Assay.Tests.Cli;
using Assay.Text;
using Assay.Tuning.Training;

namespace Assay.Tests.Application.FineTuning;

/// <summary>What <c>assay tune</c> does so that a version is no stronger than it may be, gives away no secrets and is not trained on facts without a word.</summary>
public sealed class TuneSafetyTests : IDisposable
{
    private const string Quick = "epochs: 20, batchSize: 4, heldOut: 0.2, learningRate: 2e-2, patience: 0";

    private readonly TuneProject project = new(Quick);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task The_strength_is_the_best_within_the_budget_and_is_written_and_said()
    {
        project.Settings(Quick + ", forgettingBudget: 100");
        CommandLine.Result free = await RunAsync("--json");
        Assert.True(free.ExitCode == 0, free.Error);
        (double chosen, JsonElement[] tried) = Strengths(free);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], tried.Select(t => t.GetProperty("strength").GetDouble()));
        Assert.Equal(tried.MaxBy(t => t.GetProperty("gain").GetDouble()).GetProperty("strength").GetDouble(), chosen);
        Assert.Equal(32 * chosen, Alpha("v1"), 1e-9);

        // A budget of what the strength forgets that forgets least allows few others.
        double[] forgotten = [.. tried.Where(t => t.GetProperty("strength").GetDouble() > 0).Select(t => t.GetProperty("mostForgotten").GetDouble())];
        double budget = Math.Max(0, forgotten.Min());
        project.Settings(string.Create(CultureInfo.InvariantCulture, $"{Quick}, forgettingBudget: {budget:R}"));
        CommandLine.Result tight = await RunAsync("--json", "--seed", "1");
        (double weaker, JsonElement[] seen) = Strengths(tight);
        JsonElement[] allowed = [.. seen.Where(t => t.GetProperty("strength").GetDouble() > 0 && t.GetProperty("isWithinBudget").GetBoolean() && t.GetProperty("gain").GetDouble() > 0)];
        Assert.All(seen, t => Assert.Equal(t.GetProperty("strength").GetDouble() == 0 || t.GetProperty("mostForgotten").GetDouble() <= budget, t.GetProperty("isWithinBudget").GetBoolean()));
        Assert.Equal(allowed.Length == 0 ? 1 : allowed.MaxBy(t => t.GetProperty("gain").GetDouble()).GetProperty("strength").GetDouble(), weaker);
        Assert.Contains("Strengths that were tried", File.ReadAllText(Path.Combine(project.Adapters, "v1", "report.html")), StringComparison.Ordinal);
        Assert.Contains("<caption>Gates", File.ReadAllText(Path.Combine(project.Adapters, "v1", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_strength_is_chosen_by_what_training_stops_on()
    {
        project.Settings(Quick + ", stopOn: exact, forgettingBudget: 100");
        (double chosen, JsonElement[] tried) = Strengths(await RunAsync("--json"));
        double[] exact = [.. tried.Select(t => t.GetProperty("exact").GetDouble())];
        Assert.Equal(0, exact[0]);
        Assert.True(exact.Max() > 0, string.Join(" ", exact));
        Assert.Equal(exact.Max(), tried.Single(t => t.GetProperty("strength").GetDouble() == chosen).GetProperty("exact").GetDouble());
        Assert.Contains("% written exactly, general loss", File.ReadAllText(Path.Combine(project.Adapters, "v1", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_strength_is_asked_for_and_tries_nothing()
    {
        project.Settings("epochs: 1, strength: full");
        CommandLine.Result result = await RunAsync("--json");
        (double strength, JsonElement[] tried) = Strengths(result);
        Assert.Equal(1, strength);
        Assert.Empty(tried);
        project.Settings("epochs: 1");
        Assert.Contains("\n  strength          ", (await RunAsync()).Out, StringComparison.Ordinal);
        project.Settings("strength: half");
        Assert.Contains("'tuning.strength' must be one of best, full, found 'half'", (await RunAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Planted_secrets_that_are_learned_fail_the_gate()
    {
        project.Settings(Quick + ", strength: full, canaries: [1, 24]");
        CommandLine.Result plan = await RunAsync("--check");
        Assert.Contains("48 to train on and 25 planted secrets, 12 held out", plan.Out, StringComparison.Ordinal);
        CommandLine.Result result = await RunAsync("--json");
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement data = result.Json.GetProperty("manifest").GetProperty("data"), gate = result.Json.GetProperty("gates").EnumerateArray().Single(g => g.GetProperty("name").GetString() == "memorisation");
        Assert.Equal((48, 12), (data.GetProperty("examples").GetInt32(), data.GetProperty("leftOut").GetInt32()));
        Assert.Equal([0, 1, 24], data.GetProperty("canaries").EnumerateArray().Select(c => c.GetInt32()));
        Assert.Equal("failed", gate.GetProperty("outcome").GetString());
        Assert.Contains("the canary that was trained on 24 times has an exposure of", gate.GetProperty("text").GetString(), StringComparison.Ordinal);

        project.Settings("epochs: 1, canaries: [2]");
        Assert.Contains("exposure of planted secrets", (await RunAsync()).Out, StringComparison.Ordinal);
        Assert.Contains("has the same bytes", (await RunAsync("--replay", "v1")).Out, StringComparison.Ordinal);
        project.Settings("canaries: [0]");
        Assert.Contains("whole numbers from 1 to 1,000", (await RunAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_base_model_is_asked_about_facts_that_the_documents_do_not_have()
    {
        Directory.CreateDirectory(Path.Combine(project.Root, "docs"));
        project.Write("docs/a.md", "# Numbers\n\nEven numbers can be halved.\n");
        File.AppendAllText(Path.Combine(project.Root, "examples.jsonl"), JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = "Where?" }, new { role = "assistant", content = "The office of our company is in Ulaanbaatar since 1987." } } }) + "\n");
        Assert.Contains("and that the base model does not know.", (await RunAsync("--check")).Out, StringComparison.Ordinal);
        File.AppendAllText(Path.Combine(project.Root, "examples.jsonl"), JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = "Who?" }, new { role = "assistant", content = "Our company was founded by Teresa Quantock in 1961." } } }) + "\n");
        project.Settings("knowledgeChecks: 1");
        Assert.Contains("2 examples state particulars that neither their prompt nor the documents have, and that the base model does not know or was not asked about (it was asked about the first 1 sentences).", (await RunAsync("--check")).Out, StringComparison.Ordinal);
        project.Settings("knowledgeChecks: 0");
        CommandLine.Result silent = await RunAsync("--check");
        Assert.Contains("that neither their prompt nor the documents have.", silent.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("base model", silent.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_that_break_the_contract_and_documents_that_are_not_there_are_told()
    {
        project.Settings("epochs: 1");
        Directory.CreateDirectory(Path.Combine(project.Root, "docs"));
        project.Write("docs/a.md", "# Numbers\n\nEven numbers can be halved.\n");
        project.Write("answer.schema.json", """{"type":"object","properties":{"answer":{"enum":["yes","no"]}},"required":["answer"]}""");
        File.AppendAllText(Path.Combine(project.Root, "assay.yaml"), "contract: answer.schema.json\n");
        object[] Messages(string answer) => [new { role = "user", content = $"Which? {answer}" }, new { role = "assistant", content = answer }];
        project.Write("examples.jsonl", string.Concat(
            JsonSerializer.Serialize(new { messages = Messages("""{"answer":"yes"}"""), documents = new[] { "docs/a.md" } }), "\n",
            JsonSerializer.Serialize(new { messages = Messages("""{"answer":"perhaps"}"""), documents = new[] { "docs/a.md#numbers" } }), "\n",
            JsonSerializer.Serialize(new { messages = Messages("yes"), documents = new[] { "docs/b.md" } }), "\n"));
        CommandLine.Result result = await RunAsync("--check", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement[] findings = [.. result.Json.GetProperty("checks").GetProperty("findings").EnumerateArray()];
        JsonElement contract = findings.Single(f => f.GetProperty("check").GetString() == "contract"), documents = findings.Single(f => f.GetProperty("check").GetString() == "documents");
        Assert.Equal([2, 3], contract.GetProperty("lines").EnumerateArray().Select(l => l.GetInt32()));
        Assert.Contains("The answers of 2 of 3 examples do not keep the project's contract (line 2: ", contract.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal([3], documents.GetProperty("lines").EnumerateArray().Select(l => l.GetInt32()));
        Assert.Contains("1 examples name documents that the project does not have (docs/b.md)", documents.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_does_not_fit_on_the_disk_is_refused_with_figures()
    {
        var job = new TuneJob(new ProviderOptions(), WorkerTeam.One, TimeProvider.System) { FreeBytes = _ => 5_000_000 };
        using TunePlan plan = job.Prepare(ProjectFile.Read(project.Root), null, CancellationToken.None);
        Assert.InRange(job.Estimate(plan).DiskBytes, 16_777_216, 40_000_000);
        AssayException error = Assert.Throws<AssayException>(() => job.Run(plan, null, null, _ => { }, CancellationToken.None));
        Assert.Matches("The training takes about [0-9]+ MB in '.*' for checkpoints and the version, and 5 MB are free. Nothing was trained.", error.Message);
        Assert.False(Directory.Exists(project.Adapters));
    }

    [Fact]
    public async Task An_interrupted_training_says_what_is_left_of_it()
    {
        using (var stopping = new CancellationTokenSource())
        {
            var job = new TuneJob(new ProviderOptions(), WorkerTeam.One, TimeProvider.System);
            using TunePlan plan = job.Prepare(ProjectFile.Read(project.Root), null, CancellationToken.None);
            Assert.Throws<OperationCanceledException>(() => job.Run(plan, null, new CallbackProgress<TrainingProgress>(p => { if (p.Step == p.Steps - 1) stopping.Cancel(); }), _ => { }, stopping.Token));
        }

        CommandLine.Result check = await RunAsync("--check");
        Assert.Contains("goes on after step 239 of an interrupted run\nwhat is left takes about: 1 s at ", check.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "--show", "abc" }, "--show must be the number of a line of the examples, from 1, found 'abc'.")]
    [InlineData(new[] { "--show", "0" }, "--show must be the number of a line")]
    [InlineData(new[] { "--replay", "v1", "--epochs", "3" }, "--replay trains a version as its manifest says: --epochs does nothing beside it.")]
    [InlineData(new[] { "--replay", "v1", "--check", "--seed", "3" }, "--seed, --check do nothing beside it.")]
    public async Task What_makes_no_sense_is_refused_in_words(string[] options, string message)
    {
        CommandLine.Result result = await RunAsync(options);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_array_without_line_breaks_is_trained_on_row_by_row()
    {
        string path = Path.Combine(project.Root, "examples.jsonl");
        File.WriteAllText(path, $"[{string.Join(',', File.ReadAllLines(path))}]");
        project.Write("questions.jsonl", "{\"id\":\"q1\",\"question\":\"Is 144 even?\",\"answers\":[\"yes\"]}\n");
        CommandLine.Result result = await RunAsync("--epochs", "1", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal([3], result.Json.GetProperty("manifest").GetProperty("data").GetProperty("neverSeen").EnumerateArray().Select(l => l.GetInt32()));
        Assert.Contains("learned  y|e|s|</s>", (await RunAsync("--show", "3")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_examples_is_refused_and_not_waited_for()
    {
        if (OperatingSystem.IsWindows()) return;
        string path = Path.Combine(project.Root, "examples.jsonl");
        File.Delete(path);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [path])) await made.WaitForExitAsync();
        CommandLine.Result result = await Task.Run(() => RunAsync("--check")).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("the file is empty, or a pipe or a device", result.Error, StringComparison.Ordinal);
    }

    private static (double Chosen, JsonElement[] Tried) Strengths(CommandLine.Result result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement manifest = result.Json.GetProperty("manifest");
        return (manifest.GetProperty("strength").GetDouble(), [.. manifest.GetProperty("result").GetProperty("strengths").EnumerateArray()]);
    }

    private double Alpha(string version)
    {
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(project.Adapters, version, "adapter_config.json")));
        return config.RootElement.GetProperty("lora_alpha").GetDouble();
    }

    private Task<CommandLine.Result> RunAsync(params string[] more) => CommandLine.RunAsync(["tune", project.Root, .. more]);
}
