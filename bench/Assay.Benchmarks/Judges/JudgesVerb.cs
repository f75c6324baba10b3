using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Benchmarks.Reports;
using Assay.Evaluation.Judging;
using Assay.Evaluation.Statistics;

namespace Assay.Benchmarks.Judges;

/// <summary>The judges that need no language model beside people (BEGIN), and yes, no and maybe of abstracts (PubMedQA).</summary>
internal static class JudgesVerb
{
    private const double Ridge = 1;

    private static readonly (string Name, string File)[] s_parts =
    [
        ("Wizard of Wikipedia, development", "wow/begin_dev_wow.tsv"), ("Wizard of Wikipedia, test", "wow/begin_test_wow.tsv"), ("CMU DoG, development", "cmu-dog/begin_dev_cmu.tsv"), ("Topical Chat, development", "topicalchat/begin_dev_tc.tsv"),
    ];

    /// <summary>Runs it.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "judges DATA [REPORT.md] [--fit WEIGHTS.json]");
        string begin = Path.Combine(args[0], "begin");
        int fit = Array.IndexOf(args, "--fit");
        if (fit > 0 && fit + 1 < args.Length)
        {
            Fit(BeginRow.Read(Path.Combine(begin, s_parts[0].File)), args[fit + 1]);
            return;
        }

        var report = new MarkdownReport("Judges", "dotnet run -c Release --project bench/Assay.Benchmarks -- judges DATA docs/benchmarks/judges.md", TimeProvider.System);
        Groundedness(report, begin);
        PubMedQa.Report(report, Path.Combine(args[0], "pubmedqa", "data"));
        report.Finish(args.Length > 1 ? args[1] : null);
    }

    // One row a response: its claim that the deterministic judge finds least supported, as a response is attributable only when all of it is.
    private static void Fit(ImmutableArray<BeginRow> rows, string file)
    {
        (IReadOnlyList<double>, bool)[] learned = [.. rows.Where(r => !r.IsGeneric).Select(r => ((IReadOnlyList<double>)SupportFeatures.Of(Weakest(r), [r.Knowledge]), r.IsAttributable))];
        (double[] weights, double intercept) = LogisticFit.Of(learned, Ridge);
        var json = new JsonObject
        {
            ["version"] = "1",
            ["source"] = string.Create(CultureInfo.InvariantCulture, $"Logistic regression, L2 penalty {Ridge} on standardised features, on {learned.Length} labelled responses of BEGIN's development part from Wizard of Wikipedia (github.com/google/BEGIN-dataset), by bench judges DATA --fit."),
            ["features"] = new JsonArray([.. SupportFeatures.Names.Select(n => (JsonNode)n)]),
            ["weights"] = new JsonArray([.. weights.Select(w => (JsonNode)Math.Round(w, 6))]),
            ["intercept"] = Math.Round(intercept, 6),
        };
        File.WriteAllText(file, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");
    }

    private static string Weakest(BeginRow row) => row.ResponseClaims.MinBy(c => LeastOf(new DeterministicEntailment(), row with { Response = c }).Score)!;

    private static (double Score, bool Supported) LeastOf(IEntailment judge, BeginRow row)
    {
        JudgeReply reply = judge.JudgeAsync(new JudgeTask("begin", JudgeKind.Faithfulness, "", [row.Knowledge], row.ResponseClaims), CancellationToken.None).GetAwaiter().GetResult();
        return (reply.Scores.Min(), reply.Verdicts.All(v => v == Verdict.Supported));
    }

    private static void Groundedness(MarkdownReport report, string begin)
    {
        report.Say(
            "## Groundedness beside people\n\n[BEGIN](https://arxiv.org/abs/2105.00071): responses of four dialogue models with the knowledge they were given; people say of each whether it is fully attributable to it, not fully, or generic. A judge finds a response attributable when it finds every claim of it "
            + "supported; its score is that of the weakest claim. The deterministic judge's threshold is that of [citations](../design/citations.md), which was chosen on the three development parts with the test part seen; the local judge (`--judge local`) was fitted on the first line alone, which is therefore no "
            + "test of it, and on nothing of the others. Intervals are 95%, over knowledge texts: several responses share one.");
        foreach (bool generic in (bool[])[false, true])
        {
            var rows = new List<string[]>();
            foreach ((string name, string file) in s_parts)
            {
                BeginRow[] all = [.. BeginRow.Read(Path.Combine(begin, file)).Where(r => generic || !r.IsGeneric)];
                rows.Add(Line(name, "deterministic", new DeterministicEntailment(), all));
                rows.Add(Line(name, "local", LearnedEntailment.Bundled, all));
                rows.Add(Majority(name, all));
            }

            report.Say(generic ? "With generic responses, which people find to say nothing, counted as not attributable:" : "Without generic responses:");
            report.Table(["part", "judge", "n", "attributable", "AUC", "accuracy", "Cohen's kappa", "right when it says attributable", "attributable ones found"], rows);
        }
    }

    private static string[] Line(string part, string name, IEntailment judge, BeginRow[] rows)
    {
        (double Score, bool Supported, BeginRow Row)[] judged = [.. rows.Select(r => LeastOf(judge, r) is var (score, supported) ? (score, supported, r) : default)];
        LabelAgreement verdicts = LabelAgreement.Of([.. judged.Select(j => new LabelledValue(j.Supported ? 1 : 0, j.Row.IsAttributable ? 1 : 0, j.Row.Knowledge))])!;
        LabelAgreement scores = LabelAgreement.Of([.. judged.Select(j => new LabelledValue(j.Score, j.Row.IsAttributable ? 1 : 0, j.Row.Knowledge))])!;
        return [part, name, Count(rows.Length), Count(rows.Count(r => r.IsAttributable)), Number(scores.Auc, scores.AucInterval), Number(verdicts.Accuracy, verdicts.AccuracyInterval), Number(verdicts.Kappa, verdicts.KappaInterval),
            Share(judged.Where(j => j.Supported).Select(j => (j.Row.IsAttributable, j.Row.Knowledge))), Share(judged.Where(j => j.Row.IsAttributable).Select(j => (j.Supported, j.Row.Knowledge)))];
    }

    private static string[] Majority(string part, BeginRow[] rows)
    {
        bool most = rows.Count(r => r.IsAttributable) * 2 > rows.Length;
        return [part, "always the same", Count(rows.Length), Count(rows.Count(r => r.IsAttributable)), ".500", Share(rows.Select(r => (r.IsAttributable == most, r.Knowledge))), ".000", "", ""];
    }

    /// <summary>A share with its interval over clusters.</summary>
    internal static string Share(IEnumerable<(bool Yes, string Cluster)> items)
    {
        (bool Yes, string Cluster)[] all = [.. items];
        ClusteredEstimate found = Clustered.Mean(all.Select((a, i) => (a, i)).ToDictionary(x => $"{x.i:D9}", x => (double?)(x.a.Yes ? 1 : 0), StringComparer.Ordinal), all.Select((a, i) => (a, i)).ToDictionary(x => $"{x.i:D9}", x => x.a.Cluster, StringComparer.Ordinal));
        return Number(found.Mean, found.Interval);
    }

    private static string Number(double? value, Interval? interval) => value is { } v ? Three(v) + (interval is { } i ? $" ({Three(i.Low)} to {Three(i.High)})" : "") : "";

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture).Replace("0.", ".", StringComparison.Ordinal);

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
