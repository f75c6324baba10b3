using System.Collections.Immutable;
using Assay.Models.Adapters;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tuning.Registry;
using Assay.Tuning.Scoring;
using Assay.Tuning.Strength;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;

namespace Assay.FineTuning;

/// <summary>How strong the low-rank additions of a version are.</summary>
public enum StrengthMode
{
    /// <summary>As strong as gives the best gain on held-out examples, in what training stops on, within the budget for forgetting; as trained where no strength gives one.</summary>
    Best,

    /// <summary>As trained.</summary>
    Full,
}

/// <summary>How strong a version's additions are to be, and what was seen at every strength.</summary>
/// <param name="Strength">What all additions are multiplied with.</param>
/// <param name="Tried">What was seen; empty where nothing was tried.</param>
internal sealed record StrengthChoice(double Strength, ImmutableArray<TunedStrength> Tried)
{
    // Of more held-out examples so many are looked at, evenly from all.
    private const int MostHeldOut = 200;

    /// <summary>Chooses. Tried are additions to a model of the project's, with conversations held out; anything else stays as trained.</summary>
    /// <param name="plan">What was trained.</param>
    /// <param name="decoder">The trained parameters.</param>
    /// <param name="team">Who computes.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    public static StrengthChoice Of(TunePlan plan, TrainableDecoder decoder, WorkerTeam team, CancellationToken cancellationToken)
    {
        if (plan.Project.Tuning.Strength == StrengthMode.Full || plan.Method != TuningMethod.Lora || plan.Base.IsScratch || plan.Lesson is not SupervisedLesson lesson) return new StrengthChoice(1, []);
        SupervisedText[] all = [.. lesson.HeldOutTexts.Where(t => t.LearnedCount > 0)];
        if (all.Length == 0) return new StrengthChoice(1, []);
        int each = ((all.Length - 1) / MostHeldOut) + 1;
        using LoraAdapter adapter = decoder.ToAdapter("trained");
        ImmutableArray<SupervisedText> heldOut = [.. all.Where((_, i) => i % each == 0)];
        double Exact(LoraAdapter scaled) => new TextScorer(new RunningModel(plan.Base.Model, scaled), team).Score(heldOut, cancellationToken).Average(s => s.Best == s.Tokens.Length ? 1.0 : 0.0);
        var options = new StrengthOptions { ForgettingBudget = plan.Project.Tuning.ForgettingBudget, Score = plan.Options.Measure == TrainingMeasure.Score ? Exact : null };
        StrengthReport report = StrengthSweep.Run(plan.Base.Model, adapter, heldOut, options, team, cancellationToken);
        return new StrengthChoice(report.ChosenStrength == 0 ? 1 : report.ChosenStrength,
            [.. report.Points.Select(p => new TunedStrength(p.Strength, p.HeldOutLoss, p.Gain.Mean, p.General.Loss.Mean, p.General.Loss.Interval?.High, p.IsWithinBudget) { Exact = p.Score })]);
    }
}
