using System.Collections.Immutable;
using Assay.FineTuning;
using Assay.Reporting.Charts;
using Assay.Tuning.Registry;

namespace Assay.Reporting;

/// <summary>The curves of a training: what was learned step by step, and what each strength gains and forgets.</summary>
internal static class LossChart
{
    private const int Points = 120;

    /// <summary>Loss of the steps, and of what is held out where it was evaluated, with the step whose parameters were kept.</summary>
    /// <param name="body">Receives it; nothing for fewer than two steps.</param>
    /// <param name="steps">What every step gave, in order.</param>
    /// <param name="bestStep">The step whose parameters were kept.</param>
    public static void Learning(ReportBody body, ImmutableArray<StepMetrics> steps, long bestStep)
    {
        if (steps.Length < 2) return;
        ImmutableArray<LinePoint> train = Thinned(steps);
        ImmutableArray<LinePoint> heldOut = [.. steps.Where(s => s.HeldOutLoss is not null).Select(s => new LinePoint(s.Step, s.HeldOutLoss!.Value))];
        string held = heldOut.IsEmpty ? "" : Figures.Text($" Held-out loss goes from {heldOut[0].Y:0.000} to {heldOut[^1].Y:0.000}, {heldOut.Min(p => p.Y):0.000} at its lowest.");
        body.Chart(new LineChart
        {
            Id = "learning",
            Title = "Learning curve",
            Description = Figures.Text($"Loss of training falls from {train[0].Y:0.000} to {train[^1].Y:0.000} over {steps[^1].Step:N0} steps.{held} The parameters of step {bestStep:N0} were kept."),
            XTitle = "step",
            YTitle = "loss in nats a token: 0 would be every wanted token for certain",
            Series = heldOut.IsEmpty ? [new LineSeries("training", train)] : [new LineSeries("training", train), new LineSeries("held out", heldOut)],
            Marks = bestStep > 0 ? [new ChartMark(Figures.Text($"kept: step {bestStep:N0}"), bestStep)] : [],
            YText = v => Figures.Text($"{v:0.###}"),
        });
    }

    /// <summary>What is gained on held-out examples and forgotten of general texts by how strongly the additions are applied.</summary>
    /// <param name="body">Receives it; nothing where no strength was tried or forgetting was not measured.</param>
    /// <param name="strengths">What was tried.</param>
    /// <param name="chosen">The strength that was chosen.</param>
    public static void Forgetting(ReportBody body, ImmutableArray<TunedStrength> strengths, double chosen)
    {
        if (strengths.IsDefaultOrEmpty) return;
        TunedStrength[] known = [.. strengths.Where(s => s is { Gain: not null, Forgotten: not null }).OrderBy(s => s.Strength)];
        if (known.Length == 0) return;
        // At strength 0 the model is the one that training began with.
        var start = new LinePoint(0, 0);
        body.Chart(new LineChart
        {
            Id = "forgetting",
            Title = "Learned and forgotten by strength",
            Description = Figures.Text($"At strength {known[^1].Strength:0.##} the held-out loss is {known[^1].Gain:0.000} lower and the loss on general texts {known[^1].Forgotten:0.000} higher. Strength {chosen:0.##} was chosen."),
            XTitle = "strength of the additions",
            YTitle = "nats a token: learned is how much the held-out loss falls, forgotten how much the loss on general texts rises",
            Series =
            [
                new LineSeries("learned", [start, .. known.Select(s => new LinePoint(s.Strength, s.Gain!.Value))]),
                new LineSeries("forgotten", [start, .. known.Select(s => new LinePoint(s.Strength, s.Forgotten!.Value, s.Forgotten, s.MostForgotten ?? s.Forgotten))]),
            ],
            Marks = [new ChartMark(Figures.Text($"chosen: {chosen:0.##}"), chosen)],
            XText = v => Figures.Text($"{v:0.##}"),
            YText = v => Figures.Text($"{v:0.###}"),
        });
    }

    // The mean of as many steps each as leaves few enough points, at the last of them.
    private static ImmutableArray<LinePoint> Thinned(ImmutableArray<StepMetrics> steps)
    {
        int each = (steps.Length + Points - 1) / Points;
        return [.. steps.Chunk(each).Select(c => new LinePoint(c[^1].Step, c.Average(s => s.Loss)))];
    }
}
