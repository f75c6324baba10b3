using Assay.Numerics.Layers.Regularization;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Layers;

public sealed class DropoutTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Drops_its_share_and_keeps_the_mean(float share)
    {
        const int length = 100_001;
        float[] x = new float[length], y = new float[length];
        Array.Fill(x, 1);
        Dropout.Apply(x, y, share, seed: 7, number: 3, WorkerTeam.One);
        Assert.All(y, v => Assert.True(v == 0 || Math.Abs(v - (1 / (1 - share))) < 1e-5));
        Assert.Equal(share, y.Count(v => v == 0) / (double)length, 0.006);
        Assert.Equal(1, y.Average(), 0.06);
    }

    [Fact]
    public void The_same_seed_and_place_drop_the_same_on_any_number_of_threads()
    {
        float[] x = LayerData.Floats(new Random(1), 70_001);
        using var team = new WorkerTeam(3);
        float[] Dropped(ulong seed, ulong number, WorkerTeam workers)
        {
            float[] y = new float[x.Length];
            Dropout.Apply(x, y, 0.3f, seed, number, workers);
            return y;
        }

        float[] one = Dropped(1, 1, WorkerTeam.One), inPlace = [.. x];
        Assert.Equal(one, Dropped(1, 1, team));
        Dropout.Apply(inPlace, inPlace, 0.3f, 1, 1, team);
        Assert.Equal(one, inPlace);
        Assert.NotEqual(one, Dropped(2, 1, WorkerTeam.One));
        Assert.NotEqual(one, Dropped(1, 2, WorkerTeam.One));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Dropout.Apply(new float[2], new float[3], 0.1f, 1, 1, WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Dropout.Apply(new float[2], new float[2], 1, 1, 1, WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Dropout.Apply(new float[2], new float[2], float.NaN, 1, 1, WorkerTeam.One));
        Dropout.Apply([], [], 0.5f, 1, 1, WorkerTeam.One);
    }
}
