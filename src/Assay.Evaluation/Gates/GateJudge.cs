using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Statistics;

namespace Assay.Evaluation.Gates;

/// <summary>Holds runs against gates. A gate passes only on complete evidence; whatever is unknown, not measured or not a number turns it red, with the reason.</summary>
/// <remarks>
/// Gates that compare with another run and look at the forgiving end of the interval (<see cref="Gate.IsAlarm"/>) are tests: red when the one-sided p-value, adjusted by Holm over all of
/// them and all runs, is at most <see cref="GateOptions.FalseAlarms"/>. So a suite of dozens of gates on an unchanged product is red by chance no more often than that.
/// </remarks>
public static class GateJudge
{
    private const int MostNamed = 12;

    /// <summary>Judges.</summary>
    /// <param name="gates">The gates.</param>
    /// <param name="subjects">The runs, each of which must meet all of them.</param>
    /// <param name="options">Levels; null for the defaults.</param>
    /// <returns>One verdict a run and gate; a run is not compared with itself.</returns>
    public static GateResult Judge(IReadOnlyList<Gate> gates, IReadOnlyList<GateSubject> subjects, GateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(gates);
        ArgumentNullException.ThrowIfNull(subjects);
        options ??= new GateOptions();
        GateVerdict[] verdicts =
        [
            .. subjects.SelectMany(s => gates.Where(g => g.Against != s.Name).Select(g => Judge(g, s, options))),
            .. gates.Where(g => subjects.All(s => g.Against == s.Name)).Select(g => new GateVerdict(g.Against ?? "", g, false, null, "there is no other run to compare it with, so nothing was shown")),
        ];
        int[] alarms = [.. Enumerable.Range(0, verdicts.Length).Where(i => verdicts[i].P is not null)];
        ImmutableArray<double> adjusted = Holm.Adjust([.. alarms.Select(i => verdicts[i].P!.Value)]);
        for (int i = 0; i < alarms.Length; i++) verdicts[alarms[i]] = Sounded(verdicts[alarms[i]], adjusted[i], alarms.Length, options);
        return new GateResult([.. verdicts]);
    }

    private static GateVerdict Judge(Gate gate, GateSubject subject, GateOptions options)
    {
        GateVerdict Red(string reason) => new(subject.Name, gate, false, null, reason);
        if (!subject.Measures.TryGetValue(gate.Measure, out GateEvidence? evidence)) return Red($"no measure is called '{gate.Measure}'; there are {Named(subject.Measures.Keys)}");
        if (gate.Unit != GateUnit.None && gate.Unit != evidence.Unit) return Red($"{gate.Measure} is {Words(evidence.Unit)}, and the threshold is {Words(gate.Unit)}");
        if (evidence.Unit == GateUnit.Share && Math.Abs(gate.Threshold) > 1) return Red(string.Create(CultureInfo.InvariantCulture, $"{gate.Measure} is a share of at most 1, so {gate.Threshold} is no threshold; write {gate.Threshold}% if that is meant"));
        if (evidence.N <= 0 || evidence.Value is not { } value) return Red($"{gate.Measure} was not measured{(evidence.Reason is null ? "" : $": {evidence.Reason}")}{Missing(evidence.N, evidence.Missing)}");
        if (!double.IsFinite(value)) return Red($"{gate.Measure} is not a number");
        return gate.Against is { } other
            ? evidence.Against.TryGetValue(other, out ClusteredEstimate? difference) ? Compared(gate, subject, difference, options) : Red($"{gate.Measure} cannot be compared with '{other}'; there is {Named(evidence.Against.Keys)}")
            : Alone(gate, subject, evidence, options);
    }

