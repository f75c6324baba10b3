namespace Assay.Text;

/// <summary>Tells files that can be read to their end from those that cannot: opening a pipe waits for whoever writes to it, and a device may have no end.</summary>
public static class OrdinaryFile
{
    /// <summary>What a message says of a file without content, after the file's name.</summary>
    public const string Nothing = "is empty, or a pipe or a device: expected a file with content. Download it again, or put the file itself there.";

    /// <summary>Whether a file has bytes. Pipes and devices have the length 0, so one that has bytes can be opened without waiting.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <returns>False where it is empty, a pipe or a device.</returns>
    /// <exception cref="FileNotFoundException">There is none, or it is a folder.</exception>
    /// <exception cref="IOException">It cannot be looked at, such as a link to itself.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be looked at.</exception>
    public static bool HasContent(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileInfo(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is { } target) file = new FileInfo(target.FullName);
        return file.Length > 0;
    }

    /// <summary>Whether a new file may take the place of what is there. Renaming onto a pipe or a device removes it for everybody.</summary>
    /// <param name="path">A path; links are followed.</param>
    /// <returns>False for pipes, sockets, devices and all of /dev; true for files, and where there is nothing.</returns>
    public static bool MayBeReplaced(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        if (full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal)) return false;
        if (!File.Exists(full) || new FileInfo(full).Length > 0) return true;
        try
        {
            // Opened both ways a pipe keeps nobody waiting, and of all these only the length of a file can be set, here to what it is.
            using var opened = new FileStream(full, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (!opened.CanSeek) return false;
            opened.SetLength(opened.Length);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
