using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Evaluation.Ranking;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay score ranking</c>: trec_eval's measures of a run.</summary>
internal static class ScoreRankingCommand
{
    public static Command Create(CommandHost host)
    {
        var qrels = new Option<string>("--qrels") { Description = "Judgements: TREC qrels, BEIR's TSV with its header row, or a question set with documents.", HelpName = "FILE", Required = true };
        var run = new Option<string>("--run") { Description = "A TREC run (qid Q0 docno rank score runid), or BEIR's JSON {qid: {docno: score}}.", HelpName = "FILE", Required = true };
        var version = new Option<string>("--trec-eval") { Description = "Whose definitions: 9 (scores as float, missing topics skipped) or 10 (scores as double, missing topics an error).", HelpName = "VERSION", DefaultValueFactory = _ => "9" };
        version.AcceptOnlyFromAmong("9", "10");
        var complete = new Option<bool>("-c", "--complete") { Description = "Average over all topics of the qrels; one missing from the run counts 0." };
        var level = new Option<int>("-l", "--level") { Description = "Least grade that counts as relevant (nDCG uses the grades themselves).", HelpName = "GRADE", DefaultValueFactory = _ => 1 };
        var judged = new Option<bool>("-J", "--judged-only") { Description = "Drop unjudged documents first." };
        var depth = new Option<int?>("-M", "--max-depth") { Description = "Use only the first N documents of each topic.", HelpName = "N" };
        var measures = new Option<string[]>("-m", "--measure") { Description = "A measure by trec_eval's name (map, P.5,10, ndcg.1=3.5), or default, official, set, all_trec. May be repeated.", HelpName = "NAME", DefaultValueFactory = _ => ["default"] };
        AtLeast(level, 0);
        AtLeast(depth, 1);
        var topics = new Option<bool>("-q", "--per-topic") { Description = "Also print every topic." };
        var saveTopics = new Option<string?>("--save-topics") { Description = "Write the measures of every topic as CSV.", HelpName = "FILE" };
        var saveQrels = new Option<string?>("--save-qrels") { Description = "Write the judgements: BEIR's TSV when the name ends in .tsv, else TREC qrels.", HelpName = "FILE" };
        var saveRun = new Option<string?>("--save-run") { Description = "Write the run in TREC's form.", HelpName = "FILE" };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("ranking",
            """
            Score a TREC run as trec_eval does: same definitions, same tie order, same averages.

            Examples:
              assay score ranking --qrels qrels.txt --run system.trec
              assay score ranking --qrels test.tsv --run system.trec --trec-eval 10 -c --json
              assay score ranking --qrels qrels.txt --run results.json -m all_trec -m ndcg_cut.3 --save-topics topics.csv
            """) { qrels, run, version, measures, complete, level, judged, depth, topics, saveTopics, saveQrels, saveRun, json };
        command.SetAction(parsed =>
        {
            var options = new RankingOptions
            {
                Version = parsed.GetValue(version) == "10" ? TrecVersion.V10 : TrecVersion.V9,
                IncludeMissing = parsed.GetValue(complete),
                RelevanceLevel = parsed.GetValue(level),
                JudgedOnly = parsed.GetValue(judged),
                MaxDepth = parsed.GetValue(depth),
                Measures = [.. parsed.GetRequiredValue(measures)],
            };
            Qrels judgements = QrelsReader.Read(parsed.GetRequiredValue(qrels));
            RankedRun ranked = RankedRunReader.Read(parsed.GetRequiredValue(run));
            RankingResult result = RankingMetrics.Evaluate(judgements, ranked, options);
            if (parsed.GetValue(saveTopics) is { } table) AtomicFile.Write(table, writer => RankingTable.Write(writer, result));
            if (parsed.GetValue(saveQrels) is { } saved) AtomicFile.Write(saved, writer => SaveQrels(saved, writer, judgements));
            if (parsed.GetValue(saveRun) is { } trec) AtomicFile.Write(trec, writer => RankedRunWriter.Write(writer, ranked));
            Print(host, result, parsed.GetValue(topics), parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void AtLeast(Option option, int least) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: { } given }] && int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number < least)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be a whole number of {least} or more, found {number}."));
        }
    });

    private static void SaveQrels(string path, TextWriter writer, Qrels qrels)
    {
        if (path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase)) QrelsWriter.WriteBeir(writer, qrels);
        else QrelsWriter.WriteTrec(writer, qrels);
    }

    private static void Print(CommandHost host, RankingResult result, bool perTopic, bool json)
    {
        if (json)
        {
            host.WriteJson(new { measures = Table(result.All), topics = perTopic ? result.Topics.ToDictionary(t => t.Topic, t => Table(t.Measures)) : null });
            return;
        }

        if (perTopic)
        {
            foreach (TopicMeasures topic in result.Topics) Write(host.Out, topic.Topic, topic.Measures);
        }

        Write(host.Out, "all", result.All);
    }

    private static Dictionary<string, double> Table(Measures measures) => measures.ToDictionary(m => m.Key, m => m.Value);

    private static void Write(TextWriter output, string topic, IEnumerable<KeyValuePair<string, double>> measures)
    {
        foreach ((string name, double value) in measures)
        {
            output.WriteLine($"{name,-22}\t{topic}\t{Measures.Text(name, value)}");
        }
    }
}
