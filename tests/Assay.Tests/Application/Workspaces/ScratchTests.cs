using Assay.Workspaces;

namespace Assay.Tests.Application.Workspaces;

public sealed class ScratchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_a_killed_command_left_is_removed_and_what_is_in_use_stays()
    {
        Workspace workspace = Workspace.Open(folder.Path);
        string left = Directory.CreateDirectory(Path.Combine(workspace.ScratchFolder, "dead", "files", "deep")).FullName;
        File.WriteAllText(Path.Combine(left, "page.md"), "words");
        using (var running = Scratch.Create(workspace))
        {
            Assert.False(Directory.Exists(left));
            File.WriteAllText(Path.Combine(running.Path, "page.md"), "words");
            Assert.Equal(0, Scratch.Sweep(workspace));
            Assert.True(File.Exists(Path.Combine(running.Path, "page.md")));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(workspace.ScratchFolder));
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "page.md"), "words");
        Assert.Equal(5, workspace.Clean());
        Assert.Empty(Directory.EnumerateFileSystemEntries(workspace.ScratchFolder));
    }
}
