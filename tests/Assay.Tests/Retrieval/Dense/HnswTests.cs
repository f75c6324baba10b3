using Assay.Retrieval.Dense;
using Assay.Retrieval.Search;

namespace Assay.Tests.Retrieval.Dense;

public sealed class HnswTests
{
    private static readonly DenseIndexOptions Options = new() { Dimension = 24, ExactBytes = 0, Threads = 2 };

    [Fact]
    public void Graph_finds_the_nearest()
    {
        (DenseIndex index, DenseRow[] rows, float[][] queries) = Build(6000);
        using (index)
        {
            Assert.True(index.HasGraph);
            Assert.InRange(Clusters.Recall(index, rows, queries), 0.98, 1);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10)]
    [InlineData(2)]
    public void Filters_keep_recall(int oneIn)
    {
        (DenseIndex index, DenseRow[] rows, float[][] queries) = Build(6000, i => i % oneIn);
        using (index)
        {
            Assert.InRange(Clusters.Recall(index, rows, queries, new ChunkFilter([0], null)), 0.95, 1);
            Assert.InRange(Clusters.Recall(index, rows, queries, new ChunkFilter(null, Enumerable.Range(1, 750 / oneIn).Select(i => (long)i))), 0.95, 1);
        }
    }

    [Fact]
    public void Removing_most_rows_of_a_region_keeps_recall()
    {
        (DenseIndex index, DenseRow[] rows, float[][] queries) = Build(6000);
        using (index)
        {
            DenseRow[] left = [.. rows.Where((_, i) => i % 3 != 0)];
            foreach (DenseRow gone in rows.Except(left)) Assert.True(index.Remove(gone.Row));
            foreach (long near in Clusters.Nearest(left, queries[0], 60)) Assert.True(index.Remove(near));
            HashSet<long> nearest = [.. Clusters.Nearest(left, queries[0], 60)];
            left = [.. left.Where(r => !nearest.Contains(r.Row))];
            Assert.InRange(Clusters.Recall(index, left, queries), 0.95, 1);
            using DenseIndex compact = index.Compact();
            Assert.True(compact.HasGraph);
            Assert.Equal(left.Length, compact.Count);
            Assert.InRange(Clusters.Recall(compact, left, queries), 0.98, 1);
        }
    }

    [Fact]
    public void Rows_added_one_by_one_after_a_build_are_found_at_once()
    {
        (DenseIndex index, DenseRow[] rows, _) = Build(2000);
        using (index)
        {
            var later = new Clusters(24, 40, 99);
            foreach (DenseRow row in later.Rows(700).Select(r => r with { Row = r.Row + (1L << 40) }))
            {
                index.Add([row]);
                Assert.Equal(row.Row, index.Search(row.Vector.Span, 1)[0].Row);
                rows = [.. rows, row];
            }

            Assert.InRange(Clusters.Recall(index, rows, [.. Enumerable.Range(0, 40).Select(_ => later.Vector())]), 0.97, 1);
        }
    }

    [Fact]
    public void Graph_does_not_depend_on_the_number_of_threads()
    {
        DenseRow[] rows = new Clusters(24, 40, 5).Rows(3000);
        using DenseIndex one = new(Options with { Threads = 1 }), four = new(Options with { Threads = 4 });
        foreach (DenseIndex index in (DenseIndex[])[one, four])
        {
            index.Add(rows[..2500]);
            index.Add(rows[2500..]);
        }

        Assert.Equal(one.Graph.Entry, four.Graph.Entry);
        Assert.Equal(one.Graph.Count, four.Graph.Count);
        for (int node = 0; node < one.Graph.Count; node++)
        {
            Assert.Equal(one.Graph.Links.Level(node), four.Graph.Links.Level(node));
            for (int level = 0; level <= one.Graph.Links.Level(node); level++) Assert.Equal(one.Graph.Links.Of(node, level).ToArray(), four.Graph.Links.Of(node, level).ToArray());
        }
    }

    [Fact]
    public void Lists_hold_each_neighbour_once_and_never_the_node_itself()
    {
        (DenseIndex index, _, _) = Build(3000);
        using (index)
        {
            for (int node = 0; node < index.Graph.Count; node++)
            {
                for (int level = 0; level <= index.Graph.Links.Level(node); level++)
                {
                    int[] list = GraphLinks.Used(index.Graph.Links.Of(node, level)).ToArray();
                    Assert.Equal(list.Distinct().Count(), list.Length);
                    Assert.DoesNotContain(node, list);
                    Assert.All(list, other => Assert.True(index.Graph.Links.Level(other) >= level));
                }
            }
        }
    }

    [Fact]
    public async Task Searches_during_changes_return_only_rows_that_were_there()
    {
        var data = new Clusters(24, 40, 11);
        DenseRow[] rows = data.Rows(4000);
        float[][] queries = [.. Enumerable.Range(0, 50).Select(_ => data.Vector())];
        using var index = new DenseIndex(Options);
        index.Add(rows[..2000]);
        foreach (DenseRow gone in rows[..500]) index.Remove(gone.Row);
        HashSet<long> never = [.. rows[..500].Select(r => r.Row)], always = [.. rows[500..2000].Select(r => r.Row)];
        Task adding = Task.Run(() => index.Add(rows[2000..]));
        int searches = 0;
        while (!adding.IsCompleted || searches < 50)
        {
            IReadOnlyList<DenseHit> hits = index.Search(queries[searches++ % 50], 10);
            Assert.Equal(10, hits.Count);
            Assert.DoesNotContain(hits, h => never.Contains(h.Row));
        }

        await adding;
        Assert.Equal(3500, index.Count);
        Assert.True(always.Count > 0);
    }

    private static (DenseIndex Index, DenseRow[] Rows, float[][] Queries) Build(int count, Func<int, int>? accessClass = null)
    {
        var data = new Clusters(24, 60, 2);
        DenseRow[] rows = data.Rows(count, accessClass);
        var index = new DenseIndex(Options);
        index.Add(rows);
        return (index, rows, [.. Enumerable.Range(0, 60).Select(_ => data.Vector())]);
    }
}
