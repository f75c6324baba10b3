using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval</c>: measures one part of the system.</summary>
internal static class EvalCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Verb("eval",
            """
            Measure one part of the system: 'eval retrieval', 'eval chunking', 'eval answerability'.

            Example:
              assay eval retrieval samples/support
            """);
        command.Add(Retrieval(host));
        command.Add(EvalChunkingCommand.Create(host));
        command.Add(EvalAnswerabilityCommand.Create(host));
        return command;
    }

    private static Verb Retrieval(CommandHost host)
    {
        var folder = new Argument<string?>("folder") { Description = "A project, a BEIR folder (corpus.jsonl, queries.jsonl, qrels/) or a folder with TREC documents, topics and qrels.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var split = new Option<string>("--split") { Description = "Which qrels of a BEIR folder.", HelpName = "NAME", DefaultValueFactory = _ => "test" };
        var workspace = new Option<string?>("--workspace") { Description = "Where indexes and the run file go (default: .assay in the folder).", HelpName = "DIR" };
        var command = new Verb("retrieval",
            """
            Rank the documents for every question and measure the ranking as trec_eval does (nDCG@10 and recall@100 over documents ranked
            by their best chunk, to depth 1,000). Writes a TREC run file.

            Examples:
              assay eval retrieval samples/support
              assay eval retrieval ~/beir/scifact --workspace /tmp/scifact --json
            """) { folder, project, json, split, workspace };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string directory = CommonOptions.Folder(parsed, project, folder);
            if (!Directory.Exists(directory)) throw new InputException(new Problem(directory, null, "This folder does not exist."));
            RetrievalReport report;
            using (var line = new ProgressLine(host))
            {
                var options = new RetrievalReportOptions { Split = CommonOptions.NotBlank(parsed.GetValue(split)!, "--split"), Workspace = parsed.GetValue(workspace) is { } named ? CommonOptions.NotBlank(named, "--workspace") : null };
                report = RetrievalReport.Measure(directory, options, host.Time, new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)), cancellationToken);
            }

            foreach (string warning in report.Warnings) host.Error.WriteLine($"warning: {warning}");
            host.Out.Write(parsed.GetValue(json) ? JsonSerializer.Serialize(report, JsonFormat.Indented) + "\n" : Text(report));
            return 0;
        });
        return command;
    }

    private static string Text(RetrievalReport report)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"{report.Collection}: {report.Queries.ToString("N0", CultureInfo.InvariantCulture)} questions over {report.Documents.ToString("N0", CultureInfo.InvariantCulture)} documents");
        Tables.Write(text, ["measure", ">mean", ">95% interval"], report.Metrics.Select(m => (IReadOnlyList<string>)
            [m.Key, m.Value.ToString("0.0000", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{report.Intervals[m.Key].Low:0.000} to {report.Intervals[m.Key].High:0.000}")]));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"search p50 {report.LatencyMs.P50:0.0} ms, p95 {report.LatencyMs.P95:0.0} ms"));
        text.WriteLine($"run file: {report.Run}");
        return text.ToString();
    }
}
