using System.Text;
using Assay.Text;

namespace Assay.Workspaces;

/// <summary>Writes a file whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the target and renames, so that a reader or a crash never sees half a file.</summary>
    /// <param name="path">The file to create or replace.</param>
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
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (StreamWriter writer = new(temporary, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
            {
                write(writer);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{path}' cannot be written ({e.Message.TrimEnd('.')}). Free space on the disk or permit writing there, then run the command again: what was finished is kept.", e);
        }
        finally
        {
            DeleteQuietly(temporary);
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
