using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>Reads what was packed, or expects that it is refused.</summary>
internal static partial class Packed
{
    public static Document Read(string id, byte[] bytes)
    {
        Document document = DocumentReaders.Read(Reads.File(id, Path.GetExtension(id), bytes), new ReadingOptions(), CancellationToken.None);
        Reads.Check(document);
        Assert.All(document.Places, p => Assert.InRange(p.Span.End, p.Span.Start, document.Source.Length));
        return document;
    }

    public static string Refused(string id, byte[] bytes) => Assert.Throws<UnreadableDocumentException>(() => Read(id, bytes)).Message;
}
