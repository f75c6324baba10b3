using System.Globalization;
using System.Net.Http.Headers;
using Assay.Text;

namespace Assay.Models.Hub;

/// <summary>
/// The bytes of one file that are there so far. Its name holds the length and the checksum that are expected, so that a later process goes on with it, also for another
/// revision with the same content; beside it is the server's entity tag.
/// </summary>
internal sealed class PartialFile
{
    private const string Ending = ".part";
    private readonly string _etagPath;

    /// <summary>The part of a file, whether there is one yet or not.</summary>
    /// <param name="folder">The repository's folder of parts.</param>
    /// <param name="file">With length and checksum.</param>
    public PartialFile(string folder, HubFile file)
    {
        Expected = file;
        Path = System.IO.Path.Combine(folder, NameOf(file));
        _etagPath = Path + ".etag";
        if (Length > file.Bytes) Discard();
    }

    /// <summary>The name of a file's part.</summary>
    public static string NameOf(HubFile file) => string.Create(CultureInfo.InvariantCulture, $"{file.Digest!.Hex}-{file.Bytes}{Ending}");

    /// <summary>What it becomes.</summary>
    public HubFile Expected { get; }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>How many bytes are there.</summary>
    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>The tag of the answer that the bytes are from; null when it is not known.</summary>
    public EntityTagHeaderValue? Etag =>
        File.Exists(_etagPath) && EntityTagHeaderValue.TryParse(File.ReadAllText(_etagPath), out EntityTagHeaderValue? etag) && !etag.IsWeak ? etag : null;

    /// <summary>Throws away what is there.</summary>
    public void Discard()
    {
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(Path))) return;
        File.Delete(Path);
        File.Delete(_etagPath);
    }

    /// <summary>Opens it for more bytes.</summary>
    /// <param name="etag">Of the answer they come from; kept where the file begins with it.</param>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public FileStream Append(EntityTagHeaderValue? etag)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            if (Length == 0)
            {
                File.Delete(_etagPath);
                if (etag is { IsWeak: false }) File.WriteAllText(_etagPath, etag.ToString());
            }

            var file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            file.Seek(0, SeekOrigin.End);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    /// <summary>Puts it, whole and checked, where it belongs.</summary>
    /// <param name="target">The file to make; its folders are made.</param>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public void MoveTo(string target)
    {
        try
        {
            // Written through before it is counted as there: a power cut must not leave a manifest of files that never reached the disk.
            using (var file = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read)) file.Flush(flushToDisk: true);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Move(Path, target, overwrite: true);
            File.Delete(_etagPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    /// <summary>For a disk that takes no more.</summary>
    public AssayException Unwritable(Exception cause)
    {
        long missing = Expected.Bytes!.Value - Length;
        string free = DiskSpace.Free(System.IO.Path.GetDirectoryName(Path)!) is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", {bytes / 1e6:N1} MB are free") : "";
        return new AssayException(string.Create(CultureInfo.InvariantCulture,
            $"'{Path}' cannot be written ({cause.Message.TrimEnd('.')}). {missing / 1e6:N1} MB of '{Expected.Path}' are still to come{free}. Free space on the disk or permit writing there, or choose another folder with {ModelStore.Variable}, then run the same command again: what was fetched is kept."), cause);
    }
}
