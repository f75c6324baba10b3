using System.Collections.Immutable;
using Assay.Evaluation.Statistics;
using Assay.Models.Adapters;
using Assay.Models.Local;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Forgetting;
using Assay.Tuning.Scoring;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Strength;

/// <summary>What an adapter's strength is chosen by.</summary>
public sealed record StrengthOptions
{
    /// <summary>Strengths to try.</summary>
    /// <value>Each from 0 to 2; 0 is tried in any case. Default 0, 0.25, 0.5, 0.75 and 1.</value>
    public ImmutableArray<double> Strengths { get; init; } = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>How much the loss of a token of general texts may rise, in nats: 0.05 makes the perplexity 5% larger.</summary>
    /// <value>0 or more; default 0.05.</value>
    public double ForgettingBudget { get; init; } = 0.05;

    /// <summary>General texts.</summary>
    /// <value>Default: those that come with Assay.</value>
    public ImmutableArray<GeneralText> General { get; init; } = GeneralTexts.BuiltIn;

    /// <summary>The user's own measure of the model with an adapter, the higher the better; comes before the loss.</summary>
    /// <value>Default null: the loss of the held-out examples decides.</value>
    public Func<LoraAdapter, double>? Score { get; init; }
}

/// <summary>Finds how strong an adapter should be: the best gain for what may be forgotten (as in the weight averaging of Wortsman and others 2022, for LoRA).</summary>
public static class StrengthSweep
{
    private const double MostStrength = 2;

    /// <summary>Tries strengths. The weights are not copied for it.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="adapter">The adapter as it was trained.</param>
    /// <param name="heldOut">Examples that were not trained on; one or more.</param>
    /// <param name="options">What else it is chosen by.</param>
    /// <param name="team">Who works on it.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    /// <returns>The report; the same for the same inputs. <see cref="LoraAdapter.WithStrength"/> makes the chosen adapter, and <see cref="PeftAdapterWriter"/> writes it, its strength folded into alpha.</returns>
    /// <exception cref="InputException">An option is out of its range, or there is nothing held out.</exception>
    public static StrengthReport Run(LocalModel model, LoraAdapter adapter, ImmutableArray<SupervisedText> heldOut, StrengthOptions options, WorkerTeam team, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Strengths.FirstOrDefault(s => s is not (>= 0 and <= MostStrength)) is var wrong and not 0) throw Refuse(FormattableString.Invariant($"a strength must be 0 to {MostStrength}; found {wrong}."));
        if (!(options.ForgettingBudget >= 0)) throw Refuse(FormattableString.Invariant($"the budget for forgetting must be 0 or more; found {options.ForgettingBudget}."));
        ImmutableArray<SupervisedText> counted = [.. heldOut.Where(t => t.LearnedCount > 0)];
        if (counted.IsEmpty) throw Refuse("no example is held out, so no gain can be seen. Hold some out.");
        var general = new GeneralSet(model, options.General);
        var alone = new RunningModel(model);
        ImmutableArray<ScoredText> before = new TextScorer(alone, team).Score(counted, cancellationToken);
        GeneralScore generalBefore = general.Score(alone, team, cancellationToken);
        var points = ImmutableArray.CreateBuilder<StrengthPoint>();
        foreach (double strength in options.Strengths.Append(0).Distinct().Order())
        {
            using LoraAdapter scaled = adapter.WithStrength(strength);
            RunningModel running = strength == 0 ? alone : new RunningModel(model, scaled);
            ImmutableArray<ScoredText> after = strength == 0 ? before : new TextScorer(running, team).Score(counted, cancellationToken);
            var change = new GeneralChange(generalBefore, strength == 0 ? generalBefore : general.Score(running, team, cancellationToken));
            points.Add(new StrengthPoint(strength, after.Sum(s => s.TotalLoss) / after.Sum(s => s.Tokens.Length), PairedBootstrap.Differences(before.Zip(after, (b, a) => b.Loss - a.Loss)), change)
            {
                Score = options.Score?.Invoke(scaled),
                IsWithinBudget = change.Loss.Interval is { } interval && interval.High <= options.ForgettingBudget,
            });
        }

        return new StrengthReport(points.ToImmutable(), Choose(points).Strength);
    }

    // The weakest of those that are as good.
    private static StrengthPoint Choose(ImmutableArray<StrengthPoint>.Builder points)
    {
        StrengthPoint best = points[0];
        foreach (StrengthPoint point in points.Skip(1).Where(p => p.IsWithinBudget))
        {
            bool better = point.Score is { } mine && best.Score is { } theirs && mine != theirs ? mine > theirs : point.Gain.Mean > best.Gain.Mean;
            if (better) best = point;
        }

        return best;
    }

    private static InputException Refuse(string reason) => new(new Problem("adapter strength", null, reason));
}
