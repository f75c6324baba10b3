using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Layers.Embeddings;
using Assay.Numerics.Parallel;
using PackedMatrix = Assay.Numerics.Matrices.PackedMatrix;

namespace Assay.Tests.Numerics.Layers;

public sealed class EmbeddingTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(100, 40)]
    [InlineData(576, 300)]
    public void Rows_are_copied_and_slopes_are_added_up_by_token(int dim, int count)
    {
        const int Vocab = 11;
        var random = new Random(dim);
        using var team = new WorkerTeam(3);
        float[] table = LayerData.Floats(random, Vocab * dim), dy = LayerData.Floats(random, count * dim), y = new float[count * dim];
        int[] ids = [.. Enumerable.Range(0, count).Select(_ => random.Next(Vocab))];
        EmbeddingTable.Forward(table, dim, ids, y, team);
        Assert.Equal(ids.SelectMany(id => table.AsSpan(id * dim, dim).ToArray()), y);

        using var packed = new PackedMatrix(table, Vocab, dim);
        float[] fromPacked = new float[y.Length];
        EmbeddingTable.Forward(packed, ids, fromPacked, team);
        Assert.Equal(y, fromPacked);
        Assert.Throws<ArgumentException>(() => EmbeddingTable.Forward(packed, [Vocab], new float[dim], team));

        float[] start = LayerData.Floats(random, Vocab * dim), expected = [.. start];
        for (int i = 0; i < dy.Length; i++) expected[(ids[i / dim] * dim) + (i % dim)] += dy[i];
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            float[] actual = [.. start];
            EmbeddingTable.Backward(ids, dim, dy, actual, team);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Slopes_agree_with_finite_differences()
    {
        const int Dim = 13;
        int[] ids = [2, 0, 2, 4];
        double[] table = LayerData.Doubles(LayerData.Floats(new Random(1), 5 * Dim));
        float[] dy = LayerData.Floats(new Random(2), ids.Length * Dim), dtable = new float[table.Length];
        EmbeddingTable.Backward(ids, Dim, dy, dtable, WorkerTeam.One);
        int compared = LayerData.CheckSlopes(table, dtable, () => LayerData.Dot([.. ids.SelectMany(id => table.AsSpan(id * Dim, Dim).ToArray())], dy), 1e-5, "table");
        Assert.True(compared > 50);
    }

    [Fact]
    public void Tokens_and_lengths_are_checked()
    {
        Assert.Throws<ArgumentException>(() => EmbeddingTable.Forward(new float[6], 2, [3], new float[2], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => EmbeddingTable.Forward(new float[6], 2, [-1], new float[2], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => EmbeddingTable.Forward(new float[5], 2, [1], new float[2], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => EmbeddingTable.Backward([1], 2, new float[3], new float[6], WorkerTeam.One));
    }
}
