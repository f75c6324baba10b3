using System.Text;
using Assay.Text;

namespace Assay.Evaluation.Files;

/// <summary>Writes a text file so that a reader, or a crash, never sees half of it.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside the target and moves into place. Missing folders are made; UTF-8 without a byte order mark, <c>\n</c> line ends.</summary>
    /// <param name="path">The target; replaced when it exists.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="AssayException">The file cannot be written.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        string temporary = path + ".tmp";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            using (StreamWriter writer = new(temporary, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
            {
                write(writer);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"{path}: The file cannot be written ({e.Message}). Check the folder, its permissions and the free space.", e);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
