using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.FineTuning;

namespace Assay.Reporting;

/// <summary>The curve of a training: loss of its steps, and of what is held out where it was evaluated, with the step whose parameters were kept.</summary>
internal static class LossChart
{
    private const int Height = 220, Points = 200;

    /// <summary>The chart as HTML.</summary>
    /// <param name="steps">What every step gave, in order.</param>
    /// <param name="bestStep">The step whose parameters were kept.</param>
    /// <returns>An HTML fragment; empty for fewer than two steps.</returns>
    public static string Render(ImmutableArray<StepMetrics> steps, long bestStep)
    {
        if (steps.Length < 2) return "";
        (double Step, double Loss)[] train = Thinned(steps);
        (double Step, double Loss)[] heldOut = [.. steps.Where(s => s.HeldOutLoss is not null).Select(s => ((double)s.Step, s.HeldOutLoss!.Value))];
        double last = steps[^1].Step, high = train.Concat(heldOut).Max(p => p.Loss), tick = IntervalPlot.RoundStep(high / 4);
        high = Math.Max(tick, Math.Ceiling(high / tick) * tick);
        double X(double step) => 100 * step / last;
        double Y(double loss) => Height * (1 - (loss / high));
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"\n<div class=\"plot\" role=\"img\" aria-label=\"Loss of training and of held-out examples by step\"><svg width=\"100%\" height=\"{Height}\">"));
        for (double at = 0; at <= high + (tick / 2); at += tick)
        {
            svg.Append(Figures.Text($"<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{Y(at):0.#}\" y2=\"{Y(at):0.#}\"/><text x=\"2\" y=\"{Y(at) - 3:0.#}\">{at:0.##}</text>"));
        }

        svg.Append(Figures.Text($"<line class=\"zero\" x1=\"{X(bestStep):0.##}%\" x2=\"{X(bestStep):0.##}%\" y1=\"0\" y2=\"{Height}\"/>"));
        Line(svg, train, "curve muted", X, Y);
        Line(svg, heldOut, "curve strong", X, Y);
        foreach ((double step, double loss) in heldOut) svg.Append(Figures.Text($"<circle class=\"point strong\" cx=\"{X(step):0.##}%\" cy=\"{Y(loss):0.#}\" r=\"3\"/>"));
        return svg.Append(Figures.Text($"</svg><p class=\"soft\">Loss in nats a token over {last:N0} steps: grey the steps, {(heldOut.Length > 0 ? "coloured what is held out, " : "")}dashed the step that was kept ({bestStep:N0}).</p></div>")).ToString();
    }

    // Lines between percentages: a path could not be drawn across a width that is not known.
    private static void Line(StringBuilder svg, (double Step, double Loss)[] points, string style, Func<double, double> x, Func<double, double> y)
    {
        for (int i = 1; i < points.Length; i++)
        {
            svg.Append(Figures.Text($"<line class=\"{style}\" x1=\"{x(points[i - 1].Step):0.##}%\" y1=\"{y(points[i - 1].Loss):0.#}\" x2=\"{x(points[i].Step):0.##}%\" y2=\"{y(points[i].Loss):0.#}\"/>"));
        }
    }

    // The mean of as many steps each as leaves few enough points.
    private static (double Step, double Loss)[] Thinned(ImmutableArray<StepMetrics> steps)
    {
        int each = (steps.Length + Points - 1) / Points;
        return [.. steps.Chunk(each).Select(c => (c.Average(s => (double)s.Step), c.Average(s => s.Loss)))];
    }
}
