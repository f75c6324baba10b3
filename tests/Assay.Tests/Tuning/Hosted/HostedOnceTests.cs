using Assay.Models.Providers;
using Assay.Text;
using Assay.Tuning.Hosted;

namespace Assay.Tests.Tuning.Hosted;

/// <summary>Whatever breaks, wherever: one upload, one job.</summary>
public sealed class HostedOnceTests
{
    [Theory]
    [InlineData(HostedDialect.OpenAi, "LoseRequest")]
    [InlineData(HostedDialect.OpenAi, "LoseAnswer")]
    [InlineData(HostedDialect.OpenAi, "TooMany")]
    [InlineData(HostedDialect.OpenAi, "FailAfter")]
    [InlineData(HostedDialect.OpenAi, "Garbage")]
    [InlineData(HostedDialect.Together, "LoseRequest")]
    [InlineData(HostedDialect.Together, "LoseAnswer")]
    [InlineData(HostedDialect.Together, "FailAfter")]
    public async Task Trouble_at_any_request_costs_nothing_twice(HostedDialect dialect, string trouble)
    {
        int tried = 0;
        for (bool hit = true; hit; tried++)
        {
            hit = false;
            await using HostedScene scene = await HostedScene.WithAsync(dialect, "running", EndOf(dialect));
            int at = tried;
            scene.Server.Mishap = (n, _) => n == at && (hit = true) ? Enum.Parse<Trouble>(trouble) : Trouble.None;
            using HostedTuner tuner = scene.Process();
            HostedJob job = await tuner.StartAsync(scene.Plan());
            Assert.NotNull((await tuner.WatchAsync(job.Id)).Model);
            scene.AssertOnce();
        }

        // Files, upload, jobs, create, then two looks with events, and checkpoints.
        Assert.True(tried > 8, $"only {tried} requests");
    }

    [Theory]
    [InlineData(HostedDialect.OpenAi, "HangBefore")]
    [InlineData(HostedDialect.OpenAi, "HangAfter")]
    [InlineData(HostedDialect.Together, "HangBefore")]
    [InlineData(HostedDialect.Together, "HangAfter")]
    public async Task Process_killed_at_any_request_is_taken_over(HostedDialect dialect, string trouble)
    {
        int killed = 0;
        for (; killed < 100; killed++)
        {
            await using HostedScene scene = await HostedScene.WithAsync(dialect, "queued", "running", EndOf(dialect));
            int at = killed;
            scene.Server.Mishap = (n, _) => n == at ? Enum.Parse<Trouble>(trouble) : Trouble.None;
            using CancellationTokenSource abandon = new();
            using HostedTuner first = scene.Process();
            Task<HostedTuningResult> running = WholeAsync(first, scene, abandon.Token);
            if (await Task.WhenAny(scene.Server.Held.Task, running) == running)
            {
                Assert.NotNull((await running).Model);
                break;
            }

            // What the disk holds at this moment is all that the second process knows.
            string left = scene.LeftBehind();
            scene.Server.Mishap = static (_, _) => Trouble.None;
            using HostedTuner second = scene.Process(left);
            HostedJob job = await second.StartAsync(scene.Plan(), scene.Told);
            Assert.NotNull((await second.WatchAsync(job.Id, progress: scene.Told)).Model);
            scene.AssertOnce();
            await abandon.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            scene.AssertOnce();
        }

        Assert.InRange(killed, 9, 99);
    }

    [Fact]
    public async Task Both_processes_killed_at_every_pair_of_requests_send_once()
    {
        int pairs = 0;
        for (int first = 0; first < 4; first++)
        {
            for (int second = 0; second < 8; second++, pairs++)
            {
                await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "succeeded");
                string ledger = await KilledAsync(scene, scene.Ledger, first);
                string again = await KilledAsync(scene, ledger, second);
                using HostedTuner third = scene.Process(again);
                await third.StartAsync(scene.Plan());
                scene.AssertOnce();
            }
        }

