using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Storage;
using Assay.Tests.Retrieval.Storage;

namespace Assay.Tests.Retrieval.Ingestion;

/// <summary>Files that are known without being opened, and those that must be.</summary>
public sealed class FileStampTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly StoreFolder folder = new();
    private readonly Clock clock = new();
    private readonly KnowledgeStore store;
    private int opened;

    public FileStampTests() => store = folder.Open(time: clock);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_settled_file_is_not_opened_again()
    {
        Ingest("one", Start - TimeSpan.FromMinutes(1));
        int before = opened;
        Assert.Equal(1, Ingest("one", Start - TimeSpan.FromMinutes(1)).Unchanged);
        Assert.Equal(before, opened);
    }

    [Fact]
    public void A_file_with_another_time_or_size_is_opened()
    {
        Ingest("one", Start - TimeSpan.FromMinutes(2));
        Assert.Equal(1, Ingest("two", Start - TimeSpan.FromMinutes(1)).Updated);
        Assert.Equal(1, Ingest("three", Start - TimeSpan.FromMinutes(1)).Updated);
        Assert.Equal("three", store.Chunks("a.md").Single().Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1999)]
    [InlineData(-60_000)]
    public void A_file_written_shortly_before_it_was_read_is_read_again_until_it_is_old(int ageMs)
    {
        DateTimeOffset written = Start - TimeSpan.FromMilliseconds(ageMs);
        Ingest("one", written);

        // Written again within the same tick of the file system's clock.
        Assert.Equal(1, Ingest("two", written).Updated);
        clock.Now += TimeSpan.FromMinutes(5);
        Ingest("two", written);
        int before = opened;
        Ingest("two", written);
        Assert.Equal(before, opened);
    }

    [Fact]
    public void Verify_opens_every_file()
    {
        DateTimeOffset written = Start - TimeSpan.FromMinutes(1);
        Ingest("one", written);
        Assert.Equal(0, Ingest("two", written).Updated);
        Assert.Equal(1, Ingest("two", written, verify: true).Updated);
    }

    [Fact]
    public void A_restricted_store_reads_every_file()
    {
        DateTimeOffset written = Start - TimeSpan.FromMinutes(1);
        store.Restrict();
        Ingest("one", written);
        Assert.Equal(1, Ingest("two", written).Updated);
        Assert.Equal("two", store.Chunks("a.md").Single().Text);
    }

    [Fact]
    public void A_file_that_went_is_not_known_any_more()
    {
        Ingest("one", Start - TimeSpan.FromMinutes(1));
        Assert.Single(store.KnownFiles());
        Ingester(false).Ingest([]);
        Assert.Empty(store.KnownFiles());
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_tried_again()
    {
        Ingest("unreadable", Start - TimeSpan.FromMinutes(1));
        Assert.Single(Ingest("unreadable", Start - TimeSpan.FromMinutes(1)).Failures);
    }

    private IngestReport Ingest(string text, DateTimeOffset written, bool verify = false)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return Ingester(verify).Ingest([new SourceFile("a.md", ".md", () =>
        {
            opened++;
            return new MemoryStream(bytes);
        }, bytes.Length) { Stamp = new FileStamp(bytes.Length, written) }]);
    }

    private Ingester Ingester(bool verify) => new(store, (file, _) =>
    {
        using var reader = new StreamReader(file.Open());
        string text = reader.ReadToEnd();
        return text == "unreadable" ? throw new IOException("no") : new ReadDocument(StoreFolder.Chunks(file.Id, text));
    }, "s") { Verify = verify };

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
