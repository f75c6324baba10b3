using Assay.Text;

namespace Assay.Models.Weights;

/// <summary>Writes weight files whole or not at all.</summary>
public static class WeightWriter
{
    /// <summary>Writes beside the target, flushes to the disk and renames, so that a crash or a full disk never leaves half a model under its name.</summary>
    /// <param name="path">The file to create or replace; missing folders are made.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="AssayException">The file cannot be written; the old one is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{path}' cannot be written ({e.Message.TrimEnd('.')}). Free space on the disk or permit writing there, then try again: the file that was there is untouched.", e);
        }
        finally
        {
            DeleteQuietly(temporary);
        }
    }

    /// <summary>Writes one tensor and checks that it has the bytes that its shape needs.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="draft">The tensor.</param>
    /// <param name="bytes">What it needs.</param>
    /// <exception cref="InvalidOperationException">The draft wrote more or less.</exception>
    public static void Write(Stream stream, TensorDraft draft, long bytes)
    {
        TensorSink sink = new(stream, draft);
        draft.Write(sink);
        if (sink.Written != bytes) throw new InvalidOperationException($"Tensor '{draft.Name}' of {WeightLayout.Of(draft.Type).Name} [{string.Join(", ", draft.Shape)}] needs {bytes} bytes and was given {sink.Written}.");
    }

    /// <summary>Fills up to a multiple.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="written">Bytes written so far.</param>
    /// <param name="multiple">The multiple to reach.</param>
    /// <param name="fill">The byte to fill with.</param>
    public static void Pad(Stream stream, long written, long multiple, byte fill)
    {
        for (long i = written; i % multiple != 0; i++) stream.WriteByte(fill);
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
