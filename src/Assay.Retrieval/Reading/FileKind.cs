using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading;

/// <summary>What a file is by its first bytes, for the error about one whose ending says something else.</summary>
internal static class FileKind
{
    /// <summary>The error about a file that is of another kind than its ending says.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bytes">Its bytes, or the first of them.</param>
    /// <returns>Null when its kind is not known, or is the one its ending says.</returns>
    public static UnreadableDocumentException? Other(SourceFile file, ReadOnlySpan<byte> bytes) => Of(bytes) is { } kind ? Other(file, kind.Name, kind.Ending) : null;

    /// <summary>The error about a file that is known to be of a kind.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What it is, with its article.</param>
    /// <param name="ending">The ending such files have.</param>
    /// <returns>Null when it has that ending.</returns>
    public static UnreadableDocumentException? Other(SourceFile file, string name, string ending)
    {
        if (string.Equals(file.Format, ending, StringComparison.OrdinalIgnoreCase)) return null;
        string what = DocumentReaders.CanRead(ending) ? $"Give it the ending {ending}, or leave it out" : "Convert it, or leave it out";
        return new UnreadableDocumentException(file.Id, $"its ending is {file.Format}, but it is {name}. {what}.");
    }

    private static (string Name, string Ending)? Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => ("a PDF file", ".pdf"),
        [(byte)'P', (byte)'K', 3, 4, ..] => ("a ZIP archive or an Office file", ".zip"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => ("an Office file with a password, or one in the format of Office 97", ".doc"),
        [(byte)'{', (byte)'\\', (byte)'r', (byte)'t', (byte)'f', ..] => ("a file in Rich Text Format (RTF)", ".rtf"),
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => ("a picture (PNG)", ".png"),
        [0xFF, 0xD8, 0xFF, ..] => ("a picture (JPEG)", ".jpg"),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => ("a picture (GIF)", ".gif"),
        [0x1F, 0x8B, ..] => ("an archive packed with gzip", ".gz"),
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => ("an archive packed with 7-Zip", ".7z"),
        _ => null,
    };
}
