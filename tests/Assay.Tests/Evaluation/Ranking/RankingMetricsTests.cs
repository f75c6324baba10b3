using System.Globalization;
using Assay.Evaluation.Ranking;
using Assay.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Evaluation.Ranking;

public sealed class RankingMetricsTests
{
    private static readonly Qrels Graded = Judged("q1 d1 3", "q1 d2 2", "q1 d3 3", "q1 d4 0", "q1 d5 1", "q1 d6 2", "q1 d8 -1");
    private static readonly RankedRun GradedRun = Run("q1 d1 6", "q1 d2 5", "q1 d3 4", "q1 u1 3", "q1 d5 2", "q1 d6 1");
    private static readonly RankingOptions WithThree = new() { Cutoffs = [3, 5, 10] };

    [Theory]
    [InlineData("ndcg", 0.9608)]
    [InlineData("ndcg_cut_3", 0.9778)]
    [InlineData("ndcg_cut_5", 0.8610)]
    [InlineData("ndcg_cut_10", 0.9608)]
    [InlineData("map", 0.9267)]
    [InlineData("map_cut_3", 0.6)]
    [InlineData("P_3", 1.0)]
    [InlineData("P_5", 0.8)]
    [InlineData("P_10", 0.5)]
    [InlineData("recall_3", 0.6)]
    [InlineData("recall_5", 0.8)]
    [InlineData("recall_10", 1.0)]
    [InlineData("recip_rank", 1)]
    [InlineData("Rprec", 0.8)]
    [InlineData("bpref", 1)]
    [InlineData("set_P", 0.8333)]
    [InlineData("set_recall", 1)]
    [InlineData("set_F", 0.9091)]
    [InlineData("success_1", 1)]
    [InlineData("num_q", 1)]
    [InlineData("num_ret", 6)]
    [InlineData("num_rel", 5)]
    [InlineData("num_rel_ret", 5)]
    [InlineData("gm_map", 0.9267)]
    public void Evaluate_graded_judgements_agrees_with_trec_eval(string measure, double expected)
    {
        Assert.Equal(expected, RankingMetrics.Evaluate(Graded, GradedRun, WithThree).All[measure], 4);
        Assert.Equal(expected, RankingMetrics.Evaluate(Graded, GradedRun, WithThree with { Version = TrecVersion.V10 }).All[measure], 4);
    }

    [Theory]
    [InlineData("map", 0.9167)]
    [InlineData("P_5", 0.6)]
    [InlineData("recall_5", 0.75)]
    [InlineData("ndcg_cut_5", 0.8610)]
    public void Evaluate_higher_relevance_level_changes_relevance_but_not_gain(string measure, double expected) =>
        Assert.Equal(expected, RankingMetrics.Evaluate(Graded, GradedRun, new RankingOptions { RelevanceLevel = 2 }).All[measure], 4);

    [Theory]
    [InlineData("map", 1)]
    [InlineData("P_5", 1)]
    [InlineData("ndcg_cut_5", 0.9755)]
    public void Evaluate_judged_only_closes_the_gaps(string measure, double expected) =>
        Assert.Equal(expected, RankingMetrics.Evaluate(Graded, GradedRun, new RankingOptions { JudgedOnly = true }).All[measure], 4);

    [Fact]
    public void Evaluate_tie_ranks_the_larger_document_id_first()
    {
        Qrels qrels = Judged("q a 0", "q b 1", "q c 0");
        Measures first = RankingMetrics.Evaluate(qrels, Run("q b 1.0", "q a 1.0")).All;
        Assert.Equal((1.0, 1.0), (first["ndcg"], first["recip_rank"]));
        Measures second = RankingMetrics.Evaluate(qrels, Run("q b 1.0", "q c 1.0")).All;
        Assert.Equal(0.6309, second["ndcg"], 4);
        Assert.Equal(0.5, second["recip_rank"]);
    }

    [Fact]
    public void Evaluate_tie_compares_ids_by_their_utf8_bytes()
    {
        // U+1F600 is above U+FFEE in UTF-8 and below it in UTF-16.
        Qrels qrels = Judged("q \U0001F600 1", "q \uFFEE 0");
        Assert.Equal(1, RankingMetrics.Evaluate(qrels, Run("q \uFFEE 1", "q \U0001F600 1")).All["recip_rank"]);
    }

