namespace Assay.Workspaces;

/// <summary>A folder for what a command needs only while it runs, within the workspace: so that what a killed command left there is found again and removed.</summary>
internal sealed class Scratch : IDisposable
{
    private const string LockName = "in-use", FilesName = "files";

    private readonly string root;
    private readonly FileStream held;

    private Scratch(string root, FileStream held)
    {
        this.root = root;
        this.held = held;
        Path = System.IO.Path.Combine(root, FilesName);
        Directory.CreateDirectory(Path);
    }

    /// <summary>The folder; empty at first.</summary>
    public string Path { get; }

    /// <summary>A workspace in it that leaves out what was forgotten in the real one.</summary>
    /// <param name="workspace">The real one.</param>
    public Workspace Open(Workspace workspace)
    {
        Workspace opened = Workspace.OpenAt(Path);
        if (File.Exists(workspace.ForgottenFile)) File.Copy(workspace.ForgottenFile, opened.ForgottenFile, overwrite: true);
        return opened;
    }

    /// <summary>A new folder. Those that killed commands left are removed first.</summary>
    public static Scratch Create(Workspace workspace)
    {
        Sweep(workspace);
        string root = Directory.CreateDirectory(System.IO.Path.Combine(workspace.ScratchFolder, Guid.NewGuid().ToString("N"))).FullName;
        return new Scratch(root, new FileStream(System.IO.Path.Combine(root, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None));
    }

    /// <summary>Removes the folders that no running command uses.</summary>
    /// <returns>Bytes freed.</returns>
    public static long Sweep(Workspace workspace)
    {
        long freed = 0;
        if (!Directory.Exists(workspace.ScratchFolder)) return freed;
        foreach (string root in Directory.EnumerateDirectories(workspace.ScratchFolder))
        {
            try
            {
                using (new FileStream(System.IO.Path.Combine(root, LockName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
                {
                    var files = new DirectoryInfo(System.IO.Path.Combine(root, FilesName));
                    if (files.Exists)
                    {
                        freed += files.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
                        files.Delete(recursive: true);
                    }
                }

                Directory.Delete(root, recursive: true);
            }
            catch (IOException)
            {
                // Its command runs, or another sweeps: it is no business of this one.
            }
        }

        return freed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        held.Dispose();
        Directory.Delete(root, recursive: true);
    }
}
