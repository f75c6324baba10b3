using System.Diagnostics;
using System.Globalization;
using Assay.Tests.Cli;
using Assay.Workspaces;
using Xunit.Abstractions;

namespace Assay.Tests.EndToEnd;

/// <summary>A disk that fills up, which only root can make: elsewhere these tests say so and pass.</summary>
public sealed class FullDiskTests(ITestOutputHelper log)
{
    [Theory]
    [InlineData("ingest", 60)]
    [InlineData("compare", 60)]
    [InlineData("compare", 400)]
    [InlineData("compare", 700)]
    public async Task Full_disk_is_explained_and_the_rerun_goes_on(string verb, int freeKilobytes)
    {
        using TestProject project = TestProject.Create(20, sections: 10);
        Directory.CreateDirectory(project.Workspace);
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", project.Workspace))
        {
            log.WriteLine("Skipped: this user may not mount a small disk.");
            return;
        }

        try
        {
            string filler = Path.Combine(project.Workspace, "filler");
            File.WriteAllBytes(filler, new byte[(4096 - freeKilobytes) * 1024]);

            CommandLine.Result full = await CommandLine.RunAsync(verb, project.Root);
            File.Delete(filler);
            CommandLine.Result rerun = await CommandLine.RunAsync(verb, project.Root);

            log.WriteLine(full.Error);
            Assert.Equal((3, ""), (full.ExitCode, full.Out));
            Assert.Contains("free ", full.Error, StringComparison.OrdinalIgnoreCase);
            Assert.True(rerun.ExitCode == 0, rerun.Error);
            Assert.Empty(Directory.GetFiles(project.Workspace, "*.tmp", SearchOption.AllDirectories));
            StoredKnowledge.AssertWhole(Path.Combine(project.Workspace, "knowledge.db"));
        }
        finally
        {
            // Lazily: a database that the failed run has not let go of yet must not leave the disk behind.
            await RunAsync("umount", "--lazy", project.Workspace);
        }
    }

    [Fact]
    public async Task Forget_on_a_full_disk_stays_open_until_the_same_command_has_space()
    {
        using TestProject project = TestProject.Create(3);
        Directory.CreateDirectory(project.Workspace);
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", project.Workspace))
        {
            log.WriteLine("Skipped: this user may not mount a small disk.");
            return;
        }

        try
        {
            Workspace workspace = Workspace.Open(project.Root);
            using (AnswerCache cache = AnswerCache.Open(workspace, survivesPowerLoss: false))
            {
                for (int i = 0; i < 1500; i++) cache.Keep(ContentHash.Of(i.ToString(CultureInfo.InvariantCulture)), new() { Text = $"zanzibar {i} " + new string('y', 700) }, [new(i % 9 == 0 ? "docs/plan-002.md" : "docs/plan-001.md")]);
            }

            Assert.Equal(0, (await CommandLine.RunAsync("ingest", project.Root)).ExitCode);
            string filler = Path.Combine(project.Workspace, "filler");
            File.WriteAllBytes(filler, new byte[new DriveInfo(project.Workspace).AvailableFreeSpace - (1900 * 1024)]);

            CommandLine.Result full = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root);
            log.WriteLine(full.Error);
            Assert.Equal((3, ""), (full.ExitCode, full.Out));
            Assert.Contains("answers.db' could not be made anew", full.Error, StringComparison.Ordinal);
            Assert.Single(Directory.GetFiles(Path.Combine(project.Workspace, "forgetting")));
            File.Delete(filler);

            CommandLine.Result again = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root, "--json");
            Assert.True(again.ExitCode == 0, again.Error);
            Assert.Equal(167, again.Json.GetProperty("answersDeleted").GetInt32());
            string bytes = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(workspace.AnswersFile));
            Assert.DoesNotContain("zanzibar 9 ", bytes, StringComparison.Ordinal);
            Assert.Contains("zanzibar 10 ", bytes, StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", "--lazy", project.Workspace);
        }
    }

    private static async Task<bool> RunAsync(string command, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
