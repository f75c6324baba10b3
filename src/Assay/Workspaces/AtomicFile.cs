using Assay.Text;

namespace Assay.Workspaces;

/// <summary>Writes a file whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the target and renames, so that a reader or a crash never sees half a file.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="content">Its content, written as UTF-8 without byte order mark.</param>
    /// <exception cref="AssayException">The file cannot be written; the old one is untouched.</exception>
    public static void Write(string path, string content)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DeleteQuietly(temporary);
            throw new AssayException($"'{path}' cannot be written ({e.Message.TrimEnd('.')}). Free space on the disk or permit writing there, then run the command again: what was finished is kept.", e);
        }
    }

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The leftover is beside the target under a name nobody reads; the error that brought us here matters more.
        }
    }
}
