using System.Collections.Frozen;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Html;
using Assay.Retrieval.Reading.Markdown;
using Assay.Retrieval.Reading.Pdf;

namespace Assay.Retrieval.Reading;

/// <summary>Reads files into documents; the file ending selects the reader.</summary>
/// <remarks>Keeps no state: safe to call from several threads at once.</remarks>
public static class DocumentReaders
{
    /// <summary>Raised whenever a reader reads something differently, so that knowledge bases read everything again.</summary>
    public const int Version = 1;

    private static readonly FrozenDictionary<string, IDocumentReader> TextReaders = new Dictionary<string, IDocumentReader>
    {
        [".md"] = new MarkdownReader(),
        [".markdown"] = new MarkdownReader(),
        [".html"] = new HtmlReader(),
        [".htm"] = new HtmlReader(),
        [".txt"] = new PlainTextReader(),
        [".text"] = new PlainTextReader(),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, IBinaryDocumentReader> BinaryReaders = new Dictionary<string, IBinaryDocumentReader>
    {
        [".pdf"] = new PdfReader(),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads one file.</summary>
    /// <param name="file">Opened once and closed again.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellationToken">Checked while the bytes are read and between blocks.</param>
    /// <returns>The document; it may be empty, never null.</returns>
    /// <exception cref="UnreadableDocumentException">The format is not supported, the file is too large, it is not UTF-8 or UTF-16 text, or a file of a binary format is damaged or encrypted.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> are out of range.</exception>
    public static Document Read(SourceFile file, ReadingOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } problems) throw new ArgumentException(string.Join(' ', problems), nameof(options));
        if (TextReaders.TryGetValue(file.Format, out IDocumentReader? text)) return text.Read(file, SourceDecoder.Decode(file, options, cancellationToken), cancellationToken);
        if (BinaryReaders.TryGetValue(file.Format, out IBinaryDocumentReader? binary))
        {
            return binary.Read(file, SourceBytes.Read(file, options.MaxBinaryBytes, cancellationToken), options, cancellationToken);
        }

        string supported = string.Join(' ', TextReaders.Keys.Concat(BinaryReaders.Keys).Order(StringComparer.Ordinal));
        throw new UnreadableDocumentException(file.Id, $"the format '{file.Format}' cannot be read. Expected one of {supported}: convert the file or leave it out.");
    }
}
