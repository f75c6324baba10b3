using System.Text.Json.Nodes;
using Assay.Evaluation.Statistics;

namespace Assay.Tests.Evaluation.Statistics;

public sealed class PlanningTests
{
    [Fact]
    public void QuestionsNeeded_grows_with_clusters_tests_and_power()
    {
        double s = SamplePlanner.Deviation(0.2, 0.05);
        Assert.Equal(626, SamplePlanner.QuestionsNeeded(s, 0.05));
        StudyDesign clustered = new() { QuestionsPerCluster = 5, Correlation = 0.25 };
        Assert.Equal(2, clustered.DesignEffect, 12);
        Assert.InRange(SamplePlanner.QuestionsNeeded(s, 0.05, clustered), 1251, 1260);
        Assert.Equal(3, (clustered with { SizeVariation = Math.Sqrt(0.8) }).DesignEffect, 12);
        Assert.True(SamplePlanner.QuestionsNeeded(s, 0.05, new StudyDesign { Tests = 12 }) > 1000);
        Assert.True(SamplePlanner.QuestionsNeeded(s, 0.05, new StudyDesign { IsOneSided = true }) < 500);
        Assert.True(SamplePlanner.QuestionsNeeded(s, 0.05, new StudyDesign { Power = 0.9 }) > 800);
    }

    [Fact]
    public void QuestionsNeeded_counts_few_clusters_by_t()
    {
        StudyDesign design = new() { QuestionsPerCluster = 20, Tests = 12 };
        int needed = SamplePlanner.QuestionsNeeded(0.4, 0.2, design), plain = SamplePlanner.QuestionsNeeded(0.4, 0.2, new StudyDesign { Tests = 12 });
        Assert.True(needed > plain * 1.5, $"{needed} of {plain}");
        Assert.Equal(int.MaxValue, SamplePlanner.QuestionsNeeded(1, 1e-5, design));
    }

