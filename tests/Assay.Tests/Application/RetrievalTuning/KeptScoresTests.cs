using Assay.Retrieval.Search.Reranking;
using Assay.RetrievalTuning;

namespace Assay.Tests.Application.RetrievalTuning;

public sealed class KeptScoresTests
{
    [Fact]
    public void No_pair_is_read_twice_and_its_time_counts_each_time()
    {
        var time = new ReadingTime();
        var reader = new Reader(time);
        var kept = new KeptScores(reader, time);
        Assert.Equal([1.0, 3, 1], kept.Score(new RerankRequest("q", ["a", "abc", "a"])));
        Assert.Equal((20, 30), kept.TakeTimes());
        Assert.Equal([3.0, 2], kept.Score(new RerankRequest("q", ["abc", "ab"])));
        Assert.Equal((10, 20), kept.TakeTimes());
        Assert.Equal((0, 0), kept.TakeTimes());
        Assert.Equal([1.0], kept.Score(new RerankRequest("other", ["a"])));
        Assert.Equal(["q a", "q abc", "q ab", "other a"], reader.Read);
        Assert.Equal((7, "reader"), (kept.Depth, kept.Name));
    }

    private sealed class Reader(ReadingTime time) : IReranker
    {
        public int Depth => 7;

        public string Name => "reader";

        public List<string> Read { get; } = [];

        public IReadOnlyList<double> Score(RerankRequest request)
        {
            time.Now += 10 * request.Count;
            Read.AddRange(request.Texts.Select(t => $"{request.Query} {t}"));
            return [.. request.Texts.Select(t => (double)t.Length)];
        }
    }

    /// <summary>A clock in milliseconds that goes on when it is told.</summary>
    private sealed class ReadingTime : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
