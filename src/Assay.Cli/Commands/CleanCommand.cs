using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Forgetting;
using Assay.Projects;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay clean</c>: removes what can be rebuilt.</summary>
internal static class CleanCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var all = new Option<bool>("--all") { Description = "Remove the whole knowledge base: also the traces kept for audit, its journal, and vectors that were paid for." };
        var command = new Verb("clean",
            """
            Remove what the next run rebuilds (documents as they were read, indexes, finished stages). Answers, runs, reports, traces and vectors are kept.

            Example:
              assay clean samples/support
            """) { folder, project, all, json };
        command.SetAction(parsed =>
        {
            Project cleaned = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
            Workspace workspace = Workspace.Open(cleaned.Root);
            long freed = workspace.Clean(parsed.GetValue(all));
            if (OpenForgets.Warning(workspace) is { } open) host.Error.WriteLine($"warning: {PlainWriter.Line(open)}");
            host.Out.WriteLine(parsed.GetValue(json)
                ? string.Create(CultureInfo.InvariantCulture, $$"""{"freedBytes":{{freed}}}""")
                : string.Create(CultureInfo.InvariantCulture, $"Freed {freed / 1_000_000.0:0.0} MB."));
            return 0;
        });
        return command;
    }
}
