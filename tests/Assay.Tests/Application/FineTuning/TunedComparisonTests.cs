using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tuning.Registry;

namespace Assay.Tests.Application.FineTuning;

/// <summary><c>assay compare</c> with a trained version, and what follows: gates, promotion, challenger, rollback.</summary>
public sealed class TunedComparisonTests
{
    [Fact]
    public async Task A_trained_version_is_measured_beside_the_other_arms_and_wins_where_a_label_was_learned()
    {
        using TrainedProject trained = TrainedProject.Create();
        TestProject project = trained.Project;
        trained.Train();
        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement json = result.Json;
        Assert.Equal(["prompt", "rag", "fine-tuned", "hybrid", "oracle", "long-context"], json.GetProperty("arms").EnumerateArray().Select(a => a.GetProperty("arm").GetString()));
        JsonElement tuned = Arm(json, "fine-tuned"), hybrid = Arm(json, "hybrid"), prompt = Arm(json, "prompt");
        Assert.True(Score(tuned) > 0.8, $"fine-tuned scores {Score(tuned)}");
        Assert.True(Score(tuned) > Score(prompt) + 0.5, $"prompt scores {Score(prompt)}");
        Assert.Equal(("v1", "v1", JsonValueKind.Null), (tuned.GetProperty("version").GetString(), hybrid.GetProperty("version").GetString(), prompt.GetProperty("version").ValueKind));
        Assert.True(tuned.GetProperty("measures").GetProperty("contract").GetDouble() > 0.9);

        // The instructions, with the schema, are most of the prompt of other arms.
        Assert.True(tuned.GetProperty("promptTokensSaved").GetDouble() > 5 * tuned.GetProperty("tokens").GetProperty("input").GetDouble());
        Assert.Equal(JsonValueKind.Null, prompt.GetProperty("promptTokensSaved").ValueKind);
        Assert.True(hybrid.GetProperty("skippedRetrieval").GetDouble() is > 0.3 and < 1, $"skipped {hybrid.GetProperty("skippedRetrieval")}");
        Assert.Equal(0, tuned.GetProperty("costPerQuestion").GetDouble());
        Assert.All(project.Rows("hybrid").Where(r => r.GetProperty("skippedRetrieval").GetBoolean()), r => Assert.Equal(0, r.GetProperty("context").GetArrayLength()));

        JsonElement version = json.GetProperty("tuned"), leak = version.GetProperty("leak");
        Assert.Equal("q0", leak.GetProperty("suspectQuestions").EnumerateArray().First().GetString());
        JsonElement scores = leak.GetProperty("arms").EnumerateArray().Single(a => a.GetProperty("arm").GetString() == "fine-tuned");
        Assert.Equal(leak.GetProperty("suspects").GetInt32(), scores.GetProperty("n").GetInt32() - scores.GetProperty("freeN").GetInt32());
        Assert.StartsWith("Ship ", Headline(project), StringComparison.Ordinal);
        Assert.Contains(json.GetProperty("verdict").GetProperty("ship").GetString(), new[] { "fine-tuned", "hybrid" });

        // Nothing is done twice, and the same comes out.
        string before = project.Results();
        CommandLine.Result text = await CommandLine.RunAsync("compare", project.Root);
        Assert.Equal(before, project.Results());
        string words = string.Join(' ', text.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("fine-tuned and hybrid: v1, trained whole from models/scratch-tiny on 48 examples", words, StringComparison.Ordinal);
        Assert.Contains("tokens saved", words, StringComparison.Ordinal);
        Assert.Contains("missing forgetting memorisation", words, StringComparison.Ordinal);
        string report = File.ReadAllText(Path.Combine(project.Workspace, "report.html"));
        Assert.Contains("The trained version v1", report, StringComparison.Ordinal);
        Assert.Contains("without suspects", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gates_decide_what_is_put_into_use_and_it_can_be_taken_back()
    {
        using TrainedProject trained = TrainedProject.Create("arms: [prompt, fine-tuned]");
        TestProject project = trained.Project;
        trained.Train(TuningMethod.Lora, epochs: 1);
        CommandLine.Result unmeasured = await CommandLine.RunAsync("models", "promote", "v1", "--project", project.Root, "--json");
        Assert.Equal((1, false), (unmeasured.ExitCode, unmeasured.Json.GetProperty("done").GetBoolean()));
        Assert.Equal(6, unmeasured.Json.GetProperty("gates").GetProperty("gates").EnumerateArray().Count(g => g.GetProperty("outcome").GetString() == "missing"));
        Assert.Equal(0, (await CommandLine.RunAsync("models", "promote", "v1", "--project", project.Root, "--override", "the first one")).ExitCode);

        // A better one, measured against the champion.
        trained.Train(epochs: 30);
        CommandLine.Result plain = await CommandLine.RunAsync("compare", project.Root, "--json");
        Assert.True(plain.ExitCode == 0, plain.Error);
        Assert.Equal("v1", plain.Json.GetProperty("tuned").GetProperty("version").GetString());
        Assert.Contains("v2 is newer than v1, the champion", plain.Json.GetProperty("warnings").ToString(), StringComparison.Ordinal);
        CommandLine.Result challenger = await CommandLine.RunAsync("compare", project.Root, "--version", "v2", "--json");
        Assert.True(challenger.ExitCode == 0, challenger.Error);
        JsonElement tuned = challenger.Json.GetProperty("tuned");
        Assert.Equal("fine-tuned with v1", tuned.GetProperty("against").GetString());
        Assert.Equal(["passed", "passed", "passed", "not_applicable", "missing", "missing"], tuned.GetProperty("gates").EnumerateArray().Select(g => g.GetProperty("outcome").GetString()));

        AdapterRegistry registry = AdapterRegistry.Open(Path.Combine(project.Workspace, "adapters"), TimeProvider.System);
        AdapterVersion two = registry.Required("v2");
        two.Keep(two.Evaluation!.With(DateTimeOffset.UnixEpoch, Gate.AtMost(GateReport.Forgetting, 0, 0.05, "loss"), Gate.AtMost(GateReport.Memorisation, 0, 0, "canaries")));
        CommandLine.Result promoted = await CommandLine.RunAsync("models", "promote", "v2", "--project", project.Root);
        Assert.True(promoted.ExitCode == 0, promoted.Error);
        Assert.Contains("v2 is in use instead of v1", promoted.Out, StringComparison.Ordinal);
        CommandLine.Result list = await CommandLine.RunAsync("models", "versions", "--project", project.Root);
        Assert.Contains("v2 *", list.Out, StringComparison.Ordinal);
        CommandLine.Result listed = await CommandLine.RunAsync("models", "versions", "--project", project.Root, "--json");
        Assert.Equal(["overridden", "all gates passed"], listed.Json.GetProperty("journal").EnumerateArray().Select(e => e.GetProperty("why").GetString()!.Split(" (")[0]));

        // Weights that are not those that were trained are not rolled back to.
        string weights = registry.Required("v1").WeightsFile;
        byte[] bytes = File.ReadAllBytes(weights);
        File.WriteAllBytes(weights, [.. bytes.SkipLast(1), (byte)(bytes[^1] ^ 1)]);
        CommandLine.Result damaged = await CommandLine.RunAsync("models", "rollback", "--project", project.Root);
        Assert.Equal(2, damaged.ExitCode);
        Assert.Contains("The weights of v1 are not those that were trained", damaged.Error, StringComparison.Ordinal);
        File.WriteAllBytes(weights, bytes);
        Assert.Equal("v2", AdapterRegistry.Open(Path.Combine(project.Workspace, "adapters"), TimeProvider.System).ChampionName);

        // Either of them answers and talks when it is named.
        Assert.Contains("\"label\"", (await CommandLine.RunAsync("ask", "My invoice is wrong.", "--project", project.Root, "--version", "champion")).Out, StringComparison.Ordinal);
        CommandLine.Result said = await CommandLine.RunAsync("chat", "My invoice is wrong.", "--project", project.Root, "--version", "v2", "--max-tokens", "20");
        Assert.True(said.ExitCode == 0, said.Error);
        Assert.Contains("{\"label\":\"billing\"}", said.Out, StringComparison.Ordinal);
        Assert.Contains("leave --adapter out", (await CommandLine.RunAsync("chat", "Hi", "--project", project.Root, "--version", "v2", "--adapter", "x")).Error, StringComparison.Ordinal);
        Assert.Contains("There is no version 'v9'", (await CommandLine.RunAsync("ask", "Hi", "--project", project.Root, "--version", "v9")).Error, StringComparison.Ordinal);

        // The documents changed since v1 was put into use.
        project.Write("docs/plan-009.md", "# Plan 9\n\nPlan 9 has 109 seats.\n");
        CommandLine.Result back = await CommandLine.RunAsync("models", "rollback", "--project", project.Root, "--why", "wrong labels");
        Assert.Contains("v1 is in use again instead of v2", back.Out, StringComparison.Ordinal);
        Assert.Contains("v1 was put into use with other documents", back.Error, StringComparison.Ordinal);
        Assert.Contains("v1 is not in use any more", (await CommandLine.RunAsync("models", "rollback", "--project", project.Root)).Out, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("models", "rollback", "--project", project.Root)).ExitCode);
    }

    [Fact]
    public async Task Without_a_version_tuned_arms_are_left_out_unless_they_were_asked_for()
    {
        using TrainedProject trained = TrainedProject.Create();
        TestProject project = trained.Project;
        CommandLine.Result left = await CommandLine.RunAsync("compare", project.Root, "--json");
        Assert.True(left.ExitCode == 0, left.Error);
        Assert.Equal(["prompt", "rag", "oracle", "long-context"], left.Json.GetProperty("arms").EnumerateArray().Select(a => a.GetProperty("arm").GetString()));
        Assert.Contains("fine-tuned and hybrid were left out", left.Json.GetProperty("warnings").ToString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, left.Json.GetProperty("tuned").ValueKind);
        CommandLine.Result refused = await CommandLine.RunAsync("compare", project.Root, "--version", "v1");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("`assay tune` first", refused.Error, StringComparison.Ordinal);

        project.Write("assay.yaml", "name: plans\narms: [prompt, fine-tuned]\n");
        Assert.Contains("assay.yaml: fine-tuned needs a trained version, and the project has no examples", (await CommandLine.RunAsync("compare", project.Root)).Error, StringComparison.Ordinal);
        Assert.Contains("none of the arms (rag) uses one", (await CommandLine.RunAsync("compare", project.Root, "--arms", "rag", "--version", "v1")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tuned_arms_that_are_asked_for_are_trained_on_the_way_and_once()
    {
        using TrainedProject trained = TrainedProject.Create("tuning: { epochs: 0.5, vocabulary: 300, rank: 2 }");
        JsonElement first = (await CommandLine.RunAsync("compare", trained.Project.Root, "--arms", "prompt,fine-tuned", "--json")).Json;
        Assert.Equal("v1", first.GetProperty("tuned").GetProperty("version").GetString());
        Assert.NotEmpty(first.GetProperty("tuned").GetProperty("curve").EnumerateArray());
        JsonElement second = (await CommandLine.RunAsync("compare", trained.Project.Root, "--arms", "prompt,fine-tuned", "--json")).Json;
        Assert.Equal("v1", second.GetProperty("tuned").GetProperty("version").GetString());
        Assert.Single(Directory.GetDirectories(Path.Combine(trained.Project.Workspace, "adapters"), "v*"));
    }

    [Theory]
    [InlineData("model.safetensors", "weights")]
    [InlineData("tokenizer.json", "tokenizer")]
    [InlineData("tokenizer_config.json", "chat template")]
    public async Task A_version_is_refused_when_its_base_model_is_another_one_now(string file, string said)
    {
        using TrainedProject trained = TrainedProject.Create("arms: [fine-tuned]");
        trained.Train(TuningMethod.Lora, epochs: 1);
        string path = Path.Combine(trained.Base, file);
        byte[] content = File.ReadAllBytes(path);
        if (file == "tokenizer.json") content = [.. content, (byte)' '];
        else if (file == "tokenizer_config.json") content = System.Text.Encoding.UTF8.GetBytes(File.ReadAllText(path).Replace("add_generation_prompt", "messages", StringComparison.Ordinal));
        else content[^1] ^= 1;
        File.WriteAllBytes(path, content);

        CommandLine.Result refused = await CommandLine.RunAsync("compare", trained.Project.Root);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"v1 was trained on 'models/scratch-tiny', and the {said} of the model here", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("models", "promote", "v1", "--override", "no", "--project", trained.Project.Root)).ExitCode);
    }

    private static JsonElement Arm(JsonElement json, string name) => json.GetProperty("arms").EnumerateArray().Single(a => a.GetProperty("arm").GetString() == name);

    private static double Score(JsonElement arm) => arm.GetProperty("score").GetDouble();

    private static string Headline(TestProject project)
    {
        string report = File.ReadAllText(Path.Combine(project.Workspace, "report.html"));
        int at = report.IndexOf("<title>", StringComparison.Ordinal), end = report.IndexOf("</title>", StringComparison.Ordinal);
        return report[(at + 7)..end].Split(": ")[^1];
    }
}
