using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Models.Hub;
using Assay.Models.Local;

namespace Assay.Cli.Commands;

/// <summary><c>assay models</c>: the models of this user on this machine, and the trained versions of a project.</summary>
internal static class ModelsCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Verb("models",
            """
            Fetch models from a hub, see, measure, merge, export and remove what is stored: 'models pull', 'models list', 'models show', 'models bench', 'models merge',
            'models export', 'models remove'. See what was trained in a project, put a version into use, take it back, or make it again on another base
            model: 'models versions', 'models promote', 'models rollback', 'models move'.

            Models that are fetched are stored for you, not for a project: in ASSAY_MODELS, else XDG_DATA_HOME/assay/models, else your folder for application data. What was trained is stored
            in the project's workspace.

            Examples:
              assay models pull hf:owner/name
              assay models list
              assay models versions --project my-project
            """);
        command.Add(ModelsPullCommand.Create(host));
        command.Add(ModelsListCommand.Create(host));
        command.Add(ModelsShowCommand.Create(host));
        command.Add(ModelsBenchCommand.Create(host));
        command.Add(ModelsMergeCommand.Create(host));
        command.Add(ModelsExportCommand.Create(host));
        command.Add(ModelsRemoveCommand.Create(host));
        command.Add(ModelsVersionsCommand.Create(host));
        command.Add(ModelsPromoteCommand.Create(host));
        command.Add(ModelsRollbackCommand.Create(host));
        command.Add(ModelsMoveCommand.Create(host));
        return command;
    }

    /// <summary>A bundled model as JSON has it.</summary>
    internal static object Json(BundledModel model) => new { model.Name, model.Kind, model.Parameters, model.Bytes, model.Folder };

    /// <summary>A stored model as JSON has it.</summary>
    internal static object Json(StoredModel model) => new
    {
        model.Name,
        model.Commit,
        Revisions = model.Revisions.Select(r => new { r.Name, r.PulledAt }),
        Kind = model.ReadKind(),
        model.Parameters,
        model.Bytes,
        model.Folder,
    };
}
