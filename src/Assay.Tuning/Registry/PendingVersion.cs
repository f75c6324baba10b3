namespace Assay.Tuning.Registry;

/// <summary>A version that is being written: a folder that is locked as long as its process lives, so that what a killed one left is told from what is under way.</summary>
internal sealed class PendingVersion : IDisposable
{
    private const string Prefix = ".new-", LockName = "in-use", FilesName = "files";

    private readonly string root;
    private readonly FileStream held;

    private PendingVersion(string root, FileStream held) => (this.root, this.held) = (root, held);

    /// <summary>Where its files are written.</summary>
    public string Folder => Path.Combine(root, FilesName);

    /// <summary>Makes one; needs the registry's lock.</summary>
    public static PendingVersion Create(string registry)
    {
        string root = Directory.CreateDirectory(Path.Combine(registry, Prefix + Guid.NewGuid().ToString("N"))).FullName;
        var pending = new PendingVersion(root, new FileStream(Path.Combine(root, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None));
        Directory.CreateDirectory(pending.Folder);
        return pending;
    }

    /// <summary>Removes what killed processes left; needs the registry's lock.</summary>
    public static void Sweep(string registry)
    {
        foreach (string root in Directory.EnumerateDirectories(registry, Prefix + "*"))
        {
            try
            {
                using (new FileStream(Path.Combine(root, LockName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
                {
                    if (Directory.Exists(Path.Combine(root, FilesName))) Directory.Delete(Path.Combine(root, FilesName), recursive: true);
                }

                Directory.Delete(root, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is being written, or cannot be removed; either way it is no version, and the next sweep tries again.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        held.Dispose();
        try
        {
            Directory.Delete(root, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Swept later.
        }
    }
}
