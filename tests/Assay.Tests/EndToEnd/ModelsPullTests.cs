using System.Diagnostics;
using Assay.Models.Hub;
using Assay.Tests.Models.Hub;

namespace Assay.Tests.EndToEnd;

/// <summary>The real <c>assay models pull</c>, killed, interrupted and started twice: what is half there is never a model, and the next pull goes on.</summary>
public sealed class ModelsPullTests
{
    private const string Weights = "model.safetensors";

    [Fact]
    public async Task Pull_killed_at_any_point_installs_nothing_and_the_next_goes_on()
    {
        await using FakeHub hub = FakeHub.WithModel();
        using var folder = new TemporaryFolder();
        Dictionary<string, string> environment = Environment(hub, folder);
        (string Path, int Bytes)[] points = [("list", 40), ("config.json", 5), (Weights, 0), (Weights, 200_000), (Weights, 399_999)];
        foreach ((string path, int bytes) in points)
        {
            hub.Held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            hub.Next(path, e => e.HoldAsync(bytes));

            Process process = AssayProcess.Start(environment, "models", "pull", "hf:tiny/llama");
            await hub.Held.Task;
            if (path == Weights) await UntilAsync(folder, bytes == 399_999 ? 599_999 : bytes);
            process.Kill();
            AssayProcess.Result killed = await AssayProcess.FinishAsync(process);

            Assert.Equal((137, ""), (killed.ExitCode, killed.Out));
            Assert.Empty((await AssayProcess.RunAsync(environment, "models", "list", "--json")).Json.GetProperty("models").EnumerateArray());
            Assert.Null(new ModelStore(folder.Path).TryFind("hf:tiny/llama"));
        }

        AssayProcess.Result last = await AssayProcess.RunAsync(environment, "models", "pull", "hf:tiny/llama", "--json");

        Assert.True(last.ExitCode == 0, last.Error);
        Assert.Equal(1, last.Json.GetProperty("fetchedBytes").GetInt64());
        Assert.Equal([0, 0, 200_000, 599_999], hub.For(Weights).Select(r => r.From));
        AssertWhole(hub, folder);
    }

    [Fact]
    public async Task Pull_interrupted_says_that_it_goes_on()
    {
        await using FakeHub hub = FakeHub.WithModel();
        using var folder = new TemporaryFolder();
        Dictionary<string, string> environment = Environment(hub, folder);
        hub.Next(Weights, e => e.HoldAsync(200_000));

        Process process = AssayProcess.Start(environment, "models", "pull", "hf:tiny/llama");
        await UntilAsync(folder, 200_000);
        await AssayProcess.InterruptAsync(process);
        AssayProcess.Result interrupted = await AssayProcess.FinishAsync(process);
        AssayProcess.Result rest = await AssayProcess.RunAsync(environment, "models", "pull", "hf:tiny/llama", "--json");

        Assert.Equal((130, ""), (interrupted.ExitCode, interrupted.Out));
        Assert.Contains("run the same command again", interrupted.Error, StringComparison.Ordinal);
        Assert.Equal(400_000, rest.Json.GetProperty("fetchedBytes").GetInt64());
        AssertWhole(hub, folder);
    }

    [Fact]
    public async Task Pull_of_a_second_process_waits_and_takes_over_from_a_killed_one()
    {
        await using FakeHub hub = FakeHub.WithModel();
        using var folder = new TemporaryFolder();
        Dictionary<string, string> environment = Environment(hub, folder);
        hub.Next(Weights, e => e.HoldAsync(200_000));

        Process first = AssayProcess.Start(environment, "models", "pull", "hf:tiny/llama");
        await UntilAsync(folder, 200_000);
        Process second = AssayProcess.Start(environment, "models", "pull", "hf:tiny/llama");
        string? waiting = await second.StandardError.ReadLineAsync();
        AssayProcess.Result removal = await AssayProcess.RunAsync(environment, "models", "remove", "hf:tiny/llama");
        first.Kill();
        await AssayProcess.FinishAsync(first);
        AssayProcess.Result taken = await AssayProcess.FinishAsync(second);

        Assert.Contains("Another process is pulling 'tiny/llama'", waiting, StringComparison.Ordinal);
        Assert.Equal(3, removal.ExitCode);
        Assert.Contains("being pulled", removal.Error, StringComparison.Ordinal);
        Assert.True(taken.ExitCode == 0, taken.Error);
        Assert.Equal([0, 200_000], hub.For(Weights).Select(r => r.From));
        AssertWhole(hub, folder);
    }

    [Fact]
    public async Task Pull_twice_at_once_both_end_with_the_model_fetched_once()
    {
        await using FakeHub hub = FakeHub.WithModel(3_000_000);
        using var folder = new TemporaryFolder();
        Dictionary<string, string> environment = Environment(hub, folder);

        AssayProcess.Result[] results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => AssayProcess.RunAsync(environment, "models", "pull", "hf:tiny/llama", "--json")));

        Assert.All(results, r => Assert.True(r.ExitCode == 0, r.Error));
        Assert.Equal(hub.Files.Values.Sum(f => (long)f.Length), results.Sum(r => r.Json.GetProperty("fetchedBytes").GetInt64()));
        Assert.Single(hub.For(Weights));
        AssertWhole(hub, folder);
    }

    private static Dictionary<string, string> Environment(FakeHub hub, TemporaryFolder folder) =>
        new() { ["ASSAY_MODELS"] = folder.Path, ["HF_ENDPOINT"] = hub.Url, ["HF_TOKEN"] = "", ["HF_HUB_OFFLINE"] = "", ["ASSAY_OFFLINE"] = "" };

    private static async Task UntilAsync(TemporaryFolder folder, long bytes)
    {
        var limit = Stopwatch.StartNew();
        string parts = Path.Combine(folder.Path, "hf", "tiny--llama", ".partial");
        while (!Directory.Exists(parts) || (bytes > 0 && !Directory.GetFiles(parts, "*-600000.part").Any(f => new FileInfo(f).Length == bytes)))
        {
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(1), "The pull did not come so far.");
            await Task.Delay(5);
        }
    }

    private static void AssertWhole(FakeHub hub, TemporaryFolder folder)
    {
        var store = new ModelStore(folder.Path);
        StoredModel model = store.Find("hf:tiny/llama").Model;
        Assert.Equal(hub.Files.Keys.Order(StringComparer.Ordinal), model.Files.Select(f => f.Path));
        Assert.All(model.Files, f => Assert.Equal(hub.Files[f.Path], File.ReadAllBytes(Path.Combine(model.Folder, f.Path))));
        Assert.Empty(store.List().Unfinished);
    }
}
