using System.Diagnostics;
using Assay.Tests.Cli;
using Assay.Tests.Conventions;
using Xunit.Abstractions;

namespace Assay.Tests.EndToEnd;

/// <summary>A command killed at any moment leaves whole documents, and running it again ends where an undisturbed run does.</summary>
public sealed class KillTests(ITestOutputHelper log)
{
    [Fact]
    public async Task Compare_killed_three_times_ends_like_an_undisturbed_run()
    {
        using TestProject undisturbed = TestProject.Create(60, sections: 12), killed = TestProject.Create(60, sections: 12);

        await AssertSameAfterKillsAsync(undisturbed.Root, killed.Root, "compare", kills: 3, seed: 1);

        Assert.Equal(Results(undisturbed.Root), Results(killed.Root));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Ingest_and_compare_of_the_sample_killed_thirty_times_end_like_undisturbed_runs()
    {
        using TemporaryFolder folder = new();
        string undisturbed = Copy(folder, "undisturbed"), killed = Copy(folder, "killed");

        await AssertSameAfterKillsAsync(undisturbed, killed, "ingest", kills: 15, seed: 2);
        await AssertSameAfterKillsAsync(undisturbed, killed, "compare", kills: 15, seed: 3);

        Assert.Equal(Results(undisturbed), Results(killed));
    }

    // Kills hit anything from the start of the process to the last file. A run that ended before its kill is started over from nothing.
    private async Task AssertSameAfterKillsAsync(string undisturbed, string killed, string verb, int kills, int seed)
    {
        var watch = Stopwatch.StartNew();
        AssayProcess.Result whole = await AssayProcess.RunInAsync(undisturbed, verb);
        Assert.True(whole.ExitCode == 0, whole.Error);
        double longestMs = watch.Elapsed.TotalMilliseconds;
        string workspace = Path.Combine(killed, ".assay");
        int hits = 0, tries = 0;
        for (var random = new Random(seed); hits < kills && tries < 4 * kills; tries++)
        {
            Process process = AssayProcess.Start([], verb, killed);
            await Task.Delay(TimeSpan.FromMilliseconds(longestMs * (0.15 + (0.8 * random.NextDouble()))));
            process.Kill();
            AssayProcess.Result result = await AssayProcess.FinishAsync(process);
            bool hit = result.ExitCode == 137;
            if (hit) hits++;
            string file = Path.Combine(workspace, "knowledge.db");
            StoredKnowledge.AssertWhole(file);
            log.WriteLine($"{verb} try {tries}: exit {result.ExitCode}, {StoredKnowledge.Documents(file)} documents, {(File.Exists(Path.Combine(workspace, "answers.db")) ? "with" : "no")} answers, {(File.Exists(Path.Combine(workspace, "report.html")) ? "with" : "no")} report");
            if (!hit && Directory.Exists(workspace)) Directory.Delete(workspace, recursive: true);
        }

        Assert.Equal(kills, hits);
        log.WriteLine($"{verb}: {hits} kills hit in {tries} tries");
        AssayProcess.Result last = await AssayProcess.RunInAsync(killed, verb);
        Assert.True(last.ExitCode == 0, last.Error);
        StoredKnowledge.AssertWhole(Path.Combine(workspace, "knowledge.db"));
    }

    private static string Results(string root) => TestProject.ResultsOf(Path.Combine(root, ".assay")).Replace(root, "", StringComparison.Ordinal);

    private static string Copy(TemporaryFolder folder, string name)
    {
        string source = Path.Combine(Repository.Root, "samples/support"), target = Path.Combine(folder.Path, name);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/.assay/", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // What is killed here is the work on documents; that of a training is killed elsewhere.
        string settings = Path.Combine(target, "assay.yaml");
        File.WriteAllLines(settings, File.ReadLines(settings).Where(l => !l.StartsWith("model:", StringComparison.Ordinal) && !l.StartsWith("embedder:", StringComparison.Ordinal) && !l.StartsWith("reranker:", StringComparison.Ordinal)));
        File.WriteAllText(settings, ModelFree.Settings(File.ReadAllText(settings)));

        return target;
    }
}
