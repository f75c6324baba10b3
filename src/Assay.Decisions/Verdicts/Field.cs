using System.Collections.Immutable;
using System.Globalization;
using Assay.Decisions.Requirements;

namespace Assay.Decisions.Verdicts;

/// <summary>The arms that may be shipped, with what was measured, what they miss, and how sure that is.</summary>
internal sealed class Field
{
    private const double Even = 0.5, Sure = 0.999;
    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<Miss>> misses;
    private readonly RequirementCheck check;
    private readonly Needs needs;

    /// <summary>Weighs.</summary>
    /// <param name="needs">What is required.</param>
    /// <param name="options">Seed, resamples and the difference that matters.</param>
    /// <param name="products">The arms that may be shipped; at least one has a score.</param>
    /// <param name="clusters">Source of a question by its id.</param>
    public Field(Needs needs, VerdictOptions options, IReadOnlyList<ArmEvidence> products, IReadOnlyDictionary<string, string>? clusters)
    {
        this.needs = needs;
        Products = products;
        ArmEvidence[] scored = [.. products.Where(a => a.Scores.Values.Any(s => s is not null))];
        for (int i = 0; i < scored.Length; i++) index[scored[i].Arm] = i;
        Names = [.. scored.Select(a => a.Arm)];
        At = Circumstances.Of(needs, options, pricesKnown: true);
        check = new RequirementCheck(needs, At);
        bool[] ruledOut = [.. scored.Select(check.RulesOut)];
        PricesKnown = scored.Where((_, i) => !ruledOut[i]).All(a => a.Cost.Count > 0);
        if (!PricesKnown) At = Circumstances.Of(needs, options, pricesKnown: false);
        Draws = new JointDraws(scored, clusters, ruledOut, At, options);
        misses = products.ToDictionary(a => a.Arm, a => check.Of(a, Figures(a)).ToImmutableArray(), StringComparer.Ordinal);
        Odds = Odds.Of(Names, Draws, At);
    }

    /// <summary>The arms.</summary>
    public IReadOnlyList<ArmEvidence> Products { get; }

    /// <summary>Limits, volume and prices.</summary>
    public Circumstances At { get; }

    /// <summary>Names of the arms that have a score, in their order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Joint draws of those.</summary>
    public JointDraws Draws { get; }

    /// <summary>How sure it is which of those is the choice.</summary>
    public Odds Odds { get; }

    private bool PricesKnown { get; }

    /// <summary>Index of an arm among those with a score; −1 when it has none.</summary>
    public int Index(ArmEvidence arm) => index.GetValueOrDefault(arm.Arm, -1);

    /// <summary>Figures of an arm as measured; null when it has no score.</summary>
    public ArmFigures? Figures(ArmEvidence arm) => Index(arm) is >= 0 and var i ? Draws.Measured[i] : null;

    /// <summary>What an arm misses.</summary>
    public ImmutableArray<Miss> Misses(ArmEvidence arm) => misses[arm.Arm];

    /// <summary>A result that names an arm which probably misses a limit, or beside which another choice is likelier, is none.</summary>
    public ContestResult Borne(ContestResult result)
    {
        ArmChance named = Odds.Arms[Index(result.Arm)], likeliest = Odds.Arms.MaxBy(a => a.Best)!;
        if (result.Kind == VerdictKind.Undecided) return result;
        string? but = named.Meets < Even
            ? $"keeps every limit in only {Wording.Percent(named.Meets)} of resamples. Ask more questions, or relax the limit."
            : likeliest.Best > named.Best ? $"is it in {Wording.Percent(named.Best)} of resamples, and {likeliest.Arm} in {Wording.Percent(likeliest.Best)}. Ask more questions." : null;
        if (but is null) return result;
        return result with { Kind = VerdictKind.Undecided, Reasons = [new Reason($"Undecided: {named.Arm} would be the choice as measured, but {but}", Wording.ConfidenceLink), .. result.Reasons] };
    }

    /// <summary>How an arm stands to each limit, what a month of it costs, and what could not be judged.</summary>
    public IEnumerable<Reason> Standing(ArmEvidence arm)
    {
        ArmFigures f = Figures(arm)!.Value;
        (string Need, double Limit, double? Value)[] latencies = [("latencyP50", At.LatencyP50, f.P50Ms), ("latencyP95", At.LatencyP95, f.P95Ms), ("latencyP99", At.LatencyP99, f.P99Ms)];
        foreach ((string need, double limit, double? value) in latencies)
        {
            if (double.IsFinite(limit) && value is { } measured) yield return new Reason(string.Create(CultureInfo.InvariantCulture, $"{arm.Arm} takes {measured:N0} ms of the {limit:N0} ms that {need} allows{Certainty(Share(arm, need))}."), Wording.NeedLink(need));
        }

        if (double.IsFinite(At.BuildBudget) && f.Build > 0) yield return new Reason($"{arm.Arm} costs {Amount(f.Build)} to build of the {Amount(At.BuildBudget)} budgeted{Certainty(Share(arm, "budget.build"))}.", Wording.NeedLink("budget.build"));
        if (At.QueriesPerMonth is { } volume && (f.CostPerQuestion is not null || arm.Money != ArmMoney.None))
        {
            string budget = double.IsFinite(At.MonthlyBudget) ? $"{Amount(Choice.Running(f, At))} of the {Amount(At.MonthlyBudget)} budgeted for a month of running{Certainty(Share(arm, "budget.monthly"))}, at" : $"{Amount(Choice.Running(f, At))} a month at";
            yield return new Reason($"{arm.Arm} costs {budget} {Wording.Count(volume)} questions{(f.CostPerQuestion is null ? ", its model calls not counted: their price is not known" : "")}.", Wording.CostLink);
        }

        if (!PricesKnown && needs.WrongAnswerCost is not null)
        {
            yield return new Reason("wrongAnswerCost is not weighed: what model calls cost is not known of every arm, so quality decides.", Wording.NeedLink("wrongAnswerCost"));
        }

        if (At.QueriesPerMonth is null && Products.Any(p => Figures(p) is { } g && g.Build + g.Retraining + g.Monthly + g.Assumed > 0))
        {
            yield return new Reason("Costs that do not depend on the number of questions are left out: queriesPerMonth is not stated.", Wording.NeedLink("queriesPerMonth"));
        }

        foreach (Reason reason in check.NotJudged(arm, f)) yield return reason;
    }

    private double Share(ArmEvidence arm, string need)
    {
        int i = Index(arm), kept = 0;
        for (int d = 0; d < Draws.Count; d++)
        {
            ref readonly ArmFigures f = ref Draws.Of(d)[i];
            kept += need switch
            {
                "latencyP50" => !(f.P50Ms > At.LatencyP50),
                "latencyP95" => !(f.P95Ms > At.LatencyP95),
                "latencyP99" => !(f.P99OrLess > At.LatencyP99),
                "budget.build" => f.Build <= At.BuildBudget,
                _ => Choice.Running(f, At) <= At.MonthlyBudget,
            } ? 1 : 0;
        }

        return kept / (double)Draws.Count;
    }

    private static string Certainty(double share) => share >= Sure ? "" : $" (kept in {Wording.Percent(share)} of resamples)";

    private string Amount(double amount) => Wording.Amount(amount, needs.Budget.Currency);
}
