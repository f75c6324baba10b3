using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Archives;
using Assay.Retrieval.Reading.Code;
using Assay.Retrieval.Reading.Data;
using Assay.Retrieval.Reading.Html;
using Assay.Retrieval.Reading.Mail;
using Assay.Retrieval.Reading.Markdown;
using Assay.Retrieval.Reading.Markup;
using Assay.Retrieval.Reading.Ocr;
using Assay.Retrieval.Reading.Office.Sheets;
using Assay.Retrieval.Reading.Office.Slides;
using Assay.Retrieval.Reading.Office.Word;
using Assay.Retrieval.Reading.Pdf;
using Assay.Retrieval.Reading.Tables;

namespace Assay.Retrieval.Reading;

/// <summary>Reads files into documents; the file ending selects the reader.</summary>
/// <remarks>Keeps no state: safe to call from several threads at once.</remarks>
public static class DocumentReaders
{
    /// <summary>Raised whenever a reader reads something differently, so that knowledge bases read everything again.</summary>
    public const int Version = 6;

    private static readonly FrozenDictionary<string, IDocumentReader> TextReaders = new Dictionary<string, IDocumentReader>
    {
        [".md"] = new MarkdownReader(),
        [".markdown"] = new MarkdownReader(),
        [".html"] = new HtmlReader(),
        [".htm"] = new HtmlReader(),
        [".txt"] = new PlainTextReader(),
        [".text"] = new PlainTextReader(),
        [".csv"] = new DelimitedReader(','),
        [".tsv"] = new DelimitedReader('\t'),
        [".json"] = new JsonReader(),
        [".jsonl"] = new JsonLinesReader(),
        [".ndjson"] = new JsonLinesReader(),
        [".yaml"] = new YamlReader(),
        [".yml"] = new YamlReader(),
        [".ipynb"] = new NotebookReader(),
        [".rst"] = new RestReader(),
        [".adoc"] = new AsciiDocReader(),
        [".asciidoc"] = new AsciiDocReader(),
        [".srt"] = new SubtitleReader(),
        [".vtt"] = new SubtitleReader(),
        [".cs"] = new CodeReader(CodeLanguage.CSharp),
        [".ts"] = new CodeReader(CodeLanguage.Script),
        [".tsx"] = new CodeReader(CodeLanguage.Script),
        [".js"] = new CodeReader(CodeLanguage.Script),
        [".jsx"] = new CodeReader(CodeLanguage.Script),
        [".mjs"] = new CodeReader(CodeLanguage.Script),
        [".java"] = new CodeReader(CodeLanguage.Java),
        [".go"] = new CodeReader(CodeLanguage.Go),
        [".rs"] = new CodeReader(CodeLanguage.Rust),
        [".c"] = new CodeReader(CodeLanguage.C),
        [".h"] = new CodeReader(CodeLanguage.C),
        [".cc"] = new CodeReader(CodeLanguage.C),
        [".cpp"] = new CodeReader(CodeLanguage.C),
        [".hpp"] = new CodeReader(CodeLanguage.C),
        [".py"] = new PythonReader(),
        [".sql"] = new SqlReader(),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly ImageReader Pictures = new();
    private static readonly WordReader Word = new();
    private static readonly SheetReader Sheets = new();
    private static readonly SlideReader Slides = new();

    private static readonly FrozenDictionary<string, IBinaryDocumentReader> BinaryReaders = new Dictionary<string, IBinaryDocumentReader>
    {
        [".zip"] = new ZipReader(),
        [".epub"] = new EpubReader(),
        [".eml"] = new EmailReader(),
        [".mbox"] = new MailboxReader(),
        [".docx"] = Word,
        [".docm"] = Word,
        [".xlsx"] = Sheets,
        [".xlsm"] = Sheets,
        [".pptx"] = Slides,
        [".pptm"] = Slides,
        [".pdf"] = new PdfReader(),
        [".png"] = Pictures,
        [".jpg"] = Pictures,
        [".jpeg"] = Pictures,
        [".tif"] = Pictures,
        [".tiff"] = Pictures,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Endings of the files that people write for people, which a project without patterns of its own reads, ordered. Data, code, archives and pictures are read where a pattern
    /// means them.
    /// </summary>
    public static ImmutableArray<string> DocumentEndings { get; } =
    [
        .. TextReaders.Where(r => r.Value is not (CodeReader or PythonReader or SqlReader or JsonReader or JsonLinesReader or YamlReader)).Select(r => r.Key)
            .Concat(BinaryReaders.Where(r => r.Value is not (ZipReader or ImageReader)).Select(r => r.Key)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether files of an ending can be read.</summary>
    /// <param name="format">See <see cref="SourceFile.Format"/>.</param>
    /// <returns>True when there is a reader.</returns>
    public static bool CanRead(string format) => TextReaders.ContainsKey(format) || BinaryReaders.ContainsKey(format);

    /// <summary>Whether files of an ending are read where they stand in another file. Pictures there are logos and photographs.</summary>
    internal static bool CanReadWithin(string format) => CanRead(format) && !(BinaryReaders.TryGetValue(format, out IBinaryDocumentReader? reader) && reader == Pictures);

    /// <summary>Most bytes of a file of a format.</summary>
    internal static int MaxBytes(string format, ReadingOptions options) => TextReaders.ContainsKey(format) ? options.MaxBytes : options.MaxBinaryBytes;

    /// <summary>Reads one file.</summary>
    /// <param name="file">Opened once and closed again.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellationToken">Checked while the bytes are read and between blocks.</param>
    /// <returns>The document; it may be empty, never null.</returns>
    /// <exception cref="UnreadableDocumentException">The format is not supported, the file is too large, of another kind than its ending says, it is not UTF-8 or UTF-16 text, a file of a binary format is damaged or encrypted, or reading it takes too long or too much memory.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> are out of range.</exception>
    public static Document Read(SourceFile file, ReadingOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } problems) throw new ArgumentException(string.Join(' ', problems), nameof(options));
        if (options.Nested is not null) return ReadNow(file, options, cancellationToken);
        using var watch = new ReadingWatch(options, cancellationToken);
        return watch.Read(file, token => ReadNow(file, options with { Watch = watch }, token));
    }

    private static Document ReadNow(SourceFile file, ReadingOptions options, CancellationToken cancellationToken)
    {
        bool isText = TextReaders.TryGetValue(file.Format, out IDocumentReader? text);
        if (!isText && !BinaryReaders.ContainsKey(file.Format)) throw Unknown(file);
        ReadOnlyMemory<byte> bytes = SourceBytes.Read(file, MaxBytes(file.Format, options), cancellationToken);
        if (FileKind.Of(bytes) is { } kind && kind.Ending != file.Format && Renamed(file, bytes, kind, options, cancellationToken) is { } renamed) return renamed;
        if (isText)
        {
            string source = SourceDecoder.Decode(file, bytes.Span, out string? guessed);
            if (source.Length == 0) return new DocumentBuilder(file, source).Build(null);
            Document read = text!.Read(file, source, cancellationToken);
            return guessed is null ? read : read with { Warnings = read.Warnings.Add($"It is not UTF-8, states no other character set that fits, and was taken for {guessed}. Save it as UTF-8 if letters are wrong.") };
        }

        if (bytes.IsEmpty) throw new UnreadableDocumentException(file.Id, "the file is empty: it has 0 bytes. Get it again or leave it out.");
        return BinaryReaders[file.Format].Read(file, bytes, options, cancellationToken);
    }

    // What its bytes are counts, not what it is called; null where its own reader is the right one, or knows better why it cannot be read.
    private static Document? Renamed(SourceFile file, ReadOnlyMemory<byte> bytes, FileKind.Kind kind, ReadingOptions options, CancellationToken cancellationToken)
    {
        IBinaryDocumentReader? own = BinaryReaders.GetValueOrDefault(file.Format), reader = BinaryReaders.GetValueOrDefault(kind.Ending);
        bool isOffice = own is WordReader or SheetReader or SlideReader, isPacked = isOffice || own is EpubReader or ZipReader;
        if (own == reader && own is not null || isPacked && kind.Ending == ".zip" || isOffice && kind.Ending == ".doc") return null;
        if (reader is null) throw FileKind.Other(file, kind);
        try
        {
            Document read = reader.Read(file with { Format = kind.Ending }, bytes, options, cancellationToken);
            return read with { Warnings = read.Warnings.Insert(0, $"Its ending is {file.Format}, but it is {kind.Name} and was read as that. Give it the ending {kind.Ending}.") };
        }
        catch (UnreadableDocumentException error)
        {
            throw new UnreadableDocumentException(file.Id, $"its ending is {file.Format}, but it is {kind.Name}: {error.Reason}");
        }
    }

    private static UnreadableDocumentException Unknown(SourceFile file) => new(
        file.Id, $"the format '{file.Format}' cannot be read. Convert it to one that can (.docx, .html, .md, .pdf, .txt, .xlsx or {TextReaders.Count + BinaryReaders.Count - 6} others, see docs/project-file.md#formats), or leave it out.");
}
