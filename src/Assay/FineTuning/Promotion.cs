using System.Collections.Immutable;
using Assay.Comparing;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Registry;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>What came of an attempt to change the version in use.</summary>
/// <param name="Done">Whether it was changed.</param>
/// <param name="Version">The version in use now; null for none.</param>
/// <param name="Previous">The version in use before; null for none.</param>
/// <param name="Index">Fingerprint of the documents that belong to the version in use now; null when not known.</param>
/// <param name="Gates">What gates said of the version that was to be put into use; null for a rollback.</param>
/// <param name="Notes">What the user should know.</param>
public sealed record PromotionResult(bool Done, string? Version, string? Previous, string? Index, GateReport? Gates, ImmutableArray<string> Notes);

/// <summary>Puts trained versions of a project into use, and takes them back.</summary>
/// <param name="project">The project.</param>
/// <param name="workspace">Its workspace.</param>
/// <param name="timeProvider">Dates the journal.</param>
public sealed class Promotion(Project project, Workspace workspace, TimeProvider timeProvider)
{
    private const int HashShown = 12;

    /// <summary>Puts a version into use when all its gates pass, or for a stated reason.</summary>
    /// <param name="name"><c>v2</c> or <c>newest</c>.</param>
    /// <param name="index">Fingerprint of the documents as they are.</param>
    /// <param name="overriding">Why it is put into use although gates do not pass; null where they must.</param>
    /// <param name="providers">Where stored models are.</param>
    /// <returns>Whether it was put into use, and what the gates say.</returns>
    /// <exception cref="InputException">There is no such version, or it does not belong to its base model any more.</exception>
    /// <exception cref="AssayException">The journal cannot be written.</exception>
    public PromotionResult Promote(string name, string? index, string? overriding, ProviderOptions providers)
    {
        TunedModel tuned = TunedModels.Required(project, workspace, name);
        tuned.Check(providers);
        GateReport report = Current(tuned.Version.Evaluation ?? GateReport.Empty, tuned.Version.Name);
        AdapterRegistry registry = AdapterRegistry.Open(workspace.AdaptersFolder, timeProvider);
        string? before = registry.ChampionName;
        ImmutableArray<string> notes = [.. registry.Warnings, .. Measured(tuned.Version, report, index)];
        if (before == tuned.Version.Name && registry.ChampionIndex == index) return new PromotionResult(true, before, before, index, report, [.. notes, $"{before} is in use already."]);
        if (!report.Passes && overriding is null) return new PromotionResult(false, before, before, registry.ChampionIndex, report, notes);
        string blocked = string.Join(", ", report.Blocking.Select(g => $"{g.Name} {(g.Outcome == GateOutcome.Failed ? "failed" : "missing")}"));
        registry.Promote(tuned.Version, index, report.Passes ? "all gates passed" : $"overridden ({blocked}): {overriding}");
        return new PromotionResult(true, tuned.Version.Name, before, index, report, notes);
    }

    /// <summary>Puts the version back into use that was before the present one.</summary>
    /// <param name="why">The reason, for the journal.</param>
    /// <param name="index">Fingerprint of the documents as they are.</param>
    /// <param name="providers">Where stored models are.</param>
    /// <returns>What is in use now, and whether the documents are those that it was put into use with.</returns>
    /// <exception cref="InputException">No version is in use, or the one before is gone, or its weights or its base model are not those that it was trained with: nothing is changed then.</exception>
    /// <exception cref="AssayException">The journal cannot be written.</exception>
    public PromotionResult Rollback(string why, string? index, ProviderOptions providers)
    {
        AdapterRegistry registry = AdapterRegistry.Open(workspace.AdaptersFolder, timeProvider);
        string? before = registry.ChampionName;
        AdapterVersion? version = registry.Rollback(why, v => TunedModels.Required(project, workspace, v.Name).Check(providers));
        string? recorded = registry.ChampionIndex;
        ImmutableArray<string> notes = version is null
            ? ["No version is in use any more, as before the first promotion: comparisons measure the newest one."]
            : recorded is null || recorded == index ? []
            : [$"{version.Name} was put into use with other documents than are there now (fingerprint {recorded[..Math.Min(HashShown, recorded.Length)]} then, {Short(index)} now). Restore the documents of then and run `assay ingest`, or run `assay compare --version {version.Name}` to see what it is worth on those of now."];
        return new PromotionResult(true, version?.Name, before, recorded, null, [.. registry.Warnings, .. notes]);
    }

    // What was measured with other questions, needs or budgets says nothing of the project as it is now.
    private GateReport Current(GateReport report, string version)
    {
        List<Gate> stale = [];
        if (report.Questions is { } basis && (!File.Exists(project.Questions) || TunedJudge.Basis(project, QuestionFiles.Read(project)) != basis))
        {
            stale.AddRange(report.Gates.Where(g => g.Name is GateReport.Gain or GateReport.Leak or GateReport.Contract or GateReport.Latency)
                .Select(g => Gate.Missing(g.Name, $"measured with other questions, contract, scoring or needs than those of now: run `assay compare --version {version}` again")));
        }

        if (report.Gates.FirstOrDefault(g => g.Name == GateReport.Forgetting) is { Limit: { } limit } && limit != project.Tuning.ForgettingBudget)
        {
            stale.Add(Gate.Missing(GateReport.Forgetting, "measured against another tuning.forgettingBudget than that of now: run `assay tune` again, which measures it anew"));
        }

        return stale.Count == 0 ? report : report.With(timeProvider.GetUtcNow(), stale);
    }

    private static IEnumerable<string> Measured(AdapterVersion version, GateReport report, string? index)
    {
        if (report.Index is { } measured && measured != index)
        {
            yield return $"{version.Name} was measured with other documents than are there now (fingerprint {measured[..Math.Min(HashShown, measured.Length)]} then, {Short(index)} now): `assay compare --version {version.Name}` measures it again.";
        }
    }

    private static string Short(string? hash) => hash is null ? "not known" : hash[..Math.Min(HashShown, hash.Length)];
}
