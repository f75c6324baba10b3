using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Evaluation.Statistics.Learning;

namespace Assay.FineTuning;

/// <summary>What a pilot says of training on everything, before it is done.</summary>
/// <param name="Rival">What is to be beaten.</param>
/// <param name="RivalScore">Its score on the same items.</param>
/// <param name="Items">Held-out items that all runs and the rival have a score for.</param>
/// <param name="Reason">Why nothing can be forecast; null where it can.</param>
/// <param name="FlatShare">Share of the curves that do not rise.</param>
/// <param name="Runs">What was trained.</param>
/// <param name="Outlooks">For all examples, twice and four times as many; empty where nothing can be forecast.</param>
public sealed record PilotReport(string Rival, double RivalScore, int Items, string? Reason, double FlatShare, ImmutableArray<PilotRun> Runs, ImmutableArray<PilotOutlook> Outlooks)
{
    private static readonly double[] s_times = [1, 2, 4];

    /// <summary>Forecasts.</summary>
    /// <param name="runs">What was trained.</param>
    /// <param name="rival">The best arm so far: its name, and its score for each item, null where one is missing.</param>
    /// <param name="examples">How many examples there are to train on.</param>
    /// <param name="hourlyCost">What an hour of this machine costs in USD; 0 where that is not stated.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>The report.</returns>
    public static PilotReport Of(ImmutableArray<PilotRun> runs, (string Name, IReadOnlyDictionary<string, double?> Scores) rival, int examples, decimal hourlyCost, LearningCurveOptions? options = null)
    {
        string[] items = runs.Length == 0 ? [] : [.. runs[0].Scores.Keys.Where(id => rival.Scores.GetValueOrDefault(id) is not null && runs.All(r => r.Scores.ContainsKey(id))).Order(StringComparer.Ordinal)];
        double[] against = [.. items.Select(id => rival.Scores[id]!.Value)];
        double[] sizes = [.. s_times.Select(t => t * examples)];
        LearningForecast forecast = LearningCurve.Forecast([.. runs.Select(r => new LearningRun(r.Examples, [.. items.Select(id => r.Scores[id])]))], against, sizes, options);
        ImmutableArray<PilotOutlook> outlooks = [.. forecast.Predictions.Select((p, i) => Outlook(p, s_times[i], Seconds(runs, p.Size), hourlyCost))];
        return new PilotReport(rival.Name, against.Length == 0 ? 0 : against.Average(), items.Length, forecast.Reason, forecast.FlatShare, runs, outlooks);
    }

    /// <summary>The report in words.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (PilotRun run in Runs) text.Append(CultureInfo.InvariantCulture, $"  {run.Examples,7:N0} examples  {run.Scores.Values.DefaultIfEmpty().Average(),6:0.0%} of {run.Scores.Count:N0} held out, {Time(run.Seconds)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  {Rival}: {RivalScore:0.0%} of {Items:N0} that all have a score for\n");
        if (Reason is not null) return text.Append(CultureInfo.InvariantCulture, $"No forecast: {Reason}\n").ToString();
        foreach (PilotOutlook o in Outlooks)
        {
            string cost = o.CostUsd is { } usd ? string.Create(CultureInfo.InvariantCulture, $", {usd:0.00} USD") : "";
            text.Append(CultureInfo.InvariantCulture, $"  {o.Examples,7:N0} examples  {o.Score:0.0%} [{o.Low:0.0%}, {o.High:0.0%}] expected, better than {Rival} with probability {o.Chance:0.00}: {o.Gain:+0.0%;-0.0%;0.0%} [{o.GainLow:+0.0%;-0.0%;0.0%}, {o.GainHigh:+0.0%;-0.0%;0.0%}], {Time(o.Seconds)}{cost}\n");
        }

        return text.Append(Advice()).Append('\n').ToString();
    }

    // What the probabilities mean for the next step.
    private string Advice()
    {
        PilotOutlook all = Outlooks[0], most = Outlooks[^1];
        string flat = FlatShare > 0.5 ? " The scores hardly rise with the number of examples." : "";
        if (all.Chance >= 0.9) return $"Training on everything will most likely beat {Rival}.{flat}";
        if (most.Chance < 0.1) return $"Not even four times the examples are likely to beat {Rival}: other examples or another model may.{flat}";
        return all.Chance < 0.5 && most.Chance >= 0.5
            ? string.Create(CultureInfo.InvariantCulture, $"More examples would be needed to beat {Rival}: with four times as many the probability is {most.Chance:0.00}.")
            : string.Create(CultureInfo.InvariantCulture, $"Whether training on everything beats {Rival} is open.{flat}");
    }

    private static PilotOutlook Outlook(LearningPrediction p, double times, double seconds, decimal hourlyCost) =>
        new(times, (int)Math.Min(int.MaxValue, p.Size), p.Score, p.Range.Low, p.Range.High, p.Chance!.Value, p.Gain!.Value, p.GainRange!.Value.Low, p.GainRange.Value.High, seconds, hourlyCost > 0 ? hourlyCost * (decimal)(seconds / 3600) : null);

    // Along the best line through the runs' times that falls nowhere and begins at 0 or more.
    private static double Seconds(ImmutableArray<PilotRun> runs, double examples)
    {
        double meanSize = runs.Average(r => (double)r.Examples), meanTime = runs.Average(r => r.Seconds);
        double spread = runs.Sum(r => (r.Examples - meanSize) * (r.Examples - meanSize));
        double slope = spread == 0 ? 0 : Math.Max(0, runs.Sum(r => (r.Examples - meanSize) * (r.Seconds - meanTime)) / spread), start = meanTime - (slope * meanSize);
        return start >= 0 ? start + (slope * examples) : examples * runs.Sum(r => r.Seconds * r.Examples) / runs.Sum(r => (double)r.Examples * r.Examples);
    }

    private static string Time(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.#} min");
}
