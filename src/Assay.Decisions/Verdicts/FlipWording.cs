using System.Globalization;

namespace Assay.Decisions.Verdicts;

/// <summary>A flip point in a sentence.</summary>
/// <param name="currency">Of the amounts.</param>
internal sealed class FlipWording(string currency)
{
    private const double Likely = 0.05;

    /// <summary>The sentence.</summary>
    /// <param name="arm">The arm named now.</param>
    /// <param name="flip">Where that changes.</param>
    public string Of(string arm, FlipPoint flip)
    {
        bool up = flip.RangeEnd > (flip.Now ?? double.PositiveInfinity);
        if (flip.At is not { } at)
        {
            string chance = flip.Chance >= Likely ? $", though not in {Wording.Percent(flip.Chance)} of resamples" : "";
            return $"{arm} stays the choice {Reach(flip, up)}{chance}.";
        }

        string interval = $"90% interval {End(flip.Low, flip, !up)} to {End(flip.High, flip, up)}";
        string then = flip.To is null ? "no arm meets the requirements" : $"{flip.To} is the choice";
        return flip.Now == at
            ? $"{then[..1].ToUpperInvariant()}{then[1..]} as soon as {Subject(flip.Axis)} {(up ? "rises" : "falls")} ({interval})."
            : $"{(up ? "Above" : "Below")} {Value(flip.Axis, at)} {then} ({interval}).";
    }

    private string Reach(FlipPoint flip, bool up) => flip.Axis == FlipAxis.ChangeRate && !up ? "without any retraining" : flip.RangeEnd == 0 ? $"whatever {Subject(flip.Axis)}" : $"{(up ? "up" : "down")} to {Value(flip.Axis, flip.RangeEnd)}";

    private string End(double? end, FlipPoint flip, bool far) => end is { } value ? Number(flip.Axis, value) : far ? $"beyond {Number(flip.Axis, flip.RangeEnd)}" : "not within the range";

    private static string Subject(FlipAxis axis) => axis switch
    {
        FlipAxis.Volume => "the number of questions",
        FlipAxis.ChangeRate => "the number of retrainings",
        FlipAxis.LatencyP50 or FlipAxis.LatencyP95 or FlipAxis.LatencyP99 => "the latency limit",
        FlipAxis.Price => "the price of model calls",
        _ => "the cost of a wrong answer",
    };

    private string Value(FlipAxis axis, double value) => axis switch
    {
        FlipAxis.Volume => $"{Number(axis, value)} questions a month",
        FlipAxis.ChangeRate => $"{Number(axis, value)} retrainings a month",
        FlipAxis.LatencyP50 => $"a median latency limit of {Number(axis, value)}",
        FlipAxis.LatencyP95 => $"a limit of {Number(axis, value)} at the 95th percentile",
        FlipAxis.LatencyP99 => $"a limit of {Number(axis, value)} at the 99th percentile",
        FlipAxis.Price => $"{Number(axis, value)} times the price of model calls",
        _ => $"{Number(axis, value)} a wrong answer",
    };

    private string Number(FlipAxis axis, double value) => axis switch
    {
        FlipAxis.LatencyP50 or FlipAxis.LatencyP95 or FlipAxis.LatencyP99 => string.Create(CultureInfo.InvariantCulture, $"{value:N0} ms"),
        FlipAxis.WrongAnswerCost => Wording.Amount(value, currency),
        _ => Wording.Count(value),
    };
}
