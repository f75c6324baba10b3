using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Tests.Retrieval.Tracing;

namespace Assay.Tests.Retrieval.Storage;

public sealed class TraceStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly KnowledgeStore _store;
    private readonly TraceStore _traces;

    public TraceStoreTests()
    {
        _store = _folder.Open();
        _traces = new TraceStore(_store, TimeProvider.System);
        StoreFolder.Put(_store, "a.md", "secretword one");
        StoreFolder.Put(_store, "b.md", "text two");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_gives_an_administrator_what_was_kept()
    {
        SearchTrace trace = SampleTrace.Create();
        long id = _traces.Add(trace);
        Assert.Equal(TraceJson.Write(trace), TraceJson.Write(_traces.Find(id)!.Trace));
        Assert.Null(_traces.Find(id + 1));
        Assert.Equal([id], _traces.Newest(10).Select(t => t.Id));
    }

    [Fact]
    public void Find_gives_the_asker_what_they_may_read_and_nobody_else_anything()
    {
        long id = _traces.Add(SampleTrace.Create());
        Assert.Null(_traces.Find(id, "lee", _ => true));
        Assert.Null(_traces.Find(_traces.Add(SampleTrace.Create() with { Asker = "" }), "", _ => true));
        Assert.DoesNotContain("secret", TraceJson.Write(_traces.Find(id, "kim", d => d != "a.md")!.Trace), StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_a_store_that_never_kept_a_trace_finds_none()
    {
        Assert.Null(_traces.Find(1));
        Assert.Empty(_traces.Newest(1));
        Assert.Empty(_traces.Holding("a.md"));
        Assert.Empty(_traces.Redact("a.md"));
    }

    [Fact]
    public void Redact_takes_the_words_of_a_document_out_of_the_file()
    {
        long id = _traces.Add(SampleTrace.Create());
        Assert.Equal([id], _traces.Holding("a.md").AsEnumerable());
        Assert.Equal([id], _traces.Redact("a.md").AsEnumerable());
        Assert.DoesNotContain("secret", TraceJson.Write(_traces.Find(id)!.Trace), StringComparison.Ordinal);
        Assert.Empty(_traces.Holding("a.md"));
        Assert.Equal([id], _traces.Holding("b.md").AsEnumerable());
    }

    [Fact]
    public void Redact_finds_a_document_that_was_renamed_since()
    {
        long id = _traces.Add(SampleTrace.Create());
        _store.Move("a.md", "z.md");
        Assert.Equal([id], _traces.Redact("z.md").AsEnumerable());
        Assert.DoesNotContain("secret", TraceJson.Write(_traces.Find(id)!.Trace), StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_finds_what_older_versions_left_behind()
    {
        long first = _traces.Add(SampleTrace.Create());
        StoreFolder.Put(_store, "a.md", "other words");
        StoreFolder.Put(_store, "a.md", "and others again");
        long second = _traces.Add(SampleTrace.Create());
        Assert.Equal([first, second], _traces.Holding("a.md").AsEnumerable());
        Assert.Equal([first, second], _traces.Redact("a.md").AsEnumerable());
        Assert.DoesNotContain("secret", TraceJson.Write(_traces.Find(first)!.Trace), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_after_a_document_went_keeps_none_of_its_words()
    {
        _store.Remove("a.md");
        Assert.DoesNotContain("secret", TraceJson.Write(_traces.Find(_traces.Add(SampleTrace.Create()))!.Trace), StringComparison.Ordinal);
    }
}
