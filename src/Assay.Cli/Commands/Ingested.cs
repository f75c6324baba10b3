using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Forgetting;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Running;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary>Opens a project's knowledge base and brings it up to date, with progress; what every verb that reads documents does first.</summary>
internal static class Ingested
{
    /// <summary>Most that a search or a question may spend on vectors of changed documents; more is for `assay ingest`.</summary>
    private const decimal MostUsd = 1;

    /// <summary>Opens it for one who asks: of files that cannot be read no name and no statement about readers is shown, because whoever asks may not be meant to know them.</summary>
    public static KnowledgeBase Open(CommandHost host, Project project, CancellationToken cancellationToken)
    {
        Workspace workspace = Workspace.Open(project.Root);
        KnowledgeBase knowledge = KnowledgeBase.Open(project, workspace, host.Time);
        try
        {
            IngestReport report = Bring(host, knowledge, false, cancellationToken);
            if (OpenForgets.NamelessWarning(workspace) is { } open) host.Error.WriteLine($"warning: {open}");
            if (report.Failures.Length > 0) host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Failures.Length:N0} {(report.Failures.Length == 1 ? "file" : "files")} could not be read; `assay ingest` lists them."));
            return knowledge;
        }
        catch
        {
            knowledge.Dispose();
            throw;
        }
    }

    /// <summary>The same, ready to search for some queries also by meaning where the project names an embedder (what is new gets its vector, within a limit), and with the reranker that it names.</summary>
    public static async Task<KnowledgeBase> OpenAsync(CommandHost host, Project project, IEnumerable<string> queries, CancellationToken cancellationToken)
    {
        KnowledgeBase knowledge = Open(host, project, cancellationToken);
        try
        {
            knowledge.OpenReranker(project, Providers.Options(host), cancellationToken);
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
        IngestReport report = Bring(host, knowledge, verify, cancellationToken);
        foreach (IngestFailure failure in report.Failures) host.Error.WriteLine($"not read: {PlainWriter.Line($"{failure.Id}: {failure.Reason}")}");
        foreach (string warning in report.Warnings) host.Error.WriteLine($"warning: {PlainWriter.Line(warning)}");
        return report;
    }

    private static IngestReport Bring(CommandHost host, KnowledgeBase knowledge, bool verify, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine(host);
        return knowledge.Ingest(new CallbackProgress<IngestProgress>(p => line.Report("ingest", p.Done, p.Total)), cancellationToken, verify);
    }
}