    private static GateVerdict Alone(Gate gate, GateSubject subject, GateEvidence e, GateOptions options)
    {
        double? looked = gate.Basis switch { GateBasis.Low => e.Interval?.Low, GateBasis.High => e.Interval?.High, _ => e.Value };
        if (looked is not { } value || !double.IsFinite(value)) return new GateVerdict(subject.Name, gate, false, null, $"{gate.Measure} has no interval, so no {Words(gate.Basis)} of it is known");
        string seen = $"{Words(gate.Basis)} {Figure(value, e.Unit)} on {Counted(e.N, e.Missing)}";
        if (!gate.Holds(value, gate.Threshold)) return new GateVerdict(subject.Name, gate, false, value, seen);
        if (MissingShare(e.N, e.Missing) <= options.MissingShareAllowed) return new GateVerdict(subject.Name, gate, true, value, seen);
        if (e.WorstCase is not { } worst) return new GateVerdict(subject.Name, gate, false, value, $"{seen}: too many are missing");

        // How far the estimate moves when all missing rows come out against the gate; the end of an interval moves with it.
        double moved = value + (gate.IsLeast ? worst.Low : worst.High) - e.Value!.Value;
        bool holds = gate.Holds(moved, gate.Threshold);
        return new GateVerdict(subject.Name, gate, holds, value, $"{seen}; {Figure(moved, e.Unit)} if those missing all came out {(gate.IsLeast ? "0" : "1")}");
    }

    private static GateVerdict Compared(Gate gate, GateSubject subject, ClusteredEstimate d, GateOptions options)
    {
        double? looked = gate.Basis switch { GateBasis.Low => d.Interval?.Low, GateBasis.High => d.Interval?.High, _ => d.Mean };
        GateVerdict Red(string reason) => new(subject.Name, gate, false, looked, reason);
        if (looked is not { } value || !double.IsFinite(value)) return Red($"no two questions have {gate.Measure} in both runs{Missing(d.N, d.Missing)}");
        string seen = string.Create(CultureInfo.InvariantCulture, $"difference {d.Mean:+0.####;-0.####;0} ({d.Interval?.Low:+0.####;-0.####;0} to {d.Interval?.High:+0.####;-0.####;0}) to {gate.Against} on {Counted(d.N, d.Missing)}");
        if (MissingShare(d.N, d.Missing) > options.MissingShareAllowed) return Red($"{seen}: too many are missing in one of the runs");
        if (!gate.IsAlarm) return new GateVerdict(subject.Name, gate, gate.Holds(value, gate.Threshold), value, seen);
        double p = gate.IsLeast ? d.PBelow(gate.Threshold) : d.PAbove(gate.Threshold);
        return new GateVerdict(subject.Name, gate, true, value, seen) { P = p };
    }

    private static GateVerdict Sounded(GateVerdict verdict, double adjusted, int alarms, GateOptions options)
    {
        bool passed = adjusted > options.FalseAlarms;
        return verdict with
        {
            AdjustedP = adjusted,
            Passed = passed,
            Reason = string.Create(CultureInfo.InvariantCulture, $"{verdict.Reason}, {(passed ? "not shown to be" : "shown to be")} on the wrong side (p {Chance(verdict.P!.Value)}, {Chance(adjusted)} among {alarms})"),
        };
    }

    private static string Chance(double p) => p < 0.0001 ? "below 0.0001" : p.ToString("0.####", CultureInfo.InvariantCulture);

    private static double MissingShare(int n, int missing) => missing / Math.Max(1.0, (double)n + missing);

    private static string Counted(int n, int missing) => string.Create(CultureInfo.InvariantCulture, $"{n:N0} questions{Missing(n, missing)}");

    private static string Missing(int n, int missing) => missing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {missing:N0} of {(long)n + missing:N0} missing");

    private static string Named(IEnumerable<string> names)
    {
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        return all.Length == 0 ? "none" : string.Join(", ", all.Take(MostNamed)) + (all.Length > MostNamed ? ", ..." : "");
    }

    private static string Words(GateBasis basis) => basis switch { GateBasis.Low => "lower end", GateBasis.High => "upper end", _ => "value" };

    private static string Words(GateUnit unit) => unit switch { GateUnit.Share => "a share", GateUnit.Milliseconds => "a time", GateUnit.Usd => "in US dollars", _ => "a plain number" };

    private static string Figure(double value, GateUnit unit) => unit switch
    {
        GateUnit.Milliseconds => string.Create(CultureInfo.InvariantCulture, $"{value:0.#} ms"),
        GateUnit.Usd => string.Create(CultureInfo.InvariantCulture, $"{value:0.######} USD"),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
