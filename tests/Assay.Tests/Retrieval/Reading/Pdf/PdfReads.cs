using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;

namespace Assay.Tests.Retrieval.Reading.Pdf;

/// <summary>Reads PDF files and checks what holds for every document.</summary>
internal static class PdfReads
{
    public static Document Read(byte[] bytes, ReadingOptions? options = null)
    {
        Document document = DocumentReaders.Read(Reads.File("docs/a.pdf", ".pdf", bytes), options ?? new ReadingOptions(), CancellationToken.None);
        Reads.Check(document);
        Assert.All(document.Places, p => Assert.InRange(p.Span.End, p.Span.Start + 1, document.Source.Length));
        return document;
    }

    public static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "pdf", name));

    public static string[] Lines(byte[] bytes) => Reads.Lines(Read(bytes));

    public static string Refusal(byte[] bytes) => Assert.Throws<UnreadableDocumentException>(() => Read(bytes)).Reason;
}
