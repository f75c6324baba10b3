using System.Text;
using System.Text.Json.Nodes;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Reporting;
using Assay.Tuning.Racing;
using Assay.Tuning.Registry;
using Assay.Tuning.Training;

namespace Assay.Cli.Commands;

/// <summary>What <c>assay tune</c> says of plans and results.</summary>
internal static class TuneText
{
    /// <summary>What would be done.</summary>
    public static string Plan(TunePlan plan, TuneEstimate? estimate)
    {
        TuneData data = plan.Data;
        var text = new StringBuilder();
        text.Append(Invariant($"model: {(plan.Base.IsScratch ? $"none is named, so one of 288 values and 6 layers begins from random weights with a vocabulary of {plan.Base.Model.Tokenizer.VocabularySize:N0} tokens learned from the project. It learns behaviour, not knowledge of the world" : plan.Base.Name)}\n"));
        if (!plan.CanRun) return text.ToString();
        string what = plan.Lora is { } lora ? Invariant($"low-rank additions of rank {lora.Rank}, alpha {lora.Alpha:0.##}{(lora.RankStabilised ? ", rank-stabilised" : "")}, to {string.Join(", ", lora.TargetModules)}") : "every weight";
        text.Append(Invariant($"trains: {what}\n"));
        text.Append(Invariant($"examples: {data.Lesson!.Items - data.Planted:N0} to train on{(data.Planted > 0 ? $" and {data.Planted:N0} planted secrets" : "")}, {data.Lesson.HeldOut:N0} held out{(data.Leaking.IsEmpty ? "" : $", {data.Leaking.Length:N0} left out for holding evaluation questions")}\n"));
        if (data.Lesson.HeldOut == 0 && plan.Project.Tuning.HeldOut > 0) text.Append("warning: nothing could be held out, because all examples share a document, group, source or near copies: how good the result is will not be known, and training does not stop early\n");
        text.Append(Invariant($"steps: {plan.Steps:N0} of {plan.Options.BatchSize} examples, {plan.Options.Epochs:0.##} epochs, learning rate {plan.Options.LearningRate:0.##e-0}{(plan.StepsDone > 0 ? $"; goes on after step {plan.StepsDone:N0} of an interrupted run" : "")}\n"));
        if (estimate is not null)
        {
            double left = plan.Steps == 0 ? 1 : (double)(plan.Steps - plan.StepsDone) / plan.Steps;
            text.Append(Invariant($"{(plan.StepsDone > 0 ? "what is left takes about" : "takes about")}: {ProgressLine.Text(TimeSpan.FromSeconds(estimate.Seconds * left))} at {estimate.TokensPerSecond:N0} tokens/s, {estimate.Megabytes:N0} MB, at most {ByteText.Of(estimate.DiskBytes)} on the disk{(estimate.CostUsd is { } cost ? $", {cost * (decimal)left:0.00} USD" : "")}\n"));
        }

        return text.ToString();
    }

    /// <summary>What a search found.</summary>
    public static string Race(RaceResult race)
    {
        string gain = race.Gain is { } g && race.Best is { } best ? Invariant($" The best beside the default was {best.Name}: held-out loss {g.Mean:+0.000;-0.000} better [{g.Low:+0.000;-0.000}, {g.High:+0.000;-0.000}] at {race.Share:0%} of the steps.") : "";
        return Invariant($"search: {race.Measurements.Select(m => m.Candidate).Distinct().Count()} ways to train in {ProgressLine.Text(TimeSpan.FromSeconds(race.Seconds))}{(race.Cost is { } cost ? $" ({cost:0.00} USD)" : "")}. {race.Reason}{gain}\n");
    }

    /// <summary>What came of it.</summary>
    public static string Outcome(TunePlan plan, TuneOutcome outcome)
    {
        TunedResult result = outcome.Version.Manifest.Result;
        var text = new StringBuilder();
        text.Append(Invariant($"{outcome.Version.Name}: {result.Steps:N0} steps{(outcome.End == TrainingEnd.StoppedImproving ? ", stopped for no longer improving" : "")}, parameters of step {result.BestStep:N0}\n"));
        if (!outcome.After.IsEmpty)
        {
            text.Append(Invariant($"  held-out loss     {TextScore.Mean(outcome.Before):0.000} before, {TextScore.Mean(outcome.After):0.000} after\n"));
            text.Append(Invariant($"  {plan.Data.Lesson!.Right.PadRight(18)}{Right(outcome.Before)} of {outcome.Before.Length} before, {Right(outcome.After)} after{(outcome.Exact is { Mean: { } mean, Interval: { } interval } ? $": {mean:+0.0%;-0.0%;0.0%} [{interval.Low:+0.0%;-0.0%;0.0%}, {interval.High:+0.0%;-0.0%;0.0%}]" : "")}\n"));
        }

        if (!result.Strengths.IsDefaultOrEmpty) text.Append(Invariant($"  strength          {TuningReport.Strength(outcome.Version.Manifest)}\n"));
        string estimated = result.EstimatedSeconds is > 0 and var expected ? Invariant($" (estimated {ProgressLine.Text(TimeSpan.FromSeconds(expected))}, {(result.Seconds / expected) - 1:+0%;-0%;0%})") : "";
        text.Append(Invariant($"  time              {ProgressLine.Text(TimeSpan.FromSeconds(result.Seconds))}{estimated}, {result.Tokens / Math.Max(1e-9, result.Seconds):N0} tokens/s, peak {result.PeakMegabytes:N0} MB\n"));
        foreach (Gate gate in outcome.Gates.Gates.Where(g => g.Name is GateReport.Forgetting or GateReport.Memorisation)) text.Append(Invariant($"  {gate.Name.PadRight(18)}{GateText.Outcome(gate)}: {gate.Text}\n"));
        text.Append(Invariant($"Written: {plan.Project.Display(outcome.Version.Folder)} (report.html has the curve). Next: assay compare (measures it on the questions), then assay models promote {outcome.Version.Name}\n"));
        return text.ToString();
    }

    /// <summary>A plan as JSON.</summary>
    public static object Json(TunePlan plan, TuneEstimate? estimate) => new
    {
        plan.Key,
        Model = plan.Base.Name,
        FromRandomWeights = plan.Base.IsScratch,
        plan.Method,
        plan.Options,
        plan.Lora,
        Training = plan.Data.Lesson?.Items ?? 0,
        HeldOut = plan.Data.Lesson?.HeldOut ?? 0,
        plan.Data.Leaking,
        plan.Steps,
        plan.StepsDone,
        Estimate = estimate,
        Existing = plan.Existing?.Name,
        Checks = JsonNode.Parse(plan.Data.Report.ToJson()),
    };

    /// <summary>A result as JSON.</summary>
    public static object Json(TunePlan plan, TuneOutcome outcome) => new
    {
        Version = outcome.Version.Name,
        Trained = true,
        outcome.Version.Folder,
        outcome.End,
        HeldOut = outcome.After.IsEmpty ? null : new
        {
            Examples = outcome.After.Length,
            LossBefore = TextScore.Mean(outcome.Before),
            LossAfter = TextScore.Mean(outcome.After),
            RightBefore = Right(outcome.Before),
            RightAfter = Right(outcome.After),
            Difference = outcome.Exact,
        },
        Gates = outcome.Gates.Gates,
        outcome.Version.Manifest,
        Checks = JsonNode.Parse(plan.Data.Report.ToJson()),
    };

    private static int Right(IReadOnlyCollection<TextScore> scores) => scores.Count(s => s.IsExact);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
