using Assay.Models.Providers;
using Assay.Tests.Models.Providers;
using Assay.Text;
using Assay.Tuning.Hosted;

namespace Assay.Tests.Tuning.Hosted;

/// <summary>Waiting for a job through lost connections, restarts and Ctrl-C, and what never leaves: the key.</summary>
public sealed class HostedWatchTests
{
    [Theory]
    [InlineData(HostedDialect.OpenAi)]
    [InlineData(HostedDialect.Together)]
    public async Task Watching_on_after_a_restart_tells_each_event_once(HostedDialect dialect)
    {
        await using HostedScene scene = await HostedScene.WithAsync(dialect, dialect == HostedDialect.OpenAi ? ["running", "running", "running", "running", "succeeded"] : ["pending", "running", "running", "completed"]);
        using HostedTuner first = scene.Process();
        HostedJob job = await first.StartAsync(scene.Plan());
        using CancellationTokenSource stop = new();
        scene.Told.On = told =>
        {
            if (told is HostedStatusChanged && scene.Told.Of<HostedEvent>().Count() > 1) stop.Cancel();
        };
        scene.Server.Mishap = (_, call) => scene.Server.Looks == 3 && !stop.IsCancellationRequested && call.Path.EndsWith(job.Id, StringComparison.Ordinal) ? StopAnd(stop) : Trouble.None;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WatchAsync(job.Id, progress: scene.Told, cancellationToken: stop.Token));
        int before = scene.Told.Of<HostedEvent>().Count();
        scene.Server.Mishap = static (_, _) => Trouble.None;
        scene.Told.On = static _ => { };