    [Fact]
    public void SmallestDifference_is_turned_round_by_QuestionsNeeded()
    {
        StudyDesign design = new() { QuestionsPerCluster = 4, Correlation = 0.1, Tests = 6 };
        double smallest = SamplePlanner.SmallestDifference(0.5, 300, design)!.Value;
        Assert.InRange(SamplePlanner.QuestionsNeeded(0.5, smallest, design), 295, 300);
        Assert.True(SamplePlanner.QuestionsNeeded(0.5, smallest * 0.99, design) > 300);
        Assert.Null(SamplePlanner.SmallestDifference(5, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplePlanner.SmallestDifference(0.5, 10, new StudyDesign { Correlation = 2 }));
    }

    [Fact]
    public void Like_takes_over_what_was_measured()
    {
        Dictionary<string, double?> a = Enumerable.Range(0, 60).ToDictionary(i => $"q{i}", i => (double?)(i / 6 % 2)), b = a.ToDictionary(s => s.Key, _ => (double?)0.5);
        StudyDesign design = new StudyDesign().Like(Clustered.Difference(a, b, a.Keys.ToDictionary(k => k, k => $"d{int.Parse(k[1..], System.Globalization.CultureInfo.InvariantCulture) / 6}")));
        Assert.InRange(design.DesignEffect, 6, 7);
        Assert.Equal((6, 0, 1), (design.QuestionsPerCluster, design.SizeVariation, Math.Round(design.Correlation, 9)));
    }

    [Fact]
    public void StoppingRule_has_the_published_boundaries()
    {
        // Lan-DeMets spending in the manner of O'Brien-Fleming, two-sided 5%, five equal looks (Jennison and Turnbull 2000; Reboussin et al. 2000): 4.877, 3.357, 2.680, 2.290, 2.031.
        StoppingRule rule = StoppingRule.Equal(5);
        Assert.Equal([4.877, 3.357, 2.680, 2.290, 2.031], rule.Looks.Select(l => Math.Round(l.Bound, 3)));
        Assert.Equal(0.05, rule.Looks[^1].Spent, 12);
        Assert.Equal(1.96, Math.Round(StoppingRule.Equal(1).Looks[0].Bound, 2));
        Assert.True(rule.Stops(4, 0.04) && !rule.Stops(3, 0.04) && !rule.Stops(0, 0.0001));
        Assert.Throws<ArgumentException>(() => new StoppingRule([0.5, 0.5, 1]));
        Assert.Throws<ArgumentException>(() => new StoppingRule([0.5]));
        Assert.Throws<ArgumentException>(() => StoppingRule.Equal(0));
    }

    [Fact]
    public void StoppingRule_keeps_its_level_over_all_looks()
    {
        // A walk of 5 steps, 40,000 times: at 5% each, 14% would be stopped.
        StoppingRule rule = StoppingRule.Equal(5);
        Random random = new(5);
        int stopped = 0, naive = 0;
        for (int trial = 0; trial < 40_000; trial++)
        {
            double sum = 0;
            bool crossed = false, often = false;
            for (int look = 0; look < 5; look++)
            {
                sum += Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                double p = 2 * Normal.Above(Math.Abs(sum) / Math.Sqrt(look + 1));
                crossed |= rule.Stops(look, p);
                often |= p <= 0.05;
            }

            stopped += crossed ? 1 : 0;
            naive += often ? 1 : 0;
        }

        Assert.InRange(stopped / 40_000.0, 0.046, 0.054);
        Assert.True(naive / 40_000.0 > 0.13);
    }

    [Fact]
    public void Repeats_are_no_questions()
    {
        // Two questions, 3 and 2 answers: within = (0.5 + 0.02) / 3 and so on, by hand.
        Repeats repeats = Repeats.Of([("a", 1), ("a", 0), ("a", 0.5), ("b", 0.9), ("b", 0.7), ("b", null), ("c", null)]);
        Assert.Equal((5, 2), (repeats.Answers, repeats.Missing));
        Assert.Equal([("a", 0.5), ("b", 0.8), ("c", null)], repeats.Means.Select(m => (m.Key, m.Value is { } v ? Math.Round(v, 12) : (double?)null)));
        Assert.Equal(0.52 / 3, repeats.Within!.Value, 12);
        double mean = 3.1 / 5, between = (3 * (0.5 - mean) * (0.5 - mean)) + (2 * (0.8 - mean) * (0.8 - mean)), size = 5 - (13 / 5.0);
        Assert.Equal(Math.Max(0, (between - (0.52 / 3)) / size), repeats.Between!.Value, 12);
        Assert.Null(Repeats.Of([("a", 1), ("b", 0)]).Within);
        Assert.Null(Repeats.Of([("a", 1), ("a", 0)]).Between);
    }

    [Fact]
    public void Repeats_say_whether_to_repeat_or_to_ask()
    {
        Random random = new(3);
        Repeats noisy = Repeats.Of(Enumerable.Range(0, 4000).Select(i => ($"q{i / 4}", (double?)(random.NextDouble() < 0.5 ? 1 : 0))));
        Repeats hard = Repeats.Of(Enumerable.Range(0, 4000).Select(i => ($"q{i / 4}", (double?)(i / 4 % 2))));
        Assert.True(noisy.ShareOfRepeats > 0.8);
        Assert.Equal((0.0, 1), (hard.ShareOfRepeats, hard.BestRepeats(4)));
        Repeats mixed = Repeats.Of(Enumerable.Range(0, 8000).Select(i => ($"q{i / 4}", (double?)(random.NextDouble() < (i / 4 % 2 == 0 ? 0.25 : 0.75) ? 1 : 0))));
        Assert.Equal((0.0625, 0.1875), (Math.Round(mixed.Between!.Value, 2) == 0.06 ? 0.0625 : mixed.Between.Value, Math.Round(mixed.Within!.Value, 2) == 0.19 ? 0.1875 : mixed.Within.Value));
        Assert.Equal(3, mixed.BestRepeats(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => mixed.BestRepeats(-1));
    }

    [Fact]
    public void PredictionPowered_agrees_with_its_definition()
    {
        JsonNode golden = Golden.Of("ppi");
        double[] judge = Golden.Numbers(golden["judge"]!), judged = Golden.Numbers(golden["judged"]!), human = Golden.Numbers(golden["human"]!), plain = Golden.Numbers(golden["plain"]!), tuned = Golden.Numbers(golden["tuned"]!);
        (double, double)[] labelled = [.. judged.Zip(human)];
        PredictionPoweredEstimate one = PredictionPowered.Mean(judge, labelled, tuned: false), best = PredictionPowered.Mean(judge, labelled);
        Golden.Close(plain[0], one.Mean);
        Golden.Close(plain[1], one.StandardError);
        Assert.Equal(golden["weight"]!.GetValue<double>(), best.Weight, 4);
        Assert.Equal(tuned[0], best.Mean, 5);
        Assert.Equal(tuned[1], best.StandardError, 5);
        Assert.True(best.StandardError <= best.LabelsOnlyError);
        Assert.Throws<ArgumentException>(() => PredictionPowered.Mean(judge, labelled[..29]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PredictionPowered.Mean([2, 1], labelled));
    }

    [Fact]
    public void PredictionPowered_takes_out_the_bias_of_a_judge_and_ignores_a_blind_one()
    {
        Random random = new(11);
        int covered = 0, blind = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            // People say 0.6; the judge says right to 90% of the right and 50% of the wrong answers.
            (double Judge, double Human)[] all = [.. Enumerable.Range(0, 600).Select(_ => random.NextDouble() < 0.6 ? (random.NextDouble() < 0.9 ? 1.0 : 0, 1.0) : (random.NextDouble() < 0.5 ? 1.0 : 0, 0.0))];
            PredictionPoweredEstimate estimate = PredictionPowered.Mean([.. all[100..].Select(a => a.Judge)], all[..100]);
            covered += estimate.Interval is { Low: <= 0.6, High: >= 0.6 } ? 1 : 0;
            blind += PredictionPowered.Mean([.. all[100..].Select(_ => (double)random.Next(2))], [.. all[..100].Select(a => ((double)random.Next(2), a.Human))]).Weight < 0.25 ? 1 : 0;
        }

        Assert.InRange(covered, 273, 297);
        Assert.True(blind > 290, $"{blind}");
    }
}
