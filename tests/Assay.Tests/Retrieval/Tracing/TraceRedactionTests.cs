using Assay.Retrieval.Tracing;

namespace Assay.Tests.Retrieval.Tracing;

public sealed class TraceRedactionTests
{
    [Fact]
    public void Json_round_trips()
    {
        string json = TraceJson.Write(SampleTrace.Create());
        Assert.Equal(json, TraceJson.Write(TraceJson.Read(json)));
        Assert.Contains("\"near_duplicate\"", json, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => TraceJson.Read("{"));
    }

    [Fact]
    public void Redact_leaves_no_word_of_the_document_and_all_of_the_others()
    {
        SearchTrace redacted = TraceRedaction.Redact(SampleTrace.Create(), new HashSet<string> { "a.md" });
        string json = TraceJson.Write(redacted);
        Assert.DoesNotContain("secret", json, StringComparison.Ordinal);
        Assert.Contains("text two", json, StringComparison.Ordinal);
        Assert.Equal(["a.md"], redacted.Redacted.AsEnumerable());
        Assert.Equal(2, redacted.Stages[0].Hits[0].Score);
        Assert.Equal(["period"], redacted.Stages[0].Hits[1].Terms.AsEnumerable());
    }

    [Fact]
    public void Redact_of_a_document_that_is_not_there_changes_nothing()
    {
        SearchTrace trace = SampleTrace.Create();
        Assert.Same(trace, TraceRedaction.Redact(trace, new HashSet<string> { "c.md" }));
    }

    [Fact]
    public void ForAsker_hides_closed_documents_and_how_many_there_are()
    {
        SearchTrace seen = TraceRedaction.ForAsker(SampleTrace.Create(), d => d == "b.md");
        string json = TraceJson.Write(seen);
        Assert.DoesNotContain("a.md", json, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", json, StringComparison.Ordinal);
        Assert.Null(Assert.Single(seen.Filters).ExcludedDocuments);
        Assert.All(seen.Terms, t => Assert.Equal(-1, t.ChunkFrequency));
        Assert.Equal(1, seen.Stages[0].Found);
        Assert.Equal("b.md", Assert.Single(seen.Stages[0].Hits).DocumentId);
    }

    [Fact]
    public void ForAsker_hides_what_a_closed_document_took_the_place_of()
    {
        SearchTrace seen = TraceRedaction.ForAsker(SampleTrace.Create(), d => d == "a.md");
        Assert.Empty(seen.Stages[0].Dropped);
        Assert.DoesNotContain("b.md", TraceJson.Write(seen), StringComparison.Ordinal);
    }
}