        using HostedTuner second = scene.Process(scene.LeftBehind());
        await second.StartAsync(scene.Plan());
        await second.WatchAsync(job.Id, progress: scene.Told);
        HostedEvent[] events = [.. scene.Told.Of<HostedEvent>()];
        Assert.True(before > 0 && events.Length > before, $"{before} before, {events.Length} in all");
        Assert.Equal(events.Length, events.Select(e => e.Id).Distinct().Count());
        Assert.Equal(events.Order(Comparer<HostedEvent>.Create((a, b) => a.Time!.Value.CompareTo(b.Time!.Value))), events);
        scene.AssertOnce();
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_job_running_and_says_how_to_go_on()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        using HostedTuner tuner = scene.Process();
        HostedJob job = await tuner.StartAsync(scene.Plan());
        using CancellationTokenSource ctrlC = new();
        scene.Told.On = told =>
        {
            if (told is HostedStatusChanged) ctrlC.Cancel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tuner.WatchAsync(job.Id, progress: scene.Told, cancellationToken: ctrlC.Token));
        Assert.Contains("Run the same command again", scene.Told.Of<HostedNote>().Last().Text, StringComparison.Ordinal);
        Assert.Equal("running", (string)scene.Server.Jobs.Single()["status"]!);
        Assert.DoesNotContain(scene.Server.Calls, c => c.Path.EndsWith("/cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Long_outage_is_sat_out_and_told_once()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running", "succeeded");
        using HostedTuner tuner = scene.Process(options: HostedScene.Options with { MaxAttempts = 1 });
        HostedJob job = await tuner.StartAsync(scene.Plan());
        int failures = 0;
        scene.Server.Mishap = (_, call) => call.Path.EndsWith(job.Id, StringComparison.Ordinal) && failures < 20 ? (Trouble)(1 + (failures++ % 2)) : Trouble.None;
        Assert.NotNull((await tuner.WatchAsync(job.Id, progress: scene.Told)).Model);
        Assert.Equal(20, failures);
        Assert.Single(scene.Told.Of<HostedNote>(), n => n.Text.StartsWith("No answer about job", StringComparison.Ordinal));
        Assert.Single(scene.Told.Of<HostedNote>(), n => n.Text.Contains("answers again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outage_without_end_gives_up_waiting_only()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        using HostedTuner tuner = scene.Process(options: HostedScene.Options with { MaxAttempts = 1 });
        HostedJob job = await tuner.StartAsync(scene.Plan());
        scene.Server.Mishap = static (_, _) => Trouble.LoseRequest;
        await Assert.ThrowsAsync<ProviderException>(() => tuner.WatchAsync(job.Id, new HostedWatchOptions { MaxFailedLooks = 4 }, scene.Told));
        Assert.Contains("goes on at", scene.Told.Of<HostedNote>().Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pauses_grow_while_nothing_happens_and_respect_retry_after()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, ["queued", "queued", "queued", "queued", "queued", "queued", "queued", "queued", "succeeded"]);
        using HostedTuner tuner = scene.Process();
        HostedJob job = await tuner.StartAsync(scene.Plan());
        ImpatientTimeProvider clock = new(d => d <= TimeSpan.FromSeconds(60));
        using HostedTuner watcher = scene.Process(clock: clock);
        bool limited = false;
        scene.Server.Mishap = (_, _) => !limited && (limited = true) ? Trouble.TooMany : Trouble.None;
        await watcher.WatchAsync(job.Id, new HostedWatchOptions { FirstPause = TimeSpan.FromSeconds(8), LongestPause = TimeSpan.FromSeconds(30) });
        double[] waited = [.. clock.Waited.Select(w => w.TotalSeconds)];
        Assert.Equal([7, 8, 12, 18, 27, 30, 30, 30, 30], waited);
    }

    [Fact]
    public async Task Broken_events_and_checkpoints_do_not_stop_the_waiting()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running", "running", "running", "running", "succeeded");
        using HostedTuner tuner = scene.Process();
        HostedJob job = await tuner.StartAsync(scene.Plan());
        int page = 0;
        scene.Server.Special = call => call.Path.EndsWith("/events", StringComparison.Ordinal) ? $$"""{"data":[{"id":"e{{page++}}","message":"again"}],"has_more":true}"""
            : call.Path.EndsWith("/checkpoints", StringComparison.Ordinal) ? """{"data":"none"}""" : null;
        HostedTuningResult result = await tuner.WatchAsync(job.Id, progress: scene.Told);
        Assert.NotNull(result.Model);
        Assert.Empty(result.Checkpoints);
        Assert.Single(scene.Told.Of<HostedNote>(), n => n.Text.Contains("events of job", StringComparison.Ordinal));
        Assert.Single(scene.Told.Of<HostedNote>(), n => n.Text.Contains("checkpoints of job", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hostile_fields_are_let_pass()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "succeeded");
        using HostedTuner tuner = scene.Process();
        HostedJob job = await tuner.StartAsync(scene.Plan());
        string hostile = $$$"""
            {"id":"{{{job.Id}}}","status":"succeeded","created_at":"soon","finished_at":1e300,"estimated_finish":-5,"fine_tuned_model":"ft:x","error":"no object",
             "trained_tokens":"many","result_files":[1,null,"file-r"],"method":[],"hyperparameters":{"n_epochs":"auto","batch_size":-1},"metadata":7,"model":"\ud800"}
            """;
        scene.Server.Special = call => call.Path.EndsWith(job.Id, StringComparison.Ordinal) ? hostile
            : call.Path.EndsWith("/events", StringComparison.Ordinal) ? """{"data":[null,5,{"id":7},{"id":"e1","created_at":99999999999999,"message":"bell\u0007","data":{"step":-1}}]}""" : null;
        HostedTuningResult result = await tuner.WatchAsync(job.Id, progress: scene.Told);
        Assert.Equal("ft:x", result.Model!.Name);
        Assert.Equal((null, null, null), (result.Job.TrainedTokens, result.Job.Epochs, result.Job.Created));
        Assert.Equal("bell ", scene.Told.Of<HostedEvent>().Single().Message);
    }

    [Fact]
    public async Task Key_is_in_no_file_note_or_error()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running", "succeeded");
        using HostedTuner tuner = scene.Process();
        await tuner.WatchAsync((await tuner.StartAsync(scene.Plan(), scene.Told)).Id, progress: scene.Told);
        string[] files = Directory.GetFiles(scene.Ledger, "*.json", SearchOption.AllDirectories);
        Assert.Equal(3, files.Length);
        Assert.All(files, f => Assert.DoesNotContain("secret", File.ReadAllText(f), StringComparison.Ordinal));
        Assert.All(scene.Told.Of<HostedProgress>(), p => Assert.DoesNotContain("secret", p.ToString(), StringComparison.Ordinal));

        const string Wrong = "sk-wrong-secret";
        using HostedTuner stranger = scene.Process(options: new ProviderOptions { Environment = _ => Wrong });
        ProviderException refused = await Assert.ThrowsAsync<ProviderException>(() => stranger.StartAsync(scene.Plan(scene.Request() with { Attempt = 2 })));
        Assert.Equal(ProviderErrorKind.Authentication, refused.Kind);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Models_without_such_a_service_are_refused()
    {
        foreach (string name in new[] { "anthropic:claude", "extractive", "./folder" })
        {
            Assert.Throws<AssayException>(() => HostedTuner.Open(ModelReference.Parse(name), "ledger", HostedScene.Options, TimeProvider.System));
        }
    }

    private static Trouble StopAnd(CancellationTokenSource stop)
    {
        stop.Cancel();
        return Trouble.LoseRequest;
    }
}
