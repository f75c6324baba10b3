using System.Text.Json.Nodes;
using Assay.Models.Providers;
using Assay.Text;
using Assay.Tuning.Hosted;

namespace Assay.Tests.Tuning.Hosted;

/// <summary>The published life of a job, from the upload to the tuned model.</summary>
public sealed class HostedLifeTests
{
    [Fact]
    public async Task Job_lives_as_published()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi);
        using HostedTuner tuner = scene.Process();
        HostedTuningPlan plan = scene.Plan(scene.Request() with { Suffix = "tone", Seed = 7, Hyperparameters = new() { Epochs = 3, BatchSize = 4, LearningRateMultiplier = 0.5 } });
        HostedJob job = await tuner.StartAsync(plan, scene.Told);
        HostedTuningResult result = await tuner.WatchAsync(job.Id, progress: scene.Told);

        scene.AssertOnce();
        JsonObject sent = JsonNode.Parse(scene.Server.Calls.Single(c => c is { Method: "POST", Path: "/v1/fine_tuning/jobs" }).Body)!.AsObject();
        Assert.Equal(
            $$$$"""{"model":"gpt-4.1-nano","training_file":"file-1","suffix":"tone-{{{{plan.Mark}}}}","method":{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":3,"batch_size":4,"learning_rate_multiplier":0.5}}},"metadata":{"assay_job":"{{{{plan.Mark}}}}"},"seed":7}""",
            sent.ToJsonString());
        Assert.Equal(["validating_files", "queued", "running", "paused", "running", "succeeded"], scene.Told.Of<HostedStatusChanged>().Select(s => s.Job.Status));
        Assert.Contains(scene.Told.Of<HostedNote>(), n => n.Text.Contains("paused", StringComparison.Ordinal));
        Assert.Equal(["ftevent-1", "ftevent-2", "ftevent-3"], scene.Told.Of<HostedEvent>().Select(e => e.Id));
        HostedMetrics metrics = scene.Told.Of<HostedEvent>().ElementAt(1).Metrics!;
        Assert.Equal((3, 20, 0.5, 0.75), (metrics.Step, metrics.TotalSteps, metrics.TrainLoss, metrics.TrainAccuracy));
        Assert.Equal($"{scene.Server.Url}/v1#ft:gpt-4.1-nano-2025-04-14:acme:tone-{plan.Mark}:AbC1", result.Model!.ToString());
        Assert.Equal([5, 10, 20], result.Checkpoints.Select(c => c.Step));
        Assert.Equal(1.2, result.Checkpoints[0].Metrics!.FullValidLoss);
        Assert.Equal((5049L, 3, 2.0), (result.Job.TrainedTokens, result.Job.Epochs, result.Job.LearningRate));
    }

    [Fact]
    public async Task Model_of_openai_is_named_so_that_it_can_be_called()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "succeeded");
        ModelReference model = ModelReference.Parse("openai:gpt-4.1-nano");
        ProviderOptions options = new() { Environment = n => n switch { "OPENAI_API_KEY" => FakeTuningServer.Key, "OPENAI_BASE_URL" => $"{scene.Server.Url}/v1/", _ => null } };
        using HostedTuner tuner = HostedTuner.Open(model, scene.Ledger, options, scene.Clock);
        HostedTuningPlan plan = HostedTuningPlan.Make(scene.Request() with { Model = model }, scene.Clock);
        HostedTuningResult result = await tuner.WatchAsync((await tuner.StartAsync(plan)).Id);
        Assert.StartsWith("openai:ft:gpt-4.1-nano-2025-04-14:acme:", result.Model!.ToString(), StringComparison.Ordinal);
        Assert.Equal(result.Model, ModelReference.Parse(result.Model.ToString()));
    }

    [Fact]
    public async Task Together_speaks_its_own_dialect()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.Together);
        using HostedTuner tuner = scene.Process();
        HostedTuningPlan plan = scene.Plan(scene.Request() with { Hyperparameters = new() { Epochs = 2, LearningRate = 1e-4, LoraRank = 16 } });
        HostedJob job = await tuner.StartAsync(plan, scene.Told);
        HostedTuningResult result = await tuner.WatchAsync(job.Id, progress: scene.Told);

        scene.AssertOnce();
        JsonObject sent = JsonNode.Parse(scene.Server.Calls.Single(c => c is { Method: "POST", Path: "/v1/fine-tunes" }).Body)!.AsObject();
        Assert.Equal(
            $$$"""{"model":"gpt-4.1-nano","training_file":"{{{(string)scene.Server.Files[0]["id"]!}}}","suffix":"assay-{{{plan.Mark}}}","training_method":{"method":"sft"},"n_epochs":2,"batch_size":"max","learning_rate":0.0001,"training_type":{"type":"Lora","lora_r":16,"lora_alpha":32}}""",
            sent.ToJsonString());
        Assert.Equal(["pending", "queued", "running", "compressing", "completed"], scene.Told.Of<HostedStatusChanged>().Select(s => s.Job.Status));
        Assert.Equal(6, scene.Told.Of<HostedEvent>().Count());
        Assert.Equal($"acme/gpt-4.1-nano-assay-{plan.Mark}-e3b0c442", result.Model!.Name);
        Assert.Equal([("ft-1:8", 8), ("ft-1", 12)], result.Checkpoints.Select(c => (c.Id, c.Step)));
        await Assert.ThrowsAsync<AssayException>(() => tuner.PauseAsync(job.Id));
    }

    [Theory]
    [InlineData(HostedDialect.OpenAi, "failed", "unsafe file")]
    [InlineData(HostedDialect.Together, "error", "bad row 7")]
    public async Task Failure_is_a_result_with_the_providers_reason(HostedDialect dialect, string status, string reason)
    {
        await using HostedScene scene = await HostedScene.WithAsync(dialect, "queued", "running", status);
        using HostedTuner tuner = scene.Process();
        HostedTuningResult result = await tuner.WatchAsync((await tuner.StartAsync(scene.Plan())).Id);
        Assert.Equal((HostedJobPhase.Failed, status), (result.Job.Phase, result.Job.Status));
        Assert.Contains(reason, result.Job.Error!.Message, StringComparison.Ordinal);
        Assert.Null(result.Model);
        Assert.Equal(status, HostedRecipe.Read(result.Recipe!).Outcome!.Status);
    }

    [Fact]
    public async Task Unknown_status_is_shown_and_waited_through()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "dreaming", "running", "succeeded");
        using HostedTuner tuner = scene.Process();
        HostedTuningResult result = await tuner.WatchAsync((await tuner.StartAsync(scene.Plan())).Id, progress: scene.Told);
        Assert.Equal(["dreaming", "running", "succeeded"], scene.Told.Of<HostedStatusChanged>().Select(s => s.Job.Status));
        Assert.Equal(HostedJobPhase.Unknown, scene.Told.Of<HostedStatusChanged>().First().Job.Phase);
        Assert.Contains(scene.Told.Of<HostedNote>(), n => n.Text.Contains("'dreaming'", StringComparison.Ordinal));
        Assert.NotNull(result.Model);
    }

    [Fact]
    public async Task Unknown_status_that_is_an_end_is_one()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "completed_elsewhere");
        using HostedTuner tuner = scene.Process();
        HostedTuningResult result = await tuner.WatchAsync((await tuner.StartAsync(scene.Plan())).Id);
        Assert.Equal((HostedJobPhase.Succeeded, "completed_elsewhere"), (result.Job.Phase, result.Job.Status));
        Assert.NotNull(result.Model);
    }

    [Fact]
    public async Task Recipe_holds_what_a_run_here_needs()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "succeeded");
        using HostedTuner tuner = scene.Process();
        HostedTuningPlan plan = scene.Plan();
        HostedJob job = await tuner.StartAsync(plan);
        HostedTuningResult result = await tuner.WatchAsync(job.Id);
        HostedRecipe recipe = HostedRecipe.Read(result.Recipe!);
        Assert.Equal(plan.TrainingFile.Sha256, recipe.TrainingFile.Sha256);
        Assert.Equal(new HostedHyperparameters { Epochs = 3 }, recipe.Hyperparameters);
        Assert.Equal((job.Id, 3, 3), (recipe.Outcome!.Job, recipe.Outcome.Epochs, recipe.Outcome.Checkpoints.Length));
        Assert.Equal(result.Model!.ToString(), recipe.Outcome.Model);
    }

    [Fact]
    public async Task Pausing_resuming_and_cancelling_survive_lost_answers()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        using HostedTuner tuner = scene.Process();
        string id = (await tuner.StartAsync(scene.Plan())).Id;
        bool lost = false;
        scene.Server.Mishap = (_, call) => call.Method == "POST" && (lost = !lost) ? Trouble.LoseAnswer : Trouble.None;
        Assert.Equal(HostedJobPhase.Paused, (await tuner.PauseAsync(id)).Phase);
        lost = false;
        Assert.Equal(HostedJobPhase.Running, (await tuner.ResumeAsync(id)).Phase);
        lost = false;
        Assert.Equal(HostedJobPhase.Cancelled, (await tuner.CancelAsync(id)).Phase);
        Assert.Equal(HostedJobPhase.Cancelled, (await tuner.CancelAsync(id)).Phase);
        Assert.Equal(HostedJobPhase.Cancelled, (await tuner.WatchAsync(id)).Job.Phase);
        await Assert.ThrowsAsync<ProviderException>(() => tuner.CancelAsync("ftjob-404"));
    }
}
