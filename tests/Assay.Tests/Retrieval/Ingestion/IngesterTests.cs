using System.Collections.Concurrent;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Tests.Retrieval.Storage;
using Assay.Text;

namespace Assay.Tests.Retrieval.Ingestion;

public sealed class IngesterTests : IDisposable
{
    private readonly StoreFolder folder = new();
    private readonly KnowledgeStore store;
    private readonly ConcurrentBag<string> reads = [];

    public IngesterTests() => store = folder.Open();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ingest_of_new_files_stores_them()
    {
        IngestReport report = Ingest(("b.md", "two words"), ("a.md", "one"));
        Assert.Equal((2, 0, 0, 0, 0), Counts(report));
        Assert.Equal((2, 2, 12L), (report.Documents, report.Chunks, report.Tokens));
        Assert.Equal(["a.md", "b.md"], store.Documents().Select(d => d.Id));
        Assert.Equal("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", store.Find("a.md")?.ContentHash);
    }

    [Fact]
    public void Ingest_again_changes_nothing_and_reads_nothing()
    {
        Ingest(("a.md", "one"), ("b.md", "two"));
        string before = store.Fingerprint();
        reads.Clear();
        IngestReport report = Ingest(("b.md", "two"), ("a.md", "one"));
        Assert.Equal((0, 0, 0, 0, 2), Counts(report));
        Assert.Empty(reads);
        Assert.Equal(before, store.Fingerprint());
        Assert.Equal(2, store.Journal().Length);
    }

    [Fact]
    public void Ingest_of_changed_moved_and_deleted_files_does_only_what_changed()
    {
        Ingest(("a.md", "one"), ("b.md", "two"), ("c.md", "three"), ("d.md", "four"));
        reads.Clear();
        IngestReport report = Ingest(("a.md", "one"), ("b.md", "two changed"), ("new/c.md", "three"));
        Assert.Equal((0, 1, 1, 1, 1), Counts(report));
        Assert.Equal(["b.md"], reads);
        Assert.Equal(["a.md", "b.md", "new/c.md"], store.Documents().Select(d => d.Id));
        Assert.Equal("three", store.Chunks("new/c.md").Single().Text);
        Assert.Empty(new KeywordSearch(store).Search("four"));
        Assert.Equal([JournalAction.Updated, JournalAction.Deleted, JournalAction.Moved], store.Journal(3).Select(j => j.Action));
    }

    [Fact]
    public void A_file_that_changes_its_ending_or_names_its_title_is_read_again()
    {
        Ingest(("a.md", "one"), ("b.md", "two"), ("plain.md", "three"));
        reads.Clear();

        // The test reader titles a document "Title of <first word>", and plain.md by its file name.
        IngestReport report = Ingest(("a.txt", "one"), ("other.md", "two"), ("renamed.md", "three"));
        Assert.Equal((2, 0, 1, 2, 0), Counts(report));
        Assert.Equal(["a.txt", "renamed.md"], reads.Order());
    }

    [Fact]
    public void Files_that_swap_their_contents_are_read_again()
    {
        Ingest(("a.md", "one"), ("b.md", "two"));
        Assert.Equal((0, 2, 0, 0, 0), Counts(Ingest(("a.md", "two"), ("b.md", "one"))));
        Assert.Equal("two", store.Chunks("a.md").Single().Text);
    }

    [Fact]
    public void Copies_move_one_to_one()
    {
        Ingest(("a.md", "same"), ("b.md", "same"));
        IngestReport report = Ingest(("c.md", "same"), ("d.md", "same"), ("e.md", "same"));
        Assert.Equal((1, 0, 2, 0, 0), Counts(report));
        Assert.Equal(["e.md", "e.md"], [.. reads.Where(r => r == "e.md"), .. store.Journal(1).Select(j => j.DocumentId)]);
    }

    [Fact]
    public void Other_settings_or_another_title_read_every_file_again()
    {
        Ingest(("a.md", "one"), ("b.md", "two"));
        Assert.Equal((0, 2, 0, 0, 0), Counts(Ingester("other").Ingest([Source("a.md", "one"), Source("b.md", "two")])));
        Assert.Equal((0, 1, 0, 0, 1), Counts(Ingester("other").Ingest([Source("a.md", "one") with { Title = "New" }, Source("b.md", "two")])));
    }

    [Fact]
    public void A_file_that_cannot_be_read_any_more_stops_answering()
    {
        Ingest(("a.md", "good text"), ("b.md", "fine"));
        SourceFile locked = Source("b.md", "") with { Open = () => throw new UnauthorizedAccessException("Access to b.md is denied.") };
        IngestReport report = Ingester().Ingest([Source("a.md", "unreadable"), locked]);
        Assert.Equal([new IngestFailure("a.md", "a.md: this is not text."), new IngestFailure("b.md", "Access to b.md is denied.")], report.Failures.AsEnumerable());
        Assert.Equal(0, report.Documents);
        Assert.Empty(new KeywordSearch(store).Search("good fine"));
        Assert.All(store.Journal(2), j => Assert.Equal(JournalAction.Failed, j.Action));
        Assert.Equal(1, Ingest(("a.md", "good text")).Added);
    }

    [Fact]
    public void A_bug_in_a_reader_fails_one_file_only()
    {
        IngestReport report = Ingest(("a.md", "bug"), ("b.md", "fine"));
        Assert.Contains("InvalidOperationException", Assert.Single(report.Failures).Reason, StringComparison.Ordinal);
        Assert.Equal(1, report.Added);
    }

