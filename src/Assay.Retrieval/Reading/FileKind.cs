using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Archives;

namespace Assay.Retrieval.Reading;

/// <summary>What a file is by its bytes, for one whose ending says something else.</summary>
internal static class FileKind
{
    private const int LongestType = 100;
    private const string OpenDocument = "application/vnd.oasis.opendocument.";

    private static readonly (string Folder, string Name, string Ending, string MacroEnding)[] Office =
    [
        ("word/", "a Word file", ".docx", ".docm"), ("xl/", "an Excel file", ".xlsx", ".xlsm"), ("ppt/", "a PowerPoint file", ".pptx", ".pptm"),
    ];

    /// <summary>A kind of file.</summary>
    /// <param name="Name">What it is, with its article.</param>
    /// <param name="Ending">The ending such files have.</param>
    public sealed record Kind(string Name, string Ending);

    /// <summary>The error about a file that is of another kind than its ending says.</summary>
    /// <param name="file">The file.</param>
    /// <param name="kind">What it is.</param>
    public static UnreadableDocumentException Other(SourceFile file, Kind kind)
    {
        string what = DocumentReaders.CanRead(kind.Ending) ? $"Give it the ending {kind.Ending}, or leave it out" : "Convert it, or leave it out";
        return new UnreadableDocumentException(file.Id, $"its ending is {file.Format}, but it is {kind.Name}. {what}.");
    }

    /// <summary>What bytes are that show it beyond doubt.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <returns>Null for text and for what is not known.</returns>
    public static Kind? Of(ReadOnlyMemory<byte> bytes) => bytes.Span switch
    {
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => bytes.Span.IndexOf(" obj"u8) >= 0 ? new("a PDF file", ".pdf") : null,
        [(byte)'P', (byte)'K', 3, 4, ..] => Packed(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, ..] => new("an Office file with a password, or one in the format of Office 97", ".doc"),
        [(byte)'{', (byte)'\\', (byte)'r', (byte)'t', (byte)'f', (byte)'1' or (byte)'\\', ..] => new("a file in Rich Text Format (RTF)", ".rtf"),
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => new("a picture (PNG)", ".png"),
        [0xFF, 0xD8, 0xFF, ..] => new("a picture (JPEG)", ".jpg"),
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => new("a picture (TIFF)", ".tif"),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => bytes.Span[..Math.Min(16, bytes.Length)].Contains((byte)0) ? new("a picture (GIF)", ".gif") : null,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => new("a picture (WebP)", ".webp"),
        [0x1F, 0x8B, 8, ..] => new("an archive packed with gzip", ".gz"),
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => new("an archive packed with 7-Zip", ".7z"),
        _ => null,
    };

    // Office files and books are ZIP archives with parts of fixed names.
    private static Kind Packed(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using PackedFile zip = PackedFile.Open(bytes, new UnpackBudget());
            if (zip.Find("mimetype") is { } type)
            {
                string said = Encoding.Latin1.GetString(zip.ReadAll(type, LongestType)).Trim();
                if (said.StartsWith(OpenDocument, StringComparison.Ordinal)) return new("an OpenDocument file", said[OpenDocument.Length..] switch { "text" => ".odt", "spreadsheet" => ".ods", "presentation" => ".odp", _ => ".odf" });
            }

            if (zip.Find("META-INF/container.xml") is not null) return new("a book (EPUB)", ".epub");
            if (zip.Find("_rels/.rels") is null) return Zip;
            foreach ((string folder, string name, string ending, string macroEnding) in Office)
            {
                if (zip.Entries.Any(e => PackedFile.Path(e).StartsWith(folder, StringComparison.OrdinalIgnoreCase))) return new(name, zip.Find(folder + "vbaProject.bin") is null ? ending : macroEnding);
            }

            return Zip;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            return new("a damaged ZIP archive or Office file", ".zip");
        }
    }

    private static Kind Zip { get; } = new("a ZIP archive", ".zip");
}
