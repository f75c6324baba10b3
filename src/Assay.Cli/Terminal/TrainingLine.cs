using System.Globalization;
using Assay.Tuning.Training;

namespace Assay.Cli.Terminal;

/// <summary>Shows a training: a line with its curve that redraws itself on a terminal; otherwise a line for each evaluation and every few seconds.</summary>
/// <param name="host">Where to write, and the clock.</param>
/// <param name="stepsBefore">Steps that an interrupted run has done.</param>
internal sealed class TrainingLine(CommandHost host, long stepsBefore) : IProgress<TrainingProgress>, IDisposable
{
    private const int CurveWidth = 32;
    private const string Levels = "▁▂▃▄▅▆▇█";
    private readonly TimeSpan interval = host.IsTerminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10);
    private readonly List<double> losses = [];
    private readonly long started = host.Time.GetTimestamp();
    private long lastShown;
    private int shownLength;
    private TrainingEvaluation? best;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        losses.Add(value.Loss);
        if (value.Evaluation is { IsBest: true } evaluation) best = evaluation;
        long now = host.Time.GetTimestamp();
        bool due = lastShown == 0 || host.Time.GetElapsedTime(lastShown, now) >= interval || value.Step == value.Steps;
        if (!due && (host.IsTerminal || value.Evaluation is null)) return;
        lastShown = now;
        Show(Line(value, host.Time.GetElapsedTime(started, now)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (shownLength > 0) host.Drawing.WriteLine();
    }

    /// <summary>The losses so far, each mark the mean of as many steps, from the lowest to the highest of them.</summary>
    internal static string Curve(IReadOnlyList<double> losses)
    {
        int marks = Math.Min(CurveWidth, losses.Count);
        double[] means = [.. Enumerable.Range(0, marks).Select(i => Mean(losses, i * losses.Count / marks, (i + 1) * losses.Count / marks))];
        double low = means.Min(), range = means.Max() - low;
        return string.Concat(means.Select(m => Levels[range > 0 ? (int)Math.Min(Levels.Length - 1, (m - low) / range * Levels.Length) : 0]));
    }

    private static double Mean(IReadOnlyList<double> values, int from, int to)
    {
        double sum = 0;
        for (int i = from; i < to; i++) sum += values[i];
        return sum / (to - from);
    }

    private string Line(TrainingProgress value, TimeSpan elapsed)
    {
        long done = value.Step - stepsBefore;
        string left = value.Step < value.Steps ? $", {ProgressLine.Text(elapsed / done * (value.Steps - value.Step))} left" : "";
        string heldOut = best is null ? "" : string.Create(CultureInfo.InvariantCulture, $", held out {best.Loss:0.000}{(best.Score is { } score ? $" ({score:0.0%} exact)" : "")}");
        return string.Create(CultureInfo.InvariantCulture, $"train {value.Step:N0}/{value.Steps:N0}{left}  loss {Mean(losses, Math.Max(0, losses.Count - 10), losses.Count):0.000}{heldOut}  {value.Tokens / Math.Max(1e-9, value.Seconds):N0} tokens/s{(host.IsTerminal ? "  " + Curve(losses) : "")}");
    }

    private void Show(string line)
    {
        if (!host.IsTerminal)
        {
            host.Drawing.WriteLine(line);
            return;
        }

        host.Drawing.Write("\r" + line.PadRight(shownLength));
        shownLength = line.Length;
    }
}