        Assert.Equal(32, pairs);
    }

    [Fact]
    public async Task List_that_lags_behind_is_waited_for()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "succeeded");
        HashSet<string> lost = [];
        scene.Server.Mishap = (_, call) =>
        {
            if (call.Method != "POST" || !lost.Add(call.Path)) return Trouble.None;
            scene.Server.Lag = 2;
            return Trouble.LoseAnswer;
        };
        using HostedTuner tuner = scene.Process();
        await tuner.StartAsync(scene.Plan());
        Assert.Equal(2, lost.Count);
        scene.AssertOnce();
    }

    [Fact]
    public async Task Lost_ledger_costs_nothing()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        using HostedTuner tuner = scene.Process();
        HostedJob job = await tuner.StartAsync(scene.Plan());
        using HostedTuner elsewhere = scene.Process(Path.Combine(scene.Folder.Path, "new"));
        HostedJob found = await elsewhere.StartAsync(scene.Plan(), scene.Told);
        Assert.Equal(job.Id, found.Id);
        Assert.True(scene.Told.Of<HostedFileReady>().Single().WasThere);
        Assert.True(scene.Told.Of<HostedJobReady>().Single().WasThere);
        scene.AssertOnce();
    }

    [Fact]
    public async Task Job_is_found_on_a_later_page()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        using HostedTuner tuner = scene.Process();
        for (int attempt = 1; attempt <= 5; attempt++) await tuner.StartAsync(scene.Plan(scene.Request() with { Attempt = attempt }));
        using HostedTuner elsewhere = scene.Process(Path.Combine(scene.Folder.Path, "new"));
        HostedJob found = await elsewhere.StartAsync(scene.Plan(scene.Request() with { Attempt = 5 }));
        Assert.Equal("ftjob-5", found.Id);
        Assert.Equal(5, scene.Server.Jobs.Count);
        Assert.Single(scene.Server.Files);
    }

    [Fact]
    public async Task Other_settings_are_another_job_on_the_same_file()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        using HostedTuner tuner = scene.Process();
        await tuner.StartAsync(scene.Plan());
        await tuner.StartAsync(scene.Plan(scene.Request() with { Hyperparameters = new() { Epochs = 4 } }));
        await tuner.StartAsync(scene.Plan());
        Assert.Single(scene.Server.Files);
        Assert.Equal(2, scene.Server.Jobs.Count);
    }

    [Fact]
    public async Task Endless_list_of_files_prevents_the_upload()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi);
        int page = 0;
        scene.Server.Special = call => call is { Method: "GET", Path: "/v1/files" }
            ? $$"""{"data":[{"id":"file-x{{page++}}","filename":"other.jsonl","bytes":3}],"has_more":true}""" : null;
        using HostedTuner tuner = scene.Process();
        ProviderException endless = await Assert.ThrowsAsync<ProviderException>(() => tuner.StartAsync(scene.Plan()));
        Assert.Contains("did not end", endless.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Server.Files);

        scene.Server.Special = call => call is { Method: "GET", Path: "/v1/files" } ? """{"data":[{"id":"file-x"}],"has_more":true}""" : null;
        ProviderException repeating = await Assert.ThrowsAsync<ProviderException>(() => tuner.StartAsync(scene.Plan()));
        Assert.Contains("repeats itself", repeating.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Server.Files);
    }

    [Fact]
    public async Task File_of_the_same_name_and_another_size_is_not_taken()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        HostedTuningPlan plan = scene.Plan();
        scene.Server.Files.Add(new() { ["id"] = "file-half", ["filename"] = $"assay-{plan.TrainingFile.Sha256[..32]}.jsonl", ["bytes"] = plan.TrainingFile.Bytes - 1 });
        using HostedTuner tuner = scene.Process();
        HostedJob job = await tuner.StartAsync(plan);
        Assert.Equal("file-2", job.TrainingFile);
    }

    [Fact]
    public async Task File_deleted_at_the_provider_is_sent_again()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        using HostedTuner tuner = scene.Process();
        await tuner.StartAsync(scene.Plan());
        scene.Server.Files.Clear();
        await tuner.StartAsync(scene.Plan(scene.Request() with { Attempt = 2 }));
        Assert.Equal(2, scene.Server.FileContents.Count);
    }

    [Fact]
    public async Task Job_that_the_provider_does_not_know_is_not_replaced()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        using HostedTuner tuner = scene.Process();
        await tuner.StartAsync(scene.Plan());
        scene.Server.Jobs.Clear();
        AssayException refused = await Assert.ThrowsAsync<AssayException>(() => tuner.StartAsync(scene.Plan()));
        Assert.Contains("raise the attempt", refused.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Server.Jobs);
    }

    [Fact]
    public async Task Two_processes_on_one_ledger_do_not_start_together()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        scene.Server.Mishap = static (n, _) => n == 0 ? Trouble.HangBefore : Trouble.None;
        using CancellationTokenSource abandon = new();
        using HostedTuner first = scene.Process();
        Task running = first.StartAsync(scene.Plan(), null, abandon.Token);
        await scene.Server.Held.Task;
        using HostedTuner second = scene.Process();
        AssayException busy = await Assert.ThrowsAsync<AssayException>(() => second.StartAsync(scene.Plan()));
        Assert.Contains("start.lock", busy.Message, StringComparison.Ordinal);
        await abandon.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await second.StartAsync(scene.Plan());
        scene.AssertOnce();
    }

    [Fact]
    public async Task Damaged_ledger_is_named()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        using HostedTuner tuner = scene.Process();
        await tuner.StartAsync(scene.Plan());
        string entry = Directory.EnumerateFiles(scene.Ledger, "job-*.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(entry, (await File.ReadAllTextAsync(entry))[..20]);
        InputException damaged = await Assert.ThrowsAsync<InputException>(() => tuner.StartAsync(scene.Plan()));
        Assert.Equal(entry, damaged.Problems.Single().File);
        File.Delete(entry);
        await tuner.StartAsync(scene.Plan());
        scene.AssertOnce();
    }

    [Fact]
    public async Task File_changed_after_the_plan_is_not_sent()
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi);
        using HostedTuner tuner = scene.Process();
        HostedTuningPlan plan = scene.Plan();
        await File.AppendAllTextAsync(scene.TrainingFile, HostedScene.Rows(1));
        await Assert.ThrowsAsync<InputException>(() => tuner.StartAsync(plan));
        Assert.Empty(scene.Server.Files);
    }

    private static string EndOf(HostedDialect dialect) => dialect == HostedDialect.OpenAi ? "succeeded" : "completed";

    private static async Task<HostedTuningResult> WholeAsync(HostedTuner tuner, HostedScene scene, CancellationToken cancellationToken)
    {
        HostedJob job = await tuner.StartAsync(scene.Plan(), null, cancellationToken);
        return await tuner.WatchAsync(job.Id, null, null, cancellationToken);
    }

    // Runs a process until its nth request was done and not answered, and gives what it left on the disk.
    private static async Task<string> KilledAsync(HostedScene scene, string ledger, int at)
    {
        scene.Server.Forget();
        scene.Server.Mishap = (n, _) => n == at ? Trouble.HangAfter : Trouble.None;
        using CancellationTokenSource abandon = new();
        using HostedTuner tuner = scene.Process(ledger);
        Task<HostedJob> running = tuner.StartAsync(scene.Plan(), null, abandon.Token);
        bool held = await Task.WhenAny(scene.Server.Held.Task, running) != running;
        string left = HostedScene.CopyOf(ledger, scene.Folder.Path);
        await abandon.CancelAsync();
        if (held) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        scene.Server.Mishap = static (_, _) => Trouble.None;
        return left;
    }
}
