using System.CommandLine;
using System.Globalization;
using Assay.ChunkingEvaluation;
using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Running;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval chunking</c>: which way of cutting documents suits the user's questions.</summary>
internal static class EvalChunkingCommand
{
    public static Command Create(CommandHost host)
    {
        var folder = new Argument<string?>("folder") { Description = "A project, a BEIR folder (corpus.jsonl, queries.jsonl, qrels/) or a folder with TREC documents, topics and qrels.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var grid = new Option<string?>("--grid") { Description = "Settings to compare with the current one, separated by commas (default: eleven).", HelpName = "SETTINGS" };
        var split = new Option<string>("--split") { Description = "Which qrels of a BEIR folder.", HelpName = "NAME", DefaultValueFactory = _ => "test" };
        var workspace = new Option<string?>("--workspace") { Description = "Where the index and the results go (default: .assay in the folder).", HelpName = "DIR" };
        var command = new Verb("chunking",
            $"""
            Cut the documents in several ways and compare them on the questions: quality, tokens of context and size of the index, with
            the Pareto front of the three and the lines for assay.yaml.

            A setting is {ChunkingGrid.Form}.

            Examples:
              assay eval chunking samples/support
              assay eval chunking ~/beir/scifact --grid structure:128,fixed:256/32,structure:64+section
            """) { folder, project, json, grid, split, workspace };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string directory = CommonOptions.Folder(parsed, project, folder);
            if (!Directory.Exists(directory)) throw new InputException(new Problem(directory, null, "This folder does not exist."));
            string? settings = parsed.GetValue(grid) is { } written ? CommonOptions.NotBlank(written, "--grid") : null;
            var options = new RetrievalReportOptions { Split = CommonOptions.NotBlank(parsed.GetValue(split)!, "--split"), Workspace = parsed.GetValue(workspace) is { } named ? CommonOptions.NotBlank(named, "--workspace") : null };
            ChunkingReport report;
            using (var line = new ProgressLine(host))
            {
                var evaluator = new ChunkingEvaluator(host.Time, new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)));
                report = await evaluator.MeasureAsync(directory, settings, options, cancellationToken).ConfigureAwait(false);
            }

            foreach (string warning in report.Warnings) host.Error.WriteLine($"warning: {warning}");
            if (parsed.GetValue(json)) host.WriteJson(report);
            else host.Out.Write(Text(report));
            return 0;
        });
        return command;
    }

    private static string Text(ChunkingReport report)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Collection}: {report.Queries:N0} questions over {report.Documents:N0} documents, compared by {report.Quality}"));
        bool answers = report.Quality == "containment";
        string[] quality = answers ? [">containment", ">ndcg@10"] : [">ndcg@10", ">handed over"];
        Tables.Write(text, ["", "setting", .. quality, ">difference to current (95%)", ">recall@10", ">context tokens", ">chunks", ">index KB"], report.Settings.Select(row => (IReadOnlyList<string>)
        [
            row.OnFront ? "*" : "",
            row.Setting,
            Share(row.Quality),
            Share(answers ? row.Ndcg10 : row.Handed),
            row.Current ? "current" : Difference(row),
            Share(row.Recall10),
            row.ContextTokens.ToString("N0", CultureInfo.InvariantCulture),
            row.Chunks.ToString("N0", CultureInfo.InvariantCulture),
            (row.IndexBytes / 1024).ToString("N0", CultureInfo.InvariantCulture),
        ]));
        text.WriteLine("* on the Pareto front: no other setting is at least as good in quality, context and index and better in one of them");
        text.WriteLine($"\nRecommended: {report.Recommended} ({report.Why}). In assay.yaml:\n");
        text.Write(report.Settings.First(r => r.Setting == report.Recommended).Yaml);
        return text.ToString();
    }

    private static string Share(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static string Difference(ChunkingRow row) => row.Difference is { Mean: { } mean, Interval: { } interval }
        ? string.Create(CultureInfo.InvariantCulture, $"{mean:+0.000;-0.000} [{interval.Low:+0.000;-0.000;0.000}, {interval.High:+0.000;-0.000;0.000}]")
        : "-";
}
