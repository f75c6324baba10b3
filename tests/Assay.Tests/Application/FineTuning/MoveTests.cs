using System.Collections.Immutable;
using System.Text.Json;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Statistics;
using Assay.FineTuning;
using Assay.Tests.Cli;
using Assay.Tuning.Registry;

namespace Assay.Tests.Application.FineTuning;

/// <summary><c>assay models move</c>: another base model, measured against the one there is.</summary>
public sealed class MoveTests
{
    private static readonly MoveEffort s_same = new(100, 200, 1000, null);

    [Theory]
    [InlineData(0.10, 0.02, 0.18, 100, 1000, MoveDecision.Move, "answers are better: +10.0 points [+2.0, +18.0] on 100 questions")]
    [InlineData(-0.10, -0.18, -0.02, 10, 10, MoveDecision.Stay, "answers are worse: -10.0 points")]
    [InlineData(0.00, -0.04, 0.04, 70, 1000, MoveDecision.Move, "not worse by 5 points (0.0 points [-4.0, +4.0] on 100 questions), and it is 30% faster")]
    [InlineData(0.00, -0.04, 0.04, 100, 500, MoveDecision.Move, "it is 50% smaller")]
    [InlineData(0.00, -0.04, 0.04, 130, 500, MoveDecision.Stay, "the new model is 30% slower")]
    [InlineData(0.00, -0.04, 0.04, 95, 1000, MoveDecision.Stay, "neither faster nor smaller by a fifth")]
    [InlineData(0.02, -0.04, 0.08, 100, 1000, MoveDecision.Undecided, "does not tell: about")]
    [InlineData(-0.02, -0.12, 0.08, 10, 10, MoveDecision.Undecided, "questions would show a difference of 5 points")]
    public void The_verdict_follows_from_gain_and_effort(double mean, double low, double high, double latency, long bytes, MoveDecision decision, string reason)
    {
        MoveVerdict verdict = MoveVerdict.Of(Measured(mean, low, high), Gates(), s_same, new MoveEffort(latency, 200, bytes, null), new VerdictOptions());
        Assert.Equal(decision, verdict.Decision);
        Assert.Contains(reason, verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_gates_keep_what_there_is_and_missing_ones_decide_nothing()
    {
        ClusteredEstimate better = Measured(0.2, 0.1, 0.3);
        MoveVerdict failed = MoveVerdict.Of(better, Gates(Gate.AtMost(GateReport.Forgetting, 1, 0.05, "loss")), s_same, s_same, new VerdictOptions());
        Assert.Equal((MoveDecision.Stay, "the version on the new model does not pass: forgetting."), (failed.Decision, failed.Reason));
        MoveVerdict missing = MoveVerdict.Of(better, Gates(Gate.Missing(GateReport.Leak, "gone")), s_same, s_same, new VerdictOptions());
        Assert.Equal(MoveDecision.Undecided, missing.Decision);
        Assert.Contains("nothing was measured for leak", missing.Reason, StringComparison.Ordinal);
        Assert.Equal(MoveDecision.Undecided, MoveVerdict.Of(better with { N = 29 }, Gates(), s_same, s_same, new VerdictOptions()).Decision);
        Assert.Equal(MoveDecision.Undecided, MoveVerdict.Of(null, Gates(), s_same, s_same, new VerdictOptions()).Decision);
    }

    [Fact]
    public async Task A_version_is_made_again_on_another_model_and_both_are_measured()
    {
        using TrainedProject trained = TrainedProject.Create("arms: [prompt, fine-tuned]\ntuning: { epochs: 25, learningRate: 3e-3, patience: 0, forgettingBudget: 100 }");
        TestProject project = trained.Project;
        CommandLine.Result none = await CommandLine.RunAsync("models", "move", trained.Base, "--project", project.Root);
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("Nothing was trained here yet", none.Error, StringComparison.Ordinal);

        trained.Train(TuningMethod.Full, epochs: 1);
        string other = Path.Combine(project.Root, "models", "other");
        Directory.CreateDirectory(other);
        foreach (string file in Directory.GetFiles(trained.Base)) File.Copy(file, Path.Combine(other, Path.GetFileName(file)));
        CommandLine.Result result = await CommandLine.RunAsync("models", "move", other, "--project", project.Root, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement from = result.Json.GetProperty("from"), to = result.Json.GetProperty("to"), difference = result.Json.GetProperty("difference");
        Assert.Equal(("v1", "v2", "./models/other"), (from.GetProperty("version").GetString(), to.GetProperty("version").GetString(), to.GetProperty("baseModel").GetString()));
        Assert.Equal("fine-tuned", from.GetProperty("arm").GetString());
        Assert.Equal(to.GetProperty("score").GetDouble() - from.GetProperty("score").GetDouble(), difference.GetProperty("mean").GetDouble(), 1e-9);
        Assert.True(difference.GetProperty("mean").GetDouble() > 0.3, $"{difference}");
        Assert.Equal(40, difference.GetProperty("n").GetInt32());
        Assert.True(to.GetProperty("effort").GetProperty("latencyP50").GetDouble() > 0);
        Assert.Equal(new FileInfo(Path.Combine(project.Workspace, "adapters", "v2", "model.safetensors")).Length, to.GetProperty("effort").GetProperty("bytes").GetInt64());
        Assert.Equal("passed", result.Json.GetProperty("gates").EnumerateArray().Single(g => g.GetProperty("name").GetString() == "gain").GetProperty("outcome").GetString());
        Assert.False(File.Exists(Path.Combine(project.Workspace, "adapters", "registry.jsonl")));

        // The same again trains and asks nothing.
        CommandLine.Result again = await CommandLine.RunAsync("models", "move", other, "--project", project.Root);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains(result.Json.GetProperty("verdict").GetProperty("reason").GetString()!, again.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(project.Workspace, "adapters", "v4")));
    }

    [Fact]
    public async Task The_model_there_is_and_one_that_is_elsewhere_are_refused()
    {
        using TrainedProject trained = TrainedProject.Create();
        trained.Train(TuningMethod.Lora, epochs: 1);
        CommandLine.Result same = await CommandLine.RunAsync("models", "move", trained.Base, "--project", trained.Project.Root);
        Assert.Equal(2, same.ExitCode);
        Assert.Contains("v1 was trained on this very model", same.Error, StringComparison.Ordinal);
        CommandLine.Result hosted = await CommandLine.RunAsync("models", "move", "openai:gpt-x", "--project", trained.Project.Root);
        Assert.Equal(2, hosted.ExitCode);
        Assert.Contains("no model whose weights are here", hosted.Error, StringComparison.Ordinal);
    }

    // Every gate passes but those given.
    private static ClusteredEstimate Measured(double mean, double low, double high) => new() { Mean = mean, Interval = new Interval(low, high), StandardDeviation = 0.4, N = 100, Missing = 0, Clusters = 100 };

    private static ImmutableArray<Gate> Gates(params Gate[] others) =>
        [.. GateReport.Names.Select(n => others.FirstOrDefault(o => o.Name == n) ?? Gate.NotApplicable(n, "not asked for"))];
}
