using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Models.Hub;

namespace Assay.Cli.Commands;

/// <summary><c>assay models remove</c>: deletes a stored model.</summary>
internal static class ModelsRemoveCommand
{
    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("name") { Description = "hf:owner/name, owner/name or name; with @revision that commit only, with :file that GGUF file only." };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("remove",
            """
            Remove a stored model: all its commits and what is left of unfinished pulls, or what @revision or :file names.

            Example:
              assay models remove hf:owner/name
            """) { name, json };
        command.SetAction(parsed =>
        {
            string named = CommonOptions.NotBlank(parsed.GetRequiredValue(name), "The name of the model");
            long freed = ModelStore.Open(host.Variable).Remove(named);
            if (parsed.GetValue(json)) host.WriteJson(new { Removed = named, FreedBytes = freed });
            else host.Out.WriteLine($"Removed {named}; {ByteText.Of(freed)} are free again.");
            return 0;
        });
        return command;
    }
}
