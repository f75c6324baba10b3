using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Assay.Cli.Terminal;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Dense;
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
        var maxCost = new Option<decimal>("--max-cost") { Description = "Most that embedding may cost, in USD; nothing is sent when it would cost more.", HelpName = "USD", DefaultValueFactory = _ => 10, CustomParser = CompareCommand.Amount };
        var command = new Verb("ingest",
            """
            Read the project's documents into its knowledge base. Only new, changed, moved and deleted files are touched;
            a file that cannot be read is listed and skipped.

            Examples:
              assay ingest
              assay ingest samples/support --json
            """) { folder, project, json, maxCost };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
            (IngestReport report, EmbedReport? vectors) = await RunAsync(host, opened, parsed.GetValue(maxCost), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                host.Out.WriteLine(JsonSerializer.Serialize(report, JsonFormat.Indented));
            }
            else
            {
                Print(host, report);
                if (vectors is not null) Embedded.Print(host, vectors);
            }

            return 0;
        });
        return command;
    }

    private static async Task<(IngestReport Report, EmbedReport? Vectors)> RunAsync(CommandHost host, Project project, decimal maxCost, CancellationToken cancellationToken)
    {
        Workspace workspace = Workspace.Open(project.Root);
        using KnowledgeBase knowledge = KnowledgeBase.Open(project, workspace, host.Time);
        IngestReport report = Ingested.Ingest(host, knowledge, cancellationToken);
        using KnowledgeEmbedder? embedder = knowledge.OpenEmbedder(project, workspace, Providers.Options(host), host.Time);
        return (report, embedder is null ? null : await Embedded.EmbedAsync(host, embedder, maxCost, cancellationToken).ConfigureAwait(false));
    }

    private static void Print(CommandHost host, IngestReport report)
    {
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Documents:N0} documents, {report.Chunks:N0} chunks, {report.Tokens:N0} tokens."));
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Added:N0} added, {report.Updated:N0} updated, {report.Moved:N0} moved, {report.Deleted:N0} deleted, {report.Unchanged:N0} unchanged, {report.Failures.Length:N0} not read."));
    }
}
