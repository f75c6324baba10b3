using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Reporting;
using Assay.Tuning.Registry;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay models versions</c>: the trained versions of a project.</summary>
internal static class ModelsVersionsCommand
{
    public static Command Create(CommandHost host)
    {
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("versions",
            """
            List the versions that `assay tune` trained in a project: what each was made of and from, how its training went, what its gates say, and which one is in use (*).

            Examples:
              assay models versions --project my-project
              assay models versions --json
            """) { project, json };
        command.SetAction(parsed =>
        {
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            AdapterRegistry registry = TunedModels.Registry(Workspace.Open(opened.Root));
            if (parsed.GetValue(json)) host.WriteJson(Json(registry));
            else Print(host, registry);
            return 0;
        });
        return command;
    }

    /// <summary>A version's gates as JSON has them.</summary>
    internal static object? Json(GateReport? report) => report is null ? null : new { report.Passes, report.At, report.Arm, report.Against, report.Index, report.Questions, report.Gates };

    /// <summary>The gates, one a line.</summary>
    internal static void WriteGates(TextWriter output, GateReport report)
    {
        foreach (Gate gate in report.Gates)
        {
            string value = gate.Value is null ? "" : $" {GateText.Number(gate, gate.Value)}{(gate.Low is null ? "" : $" ({GateText.Interval(gate)})")}{(gate.Limit is null ? "" : $", limit {GateText.Number(gate, gate.Limit)}")}";
            output.WriteLine($"  {gate.Name,-13} {GateText.Outcome(gate)}{value}: {PlainWriter.Line(gate.Text)}");
        }
    }

    private static object Json(AdapterRegistry registry) => new
    {
        Champion = registry.ChampionName,
        Index = registry.ChampionIndex,
        Versions = registry.Versions.Select(v => new { v.Name, v.Folder, Champion = v.Name == registry.ChampionName, v.Manifest, Evaluation = Json(Evaluation(v).Report) }),
        registry.Damaged,
        registry.Journal,
        registry.Warnings,
    };

    private static void Print(CommandHost host, AdapterRegistry registry)
    {
        if (registry.Versions.IsEmpty) host.Out.WriteLine("No version was trained here yet. Train one with: assay tune");
        else
        {
            Tables.Write(host.Out, ["version", "made", "method", "from", ">examples", ">steps", ">held-out loss", "gates"], registry.Versions.Select(v => (IReadOnlyList<string>)
            [
                $"{v.Name}{(v.Name == registry.ChampionName ? " *" : "")}", v.Manifest.MadeAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), v.Manifest.Method == TuningMethod.Full ? "full" : "lora",
                v.Manifest.Parent is { } parent ? $"{parent} on {v.Manifest.BaseModel}" : v.Manifest.BaseModel,
                v.Manifest.Data.Examples.ToString("N0", CultureInfo.InvariantCulture), v.Manifest.Result.Steps.ToString("N0", CultureInfo.InvariantCulture),
                v.Manifest.Result.HeldOutLoss?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–", Gates(v),
            ]));
            if (registry.ChampionName is null) host.Out.WriteLine("None is in use. Put one into use with: assay models promote " + registry.Versions[^1].Name);
        }

        foreach (AdapterVersion version in registry.Versions.Where(v => Evaluation(v).Report is not null))
        {
            GateReport report = Evaluation(version).Report!;
            host.Out.WriteLine(report.Against is null ? $"{version.Name}:" : $"{version.Name}, {report.Arm} against {report.Against}:");
            WriteGates(host.Out, report);
        }

        foreach (DamagedVersion damaged in registry.Damaged) host.Error.WriteLine($"warning: {damaged.Name} cannot be used: {PlainWriter.Line(damaged.Reason)}");
        foreach (string warning in registry.Warnings.Concat(registry.Versions.Select(v => Evaluation(v).Problem).OfType<string>())) host.Error.WriteLine($"warning: {PlainWriter.Line(warning)}");
    }

    private static string Gates(AdapterVersion version) => Evaluation(version) switch
    {
        (_, not null) => "damaged",
        (null, _) => "not measured",
        ({ Passes: true }, _) => "all pass",
        ({ } report, _) => string.Join(", ", report.Blocking.GroupBy(g => g.Outcome).Select(g => $"{g.Count()} {GateText.Outcome(g.First())}")),
    };

    // A list must come also where one report is damaged.
    private static (GateReport? Report, string? Problem) Evaluation(AdapterVersion version)
    {
        try
        {
            return (version.Evaluation, null);
        }
        catch (Text.InputException e)
        {
            return (null, e.Message);
        }
    }
}
