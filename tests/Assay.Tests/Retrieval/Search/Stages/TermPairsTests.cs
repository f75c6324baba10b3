using Assay.Retrieval.Search.Stages;

namespace Assay.Tests.Retrieval.Search.Stages;

public sealed class TermPairsTests
{
    [Theory]
    [InlineData(new[] { 0, 10 }, new[] { 3, 17 }, 8, 3)]
    [InlineData(new[] { 0, 10 }, new[] { 3, 17 }, 7, 1)]
    [InlineData(new[] { 5 }, new[] { 5 }, 8, 0)]
    [InlineData(new[] { 5 }, new[] { 3, 4, 5, 6, 7 }, 2, 2)]
    [InlineData(new int[0], new[] { 1 }, 8, 0)]
    public void Near_counts_places_within_the_window_in_any_order(int[] left, int[] right, int window, int expected)
    {
        Assert.Equal(expected, TermPairs.Near(left, right, window));
        Assert.Equal(expected, TermPairs.Near(right, left, window));
    }

    [Fact]
    public void InOrder_counts_only_the_next_place()
    {
        Assert.Equal(2, TermPairs.InOrder([0, 4, 9], [1, 5, 11]));
        Assert.Equal(0, TermPairs.InOrder([1, 5], [0, 4]));
    }

    [Fact]
    public void ShortestWindow_holds_every_term()
    {
        Assert.Equal(3, TermPairs.ShortestWindow([new[] { 0, 20 }, new[] { 9, 22 }, new[] { 21, 40 }]));
        Assert.Equal(1, TermPairs.ShortestWindow([new[] { 7, 9 }]));
        Assert.Equal(0, TermPairs.ShortestWindow([]));
    }

    [Fact]
    public void ShortestWindow_agrees_with_trying_all_places()
    {
        var random = new Random(3);
        for (int round = 0; round < 200; round++)
        {
            int[][] places = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(60)).Distinct().Order().ToArray())];
            int expected = All(places, 0, int.MaxValue, int.MinValue);
            Assert.Equal(expected, TermPairs.ShortestWindow([.. places.Select(p => (ReadOnlyMemory<int>)p)]));
        }
    }

    private static int All(int[][] places, int term, int low, int high) =>
        term == places.Length ? high - low + 1 : places[term].Min(p => All(places, term + 1, Math.Min(low, p), Math.Max(high, p)));
}
