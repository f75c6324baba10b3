using Assay.Decisions.Vendors;
using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>Build or buy: which options of each role meet the requirements, why others do not, and what leaving each would cost.</summary>
internal static class VendorSection
{
    public static void Append(ReportBody body, BuildOrBuy vendors)
    {
        if (vendors.Roles.All(r => r.Options.IsEmpty)) return;
        body.Heading("vendors", "Build or buy", Figures.Text($"What {vendors.Arm} could be bought from or built with, held against the requirements, by facts of {vendors.BookDate:yyyy-MM-dd}. A fact that is not known does not count as met."));
        if (vendors.Warning is { } warning) body.Text(warning);
        foreach (RoleOptions role in vendors.Roles.Where(r => r.Options.Length > 0)) Role(body, role);
    }

    private static void Role(ReportBody body, RoleOptions role)
    {
        string name = Name(role.Role);
        OptionMatch[] sorted = [.. role.Options.OrderBy(o => o.Outcome)];
        body.Part($"vendors-{role.Role.ToString().ToLowerInvariant()}", $"{char.ToUpperInvariant(name[0])}{name[1..]}",
            Figures.Text($"{sorted.Count(o => o.Outcome == MatchOutcome.Meets):N0} of {sorted.Length:N0} meet the requirements, {sorted.Count(o => o.Outcome == MatchOutcome.Unknown):N0} may."));
        body.Table($"Options for {name}", ["option", HtmlTable.Cell.Words("runs on"), HtmlTable.Cell.Words("requirements"), HtmlTable.Cell.Words("why"), "hours to leave it"], sorted.Select(o => (IReadOnlyList<HtmlTable.Cell>)
        [
            new HtmlTable.Cell(o.Option.Name, o.Option.Vendor == o.Option.Name ? "" : o.Option.Vendor), HtmlTable.Cell.Words(o.Option.Hosting == VendorHosting.Managed ? "the vendor's machines" : "your machines"),
            HtmlTable.Cell.Words(Outcome(o.Outcome)), Why(o), new HtmlTable.Cell(Figures.Text($"{o.Leaving.Effort.HoursLow:0} to {o.Leaving.Effort.HoursHigh:0}"), Again(o.Leaving)),
        ]));
        body.Folded($"What is known of the options for {name}", () => body.Entries(sorted.Select(o => new ReportEntry($"{o.Option.Name}: {Outcome(o.Outcome)}",
            [.. o.Checks.Select(c => new Reason($"{c.Requirement}: {Outcome(c.Outcome)}. {c.Why}", c.Source)), .. o.Notes.Select(n => new Reason(n))]))), isPrinted: false);
    }

    private static HtmlTable.Cell Why(OptionMatch option)
    {
        RequirementCheck? worst = option.Checks.Where(c => c.Outcome == option.Outcome).OrderByDescending(c => c.Outcome).FirstOrDefault();
        return HtmlTable.Cell.Words(worst is null ? "nothing that concerns it is required" : worst.Why) with { Target = worst?.Source };
    }

    private static string Again(LeavingCost leaving) => string.Join(" and ", new[] { leaving.Retrain ? "train again" : null, leaving.Reembed ? "embed again" : null }.OfType<string>());

    private static string Outcome(MatchOutcome outcome) => outcome switch { MatchOutcome.Meets => "met", MatchOutcome.Unknown => "not known", _ => "not met" };

    private static string Name(VendorRole role) => role switch
    {
        VendorRole.Model => "models that answer",
        VendorRole.Tuning => "training on examples",
        VendorRole.Inference => "running trained weights",
        _ => "keeping and searching vectors",
    };
}
