using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Assay.Cli.Terminal;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay ingest</c>: documents into the knowledge base.</summary>
internal static class IngestCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("ingest",
            """
            Read the project's documents into its knowledge base. Only new, changed, moved and deleted files are touched;
            a file that cannot be read is listed and skipped.

            Examples:
              assay ingest
              assay ingest samples/support --json
            """) { folder, project, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            IngestReport report = Run(host, ProjectFile.Read(CommonOptions.Folder(parsed, project, folder)), cancellationToken);
            if (parsed.GetValue(json))
            {
                host.Out.WriteLine(JsonSerializer.Serialize(report, JsonFormat.Indented));
            }
            else
            {
                Print(host, report);
            }

            return 0;
        });
        return command;
    }

    private static IngestReport Run(CommandHost host, Project project, CancellationToken cancellationToken)
    {
        using KnowledgeBase knowledge = KnowledgeBase.Open(project, Workspace.Open(project.Root), host.Time);
        return Ingested.Ingest(host, knowledge, cancellationToken);
    }

    private static void Print(CommandHost host, IngestReport report)
    {
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Documents:N0} documents, {report.Chunks:N0} chunks, {report.Tokens:N0} tokens."));
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Added:N0} added, {report.Updated:N0} updated, {report.Moved:N0} moved, {report.Deleted:N0} deleted, {report.Unchanged:N0} unchanged, {report.Failures.Length:N0} not read."));
    }
}
