using System.Collections.Concurrent;
using Assay.Retrieval.Ingestion;

namespace Assay.Tests.Retrieval.Ingestion;

public sealed class OrderedWorkTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(8, 2)]
    public void Run_prepares_everything_once_and_finishes_in_order(int degree, int window)
    {
        var prepared = new ConcurrentBag<int>();
        var finished = new List<int>();
        int ahead = 0, done = 0;
        new OrderedWork(degree, window).Run(500, i =>
        {
            InterlockedMax(ref ahead, i - Volatile.Read(ref done));
            prepared.Add(i);
        }, i =>
        {
            finished.Add(i);
            Volatile.Write(ref done, finished.Count);
        }, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 500), prepared.Order());
        Assert.Equal(Enumerable.Range(0, 500), finished);
        Assert.InRange(ahead, 0, window + degree);
    }

    [Fact]
    public void Run_without_items_does_nothing() => new OrderedWork(2, 2).Run(0, _ => Assert.Fail(), _ => Assert.Fail(), CancellationToken.None);

    [Fact]
    public void Run_throws_the_failure_itself_and_finishes_nothing_behind_it()
    {
        var finished = new List<int>();
        Assert.Throws<InvalidOperationException>(() => new OrderedWork(4, 4).Run(100, _ => { }, i => { if (i == 10) throw new InvalidOperationException(); finished.Add(i); }, CancellationToken.None));
        Assert.Equal(Enumerable.Range(0, 10), finished);
        Assert.Throws<InvalidOperationException>(() => new OrderedWork(4, 4).Run(100, i => { if (i == 10) throw new InvalidOperationException(); }, i => Assert.InRange(i, 0, 9), CancellationToken.None));
    }

    [Fact]
    public void Run_stops_between_items_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var finished = new List<int>();
        Assert.ThrowsAny<OperationCanceledException>(() => new OrderedWork(2, 2).Run(100, _ => { }, i =>
        {
            finished.Add(i);
            if (i == 20) source.Cancel();
        }, source.Token));
        Assert.Equal(Enumerable.Range(0, 21), finished);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, value, seen);
    }
}
