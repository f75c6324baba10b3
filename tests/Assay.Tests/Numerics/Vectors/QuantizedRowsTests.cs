using Assay.Numerics.Vectors;

namespace Assay.Tests.Numerics.Vectors;

public sealed class QuantizedRowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(130)]
    [InlineData(1000)]
    public void Scores_are_those_of_the_rounded_values(int dimension)
    {
        var random = new Random(dimension);
        float[][] vectors = [.. Enumerable.Range(0, 70).Select(_ => DotProductTests.Floats(random, dimension))];
        using QuantizedRows rows = Rows(vectors);
        float[] x = DotProductTests.Floats(random, dimension);
        var query = new QuantizedQuery(dimension);
        query.Set(x);
        float[] all = new float[rows.Count], some = new float[3];
        rows.Score(query, 0, all);
        rows.Score(query, [69, 0, 5], some);
        Assert.Equal([all[69], all[0], all[5]], some);

        // Rows are scored four at a time and the rest one by one: all lengths of both give the same bits.
        for (int count = 0; count < 10; count++)
        {
            float[] part = new float[count];
            rows.Score(query, 3, part);
            Assert.Equal(all[3..(3 + count)], part);
        }
        for (int i = 0; i < rows.Count; i++)
        {
            double rounded = 0, exact = 0;
            for (int j = 0; j < dimension; j++)
            {
                Assert.True(Math.Abs(vectors[i][j] - (rows.Values(i)[j] * rows.Scale(i))) <= 0.5001 * rows.Scale(i));
                rounded += x[j] * (double)rows.Values(i)[j] * rows.Scale(i);
                exact += x[j] * (double)vectors[i][j];
            }

            Assert.Equal(rounded, all[i], 2e-3 * Math.Sqrt(dimension));
            Assert.Equal(exact, all[i], 2e-2 * Math.Sqrt(dimension));
        }
    }

    [Fact]
    public void A_row_as_query_scores_like_its_own_values()
    {
        var random = new Random(5);
        float[][] vectors = [.. Enumerable.Range(0, 9).Select(_ => DotProductTests.Floats(random, 77))];
        using QuantizedRows rows = Rows(vectors);
        var query = new QuantizedQuery(77);
        query.Set(rows, 3);
        float[] scores = new float[9];
        rows.Score(query, 0, scores);
        for (int i = 0; i < 9; i++)
        {
            int sum = 0;
            for (int j = 0; j < 77; j++) sum += rows.Values(i)[j] * rows.Values(3)[j];
            Assert.Equal(sum * rows.Scale(i) * rows.Scale(3), scores[i], 1e-5);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(37)]
    public void Above_gives_exactly_the_rows_that_reach_the_threshold(int count)
    {
        var random = new Random(count);
        using QuantizedRows rows = Rows([.. Enumerable.Range(0, 40).Select(_ => DotProductTests.Floats(random, 20))]);
        var query = new QuantizedQuery(20);
        query.Set(DotProductTests.Floats(random, 20));
        float[] scores = new float[count];
        rows.Score(query, 2, scores);
        var hits = new ScoredRow[count];
        foreach (float threshold in (float[])[float.NegativeInfinity, -0.5f, 0, .. scores.Take(1), 1, float.PositiveInfinity])
        {
            ScoredRow[] expected = [.. scores.Select((s, i) => new ScoredRow(i + 2, s)).Where(h => h.Score >= threshold)];
            Assert.Equal(expected, hits[..rows.Above(query, 2, count, threshold, hits)]);
        }
    }

    [Fact]
    public void AnyAbove_is_whether_one_score_exceeds_the_bound()
    {
        var random = new Random(8);
        using QuantizedRows rows = Rows([.. Enumerable.Range(0, 10).Select(_ => DotProductTests.Floats(random, 20))]);
        var query = new QuantizedQuery(20);
        query.Set(DotProductTests.Floats(random, 20));
        int[] some = [1, 4, 9];
        float[] scores = new float[3];
        rows.Score(query, some, scores);
        Assert.True(rows.AnyAbove(query, some, scores.Max() - 0.001f));
        Assert.False(rows.AnyAbove(query, some, scores.Max()));
        Assert.False(rows.AnyAbove(query, [], -5));
    }

    [Fact]
    public void Rows_survive_growth()
    {
        using var rows = new QuantizedRows(3);
        for (int i = 0; i < 500; i++) Assert.Equal(i, rows.Add([i, -i, 1]));
        for (int i = 1; i < 500; i++) Assert.Equal([127, -127, (int)MathF.Round(127f / i)], rows.Values(i).ToArray().Select(v => (int)v));
    }

    [Fact]
    public void Zero_vectors_score_zero()
    {
        using QuantizedRows rows = Rows([new float[5], [1, 0, 0, 0, 0]]);
        var query = new QuantizedQuery(5);
        float[] scores = [9, 9];
        query.Set(new float[5]);
        rows.Score(query, 0, scores);
        Assert.Equal([0, 0], scores);
        query.Set([1, 0, 0, 0, 0]);
        rows.Score(query, 0, scores);
        Assert.Equal(0, scores[0]);
        Assert.Equal(1, scores[1], 1e-4);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        using QuantizedRows rows = Rows([[1, 2], [3, 4]]);
        var query = new QuantizedQuery(2);
        query.Set([1, 1]);
        Assert.Throws<ArgumentException>(() => rows.Add([1]));
        Assert.Throws<ArgumentException>(() => rows.Add([1, float.NaN]));
        Assert.Throws<ArgumentException>(() => query.Set([1, float.PositiveInfinity]));
        Assert.Throws<ArgumentException>(() => query.Set([1]));
        Assert.Throws<ArgumentException>(() => rows.Score(new QuantizedQuery(3), 0, new float[1]));
        Assert.Throws<ArgumentException>(() => rows.Score(query, [0], new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Score(query, 1, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Score(query, [2], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Score(query, [-1], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.AnyAbove(query, [7], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Values(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Scale(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizedRows(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizedRows(QuantizedRows.MaxDimension + 1));
        Assert.Equal(2, rows.Count);
    }

    private static QuantizedRows Rows(float[][] vectors)
    {
        var rows = new QuantizedRows(vectors[0].Length);
        foreach (float[] vector in vectors) rows.Add(vector);
        return rows;
    }
}