    [Theory]
    [InlineData(TrecVersion.V9, 1.0)]
    [InlineData(TrecVersion.V10, 0.5)]
    public void Evaluate_scores_equal_in_single_precision_tie_only_in_version_9(TrecVersion version, double expected) =>
        Assert.Equal(expected, RankingMetrics.Evaluate(Judged("q b 1"), Run("q a 1.00000001", "q b 1.0"), new RankingOptions { Version = version }).All["recip_rank"]);

    [Fact]
    public void Evaluate_missing_topic_follows_the_version()
    {
        Qrels qrels = Judged("q1 a 1", "q2 x 1", "q2 y 1");
        RankedRun run = Run("q1 a 1");
        RankingResult nine = RankingMetrics.Evaluate(qrels, run);
        Assert.Equal((1.0, 1.0), (nine.All["map"], nine.All["num_q"]));
        Assert.Equal(["q2"], nine.Missing.AsEnumerable());
        RankingResult complete = RankingMetrics.Evaluate(qrels, run, new RankingOptions { IncludeMissing = true });
        Assert.Equal((0.5, 2.0, 3.0), (complete.All["map"], complete.All["num_q"], complete.All["num_rel"]));
        Assert.Single(complete.Topics);
        RankingResult ten = RankingMetrics.Evaluate(qrels, run, new RankingOptions { IncludeMissing = true, Version = TrecVersion.V10 });
        Assert.Equal(0.5, ten.All["map"]);
        Assert.Equal(["q1", "q2"], ten.Topics.Select(t => t.Topic));
        Assert.Equal(Math.Sqrt(1e-5), ten.All["gm_map"], 12);
        Assert.Equal(complete.All["gm_map"], ten.All["gm_map"]);
        MissingTopicsException error = Assert.Throws<MissingTopicsException>(() => RankingMetrics.Evaluate(qrels, run, new RankingOptions { Version = TrecVersion.V10 }));
        Assert.Equal(["q2"], error.Topics.AsEnumerable());
        Assert.Contains("q2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_topic_without_relevant_documents_counts_as_0()
    {
        RankingResult result = RankingMetrics.Evaluate(Judged("q1 a 1", "q2 a 0", "q3 a -1"), Run("q1 a 1", "q2 a 1", "q3 a 1"));
        Assert.Equal(1.0 / 3, result.All["map"]);
        Assert.All(result.Topics[2].Measures.Where(m => m.Key != "num_ret"), m => Assert.Equal(0, m.Value));
    }

    [Fact]
    public void Evaluate_topic_that_is_not_judged_is_ignored_and_named()
    {
        RankingResult result = RankingMetrics.Evaluate(Judged("q1 a 1"), Run("q1 a 1", "other a 1"));
        Assert.Equal(1, result.All["num_q"]);
        Assert.Equal(["other"], result.NotJudged.AsEnumerable());
    }

    [Fact]
    public void Evaluate_no_common_topic_is_an_input_error()
    {
        Assert.Throws<InputException>(() => RankingMetrics.Evaluate(Judged("1 a 1"), Run("01 a 1")));
        Assert.Throws<InputException>(() => RankingMetrics.Evaluate(Judged(), Run("01 a 1"), new RankingOptions { IncludeMissing = true }));
        Assert.Equal(0, RankingMetrics.Evaluate(Judged("1 a 1"), Run("01 a 1"), new RankingOptions { IncludeMissing = true }).All["map"]);
    }

    [Fact]
    public void Evaluate_bpref_counts_judged_non_relevant_documents_above()
    {
        // R = 2, N = 3: the first relevant document has 1 of min(N, R) = 2 above it, the second has 2.
        Qrels qrels = Judged("q r1 1", "q r2 1", "q n1 0", "q n2 0", "q n3 0");
        Measures all = RankingMetrics.Evaluate(qrels, Run("q n1 9", "q x 8", "q r1 7", "q n2 6", "q n3 5", "q r2 4")).All;
        Assert.Equal((0.5 + 0) / 2, all["bpref"]);
        Assert.Equal(((1.0 / 3) + (2.0 / 6)) / 2, all["map"], 15);
    }

    [Fact]
    public void Evaluate_depth_cuts_before_unjudged_documents_are_dropped()
    {
        RankingOptions options = new() { MaxDepth = 2, JudgedOnly = true };
        Measures all = RankingMetrics.Evaluate(Judged("q a 1", "q b 1"), Run("q u 3", "q a 2", "q b 1"), options).All;
        Assert.Equal((1.0, 0.5), (all["num_ret"], all["map"]));
    }

    [Theory]
    [InlineData(TrecVersion.V9, 93)]
    [InlineData(TrecVersion.V10, 98)]
    public void Evaluate_every_measure_of_all_trec_has_a_value(TrecVersion version, int expected)
    {
        Measures all = RankingMetrics.Evaluate(Graded, GradedRun, new RankingOptions { Measures = ["all_trec"], Version = version }).All;
        Assert.Equal(expected, all.Names.Length);
        Assert.Equal(all.Names.Length, all.Names.Distinct().Count());
        Assert.True(all.All(m => double.IsFinite(m.Value)));
    }

    [Theory]
    [InlineData("P.5,7,3", "P_3 P_5 P_7")]
    [InlineData("ndcg.1=3,2=9", "ndcg_1=3,2=9")]
    [InlineData("iprec_at_recall..5,.25", "iprec_at_recall_0.25 iprec_at_recall_0.50")]
    [InlineData("11pt_avg..25,.5,.75", "11pt_avg_.25,.5,.75")]
    [InlineData("set", "num_q num_ret num_rel num_rel_ret utility set_P set_relative_P set_recall set_map set_F")]
    public void Evaluate_measures_are_named_as_trec_eval_names_them(string measure, string names) =>
        Assert.Equal(names.Split(' '), RankingMetrics.Evaluate(Graded, GradedRun, new RankingOptions { Measures = [measure] }).All.Names);

    [Theory]
    [InlineData("precision")]
    [InlineData("P.0")]
    [InlineData("P.5,5")]
    [InlineData("map.3")]
    [InlineData("ndcg.x=3")]
    [InlineData("ndcg.1=nan")]
    [InlineData("utility.1,2")]
    public void Evaluate_unknown_measure_or_parameter_is_an_input_error(string measure) =>
        Assert.Contains($"'{measure}'", Assert.Throws<InputException>(() => RankingMetrics.Evaluate(Graded, GradedRun, new RankingOptions { Measures = [measure] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Evaluate_other_gains_change_ndcg()
    {
        // Grades 0 and 1 swap their worth: the document in first place is the one without gain.
        RankingOptions options = new() { Measures = ["ndcg.0=1,1=0", "ndcg"] };
        Measures all = RankingMetrics.Evaluate(Judged("q a 1", "q b 0"), Run("q a 2", "q b 1"), options).All;
        Assert.Equal(1 / Math.Log2(3), all["ndcg_0=1,1=0"], 15);
        Assert.Single(all);
    }

    [Fact]
    public void Evaluate_pool_judged_in_part_has_an_inferred_average_precision()
    {
        // b is in the pool without a grade, u is not in it: rank 3 gives 1/3 + 2/3 * (2/2) * (1 + e) / (1 + 2e).
        RankingOptions options = new() { Measures = ["infAP", "bpref", "num_nonrel_judged_ret", "unj.3"] };
        Measures all = RankingMetrics.Evaluate(Judged("q a 1", "q b -1", "q c 1"), Run("q a 3", "q b 2", "q c 1"), options).All;
        Assert.Equal((1 + (1.0 / 3) + (2.0 / 3 * (1 + 1e-5) / (1 + 2e-5))) / 2, all["infAP"], 12);
        Assert.Equal((1.0, 0.0, 1.0 / 3), (all["bpref"], all["num_nonrel_judged_ret"], all["unj_3"]));
    }

    [Theory]
    [InlineData("map", 0.03125, "0.0312")]
    [InlineData("map", 0.09375, "0.0938")]
    [InlineData("map", -0.03125, "-0.0312")]
    [InlineData("map", 0.66665, "0.6666")]
    [InlineData("map", 0.12345000000000001, "0.1235")]
    [InlineData("utility", -358, "-358.0000")]
    [InlineData("num_ret", 500, "500")]
    public void Text_rounds_as_printf_does(string name, double value, string text) => Assert.Equal(text, Measures.Text(name, value));

    [Fact]
    public void Evaluate_seeded_files_print_what_trec_eval_prints()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "trec");
        Qrels qrels = QrelsReader.Read(Path.Combine(folder, "seeded.qrels"));
        RankedRun run = RankedRunReader.Read(Path.Combine(folder, "seeded.run"));
        int compared = 0;
        foreach (IGrouping<string, string[]> mode in File.ReadLines(Path.Combine(folder, "seeded.expected.tsv")).Select(l => l.Split('\t')).GroupBy(f => f[0]))
        {
            RankingResult result = RankingMetrics.Evaluate(qrels, run, new RankingOptions
            {
                Version = mode.Key.StartsWith("10", StringComparison.Ordinal) ? TrecVersion.V10 : TrecVersion.V9,
                IncludeMissing = mode.Key.Contains("-c", StringComparison.Ordinal),
                RelevanceLevel = mode.Key.Contains("-l2", StringComparison.Ordinal) ? 2 : 1,
                JudgedOnly = mode.Key.Contains("-J", StringComparison.Ordinal),
                MaxDepth = mode.Key.Contains("-M20", StringComparison.Ordinal) ? 20 : null,
            });
            foreach (string[] line in mode)
            {
                Measures measures = line[1] == "all" ? result.All : result.Topics.Single(t => t.Topic == line[1]).Measures;
                string printed = Measures.Text(line[2], measures[line[2]]);
                Assert.True(printed == line[3], $"{string.Join(' ', line)}: printed {printed}");
                compared++;
            }
        }

        Assert.True(compared > 1000, $"Only {compared} values were compared.");
    }

    [Fact]
    public void Evaluate_any_run_stays_within_0_and_1_whatever_the_order_of_lines()
    {
        Gen<(int Topic, int Document, int Value)> line = from t in Gen.Choose(0, 3) from d in Gen.Choose(0, 12) from v in Gen.Choose(-1, 3) select (t, d, v);
        Gen<((int, int, int)[], (int, int, int)[])> files = from q in line.NonEmptyListOf() from r in line.NonEmptyListOf() select (q.ToArray(), r.ToArray());
        Prop.ForAll(Arb.From(files), file =>
        {
            Judgement[] judgements = [.. file.Item1.DistinctBy(l => (l.Item1, l.Item2)).Select(l => new Judgement($"q{l.Item1}", $"d{l.Item2}", l.Item3))];
            (string, ScoredDocument)[] retrieved = [.. file.Item2.DistinctBy(l => (l.Item1, l.Item2)).Select(l => ($"q{l.Item1}", new ScoredDocument($"d{l.Item2}", l.Item3)))];
            RankingOptions options = new() { IncludeMissing = true, Version = TrecVersion.V10, Cutoffs = [1, 5] };
            RankingResult forward = RankingMetrics.Evaluate(Qrels.Create(judgements), RankedRun.Create("r", retrieved), options);
            RankingResult backward = RankingMetrics.Evaluate(Qrels.Create(judgements.Reverse()), RankedRun.Create("r", retrieved.Reverse()), options);
            return forward.All.SequenceEqual(backward.All)
                && forward.Topics.Zip(backward.Topics).All(p => p.First.Topic == p.Second.Topic && p.First.Measures.SequenceEqual(p.Second.Measures))
                && forward.All.Where(m => !m.Key.StartsWith("num_", StringComparison.Ordinal)).All(m => m.Value is >= 0 and <= 1 + 1e-12);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Validate_options_out_of_range_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new RankingOptions { RelevanceLevel = -1 }.Validate());
        Assert.ThrowsAny<ArgumentException>(() => new RankingOptions { MaxDepth = 0 }.Validate());
        Assert.ThrowsAny<ArgumentException>(() => new RankingOptions { Cutoffs = [5, 5] }.Validate());
        Assert.ThrowsAny<ArgumentException>(() => new RankingOptions { SuccessCutoffs = [0] }.Validate());
    }

    [Fact]
    public void Create_repeated_document_or_infinite_score_is_misuse()
    {
        Assert.Throws<ArgumentException>(() => Judged("q a 1", "q a 0"));
        Assert.Throws<ArgumentException>(() => Run("q a 1", "q a 0"));
        Assert.Throws<ArgumentException>(() => RankedRun.Create("r", [("q", new ScoredDocument("a", double.NaN))]));
    }

    private static Qrels Judged(params string[] lines) =>
        Qrels.Create(lines.Select(l => l.Split(' ')).Select(f => new Judgement(f[0], f[1], int.Parse(f[2], CultureInfo.InvariantCulture))));

    private static RankedRun Run(params string[] lines) =>
        RankedRun.Create("run", lines.Select(l => l.Split(' ')).Select(f => (f[0], new ScoredDocument(f[1], double.Parse(f[2], CultureInfo.InvariantCulture)))));
}
