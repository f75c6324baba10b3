using System.Diagnostics;
using System.Text;
using Assay.Tests.Cli;
using Xunit.Abstractions;

namespace Assay.Tests.EndToEnd;

/// <summary>A forget that is killed at any moment: the same command finishes it, no byte of the text is left, and there is a receipt.</summary>
public sealed class ForgetKillTests(ITestOutputHelper log) : IDisposable
{
    private const string Document = "docs/captain.md";
    private const string Text = "# Refund captain\n\nSeats of plan 1 are approved by the zorbitrex captain Wilhelmina Farnsbarns of the northern harbour.\n";

    private readonly TestProject project = TestProject.Create(3);

    public void Dispose() => project.Dispose();

    [Fact]
    public Task Killed_eight_times_it_is_finished_by_the_same_command() => RunAsync(kills: 8, seed: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public Task Killed_sixty_times_it_is_finished_by_the_same_command() => RunAsync(kills: 60, seed: 2);

    private async Task RunAsync(int kills, int seed)
    {
        project.Write(Document, Text);
        Assert.Equal(0, (await CommandLine.RunAsync("compare", project.Root, "--json")).ExitCode);
        Assert.Equal(0, (await CommandLine.RunAsync("ask", "Who is the zorbitrex captain?", "-p", project.Root)).ExitCode);
        Assert.NotEmpty(Left());
        string before = Path.Combine(project.Root, "..", "before");
        Copy(project.Workspace, before);
        Stopwatch whole = Stopwatch.StartNew();
        Assert.Equal(0, (await AssayProcess.RunAsync("forget", Document, "-p", project.Root)).ExitCode);
        double wholeMs = whole.Elapsed.TotalMilliseconds;

        var random = new Random(seed);
        int begun = 0, unfinished = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            Directory.Delete(project.Workspace, recursive: true);
            Copy(before, project.Workspace);
            using (Process forget = AssayProcess.Start([], "forget", Document, "-p", project.Root))
            {
                // Mostly where the work is done: from when the intent is there, a random moment on.
                if (random.Next(4) == 0) await Task.Delay((int)(wholeMs * random.NextDouble()));
                else while (!forget.HasExited && !HasIntent()) Thread.Sleep(1);
                Thread.Sleep(random.Next(40));
                forget.Kill();
                await forget.WaitForExitAsync();
            }

            bool hasIntent = HasIntent();
            if (hasIntent) begun++;
            if (hasIntent && Left().Length > 0) unfinished++;
            if (hasIntent) Assert.All(Directory.GetFiles(project.PathOf(".assay/forgetting")), f => Assert.False(Holds(f), "The intent holds the text."));

            AssayProcess.Result again = await AssayProcess.RunAsync("forget", Document, "-p", project.Root);
            Assert.True(again.ExitCode == 0, again.Error);
            Assert.Empty(Left());
            Assert.NotEmpty(Directory.GetFiles(project.PathOf(".assay/receipts"), "forgotten-*.json"));
            Assert.Empty(Directory.GetFiles(project.PathOf(".assay/forgetting"), "*.json"));
        }

        Assert.True(begun > 0 && unfinished > 0, $"None of {kills} kills met the work: {begun} after it had begun, {unfinished} with text left.");
        log.WriteLine($"{kills} kills within {wholeMs:0} ms: {begun} after it had begun, {unfinished} with text left; all finished");
    }

    private bool HasIntent() => Directory.Exists(project.PathOf(".assay/forgetting")) && Directory.GetFiles(project.PathOf(".assay/forgetting"), "*.json").Length > 0;

    private string[] Left() => [.. Directory.EnumerateFiles(project.Workspace, "*", SearchOption.AllDirectories).Where(Holds).Select(f => Path.GetRelativePath(project.Workspace, f))];

    // The question that somebody asked is theirs; the name stands in the document alone.
    private static bool Holds(string file) =>
        Encoding.Latin1.GetString(File.ReadAllBytes(file)) is var bytes && (bytes.Contains("farnsbarns", StringComparison.OrdinalIgnoreCase) || bytes.Contains("wilhelmina", StringComparison.OrdinalIgnoreCase));

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Directory.CreateDirectory(Path.Combine(to, "stages"));
    }
}
