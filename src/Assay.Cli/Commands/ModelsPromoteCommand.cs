using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay models promote</c>: puts a trained version into use.</summary>
internal static class ModelsPromoteCommand
{
    private const int GateFailed = 1;

    public static Command Create(CommandHost host)
    {
        var version = new Argument<string>("version") { Description = "The version: v2, or newest." };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var overriding = new Option<string?>("--override") { Description = "Put it into use although gates do not pass, for this reason, which is written to the journal.", HelpName = "REASON" };
        var command = new Verb("promote",
            """
            Put a trained version into use: it becomes the champion, which `assay compare` measures and new versions are measured against. All its gates must pass (gain, leak,
            contract and latency, which `assay compare --version` measures; forgetting and memorisation, which `assay tune` measures); one that nothing was measured for counts as failed.
            The journal records the version together with the state of the documents. Exit code 1 when a gate does not pass.

            Examples:
              assay models promote v2 --project my-project
              assay models promote v2 --override "the old base model is withdrawn on Friday"
            """) { version, project, json, overriding };
        command.SetAction((parsed, cancellationToken) =>
        {
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            string name = CommonOptions.NotBlank(parsed.GetRequiredValue(version), "The version");
            string? reason = parsed.GetValue(overriding) is { } given ? CommonOptions.NotBlank(given, "--override") : null;
            Workspace workspace = Workspace.Open(opened.Root);
            using WorkspaceLock running = WorkspaceLock.Share(workspace, "assay models promote");
            using KnowledgeBase knowledge = Ingested.Open(host, opened, cancellationToken);
            PromotionResult result = new Promotion(opened, workspace, host.Time).Promote(name, knowledge.DocumentsFingerprint(), reason, Providers.Options(host));
            if (parsed.GetValue(json)) host.WriteJson(Json(result));
            else Print(host, name, result);
            return Task.FromResult(result.Done ? 0 : GateFailed);
        });
        return command;
    }

    /// <summary>The result as JSON has it.</summary>
    internal static object Json(PromotionResult result) => new { result.Done, result.Version, result.Previous, result.Index, Gates = ModelsVersionsCommand.Json(result.Gates), result.Notes };

    /// <summary>Notes, on standard error.</summary>
    internal static void WriteNotes(CommandHost host, PromotionResult result)
    {
        foreach (string note in result.Notes) host.Error.WriteLine($"note: {PlainWriter.Line(note)}");
    }

    private static void Print(CommandHost host, string name, PromotionResult result)
    {
        ModelsVersionsCommand.WriteGates(host.Out, result.Gates!);
        WriteNotes(host, result);
        host.Out.WriteLine(result.Done ? $"{result.Version} is in use{(result.Previous is { } before && before != result.Version ? $" instead of {before}" : "")}."
            : $"{name} was not put into use: {string.Join(", ", result.Gates!.Blocking.Select(g => g.Name))} {(result.Gates!.Blocking.Length == 1 ? "does" : "do")} not pass. Measure what is missing, or state a reason with --override.");
    }
}
