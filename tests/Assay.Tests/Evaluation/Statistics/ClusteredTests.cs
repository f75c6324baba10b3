using System.Text.Json.Nodes;
using Assay.Evaluation.Statistics;

namespace Assay.Tests.Evaluation.Statistics;

public sealed class ClusteredTests
{
    [Fact]
    public void Difference_agrees_with_the_definition_in_whole_matrices()
    {
        foreach (JsonNode? node in Golden.Of("clustered").AsArray())
        {
            (Dictionary<string, double?> a, Dictionary<string, double?> b, Dictionary<string, string> clusters) = Case(node!);
            ClusteredEstimate d = Clustered.Difference(a, b, clusters);
            Golden.Close(Number(node!, "mean"), d.Mean!.Value);
            Golden.Close(Number(node!, "se"), d.StandardError!.Value);
            Golden.Close(Number(node!, "df"), d.DegreesOfFreedom!.Value);
            Golden.Close(Number(node!, "sd"), d.StandardDeviation!.Value);
            Golden.Close(Number(node!, "deff"), d.DesignEffect!.Value);
            Golden.Close(Number(node!, "low"), d.Interval!.Value.Low);
            Golden.Close(Number(node!, "high"), d.Interval!.Value.High);
            Golden.Close(Math.Max(Number(node!, "p"), Math.Pow(2, 1 - d.Clusters)), d.PValue());
            if (node!["rho"] is { } rho) Golden.Close(rho.GetValue<double>(), d.Correlation!.Value);
            else Assert.Null(d.Correlation);
        }
    }

    [Fact]
    public void Difference_turned_round_is_its_negative_and_does_not_depend_on_order()
    {
        (Dictionary<string, double?> a, Dictionary<string, double?> b, Dictionary<string, string> clusters) = Case(Golden.Of("clustered")[3]!);
        ClusteredEstimate there = Clustered.Difference(a, b, clusters), back = Clustered.Difference(b, a, clusters);
        Assert.Equal((-there.Mean, -there.Interval!.Value.High, there.PValue()), (back.Mean, back.Interval!.Value.Low, back.PValue()));
        Assert.Equal(there, Clustered.Difference(a.Reverse().ToDictionary(), b.Reverse().ToDictionary(), clusters));
    }

    [Fact]
    public void Questions_of_one_document_say_less_than_independent_ones()
    {
        Dictionary<string, double?> a = Scores(120, i => i / 6 % 2), b = Scores(120, i => 0.5);
        ClusteredEstimate alone = Clustered.Difference(a, b), together = Clustered.Difference(a, b, Documents(120, i => i / 6));
        Assert.Equal((120, 20), (alone.Clusters, together.Clusters));
        Assert.Equal(1, alone.DesignEffect!.Value, 12);
        Assert.Equal(6, together.DesignEffect!.Value, 0);
        Assert.Equal(1, together.Correlation!.Value, 12);
        Assert.True(together.Interval!.Value.High > 2 * alone.Interval!.Value.High);
    }

    [Fact]
    public void Missing_scores_are_counted_on_both_sides()
    {
        Dictionary<string, double?> a = new() { ["1"] = 1, ["2"] = 1, ["3"] = null, ["4"] = 0.5 };
        Dictionary<string, double?> b = new() { ["2"] = 0.5, ["1"] = 0.75, ["3"] = 1, ["5"] = 0 };
        ClusteredEstimate d = Clustered.Difference(a, b);
        Assert.Equal((0.375, 2, 3), (d.Mean, d.N, d.Missing));
        ClusteredEstimate none = Clustered.Mean(new Dictionary<string, double?> { ["1"] = null });
        Assert.Equal((null, null, 0, 1, 1.0), (none.Mean, none.Interval, none.N, none.Missing, none.PValue()));
        ClusteredEstimate single = Clustered.Mean(Scores(1, _ => 1)), lone = Clustered.Difference(Scores(1, _ => 1), Scores(1, _ => 0));
        Assert.InRange(single.Interval!.Value.Low, 0.2, 0.21);
        Assert.True(lone.Interval!.Value.Low < -0.9 && lone.PValue() == 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Clustered.Mean(Scores(2, _ => 1.5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Clustered.Mean(Scores(2, _ => double.NaN)));
    }

    [Fact]
    public void Without_spread_nothing_is_claimed_that_few_questions_cannot_show()
    {
        ClusteredEstimate same = Clustered.Difference(Scores(100, i => i % 2), Scores(100, i => i % 2));
        Assert.Equal((0, 1.0), (same.Mean, same.PValue()));
        Assert.Equal(1 - Math.Pow(0.025, 0.01), same.Interval!.Value.High, 12);
        ClusteredEstimate three = Clustered.Difference(Scores(3, _ => 1), Scores(3, _ => 0));
        Assert.Equal(0.25, three.PValue());
        Assert.True(three.Interval!.Value.Low < 0);
        ClusteredEstimate right = Clustered.Mean(Scores(50, _ => 1));
        Assert.Equal(1, right.Interval!.Value.High);
        Assert.InRange(right.Interval.Value.Low, 0.92, 0.94);
    }

    [Fact]
    public void Mean_interval_of_right_or_wrong_answers_is_close_to_Wilsons()
    {
        ClusteredEstimate mean = Clustered.Mean(Scores(400, i => i < 12 ? 0 : 1));
        Interval wilson = Wilson.Of(388, 400)!.Value;
        Assert.Equal(wilson.Low, mean.Interval!.Value.Low, 3);
        Assert.Equal(wilson.High, mean.Interval.Value.High, 3);
        Assert.Equal(0.5, Clustered.Mean(Scores(8, _ => 0.5)).Mean);
    }

    [Fact]
    public void One_sided_values_add_up_where_there_is_spread()
    {
        ClusteredEstimate d = Clustered.Difference(Scores(60, i => i % 3 / 2.0), Scores(60, i => i % 4 / 3.0));
        Assert.Equal(1, d.PAbove(0.02) + d.PBelow(0.02), 9);
        Assert.True(d.PBelow(0.9) < 1e-10 && d.PBelow(0.9) > 0);
    }

    private static Dictionary<string, double?> Scores(int count, Func<int, double> score) => Enumerable.Range(0, count).ToDictionary(i => $"q{i}", i => (double?)score(i));

    private static Dictionary<string, string> Documents(int count, Func<int, int> document) => Enumerable.Range(0, count).ToDictionary(i => $"q{i}", i => $"d{document(i)}");

    private static double Number(JsonNode node, string name) => node[name]!.GetValue<double>();

    internal static (Dictionary<string, double?> A, Dictionary<string, double?> B, Dictionary<string, string> Clusters) Case(JsonNode node)
    {
        double[] a = Golden.Numbers(node["a"]!), b = Golden.Numbers(node["b"]!), groups = Golden.Numbers(node["groups"]!);
        return (Scores(a.Length, i => a[i]), Scores(b.Length, i => b[i]), Documents(a.Length, i => (int)groups[i]));
    }
}
