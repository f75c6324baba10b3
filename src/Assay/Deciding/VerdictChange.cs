using System.Collections.Immutable;
using Assay.Decisions.Requirements;

namespace Assay.Deciding;

/// <summary>What has become of an earlier verdict.</summary>
public enum Standing
{
    /// <summary>The same arm is named.</summary>
    Holds,

    /// <summary>Another arm is named, or the one that was named no longer meets the requirements.</summary>
    Overturned,

    /// <summary>An arm was named, and now the evidence does not suffice to name one.</summary>
    Open,

    /// <summary>No arm was named, and one is now.</summary>
    Settled,

    /// <summary>No arm was named before, and none is now.</summary>
    StillOpen,
}

/// <summary>An earlier verdict beside the present one.</summary>
/// <param name="Since">Name of the earlier verdict.</param>
/// <param name="SinceTime">When it was given.</param>
/// <param name="Standing">Whether it still holds.</param>
/// <param name="Says">The same in a sentence.</param>
/// <param name="Changes">What is different, one sentence each; the needs first, then what was measured, then data.</param>
public sealed record VerdictChange(string Since, DateTimeOffset SinceTime, Standing Standing, string Says, ImmutableArray<string> Changes)
{
    /// <summary>Compares two verdicts.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="now">The present one.</param>
    /// <returns>What has changed.</returns>
    public static VerdictChange Between(VerdictRecord before, VerdictRecord now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        Standing standing = StandingOf(before, now);
        return new VerdictChange(before.Name, before.Time, standing, Sentence(standing, before, now), [.. Needs(before, now), .. Evidence(before, now), .. Arms(before, now), .. Data(before, now)]);
    }

    private static Standing StandingOf(VerdictRecord before, VerdictRecord now)
    {
        bool noneMeets = now.Kind == "none_meets_requirements";
        return (before.Ship, now.Ship) switch
        {
            (null, null) => Standing.StillOpen,
            (null, _) => Standing.Settled,
            (_, null) => noneMeets ? Standing.Overturned : Standing.Open,
            var (old, present) => old == present ? Standing.Holds : Standing.Overturned,
        };
    }

    private static string Sentence(Standing standing, VerdictRecord before, VerdictRecord now)
    {
        string earlier = FormattableString.Invariant($"The verdict of {before.Time:yyyy-MM-dd} ({before.Name})");
        return standing switch
        {
            Standing.Holds => FormattableString.Invariant($"{earlier} still holds: ship {now.Ship} ({100 * now.Confidence:0}% sure, {100 * before.Confidence:0}% then)."),
            Standing.Overturned when now.Ship is null => $"{earlier} no longer holds: it named {before.Ship}, and no arm meets the requirements now.",
            Standing.Overturned => $"{earlier} no longer holds: it named {before.Ship}, and now it is {now.Ship}.",
            Standing.Open => $"{earlier} is open again: it named {before.Ship}, and the evidence of now does not name an arm.",
            Standing.Settled => $"{earlier} named no arm; now it is {now.Ship}.",
            _ => $"{earlier} named no arm, and none is named now.",
        };
    }

    private static IEnumerable<string> Needs(VerdictRecord before, VerdictRecord now)
    {
        foreach (string name in NeedFields.All.Select(f => f.Name))
        {
            string? old = before.Needs.GetValueOrDefault(name), present = now.Needs.GetValueOrDefault(name);
            if (old != present) yield return $"{name}: {old ?? "not known"} then, {present ?? "not known"} now.";
        }
    }

    private static IEnumerable<string> Evidence(VerdictRecord before, VerdictRecord now)
    {
        if (before.Measured != now.Measured) yield return now.Measured ? "Then it was decided on paper; now the arms are measured." : "Then the arms were measured; now nothing is.";
        if (before.Model != now.Model && before.Model is not null && now.Model is not null) yield return $"The model was {before.Model}; now it is {now.Model}.";
        if (before.Questions != now.Questions && before.Measured && now.Measured) yield return FormattableString.Invariant($"{before.Questions:N0} questions then, {now.Questions:N0} now.");
    }

    private static IEnumerable<string> Arms(VerdictRecord before, VerdictRecord now)
    {
        foreach (ArmRecord arm in now.Arms)
        {
            if (before.Arms.FirstOrDefault(a => a.Arm == arm.Arm) is not { } old)
            {
                if (before.Measured && now.Measured) yield return $"{arm.Arm} was not measured then.";
                continue;
            }

            if (old.Score is { } scored && arm.Score is { } scores && Math.Abs(scored - scores) >= 0.0005)
            {
                yield return FormattableString.Invariant($"{arm.Arm} scores {100 * scores:0.0}{Range(arm)}, {100 * scored:0.0}{Range(old)} then.");
            }

            if (old.LatencyP95Ms is { } waited && arm.LatencyP95Ms is { } waits && Ratio(waited, waits) >= 1.2) yield return FormattableString.Invariant($"{arm.Arm} takes {waits:N0} ms at the 95th percentile, {waited:N0} ms then.");
            if (old.TotalCost is { } cost && arm.TotalCost is { } costs && Ratio((double)cost, (double)costs) >= 1.05) yield return FormattableString.Invariant($"{arm.Arm} costs {costs:N0} over the horizon, {cost:N0} then.");
        }

        foreach (ArmRecord gone in before.Arms.Where(a => before.Measured && now.Measured && now.Arms.All(n => n.Arm != a.Arm))) yield return $"{gone.Arm} was measured then and is not now.";
    }

    private static IEnumerable<string> Data(VerdictRecord before, VerdictRecord now) => now.Data.Where(d => before.Data.TryGetValue(d.Key, out string? old) && old != d.Value)
        .Select(d => $"{d.Key}: {before.Data[d.Key]} then, {d.Value} now.");

    private static string Range(ArmRecord arm) => arm is { Low: { } low, High: { } high } ? FormattableString.Invariant($" ({100 * low:0.0} to {100 * high:0.0})") : "";

    private static double Ratio(double a, double b) => a == b ? 1 : Math.Max(a, b) / Math.Max(Math.Min(a, b), 1e-9);
}
