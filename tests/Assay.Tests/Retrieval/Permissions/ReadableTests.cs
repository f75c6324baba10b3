using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Tests.Retrieval.Storage;

namespace Assay.Tests.Retrieval.Permissions;

public sealed class ReadableTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_any_list_all_is_readable()
    {
        KnowledgeStore store = folder.Open();
        Put(store, "a", null);
        Assert.False(store.IsRestricted);
        Assert.Equal(["a"], Readable(store, null));
        Assert.Equal(["a"], Readable(store, new Principal("ann")));
    }

    [Fact]
    public void Filters_are_noted_and_say_nothing_of_what_is_closed()
    {
        KnowledgeStore store = folder.Open();
        foreach (string id in (string[])["a", "b", "c"]) Put(store, id, AccessList.Everyone);
        foreach (string id in (string[])["d", "e"]) Put(store, id, AccessList.Of(["user:ann"]));
        var trace = new TraceBuilder("text", TimeProvider.System);
        new Searcher(new KeywordSearch(store)).Search("text", new SearchOptions { Principal = new Principal("bob"), Documents = ["a", "d", "gone"] }, trace);
        Assert.Equal((FilterTrace[])[new(FilterReason.Permission, 3, 2), new(FilterReason.Documents, 1, 2)], trace.Build().Filters.ToArray());
        Assert.Equal((FilterTrace[])[new(FilterReason.Permission, 3, null), new(FilterReason.Documents, 1, 2)], TraceRedaction.ForAsker(trace.Build(), _ => true).Filters.ToArray());
    }

    [Fact]
    public void One_list_closes_documents_about_which_nothing_is_said()
    {
        KnowledgeStore store = folder.Open();
        Put(store, "a-unstated", null);
        Put(store, "b-everyone", AccessList.Everyone);
        Put(store, "c-support", AccessList.Of(["group:support"]));
        Put(store, "d-ann", AccessList.Of(["user:ann", "group:board"]));
        Put(store, "e-nobody", AccessList.Nobody);
        Assert.True(store.IsRestricted);
        Assert.Equal(["b-everyone"], Readable(store, null));
        Assert.Equal(["b-everyone", "d-ann"], Readable(store, new Principal("ann")));
        Assert.Equal(["b-everyone", "c-support"], Readable(store, new Principal("bob", "support")));
        Assert.Equal(["b-everyone", "c-support", "d-ann"], Readable(store, new Principal(null, "support", "board")));

        // A group of a user's name, and names that differ in capitals only, are somebody else.
        Assert.Equal(["b-everyone"], Readable(store, new Principal("support", "ann")));
        Assert.Equal(["b-everyone"], Readable(store, new Principal("Ann", "Support")));
    }

    [Fact]
    public void The_store_stays_restricted_when_its_last_list_goes()
    {
        KnowledgeStore store = folder.Open();
        Put(store, "a", null);
        Put(store, "b", AccessList.Of(["user:ann"]));
        store.Remove("b");
        Assert.Empty(Readable(store, new Principal("ann")));
        Assert.True(store.IsRestricted);
    }

    [Fact]
    public void A_list_that_changes_is_seen_by_another_process_at_once()
    {
        KnowledgeStore store = folder.Open(), other = folder.Open();
        Given(store, "a", AccessList.Of(["user:ann"]));
        Assert.Equal(["a"], Readable(other, new Principal("ann")));
        Assert.True(store.SetAccess("a", AccessList.Of(["user:bob"])));
        Assert.False(store.SetAccess("a", AccessList.Of(["user:bob"])));
        Assert.Empty(Readable(other, new Principal("ann")));
        Assert.Equal(["a"], Readable(other, new Principal("bob")));
        Assert.Equal((JournalAction.Access, 1), (store.Journal(1)[0].Action, store.Journal(1)[0].Key));
    }

    [Fact]
    public void A_user_in_five_hundred_groups_reads_what_each_of_them_may()
    {
        KnowledgeStore store = folder.Open();
        for (int i = 0; i < 40; i++) Put(store, $"d{i:00}", AccessList.Of([$"group:g{i * 25}"]));
        var principal = new Principal("ann", Enumerable.Range(0, 500).Select(i => "g" + i));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"d{i:00}"), Readable(store, principal));
    }

    [Fact]
    public void Fingerprint_depends_on_who_may_read()
    {
        KnowledgeStore store = folder.Open();
        using var second = new StoreFolder();
        KnowledgeStore other = second.Open();
        Given(store, "a", AccessList.Of(["user:ann"]));
        Given(store, "b", AccessList.Of(["user:bob"]));
        string fingerprint = store.Fingerprint();
        Put(other, "b", AccessList.Of(["user:bob"]));
        Put(other, "a", AccessList.Of(["user:ann"]));
        Assert.Equal(fingerprint, other.Fingerprint());
        store.SetAccess("a", AccessList.Of(["user:bob"]));
        Assert.NotEqual(fingerprint, store.Fingerprint());
    }

    private static void Put(KnowledgeStore store, string id, AccessList? access) => store.Put(StoreFolder.Document(id), StoreFolder.Chunks(id, "text"), access);

    [Fact]
    public void What_a_document_says_itself_is_not_replaced_from_outside()
    {
        KnowledgeStore store = folder.Open();
        Put(store, "a", AccessList.Of(["user:ann"]));
        Assert.False(store.SetAccess("a", AccessList.Everyone));
        Assert.Empty(Readable(store, null));
    }

    private static void Given(KnowledgeStore store, string id, AccessList access) => store.Put(StoreFolder.Document(id), StoreFolder.Chunks(id, "text"), given: access);

    private static List<string> Readable(KnowledgeStore store, Principal? principal) => store.Snapshot(s =>
    {
        bool[]? readable = s.Readable(principal);
        return s.Documents().Where(d => readable is null || readable[d.AccessClass]).Select(d => d.Id).ToList();
    });
}
