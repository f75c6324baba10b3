using System.Text;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Reading;
using Assay.Retrieval.Storage;
using Assay.Text.Tokens;

namespace Assay.Tests.Retrieval.Ingestion;

public sealed class NearDuplicateTests
{
    [Fact]
    public void Same_is_near_the_share_of_common_sequences()
    {
        string[] words = [.. Enumerable.Range(0, 4000).Select(i => $"word{i * 7919 % 4001}")];
        TextSketch whole = TextSketch.Of([string.Join(' ', words)]);
        Assert.Equal(1, whole.Same(TextSketch.Of([string.Join("  ", words).ToUpperInvariant() + "!"])));

        // 3,600 of 4,400 sequences are in both.
        string[] other = [.. words[..3600], .. Enumerable.Range(0, 400).Select(i => $"else{i}")];
        Assert.InRange(whole.Same(TextSketch.Of([string.Join(' ', other)])), 0.68, 0.95);
        Assert.Equal(0, whole.Same(TextSketch.Of([string.Join(' ', Enumerable.Range(0, 4000).Select(i => $"x{i}"))])));
        Assert.Equal(1, TextSketch.FromBytes(whole.ToBytes()).Same(whole));
        Assert.True(TextSketch.Of(["too short for anything"]).IsEmpty);
    }

    [Fact]
    public void Ingest_reports_new_documents_with_nearly_the_text_of_others()
    {
        using var folder = new TemporaryFolder();
        using var store = KnowledgeStore.Open(Path.Combine(folder.Path, "k.db"), new KnowledgeStoreOptions());
        var ingester = new Ingester(store, Read, "1");
        string page = string.Join(' ', Enumerable.Range(0, 300).Select(i => $"sentence{i} says something of part{i * 31 % 97}."));
        SourceFile a = File("a.txt", page), b = File("b.txt", page.Replace("sentence150", "changed", StringComparison.Ordinal)), c = File("c.txt", string.Join(' ', Enumerable.Range(0, 300).Select(i => $"other{i} text{i}")));
        IngestReport report = ingester.Ingest([a, b, c]);
        NearDuplicate found = Assert.Single(report.NearDuplicates);
        Assert.Equal(("b.txt", "a.txt"), (found.DocumentId, found.OtherId));
        Assert.InRange(found.Same, 0.9, 1);
        Assert.Contains(report.Warnings, w => w.Contains("'b.txt' has nearly the same text as 'a.txt'", StringComparison.Ordinal));

        Assert.Empty(ingester.Ingest([a, b, c]).NearDuplicates);
        Assert.Equal("a.txt", Assert.Single(ingester.Ingest([a, b, c, File("0.txt", page + " More.")]).NearDuplicates).OtherId);
    }

    private static SourceFile File(string id, string text) => new(id, ".txt", () => new MemoryStream(Encoding.UTF8.GetBytes(text)), text.Length);

    private static ReadDocument Read(SourceFile file, CancellationToken cancellationToken)
    {
        Document document = DocumentReaders.Read(file, new ReadingOptions(), cancellationToken);
        return new ReadDocument(Chunker.Chunk(document, new ChunkingOptions(), TokenCounter.Estimate));
    }
}
