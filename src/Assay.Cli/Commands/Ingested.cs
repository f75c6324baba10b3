using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary>Opens a project's knowledge base and brings it up to date, with progress; what every verb that reads documents does first.</summary>
internal static class Ingested
{
    /// <summary>Most that a search or a question may spend on vectors of changed documents; more is for `assay ingest`.</summary>
    private const decimal MostUsd = 1;

    public static KnowledgeBase Open(CommandHost host, Project project, CancellationToken cancellationToken)
    {
        KnowledgeBase knowledge = KnowledgeBase.Open(project, Workspace.Open(project.Root), host.Time);
        try
        {
            Ingest(host, knowledge, cancellationToken);
            return knowledge;
        }
        catch
        {
            knowledge.Dispose();
            throw;
        }
    }

    /// <summary>The same, ready to search for some queries also by meaning where the project names an embedder: what is new gets its vector, within a limit.</summary>
    public static async Task<KnowledgeBase> OpenAsync(CommandHost host, Project project, IEnumerable<string> queries, CancellationToken cancellationToken)
    {
        KnowledgeBase knowledge = Open(host, project, cancellationToken);
        try
        {
            if (knowledge.OpenEmbedder(project, Workspace.Open(project.Root), Providers.Options(host), host.Time) is { } embedder)
            {
                await Embedded.EmbedAsync(host, embedder, MostUsd, cancellationToken).ConfigureAwait(false);
                await knowledge.PrepareAsync(queries, cancellationToken).ConfigureAwait(false);
            }

            return knowledge;
        }
        catch
        {
            knowledge.Dispose();
            throw;
        }
    }

    public static IngestReport Ingest(CommandHost host, KnowledgeBase knowledge, CancellationToken cancellationToken, bool verify = false)
    {
        IngestReport report;
        using (var line = new ProgressLine(host))
        {
            report = knowledge.Ingest(new CallbackProgress<IngestProgress>(p => line.Report("ingest", p.Done, p.Total)), cancellationToken, verify);
        }

        foreach (IngestFailure failure in report.Failures) host.Error.WriteLine($"not read: {failure.Id}: {failure.Reason}");
        foreach (string warning in report.Warnings) host.Error.WriteLine($"warning: {warning}");
        return report;
    }
}
