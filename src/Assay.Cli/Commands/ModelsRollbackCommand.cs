using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay models rollback</c>: puts the version before the present one back into use.</summary>
internal static class ModelsRollbackCommand
{
    public static Command Create(CommandHost host)
    {
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var why = new Option<string?>("--why") { Description = "The reason, for the journal.", HelpName = "REASON" };
        var command = new Verb("rollback",
            """
            Put the version back into use that was in use before the present one; before the first one there is none. Says when the documents are not those that it was put into use with,
            and what to do then. Nothing changes when its weights or its base model are not those that it was trained with.

            Examples:
              assay models rollback --project my-project
              assay models rollback --why "wrong labels since Monday"
            """) { project, json, why };
        command.SetAction((parsed, cancellationToken) =>
        {
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            string reason = parsed.GetValue(why) is { } given ? CommonOptions.NotBlank(given, "--why") : "rolled back by command";
            Workspace workspace = Workspace.Open(opened.Root);
            using WorkspaceLock running = WorkspaceLock.Share(workspace, "assay models rollback");
            using KnowledgeBase knowledge = Ingested.Open(host, opened, cancellationToken);
            PromotionResult result = new Promotion(opened, workspace, host.Time).Rollback(reason, knowledge.DocumentsFingerprint(), Providers.Options(host));
            if (parsed.GetValue(json)) host.WriteJson(ModelsPromoteCommand.Json(result));
            else
            {
                ModelsPromoteCommand.WriteNotes(host, result);
                host.Out.WriteLine(result.Version is { } version ? $"{version} is in use again instead of {result.Previous}." : $"{result.Previous} is not in use any more.");
            }

            return Task.FromResult(0);
        });
        return command;
    }
}
