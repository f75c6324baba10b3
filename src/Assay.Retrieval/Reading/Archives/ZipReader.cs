using System.Globalization;
using System.IO.Compression;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Permissions;

namespace Assay.Retrieval.Reading.Archives;

/// <summary>ZIP archives: a section for each file in it that can be read, by its own reader; archives within it too.</summary>
/// <remarks>Names are only headings: nothing is written to disk, so a path that leads out of the archive leads nowhere.</remarks>
internal sealed class ZipReader : IBinaryDocumentReader
{
    private const int MostNamed = 3;

    /// <inheritdoc/>
    public Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, CancellationToken cancellationToken)
    {
        var document = new CompositeDocument(file, options);
        var others = new List<string>();
        try
        {
            using PackedFile zip = PackedFile.Open(bytes, document.Budget);
            foreach (ZipArchiveEntry entry in zip.Entries.OrderBy(PackedFile.Path, StringComparer.Ordinal))
            {
                string path = PackedFile.Path(entry), name = path[(path.LastIndexOf('/') + 1)..];
                if (path.Split('/').Any(p => (p.StartsWith('.') && p is not ("." or "..")) || p == "__MACOSX")) continue;
                if (AccessFiles.IsOne(name) || AccessFiles.Meant(name) is not null)
                {
                    throw new UnclearAccessException(file.Id, 1, $"'{path}' in it says who may read its files, and an archive is readable as a whole or not at all; put its files into a folder, or say it for the whole archive");
                }

                if (!DocumentReaders.CanReadWithin(Path.GetExtension(name).ToLowerInvariant())) others.Add(path);
                document.Read(path, () => zip.ReadAll(entry, DocumentReaders.MaxBytes(Path.GetExtension(name), options)), 1, cancellationToken);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new UnreadableDocumentException(file.Id, $"this archive cannot be read: {error.Message.TrimEnd('.')}. Unpack it into a folder and read that, or make it anew.");
        }

        if (others.Count > 0) document.Warn(Others(others));
        return document.Build(null, new DocumentProperties([], null));
    }

    private static string Others(List<string> paths)
    {
        string first = string.Join(", ", paths.Take(MostNamed).Select(p => $"'{p}'"));
        string rest = paths.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {paths.Count - MostNamed:N0} more") : "";
        return paths.Count == 1 ? $"{first} in it was left out: its format is not read in archives." : $"{first}{rest} in it were left out: their formats are not read in archives.";
    }
}
