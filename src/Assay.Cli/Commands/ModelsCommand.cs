using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Models.Hub;

namespace Assay.Cli.Commands;

/// <summary><c>assay models</c>: the models of this user on this machine.</summary>
internal static class ModelsCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Verb("models",
            """
            Fetch models from a hub, see, measure, merge, export and remove what is stored: 'models pull', 'models list', 'models show', 'models bench', 'models merge',
            'models export', 'models remove'.

            Models are stored for you, not for a project: in ASSAY_MODELS, else XDG_DATA_HOME/assay/models, else your folder for application data.

            Examples:
              assay models pull hf:owner/name
              assay models list
            """);
        command.Add(ModelsPullCommand.Create(host));
        command.Add(ModelsListCommand.Create(host));
        command.Add(ModelsShowCommand.Create(host));
        command.Add(ModelsBenchCommand.Create(host));
        command.Add(ModelsMergeCommand.Create(host));
        command.Add(ModelsExportCommand.Create(host));
        command.Add(ModelsRemoveCommand.Create(host));
        return command;
    }

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
