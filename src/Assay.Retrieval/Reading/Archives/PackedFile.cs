using System.IO.Compression;

namespace Assay.Retrieval.Reading.Archives;

/// <summary>A ZIP file of unknown origin, read within a budget. Names are paths with forward slashes.</summary>
internal sealed class PackedFile : IDisposable
{
    /// <summary>Most entries of one archive.</summary>
    public const int MaxEntries = 20_000;

    private const int EndRecord = 22;
    private const int LongestComment = 0xFFFF;
    private readonly ZipArchive archive;
    private readonly UnpackBudget budget;
    private Dictionary<string, ZipArchiveEntry>? byPath;

    private PackedFile(ZipArchive archive, UnpackBudget budget)
    {
        this.archive = archive;
        this.budget = budget;
    }

    /// <summary>The entries in the order of the archive, folders left out.</summary>
    public IReadOnlyList<ZipArchiveEntry> Entries { get; private init; } = [];

    /// <summary>Opens an archive.</summary>
    /// <exception cref="InvalidDataException">It is none, is damaged, or has too many entries.</exception>
    public static PackedFile Open(ReadOnlyMemory<byte> bytes, UnpackBudget budget)
    {
        RefuseCrowd(bytes.Span);
        var archive = new ZipArchive(new ByteStream(bytes), ZipArchiveMode.Read);
        try
        {
            if (archive.Entries.Count > MaxEntries) throw new InvalidDataException($"it has more than {MaxEntries} entries");
            return new PackedFile(archive, budget) { Entries = [.. archive.Entries.Where(e => !Path(e).EndsWith('/'))] };
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>The path of an entry; archives made on Windows may have backslashes.</summary>
    public static string Path(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/').TrimStart('/');

    /// <summary>The entry of a path; capitals do not matter, as for the parts of Office files.</summary>
    public ZipArchiveEntry? Find(string path)
    {
        if (byPath is null)
        {
            byPath = new Dictionary<string, ZipArchiveEntry>(StringComparer.OrdinalIgnoreCase);
            foreach (ZipArchiveEntry entry in Entries) byPath.TryAdd(Path(entry), entry);
        }

        return byPath.GetValueOrDefault(path);
    }

    /// <summary>The unpacked bytes of an entry as a stream that holds to the budget.</summary>
    /// <exception cref="InvalidDataException">It is encrypted or packed in a way that cannot be read.</exception>
    public Stream Open(ZipArchiveEntry entry)
    {
        if (entry.IsEncrypted) throw new InvalidDataException($"'{Path(entry)}' is encrypted");
        return new LimitedStream(entry.Open(), budget, entry.CompressedLength);
    }

    /// <summary>The unpacked bytes of an entry.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="most">Most bytes.</param>
    /// <exception cref="InvalidDataException">There are more, or they cannot be unpacked.</exception>
    public byte[] ReadAll(ZipArchiveEntry entry, int most)
    {
        using Stream stream = Open(entry);
        var bytes = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            if (bytes.Length + read > most) throw new InvalidDataException($"'{Path(entry)}' has more than {most} bytes");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();

    // The list of entries is read as a whole before it can be counted; the record at the end says how many there are.
    private static void RefuseCrowd(ReadOnlySpan<byte> bytes)
    {
        int from = Math.Max(0, bytes.Length - EndRecord - LongestComment);
        int at = bytes[from..].LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0) throw new InvalidDataException("it is no ZIP archive or is cut off: the list at its end is missing");
        if (bytes.Length - from - at < EndRecord) throw new InvalidDataException("it is cut off inside the list at its end");
        int stated = bytes[from + at + 10] | (bytes[from + at + 11] << 8);
        if (stated is > MaxEntries and not 0xFFFF) throw new InvalidDataException($"it has more than {MaxEntries} entries");
    }
}
