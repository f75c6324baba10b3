using Assay.Retrieval.Tracing;

namespace Assay.Tests.Retrieval.Tracing;

public sealed class TraceBuilderTests
{
    [Fact]
    public void Stage_keeps_the_best_hits_and_the_number_of_all()
    {
        var builder = new TraceBuilder("q", TimeProvider.System) { MaxHits = 2 };
        int enumerated = 0;
        builder.Stage("keyword", builder.Start(), Hits(), 5);
        StageTrace stage = Assert.Single(builder.Build().Stages);
        Assert.Equal([1, 2], stage.Hits.Select(h => h.Rank));
        Assert.Equal(5, stage.Found);
        Assert.Equal(2, enumerated);
        Assert.True(stage.ElapsedMs >= 0);

        IEnumerable<TraceHit> Hits()
        {
            for (int i = 1; i <= 5; i++)
            {
                enumerated++;
                yield return new TraceHit(i, "a", i, 10 - i);
            }
        }
    }

    [Fact]
    public void Build_keeps_everything_that_was_noted_in_its_order()
    {
        var builder = new TraceBuilder("what?", TimeProvider.System) { Asker = "kim", Generation = 7 };
        builder.Term(new TraceTerm("what", "what", TermOrigin.Query, 3));
        builder.Filter(new FilterTrace(FilterReason.Documents, 1, 2));
        builder.Skipped("dense", "off");
        builder.Stage("keyword", builder.Start(), [], 0);
        SearchTrace trace = builder.Build();
        Assert.Equal(("what?", "kim", 7, "what"), (trace.Query, trace.Asker, trace.Generation, trace.Terms[0].Text));
        Assert.Equal(["dense", "keyword"], trace.Stages.Select(s => s.Name));
        Assert.Equal("off", trace.Stages[0].Note);
        Assert.Equal(2, trace.Filters[0].ExcludedDocuments);
    }
}
