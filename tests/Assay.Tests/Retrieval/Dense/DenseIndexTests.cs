using Assay.Retrieval.Dense;
using Assay.Retrieval.Search;

namespace Assay.Tests.Retrieval.Dense;

public sealed class DenseIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(500)]
    public void Small_index_finds_exactly_the_nearest(int k)
    {
        var data = new Clusters(33, 20, 1);
        DenseRow[] rows = data.Rows(700);
        using var index = new DenseIndex(new DenseIndexOptions { Dimension = 33 });
        index.Add(rows);
        Assert.False(index.HasGraph);
        for (int i = 0; i < 20; i++)
        {
            float[] query = data.Vector();
            Assert.Equal(Clusters.Nearest(rows, query, k), index.Search(query, k).Select(h => h.Row));
        }
    }

    [Fact]
    public void Scores_are_cosines_whatever_the_length_of_vectors()
    {
        using var index = new DenseIndex(new DenseIndexOptions { Dimension = 2 });
        index.Add([new DenseRow(1, 0, new float[] { 3, 4 }), new DenseRow(2, 0, new float[] { 0, -0.5f }), new DenseRow(3, 0, new float[] { 0, 0 })]);
        IReadOnlyList<DenseHit> hits = index.Search([0, 10], 3);
        Assert.Equal([1, 3, 2], hits.Select(h => h.Row));
        Assert.Equal(0.8, hits[0].Score, 1e-6);
        Assert.Equal(0, hits[1].Score);
        Assert.Equal(-1, hits[2].Score, 1e-6);
    }

    [Fact]
    public void Hits_that_tie_with_the_last_are_all_returned()
    {
        using var index = new DenseIndex(new DenseIndexOptions { Dimension = 2 });
        index.Add([.. Enumerable.Range(0, 6).Select(i => new DenseRow(9 - i, 0, i < 5 ? new float[] { 1, 0 } : new float[] { 0, 1 }))]);
        Assert.Equal([5, 6, 7, 8, 9], index.Search([1, 0], 2).Select(h => h.Row));
    }

    [Fact]
    public void Removed_and_replaced_rows_are_not_found()
    {
        using var index = new DenseIndex(new DenseIndexOptions { Dimension = 2 });
        long document = 7L << 20;
        index.Add([new DenseRow(document, 0, new float[] { 1, 0 }), new DenseRow(document + 5, 0, new float[] { 1, 0.1f }), new DenseRow(3, 0, new float[] { 0, 1 })]);
        index.Add([new DenseRow(3, 1, new float[] { -1, 0 })]);
        Assert.Equal(3, index.Count);
        Assert.Equal(0.25, index.RemovedShare);
        Assert.Equal(-1, index.Search([1, 0], 5)[^1].Score, 1e-6);
        Assert.Equal(2, index.RemoveDocument(7));
        Assert.Equal(0, index.RemoveDocument(7));
        Assert.Equal([3], index.Search([1, 0], 5).Select(h => h.Row));
        Assert.True(index.Contains(3));
        Assert.True(index.Remove(3));
        Assert.False(index.Remove(3));
        Assert.Empty(index.Search([1, 0], 5));
        using DenseIndex compact = index.Compact();
        Assert.Equal(0, compact.RemovedShare);
    }

    [Fact]
    public void Access_class_of_a_document_can_change()
    {
        using var index = new DenseIndex(new DenseIndexOptions { Dimension = 2 });
        index.Add([new DenseRow(1L << 20, 0, new float[] { 1, 0 }), new DenseRow(2L << 20, 0, new float[] { 1, 1 })]);
        var filter = new ChunkFilter([0], null);
        index.SetAccessClass(1, 4);
        index.SetAccessClass(99, 4);
        Assert.Equal([2L << 20], index.Search([1, 0], 5, filter).Select(h => h.Row));
        Assert.Equal([1L << 20, 2L << 20], index.Search([1, 0], 5, new ChunkFilter([0, 4], null)).Select(h => h.Row));
        Assert.Equal([1L << 20], index.Search([1, 0], 5, new ChunkFilter(null, [1])).Select(h => h.Row));
        Assert.Empty(index.Search([1, 0], 5, new ChunkFilter([], null)));
    }

    [Fact]
    public void Empty_index_and_k_of_zero_find_nothing()
    {
        using var index = new DenseIndex(new DenseIndexOptions { Dimension = 3 });
        Assert.Empty(index.Search([1, 0, 0], 5));
        index.Add([]);
        index.Add([new DenseRow(1, 0, new float[] { 1, 0, 0 })]);
        Assert.Empty(index.Search([1, 0, 0], 0));
        Assert.Equal(1, index.Count);
    }

    [Fact]
    public void Misuse_is_refused_and_changes_nothing()
    {
        using var index = new DenseIndex(new DenseIndexOptions { Dimension = 3 });
        Assert.Throws<ArgumentException>(() => index.Add([new DenseRow(1, 0, new float[2])]));
        Assert.Throws<ArgumentException>(() => index.Add([new DenseRow(1, 0, new[] { 1, float.NaN, 0 })]));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Add([new DenseRow(1, -1, new float[3])]));
        Assert.Throws<ArgumentException>(() => index.Search([1, 2], 1));
        Assert.Throws<ArgumentException>(() => index.Search([1, 2, float.NaN], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search([1, 2, 3], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseIndex(new DenseIndexOptions { Dimension = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseIndex(new DenseIndexOptions { Dimension = 3, Links = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseIndex(new DenseIndexOptions { Dimension = 3, BuildEffort = 3 }));
        Assert.Equal(0, index.Count);
        index.Add([new DenseRow(1, 0, new float[] { 1, 0, 0 })]);
        Assert.Equal([1], index.Search([1, 0, 0], 5).Select(h => h.Row));
    }
}
