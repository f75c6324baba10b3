using System.Text;
using Assay.Text;

namespace Assay.Workspaces;

/// <summary>Writes a file whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the target and renames, so that a reader or a crash never sees half a file.</summary>
    /// <param name="path">The file to create or replace; what a link points to is replaced, not the link.</param>
    /// <param name="content">Its content, written as UTF-8 without byte order mark.</param>
    /// <exception cref="AssayException">The file cannot be written; the old one is untouched.</exception>
    public static void Write(string path, string content) => Write(path, writer => writer.Write(content));

    /// <summary>The same for a content that is written piece by piece.</summary>
    /// <param name="path">The file to create or replace; missing folders are made.</param>
    /// <param name="write">Writes the content: UTF-8 without byte order mark, lines ending in <c>\n</c>. When it throws, nothing is written.</param>
    /// <exception cref="AssayException">The file cannot be written; the old one is untouched.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string temporary = "";
        try
        {
            string target = Target(path);
            temporary = Beside(target);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using (StreamWriter writer = new(temporary, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
            {
                write(writer);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }
        finally
        {
            DeleteQuietly(temporary);
        }
    }

    /// <summary>Finds out before long work whether <see cref="Write(string, string)"/> could write a file. Leaves nothing behind.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="AssayException">It could not.</exception>
    public static void CheckWritable(string path)
    {
        string probe = "";
        try
        {
            string target = Target(path), folder = Path.GetDirectoryName(target)!;
            while (!Directory.Exists(folder) && !File.Exists(folder) && Path.GetDirectoryName(folder) is { } above) folder = above;
            probe = Beside(Path.Combine(folder, Path.GetFileName(target)));
            File.Create(probe).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }
        finally
        {
            DeleteQuietly(probe);
        }
    }

    private static string Beside(string target) => $"{target}.{Environment.ProcessId}.tmp";

    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        var file = new FileInfo(full);
        bool allowed = OrdinaryFile.MayBeReplaced(full);
        if (allowed && file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is { } final) full = final.FullName;
        return allowed && OrdinaryFile.MayBeReplaced(full) ? full
            : throw new InputException(new Problem(path, null, "It is a pipe or a device, which no file may replace. Name a file."));
    }

    private static AssayException Unwritable(string path, Exception e) =>
        new($"'{path}' cannot be written ({e.Message.TrimEnd('.')}). Free space on the disk or permit writing there, then run the command again: what was finished is kept.", e);

    private static void DeleteQuietly(string path)
    {
        if (path.Length == 0) return;
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
