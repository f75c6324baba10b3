using Assay.Numerics.Vectors;

namespace Assay.Tests.Numerics.Vectors;

/// <summary>Top k, candidate pool and visited marks against what sorting and sets say.</summary>
public sealed class SearchStructureTests
{
    [Fact]
    public void Key_orders_by_score_then_smaller_row_and_comes_back()
    {
        ScoredRow[] rows = [.. from score in (float[])[-2.5f, -1, -1e-30f, -0f, 0, 1e-30f, 1, 2.5f, float.MaxValue] from row in (int[])[0, 1, int.MaxValue] select new ScoredRow(row, score)];
        foreach (ScoredRow row in rows) Assert.Equal(row, ScoredRow.FromKey(row.Key));
        foreach (ScoredRow x in rows)
        {
            foreach (ScoredRow y in rows)
            {
                int expected = x.Score != y.Score ? x.Score.CompareTo(y.Score) : y.Row.CompareTo(x.Row);
                Assert.Equal(Math.Sign(expected), x.Key.CompareTo(y.Key));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public void TopK_keeps_the_best_in_any_order_of_offers(int k)
    {
        var random = new Random(k);
        ScoredRow[] rows = [.. Enumerable.Range(0, 200).Select(i => new ScoredRow(i, random.Next(-20, 20)))];
        ScoredRow[] expected = [.. rows.OrderByDescending(r => r.Score).ThenBy(r => r.Row).Take(k)];
        var top = new TopK();
        for (int round = 0; round < 3; round++)
        {
            random.Shuffle(rows);
            top.Reset(k);
            foreach (ScoredRow row in rows) top.Offer(row);
            Assert.Equal(k <= 200, top.IsFull);
            Assert.Equal(k == 0 ? float.PositiveInfinity : k > 200 ? float.NegativeInfinity : expected[^1].Score, top.Threshold);
            var result = new ScoredRow[k];
            Assert.Equal(expected.Length, top.Drain(result));
            Assert.Equal(expected, result[..expected.Length]);
        }

        top.Reset(1);
        top.Offer(rows[0]);
        Assert.Throws<ArgumentException>(() => top.Drain([]));
    }

    [Fact]
    public void Pool_takes_in_order_of_score_and_keeps_the_best()
    {
        var random = new Random(3);
        var pool = new CandidatePool();
        pool.Reset(20);
        var offered = new List<ScoredRow>();
        var taken = new HashSet<int>();
        for (int i = 0; i < 500; i++)
        {
            if (random.Next(3) == 0)
            {
                // The expectation: the best of the twenty best so far that was not taken.
                ScoredRow[] kept = [.. offered.OrderByDescending(r => r.Key).Take(20)];
                int expected = kept.Where(r => !taken.Contains(r.Row)).Select(r => (int?)r.Row).FirstOrDefault() ?? -1;
                Assert.Equal(expected, pool.Peek());
                Assert.Equal(expected >= 0, pool.TryTake(out int row));
                Assert.Equal(expected, row);
                if (row >= 0) taken.Add(row);
                continue;
            }

            var next = new ScoredRow(i, random.Next(-30, 30));
            offered.Add(next);
            pool.Offer(next);
            Assert.Equal(offered.OrderByDescending(r => r.Key).Take(20), Enumerable.Range(0, pool.Count).Select(pool.Row));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Row(pool.Count));
    }

    [Fact]
    public void Visited_rows_are_new_once_until_reset()
    {
        var visited = new VisitedRows();
        var random = new Random(4);
        for (int round = 0; round < 3; round++)
        {
            visited.Reset(5000);
            var seen = new HashSet<int>();
            for (int i = 0; i < 300; i++)
            {
                int[] links = [.. Enumerable.Range(0, 20).Select(_ => random.Next(5000)).Distinct(), -1, 17];
                int[] fresh = new int[links.Length];
                int count = visited.MarkNew(links, fresh);
                Assert.Equal(links.TakeWhile(l => l >= 0).Where(seen.Add), fresh[..count]);
            }

            Assert.False(visited.Mark(seen.First()));
        }

        Assert.Throws<IndexOutOfRangeException>(() => visited.MarkNew([1_000_000], new int[1]));
        Assert.Throws<ArgumentException>(() => visited.MarkNew([1, 2], new int[1]));
    }

    [Fact]
    public void Quantizer_rejects_what_has_no_scale()
    {
        Assert.Equal(0, Int8Quantizer.Quantize([], []));
        Assert.Throws<ArgumentException>(() => Int8Quantizer.Quantize([float.NaN], new sbyte[1]));
        Assert.Throws<ArgumentException>(() => Int8Quantizer.Quantize([1, 2], new sbyte[1]));
    }
}