    [Fact]
    public void A_document_without_text_is_stored_and_warned_about()
    {
        Assert.Contains("'a.md' has no text", Assert.Single(Ingest(("a.md", "")).Warnings), StringComparison.Ordinal);
        Assert.Equal((0, 0, 0, 0, 1), Counts(Ingest(("a.md", ""))));
    }

    [Fact]
    public void Two_files_of_one_id_are_refused() => Assert.Throws<InputException>(() => Ingest(("a.md", "one"), ("a.md", "two")));

    [Fact]
    public void Cancellation_keeps_what_was_stored_and_the_next_run_goes_on()
    {
        (string, string)[] files = [.. Enumerable.Range(0, 40).Select(i => ($"f{i:00}.md", $"text {i}"))];
        using var cancel = new CancellationTokenSource();
        var progress = new Synchronous(p =>
        {
            if (p.Done == 10) cancel.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Ingester(degree: 2).Ingest(files.Select(f => Source(f.Item1, f.Item2)), progress, cancel.Token));
        Assert.Equal(files.Take(10).Select(f => f.Item1), store.Documents().Select(d => d.Id));
        Assert.Equal((30, 0, 0, 0, 10), Counts(Ingest(files)));
    }

    [Fact]
    public void Warnings_of_a_reader_name_the_document()
    {
        var ingester = new Ingester(store, (file, _) => new ReadDocument(StoreFolder.Chunks(file.Id, "words")) { Warnings = ["Page 2 is only a picture."] }, "s");
        Assert.Equal(["'a.pdf': Page 2 is only a picture."], ingester.Ingest([Source("a.pdf", "x")]).Warnings.AsEnumerable());
    }

    [Fact]
    public void Cancellation_inside_a_reader_is_no_failure()
    {
        using var cancel = new CancellationTokenSource();
        var ingester = new Ingester(store, (_, token) =>
        {
            cancel.Cancel();
            token.ThrowIfCancellationRequested();
            return new ReadDocument([]);
        }, "s");
        Assert.ThrowsAny<OperationCanceledException>(() => ingester.Ingest([Source("a.md", "x")], null, cancel.Token));
        Assert.Empty(store.Journal());
    }

    [Fact]
    public void Progress_counts_every_file_once()
    {
        Ingest(("a.md", "one"), ("m.md", "moved"));
        var seen = new List<IngestProgress>();
        Ingester().Ingest([Source("a.md", "one"), Source("b.md", "two"), Source("c.md", "bug"), Source("n.md", "moved")], new Synchronous(seen.Add));
        Assert.Equal([1, 2, 3, 4], seen.Select(p => p.Done));
        Assert.All(seen, p => Assert.Equal(4, p.Total));
        Assert.Equal(["a.md", "n.md", "b.md", "c.md"], seen.Select(p => p.Current));
    }

    [Fact]
    public void Result_does_not_depend_on_order_or_threads()
    {
        SourceFile[] files = [.. Enumerable.Range(0, 60).Select(i => Source($"f{i}.md", $"shared words {i % 7} and {i}"))];
        string[] Rows(int degree, int seed)
        {
            using var fresh = new StoreFolder();
            KnowledgeStore other = fresh.Open();
            var random = new Random(seed);
            new Ingester(other, Read, "s", degree).Ingest(files.OrderBy(_ => random.Next()));
            return [other.Fingerprint(), .. other.Read(c => c.Query("SELECT rowid || ' ' || text FROM chunks ORDER BY rowid", r => r.GetString(0)))];
        }

        Assert.Equal(Rows(1, 1), Rows(8, 2));
    }

    [Fact]
    public void Ingest_of_a_scan_reports_what_the_scan_found()
    {
        var scan = new ScanResult([Source("a.md", "one")], [new SkippedPath("x", "is a link to nothing")], ["pattern warning"]);
        Assert.Equal(["pattern warning", "'x' is a link to nothing."], Ingester().Ingest(scan).Warnings.AsEnumerable());
    }

    private static (int Added, int Updated, int Moved, int Deleted, int Unchanged) Counts(IngestReport r) => (r.Added, r.Updated, r.Moved, r.Deleted, r.Unchanged);

    private static SourceFile Source(string id, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new SourceFile(id, Path.GetExtension(id), () => new MemoryStream(bytes), bytes.Length);
    }

    private IngestReport Ingest(params (string Id, string Text)[] files) => Ingester().Ingest(files.Select(f => Source(f.Id, f.Text)));

    private Ingester Ingester(string settings = "s", int? degree = null) => new(store, Read, settings, degree);

    private ReadDocument Read(SourceFile file, CancellationToken cancellationToken)
    {
        reads.Add(file.Id);
        using var reader = new StreamReader(file.Open());
        string text = reader.ReadToEnd();
        if (text == "unreadable") throw new AssayException($"{file.Id}: this is not text.");
        if (text == "bug") throw new InvalidOperationException("index out of step");
        string title = file.Id == "plain.md" ? "plain" : "Title of " + text.Split(' ')[0];
        return new ReadDocument(text.Length == 0 ? [] : [StoreFolder.Chunks(file.Id, text)[0] with { Title = title }]);
    }

    private sealed class Synchronous(Action<IngestProgress> report) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => report(value);
    }
}
