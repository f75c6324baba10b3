using System.Collections.Immutable;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Deciding;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;
using Assay.Decisions.Vendors;
using Assay.Reporting;

namespace Assay.Cli.Commands;

/// <summary>A decision in words.</summary>
internal static class DecideText
{
    private const int MostFlips = 12;

    public static void Write(TextWriter output, DecideResult result)
    {
        Decision decision = result.Decision;
        PaperDecision paper = decision.Paper;
        if (result.Comparison is { } comparison) Measured(output, comparison);
        else Paper(output, paper);
        if (decision.Since is { } change) Section(output, change.Says, change.Changes);
        Section(output, "Known", NeedFields.All.Where(f => result.Facts.Origins.ContainsKey(f.Name)).Select(f => $"{f.Name} = {f.Text(result.Facts.Needs)} ({result.Facts.Origins[f.Name].ToString().ToLowerInvariant()})"));
        Section(output, "Stated otherwise than measured (the measurement counts)", result.Facts.Contradictions.Select(c => $"{c.Name}: stated {c.Stated}, measured {c.Measured}"));
        if (decision.Costs is { } costs) Costs(output, costs);
        Rules(output, paper, result.Comparison is null);
        Section(output, "Build or buy", Vendors(decision));
        Section(output, "Warnings", decision.Warnings);
        output.WriteLine();
        output.WriteLine(PlainWriter.Line($"Next: {decision.NextStep}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"By rule book {paper.Book}: {paper.Fired.Length} rules hold, {paper.Open.Length} could not be judged. `--json` has all with their sources."));
        if (decision.KeptAs is { } name) output.WriteLine($"Kept as {name}.");
        if (decision.Report is { } report) output.WriteLine($"report: {PlainWriter.Line(report)}");
    }

    private static void Measured(TextWriter output, Comparison comparison)
    {
        output.WriteLine($"VERDICT  {TextReport.Headline(comparison)}");
        foreach (string reason in comparison.Verdict.Why) output.WriteLine($"  - {PlainWriter.Line(reason)}");
        Section(output, "What would change it", comparison.Verdict.Flips);
    }

    private static void Paper(TextWriter output, PaperDecision decision)
    {
        output.WriteLine(decision.Summary);
        Tables.Write(output, ["arm", ">on paper", ">from", ">to", ""], decision.Arms.Select(a => (string[])[a.Arm, Percent(a.Share), Percent(a.Low), Percent(a.High), Note(a, decision)]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Hosting: {Name(decision.Hosting)} ({Percent(decision.HostingShare)})."));
    }

    private static void Rules(TextWriter output, PaperDecision decision, bool onPaper)
    {
        IEnumerable<FiredRule> fired = decision.Fired.Where(f => Effect(f.Rule).Length > 0).OrderByDescending(f => f.Rule.Strength);
        if (onPaper) Section(output, "Rules that hold", fired.Select(Rule));
        else Section(output, "Published rules that speak against what was measured (the measurement counts)", fired.Where(f => f.ContradictedBy is not null).Select(Rule));
        Section(output, "Beware", decision.Warnings.Select(w => $"{w.Text} [{w.Rule.Id}]"));
        if (!onPaper) return;
        Section(output, "What would change it", decision.Flips.Select(f => $"{f.Field} {f.Value}: {Outcome(f)}"));
        Section(output, "What is not known and would change it", Short(decision.Unanswered));
        Section(output, "First steps", decision.Steps.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {s.Text}")));
    }

    private static void Costs(TextWriter output, CostEstimate costs)
    {
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Costs in {costs.Currency} over {costs.Months} months{(costs.QueriesPerMonth is { } q ? $" at {q:N0} questions a month" : ", without questions: their number is not known")}"));
        Tables.Write(output, ["arm", ">once", ">a month", ">1,000 questions", ">total: 10%", ">half", ">90%", ">cheapest"], costs.Arms.Zip(costs.Simulation.Arms, (arm, drawn) => (string[])
            [arm.Arm, Amount(arm.Once), Amount(arm.Monthly), Amount(1000 * arm.PerQuery), Amount(drawn.Total.P10), Amount(drawn.Total.P50), Amount(drawn.Total.P90), Percent(drawn.CheapestShare)]));
    }

    private static IEnumerable<string> Vendors(Decision decision)
    {
        if (decision.Vendors is not { } vendors) yield break;
        foreach (RoleOptions role in vendors.Roles)
        {
            string[] meet = [.. role.With(MatchOutcome.Meets).Select(o => o.Option.Name)];
            int unknown = role.With(MatchOutcome.Unknown).Count(), fail = role.With(MatchOutcome.Fails).Count();
            yield return string.Create(CultureInfo.InvariantCulture, $"{role.Role.ToString().ToLowerInvariant()} for {vendors.Arm}: {(meet.Length == 0 ? "none is known to meet the requirements" : string.Join(", ", meet))} ({unknown} not known on a point that matters, {fail} out)");
        }
    }

    private static string Amount(decimal amount) => amount.ToString(Math.Abs(amount) is > 0 and < 10 ? "0.00##" : "N0", CultureInfo.InvariantCulture);

    private static void Section(TextWriter output, string heading, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length == 0) return;
        output.WriteLine();
        output.WriteLine(heading);
        foreach (string line in all) output.WriteLine($"  {PlainWriter.Line(line)}");
    }

    private static string Rule(FiredRule fired)
    {
        string because = fired.Because.Length == 0 ? "" : $" ({fired.Because})";
        string contradicted = fired.ContradictedBy is { } d ? $"; measured otherwise: {d.Better} did better than {d.Worse}" : "";
        return $"{Effect(fired.Rule)}, {fired.Rule.Strength.ToString().ToLowerInvariant()}: {fired.Rule.Statement}{because} {string.Join("; ", fired.Rule.Citations.Select(c => c.Source.Publisher).Distinct())} [{fired.Rule.Id}]{contradicted}";
    }

    private static string Effect(Rule rule) => string.Join(", ", (string[])
    [
        .. rule.Favours.Select(a => $"+{a}"), .. rule.Against.Select(a => $"-{a}"), .. rule.Excludes.Select(a => $"no {a}"), .. rule.Hosting is { } hosting ? [$"+{Name(hosting)}"] : (string[])[],
    ]);

    private static IEnumerable<string> Short(ImmutableArray<PaperFlip> flips)
    {
        IGrouping<string, PaperFlip>[] fields = [.. flips.GroupBy(f => f.Field)];
        foreach (IGrouping<string, PaperFlip> field in fields.Take(MostFlips)) yield return $"{field.Key}: {string.Join("; ", field.GroupBy(Outcome).Select(g => $"{string.Join(", or ", g.Select(f => f.Value))}: {g.Key}"))}";
        if (fields.Length > MostFlips) yield return string.Create(CultureInfo.InvariantCulture, $"and {fields.Length - MostFlips} more needs");
    }

    private static string Outcome(PaperFlip flip) => $"{flip.Leader ?? "nothing is left"}{(flip.Hosting == Hosting.SelfHosted ? " on your own machines" : "")}";

    private static string Note(ArmShare arm, PaperDecision decision) => arm.ExcludedBy is { } rule ? $"excluded: {decision.Fired.FirstOrDefault(f => f.Rule.Id == rule)?.Rule.Statement ?? rule}"
        : arm.WorseThan is { } better ? $"measured to be worse than {better}"
        : arm.Tried ? "tried, not good enough" : "";

    private static string Name(Hosting hosting) => hosting == Hosting.Managed ? "managed" : "self-hosted";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0}%");
}
