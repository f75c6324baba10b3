using System.Collections.Immutable;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;

namespace Assay.Cli.Commands;

/// <summary>A paper decision in words.</summary>
internal static class DecideText
{
    private const int MostFlips = 12;

    public static void Write(TextWriter output, PaperDecision decision, Facts facts)
    {
        output.WriteLine(decision.Summary);
        Tables.Write(output, ["arm", ">on paper", ">from", ">to", ""], decision.Arms.Select(a => (string[])[a.Arm, Percent(a.Share), Percent(a.Low), Percent(a.High), Note(a, decision)]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Hosting: {Name(decision.Hosting)} ({Percent(decision.HostingShare)})."));
        Section(output, "Known", NeedFields.All.Where(f => facts.Origins.ContainsKey(f.Name)).Select(f => $"{f.Name} = {f.Text(facts.Needs)} ({facts.Origins[f.Name].ToString().ToLowerInvariant()})"));
        Section(output, "Stated otherwise than measured (the measurement counts)", facts.Contradictions.Select(c => $"{c.Name}: stated {c.Stated}, measured {c.Measured}"));
        Section(output, "Rules that hold", decision.Fired.Where(f => Effect(f.Rule).Length > 0).OrderByDescending(f => f.Rule.Strength).Select(Rule));
        Section(output, "Beware", decision.Warnings.Select(w => $"{w.Text} [{w.Rule.Id}]"));
        Section(output, "What would change it", decision.Flips.Select(f => $"{f.Field} {f.Value}: {Outcome(f)}"));
        Section(output, "What is not known and would change it", Short(decision.Unanswered));
        Section(output, "First steps", decision.Steps.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {s.Text}")));
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"By rule book {decision.Book}: {decision.Fired.Length} rules hold, {decision.Open.Length} could not be judged. `--json` has all with their sources."));
    }

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
        : arm.WorseThan is { } better ? $"measured to be worse than {better}" : "";

    private static string Name(Hosting hosting) => hosting == Hosting.Managed ? "managed" : "self-hosted";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0}%");
}
