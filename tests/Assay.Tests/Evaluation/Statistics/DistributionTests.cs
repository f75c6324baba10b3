using Assay.Evaluation.Statistics;

namespace Assay.Tests.Evaluation.Statistics;

public sealed class DistributionTests
{
    [Fact]
    public void StudentT_agrees_with_SciPy()
    {
        foreach (double[] row in Golden.Rows("t")) Golden.Close(row[2], StudentT.Above(row[0], row[1]), 1e-9);
        foreach (double[] row in Golden.Rows("t_quantile")) Golden.Close(row[2], StudentT.Quantile(row[0], row[1]), 1e-9);
        Golden.Close(Normal.Above(1.5), StudentT.Above(1.5, 1e9), 1e-12);
        Assert.Equal((0.0, 1.0), (StudentT.Above(double.PositiveInfinity, 3), StudentT.Above(double.NegativeInfinity, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Above(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Above(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(0, 1));
    }

    [Fact]
    public void Normal_tail_agrees_with_SciPy_far_out()
    {
        foreach (double[] row in Golden.Rows("normal")) Golden.Close(row[1], Normal.Above(row[0]), 1e-10);
        Assert.Equal(0, Normal.Above(50));
    }

    [Fact]
    public void Holm_agrees_with_statsmodels()
    {
        double[] values = Golden.Numbers(Golden.Of("holm")[0]!), expected = Golden.Numbers(Golden.Of("holm")[1]!);
        double[] adjusted = [.. Holm.Adjust(values)];
        for (int i = 0; i < values.Length; i++) Golden.Close(expected[i], adjusted[i], 1e-12);
        Assert.Empty(Holm.Adjust([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjust([double.NaN]));
    }

    [Fact]
    public void Wilson_agrees_with_statsmodels()
    {
        foreach (double[] row in Golden.Rows("wilson"))
        {
            Interval interval = Wilson.Of((int)row[0], (int)row[1])!.Value;
            Assert.Equal((row[2], row[3]), (interval.Low, interval.High), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
        }
    }
}
