using System.Globalization;
using System.Text.Json;
using Assay.Tests.Cli;

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
