using System.Diagnostics;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Tests.Cli;
using Assay.Workspaces;

namespace Assay.Tests.EndToEnd;

/// <summary>The real <c>assay ingest --watch</c>, asked from another process.</summary>
public sealed class WatchTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TestProject project = TestProject.Create(3);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Saved_deleted_and_replaced_files_count_for_searches_of_other_processes()
    {
        Process watch = AssayProcess.Start([], "ingest", project.Root, "--watch");
        using KnowledgeBase asked = KnowledgeBase.Open(ProjectFile.Read(project.Root), Workspace.Open(project.Root), TimeProvider.System);
        try
        {
            await UntilAsync(() => Finds(asked, "seats", "docs/plan-001.md"));

            project.Write("docs/plan-001.md", "# Plan 1\n\nThe word of the day is zebra.\n");
            await UntilAsync(() => Finds(asked, "zebra", "docs/plan-001.md") && !Finds(asked, "seats", "docs/plan-001.md"));
            project.Write("docs/new/page.md", "# New\n\nThe word of the night is otter.\n");
            await UntilAsync(() => Finds(asked, "otter", "docs/new/page.md"));
            File.Delete(project.PathOf("docs/plan-001.md"));
            await UntilAsync(() => !Finds(asked, "zebra", "docs/plan-001.md"));

            // The folder goes, and another comes in its place.
            Directory.Move(project.PathOf("docs"), project.PathOf("away"));
            await UntilAsync(() => !Finds(asked, "otter", "docs/new/page.md"));
            project.Write("docs/other.md", "# Other\n\nThe word of the week is heron.\n");
            await UntilAsync(() => Finds(asked, "heron", "docs/other.md"));
            project.Write("docs/other.md", "# Other\n\nThe word of the week is crane.\n");
            await UntilAsync(() => Finds(asked, "crane", "docs/other.md"));

            File.WriteAllBytes(project.PathOf("docs/broken.md"), [0xff, 0xfe, 0x00, 0xd8, 0x00]);
            project.Write("docs/last.md", "# Last\n\nThe word of the year is lynx.\n");
            await UntilAsync(() => Finds(asked, "lynx", "docs/last.md"));

            await AssayProcess.InterruptAsync(watch);
        }
        catch
        {
            watch.Kill();
            throw;
        }

        AssayProcess.Result result = await AssayProcess.FinishAsync(watch);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("3 added", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Interrupted", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drill_measures_and_leaves_the_project_alone()
    {
        AssayProcess.Result result = await AssayProcess.RunAsync("ingest", project.Root, "--drill", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(["fact added", "fact changed", "fact deleted", "document deleted"], result.Json.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("change").GetString()));
        Assert.All(result.Json.GetProperty("changes").EnumerateArray(), c => Assert.True(c.GetProperty("times").GetDouble() > 0));
        Assert.Equal(0, result.Json.GetProperty("stale").GetArrayLength());
        Assert.False(File.Exists(project.PathOf(".assay/knowledge.db")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(project.PathOf(".assay/scratch")));
        Assert.DoesNotContain("zqdrill", File.ReadAllText(project.PathOf("docs/plan-001.md")), StringComparison.Ordinal);
    }

    private static bool Finds(KnowledgeBase asked, string word, string id) => asked.Search(word, 50).Any(p => p.Chunk.DocumentId == id && p.Chunk.Text.Contains(word, StringComparison.Ordinal));

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Limit, "It did not come true in time.");
            await Task.Delay(5);
        }
    }
}
