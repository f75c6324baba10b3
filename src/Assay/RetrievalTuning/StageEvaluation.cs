using System.Collections.Immutable;
using Assay.Evaluation.Statistics;
using Assay.Retrieval.Search;

namespace Assay.RetrievalTuning;

/// <summary>Measures what each stage of the search gains on a question set, chooses, and says how good the choice is on questions it was not made on.</summary>
/// <remarks>
/// Nested cross-validation: for every fold all decisions (which stages, which numbers, the reranker's weights) are made on the other folds and measured on this
/// one. The profile that is handed out is chosen in the same way on all questions; where the cross-validated choice is not better than the defaults, the
/// defaults stay.
/// </remarks>
/// <param name="meter">Measures profiles.</param>
/// <param name="stages">The stages, in the order in which they are decided.</param>
/// <param name="options">When a stage pays.</param>
/// <param name="decided">Told how often a stage was decided and how often there will be; null for nobody.</param>
public sealed class StageEvaluation(ProfileMeter meter, ImmutableArray<SearchStage> stages, StageOptions options, Action<int, int>? decided = null)
{

    /// <summary>Runs the evaluation.</summary>
    /// <param name="start">The profile without any choice.</param>
    /// <returns>What was measured and chosen.</returns>
    /// <exception cref="ArgumentException">There are fewer than two questions.</exception>
    public StageResult Run(SearchProfile start)
    {
        IReadOnlyList<JudgedQuestion> questions = meter.Questions;
        if (questions.Count < 2) throw new ArgumentException("Cross-validation needs at least two questions.", nameof(start));
        QuestionFolds folds = QuestionFolds.Of(questions, options.Folds);
        int done = 0, total = stages.Length * (folds.Count + 1);
        var selector = new StageSelector(meter, stages, options) { Decided = () => decided?.Invoke(++done, total) };
        decided?.Invoke(done, total);
        double[] before = selector.Scores(start);
        double[][] after = [.. stages.Select(_ => new double[questions.Count])];
        var chosen = ImmutableArray.CreateBuilder<StageSelection>();
        for (int f = 0; f < folds.Count; f++)
        {
            StageSelection selection = selector.Choose(start, folds.Outside(f));
            chosen.Add(selection);
            for (int s = 0; s < stages.Length; s++)
            {
                double[] scores = selector.Scores(selection.Steps[s].Profile);
                foreach (int q in folds.Inside(f)) after[s][q] = scores[q];
            }
        }

        StageSelection final = selector.Choose(start, [.. Enumerable.Range(0, questions.Count)]);
        DifferenceEstimate gain = Difference(after[^1], before);
        bool keep = gain.Mean > 0;
        var steps = ImmutableArray.CreateBuilder<StageOutcome>();
        for (int s = 0; s < stages.Length; s++)
        {
            double[] previous = s == 0 ? before : after[s - 1];
            ProfileScores with = meter.Measure(final.Steps[s].Profile), without = meter.Measure(s == 0 ? start : final.Steps[s - 1].Profile);
            steps.Add(new StageOutcome(
                stages[s].Name, keep ? final.Steps[s].Choice : StageSelector.Unchanged, Difference(after[s], previous),
                with.MedianMs + with.ModelMs - without.MedianMs - without.ModelMs,
                [.. chosen.Select(c => c.Steps[s].Choice)])
            {
                UsdPerSearch = (with.Model.SequenceEqual(without.Model) ? 0 : with.ModelUsd - without.ModelUsd) + VectorUsd(stages[s], keep ? final.Steps[s].Profile : start),
            });
        }

        return new StageResult(
            questions.Count, folds.Count, folds.ByDocument, PairedBootstrap.Mean(before.Select(b => (double?)b)), PairedBootstrap.Mean(after[^1].Select(a => (double?)a)),
            gain, steps.ToImmutable(), keep ? final.Profile : Fallback(selector, start));
    }

    private decimal? VectorUsd(SearchStage stage, SearchProfile profile) => stage.TakesBest && profile.Fusion.DenseWeight > 0 ? options.QueryUsd : 0;

    // Where no choice holds on questions it was not made on, the defaults do; but not a fusion that is worse than one of its parts.
    private SearchProfile Fallback(StageSelector selector, SearchProfile start) => stages.Any(s => s.TakesBest)
        ? new[] { start, start with { Fusion = start.Fusion with { DenseWeight = 0 } }, start with { Fusion = start.Fusion with { DenseWeight = 1 } } }.MaxBy(p => selector.Scores(p).Average())!
        : start;

    private DifferenceEstimate Difference(double[] a, double[] b)
    {
        Dictionary<string, double?> Named(double[] values) => values.Select((v, i) => (meter.Questions[i].Id, v)).ToDictionary(x => x.Id, x => (double?)x.v, StringComparer.Ordinal);
        return PairedBootstrap.Difference(Named(a), Named(b));
    }
}
