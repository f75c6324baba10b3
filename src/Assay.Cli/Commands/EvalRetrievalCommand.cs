using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Evaluation.Ranking;
using Assay.Expanding;
using Assay.Retrieval.Search.Expansion;
using Assay.Projects;
using Assay.RetrievalTuning;
using Assay.Running;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval retrieval</c>: how well the search finds what the questions need, and which of its stages pay.</summary>
internal static class EvalRetrievalCommand
{
    private static readonly string[] s_perQuery = ["ndcg_cut_10", "recall_10", "recall_100", "map", "recip_rank", "P_10"];

    public static Verb Create(CommandHost host)
    {
        var folder = new Argument<string?>("folder") { Description = "A project, a BEIR folder (corpus.jsonl, queries.jsonl, qrels/) or a folder with TREC documents, topics and qrels.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var split = new Option<string>("--split") { Description = "Which qrels of a BEIR folder.", HelpName = "NAME", DefaultValueFactory = _ => "test" };
        var workspace = new Option<string?>("--workspace") { Description = "Where indexes and the run file go (default: .assay in the folder).", HelpName = "DIR" };
        var stages = new Option<bool>("--stages") { Description = "Measure what each stage of the search gains by cross-validation, keep what pays, and train the reranker." };
        var perQuery = new Option<bool>("--per-query") { Description = "Print the measures of every question, tab-separated, instead of the summary." };
        var against = new Option<string?>("--against") { Description = "Compare with a TREC run file, question by question.", HelpName = "RUN" };
        var maxCost = new Option<decimal?>("--max-cost") { Description = "Most that vectors of documents, and query expansion by the project's chat model, may cost each, in USD (default 10). With --stages: measure expansion also where the project has it off.", HelpName = "USD", CustomParser = r => CompareCommand.Amount(r) };
        var command = new Verb("retrieval",
            """
            Rank the documents for every question and measure the ranking as trec_eval does (nDCG@10 and recall@100 over documents ranked
            by their best chunk, to depth 1,000). Writes a TREC run file. With --stages, chooses the search's stages and weights on the questions.

            Examples:
              assay eval retrieval samples/support
              assay eval retrieval samples/support --stages
              assay eval retrieval ~/beir/scifact --workspace /tmp/scifact --against bm25.trec --json
            """) { folder, project, json, split, workspace, stages, perQuery, against, maxCost };
        command.Validators.Add(result =>
        {
            if (result.GetValue(stages) && (result.GetValue(perQuery) || result.GetValue(against) is not null)) result.AddError("--stages stands alone: measure with --per-query or --against after it.");
            if (result.GetValue(perQuery) && result.GetValue(json)) result.AddError("--per-query prints a table of its own: leave --json out.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(split) is { Implicit: false } && File.Exists(Path.Combine(result.GetValue(project) ?? result.GetValue(folder) ?? ".", ProjectFile.FileName)))
            {
                result.AddError("--split chooses among the qrels of a BEIR folder; a project has one set of questions. Leave it out.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string directory = CommonOptions.Folder(parsed, project, folder);
            if (!Directory.Exists(directory)) throw new InputException(new Problem(directory, null, "This folder does not exist."));
            var options = new RetrievalReportOptions
            {
                Split = CommonOptions.NotBlank(parsed.GetValue(split)!, "--split"),
                Workspace = parsed.GetValue(workspace) is { } named ? CommonOptions.NotBlank(named, "--workspace") : null,
                Providers = Providers.Options(host),
                MaxCostUsd = parsed.GetValue(maxCost) ?? new RetrievalReportOptions().MaxCostUsd,
                Against = parsed.GetValue(against) is { } other ? CommonOptions.NotBlank(other, "--against") : null,
            };
            var run = new Evaluation(host, directory, options, IsCostAllowed: parsed.GetValue(maxCost) is not null);
            if (parsed.GetValue(stages)) await StagesAsync(run, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
            else await MeasureAsync(run, (parsed.GetValue(json), parsed.GetValue(perQuery)), cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private sealed record Evaluation(CommandHost Host, string Directory, RetrievalReportOptions Options, bool IsCostAllowed);

    private static async Task MeasureAsync(Evaluation run, (bool Json, bool PerQuery) form, CancellationToken cancellationToken)
    {
        CommandHost host = run.Host;
        RetrievalReport report;
        using (var line = new ProgressLine(host))
        {
            RankedRun? other = run.Options.Against is { } file ? RankedRunReader.Read(file) : null;
            var progress = new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total));
            using RetrievalSubject subject = await RetrievalSubject.OpenAsync(run.Directory, run.Options, host.Time, progress, cancellationToken).ConfigureAwait(false);
            QueryExpansion kind = subject.Project?.Retrieval.Expansion ?? QueryExpansion.Off;
            if (subject.Knowledge.Searcher.Profile.Expansion.WeightOf(kind) > 0) await ExpandAsync(run, subject, [kind], progress, cancellationToken).ConfigureAwait(false);
            report = RetrievalReport.Measure(subject, other, host.Time, progress, cancellationToken);
        }

        foreach (string warning in report.Warnings) host.Error.WriteLine($"warning: {PlainWriter.Line(warning)}");
        if (form.Json) host.WriteJson(report);
        else if (form.PerQuery) PerQuery(host.Out, report);
        else host.Out.Write(Text(report));
    }

    private static async Task StagesAsync(Evaluation run, bool json, CancellationToken cancellationToken)
    {
        CommandHost host = run.Host;
        StageReport report;
        using (var line = new ProgressLine(host))
        {
            var progress = new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total));
            using RetrievalSubject subject = await RetrievalSubject.OpenAsync(run.Directory, run.Options, host.Time, progress, cancellationToken).ConfigureAwait(false);
            foreach (string warning in subject.Warnings) host.Error.WriteLine($"warning: {PlainWriter.Line(warning)}");
            StageReport.CheckQuestions(subject);
            if (subject.Project?.ExpansionModel is not null && (run.IsCostAllowed || subject.Project.Retrieval.Expansion != QueryExpansion.Off))
            {
                await ExpandAsync(run, subject, SearchStage.Expansions, progress, cancellationToken).ConfigureAwait(false);
            }

            report = StageReport.Measure(subject, new StageOptions(), host.Time, progress, cancellationToken);
        }

        if (json) host.WriteJson(report);
        else host.Out.Write(StageText.Of(report));
    }

    private static async Task ExpandAsync(Evaluation run, RetrievalSubject subject, ImmutableArray<QueryExpansion> kinds, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        using ProjectExpander expander = Expanded.Open(run.Host, subject.Project!)!;
        await subject.ExpandAsync(expander, kinds, run.Options.MaxCostUsd, progress, cancellationToken).ConfigureAwait(false);
        if (subject.Expanded.WithoutReply is > 0 and var without) run.Host.Error.WriteLine(FormattableString.Invariant($"warning: {without} query expansions got no reply; run again to ask for those."));
    }

    private static void PerQuery(TextWriter output, RetrievalReport report)
    {
        output.WriteLine($"query\t{string.Join('\t', s_perQuery)}");
        foreach (TopicMeasures topic in report.Topics)
        {
            output.WriteLine($"{topic.Topic}\t{string.Join('\t', s_perQuery.Select(m => topic.Measures[m].ToString("0.0000", CultureInfo.InvariantCulture)))}");
        }
    }

    private static string Text(RetrievalReport report)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"{report.Collection}: {report.Queries.ToString("N0", CultureInfo.InvariantCulture)} questions over {report.Documents.ToString("N0", CultureInfo.InvariantCulture)} documents");
        Tables.Write(text, ["measure", ">mean", ">95% interval"], report.Metrics.Select(m => (IReadOnlyList<string>)
            [m.Key, m.Value.ToString("0.0000", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{report.Intervals[m.Key].Low:0.000} to {report.Intervals[m.Key].High:0.000}")]));
        if (report.Against is { } against)
        {
            text.WriteLine($"this run minus '{against.Run}', paired by question:");
            Tables.Write(text, ["measure", ">difference", ">95% interval"], against.Differences.Select(d => (IReadOnlyList<string>)[d.Key, StageText.Signed(d.Value.Mean), StageText.Interval(d.Value.Interval)]));
        }

        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"search p50 {report.LatencyMs.P50:0.0} ms, p95 {report.LatencyMs.P95:0.0} ms"));
        text.WriteLine($"run file: {report.Run}");
        return text.ToString();
    }
}
