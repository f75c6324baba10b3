using System.Collections.Immutable;
using System.Text;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Reading;
using Assay.Retrieval.Reading.Ocr;
using Assay.Retrieval.Tables;
using Assay.Text.Languages;
using Assay.Text.Tokens;

namespace Assay.Knowledge;

/// <summary>A file into what is stored of it: chunks, tables, language, metadata, and who may read it.</summary>
/// <param name="chunking">How documents are cut.</param>
internal sealed class FileIntake(ChunkingOptions chunking)
{
    private const int LanguageSample = 1_000;
    private readonly ReadingOptions reading = new() { Ocr = TesseractCommand.Find(Environment.GetEnvironmentVariable("PATH")) };

    // Documents are cut by the estimate, so that chunks do not depend on the model; what is handed to a model is counted as it counts.
    private readonly TokenCounter counter = TokenCounter.Estimate;

    /// <summary>Changes when the same file may give something else.</summary>
    public string Version => $"reader/{DocumentReaders.Version}{(reading.Ocr is null ? "" : " ocr")} chunker/{Chunker.Version} {counter.Name} {chunking}";

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnreadableDocumentException">The file cannot be read.</exception>
    public ReadDocument Read(SourceFile file, CancellationToken cancellationToken)
    {
        Document document = DocumentReaders.Read(file, reading, cancellationToken);
        ImmutableArray<Chunk> chunks = Chunker.Chunk(document, chunking, counter);
        var read = new ReadDocument(chunks) { Warnings = document.Warnings, Language = LanguageOf(document.Title, chunks), Tables = TableExtractor.Of(document) };
        if (document.Properties is { } properties) return read with { Metadata = properties.ToJson(), Updated = properties.Updated };
        if (!file.MayHaveFrontMatter) return read;
        DocumentFields fields = DocumentFields.Of(document.Source, file.Id);
        return read with { Access = fields.Access, Metadata = fields.Metadata, Updated = fields.Updated };
    }

    // By what is read, not by the file: markup, code and field names are English everywhere.
    private static string LanguageOf(string title, ImmutableArray<Chunk> chunks)
    {
        var sample = new StringBuilder(title);
        for (int i = 0; i < chunks.Length && sample.Length < LanguageSample; i++) sample.Append('\n').Append(chunks[i].Text.AsSpan(0, Math.Min(chunks[i].Text.Length, LanguageSample)));
        return LanguageCodes.Of(sample.ToString());
    }
}
