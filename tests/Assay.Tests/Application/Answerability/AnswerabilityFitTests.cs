using System.Collections.Immutable;
using Assay.Answerability;

namespace Assay.Tests.Application.Answerability;

public sealed class AnswerabilityFitTests
{
    [Fact]
    public void Fit_is_where_the_penalised_likelihood_is_flat()
    {
        AnswerabilityItem[] items = [.. Noisy(60, seed: 7)];
        AnswerabilityModel model = AnswerabilityModel.Fit(items);

        double[] errors = [.. items.Select(i => model.Probability(i.Signals) - (i.Answerable ? 1 : 0))];
        Assert.Equal(0, errors.Sum(), 4);
        for (int s = 0; s < 2; s++)
        {
            double slope = items.Select((item, i) => errors[i] * (item.Signals[s] - model.Means[s]) / model.Deviations[s]).Sum();
            Assert.Equal(-model.Weights[s], slope, 4);
        }

        Assert.True(model.Weights[0] > 0.5 && Math.Abs(model.Weights[1]) < 0.5, string.Join(' ', model.Weights));
    }

    [Fact]
    public void Fit_of_kinds_that_are_wholly_apart_stays_finite_and_a_signal_that_never_varies_counts_nothing()
    {
        AnswerabilityItem[] items = [.. Enumerable.Range(0, 20).Select(i => new AnswerabilityItem($"q{i}", i >= 10, [i / 20.0, 0.5], null))];
        AnswerabilityModel model = AnswerabilityModel.Fit(items);

        Assert.InRange(model.Weights[0], 1, 10);
        Assert.Equal(0, model.Weights[1]);
        Assert.True(model.Probability([0.0, 0.5]) < 0.1 && model.Probability([0.95, 0.5]) > 0.9);
    }

    [Fact]
    public void Folds_keep_a_page_together_and_hold_both_kinds_alike_whatever_the_order()
    {
        AnswerabilityItem[] items = [.. Enumerable.Range(0, 200).Select(i => new AnswerabilityItem($"q{i:000}", i % 4 != 0, [0], i % 4 == 0 ? null : $"page-{i / 8}"))];
        int[] folds = QuestionFolds.Deal(items, 5, seed: 3);

        Assert.All(items.Select((item, i) => (item.Page, Fold: folds[i])).Where(p => p.Page is not null).GroupBy(p => p.Page), page => Assert.Single(page.Select(p => p.Fold).Distinct()));
        foreach (bool kind in (bool[])[true, false])
        {
            int[] sizes = [.. Enumerable.Range(0, 5).Select(f => items.Where((item, i) => item.Answerable == kind && folds[i] == f).Count())];
            Assert.True(sizes.Max() - sizes.Min() <= 8, string.Join(' ', sizes));
        }

        AnswerabilityItem[] turned = [.. items.Reverse()];
        Assert.Equal(folds, QuestionFolds.Deal(turned, 5, seed: 3).Reverse());
        Assert.NotEqual(folds, QuestionFolds.Deal(items, 5, seed: 4));
    }

    [Fact]
    public void Threshold_gains_most_and_a_cost_of_wrong_answers_raises_it()
    {
        // By probability: two unanswerable, an answerable, an unanswerable, two answerable ones.
        bool[] answerable = [false, false, true, false, true, true];
        double[] probabilities = [0.1, 0.2, 0.3, 0.4, 0.6, 0.8];
        AnswerabilityItem[] items = [.. answerable.Select((a, i) => new AnswerabilityItem($"q{i}", a, [0], null))];

        Assert.Equal(0.25, CrossFit.ChooseThreshold(items, probabilities, wrongAnswerCost: 0), 9);
        Assert.Equal(0.5, CrossFit.ChooseThreshold(items, probabilities, wrongAnswerCost: 1), 9);
        Assert.Equal(0, CrossFit.ChooseThreshold(items, [0.9, 0.8, 0.3, 0.7, 0.2, 0.1], wrongAnswerCost: 0));

        // Where the answers were wrong or abstentions anyway, withholding loses or wins nothing.
        AnswerabilityItem[] answered = [.. items.Select(i => i.Answerable ? i with { Score = 0 } : i with { Score = 1, Abstained = true })];
        Assert.Equal(0, CrossFit.ChooseThreshold(answered, probabilities, wrongAnswerCost: 0));
        Assert.Equal(0.9, CrossFit.ChooseThreshold(answered, probabilities, wrongAnswerCost: 1), 9);
    }

    [Fact]
    public void Cross_validation_finds_what_signals_tell_and_nothing_where_they_tell_nothing()
    {
        var empty = new AnswerabilityReport { Project = "p", Answerable = 300, Unanswerable = 300 };
        AnswerabilityReport told = AnswerabilityEvaluator.Measured(empty, [.. Noisy(600, seed: 1)], seed: 0);
        Assert.InRange(told.Auroc!.Value, 0.75, 0.95);
        Assert.True(told.AurocInterval!.Value.Low < told.Auroc && told.Auroc < told.AurocInterval.Value.High);
        Assert.True(told.Gain!.Interval!.Value.Low > 0.1, $"{told.Gain}");
        Assert.Equal(told.ScoreAfter!.Value - told.ScoreBefore!.Value, told.Gain.Mean!.Value, 9);
        Assert.Equal(told.Gain, told.Worth);

        ImmutableArray<AnswerabilityItem> untold = [.. Noisy(600, seed: 1).Select(i => i with { Signals = [0.3, i.Signals[1]] })];
        Assert.InRange(AnswerabilityEvaluator.Measured(empty, untold, seed: 0).Auroc!.Value, 0.4, 0.6);
    }

    [Fact]
    public void Cost_of_wrong_answers_withholds_more()
    {
        var report = new AnswerabilityReport { Project = "p", Answerable = 300, Unanswerable = 300 };
        AnswerabilityReport plain = AnswerabilityEvaluator.Measured(report, [.. Noisy(600, seed: 5)], seed: 0);
        AnswerabilityReport dear = AnswerabilityEvaluator.Measured(report with { WrongAnswerCost = 4 }, [.. Noisy(600, seed: 5)], seed: 0);

        Assert.True(dear.Threshold > plain.Threshold && dear.WithheldRightly > plain.WithheldRightly, $"{plain} {dear}");
        Assert.True(dear.Recall > plain.Recall && dear.Precision < plain.Precision, $"{plain} {dear}");
        Assert.True(dear.Worth!.Mean > dear.Gain!.Mean, $"{dear.Worth} {dear.Gain}");
    }

    /// <summary>Half answerable; the first signal is larger for them, the second is noise.</summary>
    private static AnswerabilityItem[] Noisy(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new AnswerabilityItem($"q{i:0000}", i % 2 == 0, [(random.NextDouble() * 0.6) + (i % 2 == 0 ? 0.3 : 0), random.NextDouble()], $"page-{i / 6}"))];
    }
}
