using System.Globalization;
using Assay.Decisions.Requirements;

namespace Assay.Decisions.Verdicts;

/// <summary>Which requirements an arm misses, in words.</summary>
/// <param name="needs">What is required.</param>
/// <param name="at">The same as limits.</param>
internal sealed class RequirementCheck(Needs needs, Circumstances at)
{
    /// <summary>Whether an arm misses a requirement that no figure can change.</summary>
    public bool RulesOut(ArmEvidence arm) => arm.IsReference || ByNature(arm).Any();

    /// <summary>What an arm misses.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="figures">Its figures as measured; null when nothing could be scored, and then only what it is by nature is judged.</param>
    public IEnumerable<Miss> Of(ArmEvidence arm, ArmFigures? figures) =>
        figures is { } f ? ByNature(arm).Concat(TooSlow(f)).Concat(TooDear(f)) : ByNature(arm);

    /// <summary>Requirements that could not be judged for an arm, because what they need was not measured.</summary>
    public IEnumerable<Reason> NotJudged(ArmEvidence arm, ArmFigures figures)
    {
        foreach ((string need, double limit, double? value, string least) in Latencies(figures))
        {
            if (double.IsFinite(limit) && value is null) yield return new Reason($"{need} is not judged for {arm.Arm}: {least}.", Wording.NeedLink(need));
        }

        bool partly = figures.CostPerQuestion is null || at.QueriesPerMonth is null;
        if (double.IsFinite(at.MonthlyBudget) && partly)
        {
            yield return new Reason($"budget.monthly is judged without the model calls of {arm.Arm}: {(at.QueriesPerMonth is null ? "queriesPerMonth is not stated" : "their price is not known")}.", Wording.NeedLink("budget.monthly"));
        }
    }

    private IEnumerable<Miss> ByNature(ArmEvidence arm)
    {
        if (needs.CitationsRequired == true && !arm.CanCite)
        {
            yield return Lacking("citations", "cannot cite what it rests on, and citations are required", "hand it passages to cite (rag, hybrid), or make citations optional");
        }

        if (needs.AuditRequired == true && !arm.CanCite && !arm.CanAudit)
        {
            yield return Lacking("audit", "keeps nothing that shows what an answer rested on, and an audit is required", "hand it passages (rag, hybrid), so that the trace shows what each answer rested on");
        }

        if (needs.DataResidency == DataResidency.SelfHosted && arm.SendsDataOut)
        {
            yield return Lacking("dataResidency", "sends data to a provider, and data must stay self-hosted", "let it use a model on your own machines");
        }

        if (needs.DataResidency == DataResidency.Region && arm.SendsDataOut && !arm.StaysInRegion)
        {
            yield return Lacking("dataResidency", "sends data to a provider whose region is not known, and data must stay in the region", "let it use a provider that keeps data in the region, or a model on your own machines");
        }

        if (needs.AvoidLockIn == true && arm.LocksIn)
        {
            yield return Lacking("lockIn", "ties weights or indexes to one vendor, and lock-in must be avoided", "let it use a model whose weights can be exported");
        }
    }

    private static Miss Lacking(string need, string text, string fix) => new(need, text, fix, double.PositiveInfinity);

    private IEnumerable<Miss> TooSlow(ArmFigures figures)
    {
        foreach ((string need, double limit, double? value, _) in Latencies(figures))
        {
            if (value is not { } measured || measured <= limit) continue;
            string percentile = need switch { "latencyP50" => "the median", "latencyP95" => "the 95th percentile", _ when figures.P99Ms is null => "the 95th percentile alone, and the 99th is not below it", _ => "the 99th percentile" };
            yield return new Miss(
                need,
                string.Create(CultureInfo.InvariantCulture, $"needs {measured:N0} ms at {percentile}, and {limit:N0} ms are allowed"),
                string.Create(CultureInfo.InvariantCulture, $"make it {100 * (1 - (limit / measured)):0}% faster (a smaller model, fewer passages, shorter answers), or allow {measured:N0} ms"),
                measured / Math.Max(limit, 1e-9));
        }
    }

    private IEnumerable<Miss> TooDear(ArmFigures figures)
    {
        if (figures.Build > at.BuildBudget)
        {
            yield return new Miss(
                "budget.build",
                $"costs {Amount(figures.Build)} to build, and {Amount(at.BuildBudget)} are budgeted",
                $"save {Amount(figures.Build - at.BuildBudget)} in building it, or budget {Amount(figures.Build)}",
                figures.Build / Math.Max(at.BuildBudget, 1e-9));
        }

        double monthly = Choice.Running(figures, at);
        if (!(monthly > at.MonthlyBudget)) yield break;
        double calls = (at.QueriesPerMonth ?? 0) * (figures.CostPerQuestion ?? 0) * at.PriceFactor, rest = monthly - calls;
        string fix = rest < at.MonthlyBudget && calls > 0
            ? string.Create(CultureInfo.InvariantCulture, $"make its model calls {100 * (1 - ((at.MonthlyBudget - rest) / calls)):0}% cheaper (a cheaper model, fewer tokens, caching), or budget {Amount(monthly)} a month")
            : $"budget {Amount(monthly)} a month: its costs beside the model calls alone are more than the budget";
        yield return new Miss("budget.monthly", $"costs {Amount(monthly)} a month to run (model calls {Amount(calls)}), and {Amount(at.MonthlyBudget)} are budgeted", fix, monthly / Math.Max(at.MonthlyBudget, 1e-9));
    }

    private IEnumerable<(string Need, double Limit, double? Value, string Least)> Latencies(ArmFigures f)
    {
        const string none = "no latency was measured";
        yield return ("latencyP50", at.LatencyP50, f.P50Ms, none);
        yield return ("latencyP95", at.LatencyP95, f.P95Ms, none);
        yield return ("latencyP99", at.LatencyP99, f.P99Ms ?? (f.P95Ms > at.LatencyP99 ? f.P95Ms : null), f.P95Ms is null ? none : string.Create(CultureInfo.InvariantCulture, $"a 99th percentile needs {Evaluation.Statistics.Percentiles.LeastForP99} answers or more"));
    }

    private string Amount(double amount) => Wording.Amount(amount, needs.Budget.Currency);
}
