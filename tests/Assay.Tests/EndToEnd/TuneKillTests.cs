using System.Diagnostics;
using Assay.Tests.Application.FineTuning;
using Xunit.Abstractions;

namespace Assay.Tests.EndToEnd;

/// <summary>A training that is killed at any moment goes on by the same command and gives the bytes of an undisturbed one, with one thread and with two.</summary>
public sealed class TuneKillTests(ITestOutputHelper log)
{
    [Fact]
    public Task Killed_at_three_points_the_adapter_has_the_same_bytes() => RunAsync(kills: 3, seed: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public Task Killed_at_twenty_five_points_the_adapter_has_the_same_bytes() => RunAsync(kills: 25, seed: 2);

    private async Task RunAsync(int kills, int seed)
    {
        using var project = new TuneProject("checkpointEvery: 1ms, epochs: 12, batchSize: 4, heldOut: 0.2, dropout: 0.1, learningRate: 1e-2, patience: 0");
        var watch = Stopwatch.StartNew();
        AssayProcess.Result whole = await AssayProcess.RunInAsync(project.Root, "tune", "--threads", "2");
        Assert.True(whole.ExitCode == 0, whole.Error);
        double wholeMs = watch.Elapsed.TotalMilliseconds;
        string expected = project.Weights();

        var random = new Random(seed);
        for (int threads = 1; threads <= 2; threads++)
        {
            int resumed = 0;
            for (int kill = 0; kill < kills; kill++)
            {
                Directory.Delete(Path.Combine(project.Root, ".assay"), recursive: true);
                resumed += await KilledAsync(project, wholeMs, random, threads) ? 1 : 0;
                Assert.Equal(expected, project.Weights());
                Assert.Single(Directory.GetDirectories(project.Adapters, "v*"));
            }

            Assert.True(resumed > 0, $"None of {kills} kills met the training with {threads} threads.");
            log.WriteLine($"{kills} kills with {threads} threads within {wholeMs:0} ms: {resumed} went on from a checkpoint, all gave {expected[..12]}");
        }
    }

    // Whether it went on from a checkpoint.
    private static async Task<bool> KilledAsync(TuneProject project, double wholeMs, Random random, int threads)
    {
        string tuning = Path.Combine(project.Root, ".assay", "tuning");
        using (Process tune = AssayProcess.Start([], "tune", project.Root, "--threads", $"{threads}"))
        {
            // Mostly where the work is done: from when there is a checkpoint, a random moment on.
            if (random.Next(4) == 0) await Task.Delay((int)(wholeMs * random.NextDouble()));
            else while (!tune.HasExited && !HasCheckpoint(tuning)) Thread.Sleep(1);
            Thread.Sleep(random.Next(Math.Max(40, (int)(wholeMs / 3))));
            tune.Kill();
            await AssayProcess.FinishAsync(tune);
        }

        bool under = HasCheckpoint(tuning);
        AssayProcess.Result again = await AssayProcess.RunInAsync(project.Root, "tune", "--threads", $"{3 - threads}");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.False(HasCheckpoint(tuning));
        return under && again.Error.Contains("goes on after step", StringComparison.Ordinal);
    }

    private static bool HasCheckpoint(string tuning) => Directory.Exists(tuning) && Directory.GetFiles(tuning, "checkpoint.safetensors", SearchOption.AllDirectories).Length > 0;
}
