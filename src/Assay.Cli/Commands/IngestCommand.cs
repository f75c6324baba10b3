using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Ingestion;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay ingest</c>: documents into the knowledge base, once or for as long as it runs.</summary>
internal static class IngestCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var watch = new Option<bool>("--watch") { Description = "Go on: a saved or deleted file counts for the next search within a second. Ctrl-C ends it." };
        var verify = new Option<bool>("--verify") { Description = "Read every file, also those whose size and time have not changed." };
        var drill = new Option<bool>("--drill") { Description = "Freshness drill: edit and delete facts in a copy of the documents and measure how soon searches are right." };
        var maxCost = new Option<decimal>("--max-cost") { Description = "Most that embedding may cost, in USD; nothing is sent when it would cost more.", HelpName = "USD", DefaultValueFactory = _ => 10, CustomParser = CompareCommand.Amount };
        var command = new Verb("ingest",
            """
            Read the project's documents into its knowledge base. Only new, changed, moved and deleted files are touched;
            a file that cannot be read is listed and skipped.

            Examples:
              assay ingest
              assay ingest samples/support --json
              assay ingest --watch
              assay ingest --drill
            """) { folder, project, json, maxCost, watch, verify, drill };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
            bool asJson = parsed.GetValue(json);
            if (parsed.GetValue(watch) && parsed.GetValue(drill)) throw new InputException(new Problem("", null, "--watch and --drill exclude each other: a drill watches a copy of its own. Give one of them."));
            if (parsed.GetValue(drill)) return await DrillAsync(host, opened, asJson, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(watch)) return await WatchAsync(host, opened, parsed.GetValue(maxCost), asJson, cancellationToken).ConfigureAwait(false);
            using KnowledgeBase knowledge = KnowledgeBase.Open(opened, Workspace.Open(opened.Root), host.Time);
            KnowledgeEmbedder? embedder = knowledge.OpenEmbedder(opened, Workspace.Open(opened.Root), Providers.Options(host), host.Time);
            if (embedder is { Note.Length: > 0 }) host.Error.WriteLine($"note: {PlainWriter.Line(embedder.Note)}");
            IngestReport report = Ingested.Ingest(host, knowledge, cancellationToken, parsed.GetValue(verify));
            EmbedReport? vectors = embedder is null ? null : await Embedded.EmbedAsync(host, embedder, parsed.GetValue(maxCost), cancellationToken).ConfigureAwait(false);
            if (asJson) host.WriteJson(report);
            else Print(host, report);
            if (!asJson && vectors is not null) Embedded.Print(host, vectors);
            return 0;
        });
        return command;
    }

    private static async Task<int> WatchAsync(CommandHost host, Project project, decimal maxCostUsd, bool json, CancellationToken cancellationToken)
    {
        using var watched = new WatchedProject(project, Providers.Options(host), maxCostUsd, host.Time);
        var watch = new KnowledgeWatch(watched.IngestAsync, project.Root, Path.Combine(project.Root, Workspace.FolderName), new KnowledgeWatchOptions(), host.Time);
        if (!json) host.Error.WriteLine("Watching. Ctrl-C ends it.");
        IngestReport shown = new();
        await watch.RunAsync(
            found =>
            {
                Tell(host, found, shown);
                shown = found.Report;
                if (json) host.WriteJson(found, JsonFormat.Compact);
                else if (found.Problem is null) host.Out.WriteLine($"{host.Time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {Counts(found.Report)} {found.Took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms");
                host.Out.Flush();
            },
            cancellationToken).ConfigureAwait(false);
        return 0;
    }

    // What stays broken is told once, not at every look.
    private static void Tell(CommandHost host, KnowledgeWatchEvent found, IngestReport shown)
    {
        if (found.Problem is { } problem) host.Error.WriteLine($"not possible now, is tried again: {problem}");
        if (found.NoEvents is { } deaf) host.Error.WriteLine($"warning: the file system does not tell of changes ({deaf}); they are looked for every few seconds instead.");
        foreach (IngestFailure failure in found.Report.Failures.Except(shown.Failures)) host.Error.WriteLine($"not read: {PlainWriter.Line($"{failure.Id}: {failure.Reason}")}");
        foreach (string warning in found.Report.Warnings.Except(shown.Warnings)) host.Error.WriteLine($"warning: {PlainWriter.Line(warning)}");
        if (UnmatchedFiles.Describe(found.Report.Unmatched) is { } unmatched && unmatched != UnmatchedFiles.Describe(shown.Unmatched)) host.Error.WriteLine(PlainWriter.Line(unmatched + "."));
    }

    private static async Task<int> DrillAsync(CommandHost host, Project project, bool json, CancellationToken cancellationToken)
    {
        FreshnessReport report = await new FreshnessDrill(project, host.Time).RunAsync(cancellationToken).ConfigureAwait(false);
        if (json)
        {
            host.WriteJson(report);
        }
        else
        {
            Tables.Write(host.Out, ["change", ">times", ">p50 ms", ">p95 ms", ">longest ms"], report.Changes.Select(c =>
                (IReadOnlyList<string>)[c.Change, .. new[] { c.Times, c.P50Ms, c.P95Ms, c.LongestMs }.Select(n => n.ToString("0", CultureInfo.InvariantCulture))]));
            host.Out.WriteLine(report.Stale.Length == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{report.Searches:N0} searches, none returned what was gone.")
                : string.Create(CultureInfo.InvariantCulture, $"{report.Stale.Length:N0} of {report.Searches:N0} searches returned what was gone:"));
            foreach (string stale in report.Stale) host.Out.WriteLine($"  {stale}");
        }

        return report.Stale.Length == 0 ? 0 : 1;
    }

    private static void Print(CommandHost host, IngestReport report)
    {
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Documents:N0} documents, {report.Chunks:N0} chunks, {report.Tokens:N0} tokens."));
        host.Out.WriteLine(Counts(report));
        if (UnmatchedFiles.Describe(report.Unmatched) is { } unmatched) host.Out.WriteLine(PlainWriter.Line(unmatched + "."));
    }

    private static string Counts(IngestReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{report.Added:N0} added, {report.Updated:N0} updated, {report.Moved:N0} moved, {report.Deleted:N0} deleted, {report.Unchanged:N0} unchanged, {report.Failures.Length:N0} not read.");
}
