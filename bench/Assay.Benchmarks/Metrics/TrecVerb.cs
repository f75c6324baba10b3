using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Reports;
using Assay.Evaluation.Ranking;
using Assay.Tests.Models.Constrained;
using Assay.Text;

namespace Assay.Benchmarks.Metrics;

/// <summary>Ranking measures beside trec_eval: its own test suite, and random collections.</summary>
internal static class TrecVerb
{
    private const string Usage = "trec TREC_EVAL [REPORT.md] [COLLECTIONS]";
    private const ulong Seed = 2026;

    // Judgements, run, what is expected, options. The others of its suite are about preferences, groups of judges and Z scores, which Assay does not have.
    private static readonly (string Qrels, string Run, string Expected, string Options)[] Suite =
    [
        ("qrels.test", "results.test", "out.test", "-m official"),
        ("qrels.test.with-comments", "results.test", "out.test", "-m official"),
        ("qrels.comment.test", "results.comment.test", "out.comment.test", "-m official"),
        ("qrels.test", "results.test", "out.test.a", "-m all_trec"),
        ("qrels.test", "results.test", "out.test.aq", "-q -m all_trec"),
        ("qrels.test", "results.trunc", "out.test.aqc", "-q -c -m all_trec"),
        ("qrels.test", "results.trunc", "out.test.aqcM", "-q -c -M100 -m all_trec"),
        ("qrels.rel_level", "results.test", "out.test.aql", "-q -l2 -m all_trec"),
        ("qrels.test", "results.test", "out.test.meas_params",
            "-q -m iprec_at_recall..10,.20,.25,.75,.50 -m P.5,7,3 -m recall.20,2000 -m Rprec_mult.5.0,0.2,0.35 -m utility.2,-1,0,0 -m 11pt_avg..25,.5,.75 -m ndcg.1=3,2=9,4=4.5 -m ndcg_cut.10,20,23.4 -m success.2,5,20"),
    ];

    private static readonly string[] Parameters =
    [
        "P.1,3,7", "recall.2,2000", "ndcg_cut.1,3,50", "map_cut.2,6", "success.2,5,20", "relative_P.1,4", "iprec_at_recall..10,.25,.5,.75", "Rprec_mult.0.2,0.35,5.0", "11pt_avg..25,.5,.75",
        "ndcg.1=3,2=9,4=4.5", "ndcg.0=1,1=2.5,2=7,3=0", "ndcg_rel.1=3,2=9", "Rndcg.2=6,3=8", "G.1=2,2=5", "set_F.0.5", "utility.2,-1,0,0",
    ];

    /// <summary>Runs it.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, Usage);
        int collections = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 10_000;
        TrecProgram[] programs = TrecProgram.Both(args[0]);
        var report = new MarkdownReport("Ranking measures beside trec_eval", $"dotnet run -c Release --project bench/Assay.Benchmarks -- {Usage}", TimeProvider.System);
        int different = 0;
        foreach (TrecProgram program in programs) different += Own(report, program);
        foreach (TrecProgram program in programs) different += Random(report, program, collections / programs.Length);
        report.Say("Random collections have 1 to 6 topics of up to 300 documents: tied and nearly tied scores (equal as floats, not as doubles), negative scores, grades from -2 to 4, unjudged documents, topics "
            + "that only one side has, ids in five scripts, and options drawn from -c, -l, -M, -J, -q and 16 measures with parameters. "
            + "\"Undefined\" counts values that trec_eval prints as nan (with -J, where nothing that was retrieved is judged; with -l0), and its means over such topics; Assay has 0 for the topic. Left out: rbp of random collections, where trec_eval 10.0 "
            + "reads variables that it never set (m_rbp.c: min, max), and topics without a grade of 0 or more, where it does the same (form_res_rels.c: num_rel_levels); utility with parameters and -c in version 10, which there counts a missing topic as one wrong document; relstring, which is no number; and yaap, which Assay does not have.");
        report.Finish(args.Length > 1 ? args[1] : null);
        if (different > 0) throw new AssayException(string.Create(CultureInfo.InvariantCulture, $"{different} values differ from trec_eval's."));
    }

    private static int Own(MarkdownReport report, TrecProgram program)
    {
        List<string[]> rows = [];
        TrecLines total = new();
        foreach ((string qrels, string run, string expected, string options) in Suite)
        {
            string Of(string name) => Path.Combine(program.Folder, "test", name);
            if (!File.Exists(Of(expected)) || !File.Exists(Of(qrels))) continue;
            TrecLines lines = new();
            string[] words = options.Split(' ');
            lines.Compare(File.ReadLines(Of(expected)), RankingMetrics.Evaluate(QrelsReader.Read(Of(qrels)), RankedRunReader.Read(Of(run)), Options(words, program.Version)), words.Contains("-q"), expected);
            rows.Add([$"`{qrels}` `{run}` {expected}", Count(lines.Compared), Count(lines.Undefined), Count(lines.Different)]);
            total.Differences.AddRange(lines.Differences);
        }

        report.Say($"## trec_eval {Name(program)}, its own test suite");
        report.Table(["files and expected output", "values", "undefined", "different"], rows);
        Differences(report, total);
        return total.Differences.Count;
    }

    private static int Random(MarkdownReport report, TrecProgram program, int collections)
    {
        RandomCollection random = new(new Dice(Seed + (ulong)program.Version));
        TrecLines lines = new();
        int refused = 0;
        string folder = Directory.CreateTempSubdirectory("trec").FullName;
        string qrels = Path.Combine(folder, "qrels"), run = Path.Combine(folder, "run");
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < collections; i++)
        {
            random.Next();
            File.WriteAllText(qrels, random.Qrels);
            File.WriteAllText(run, random.Run);
            string[] options = [.. RandomOptions(random, program.Version)];
            (int code, string[] printed) = program.Run([.. options, qrels, run]);
            string where = $"{i} {string.Join(' ', options.Where(o => !RandomlyCompared.Contains(o[2..])))}";
            if (code == 0) lines.Compare(printed, RankingMetrics.Evaluate(QrelsReader.Read(qrels), RankedRunReader.Read(run), Options(options, program.Version)), options.Contains("-q"), where);
            else if (Refuses(qrels, run, Options(options, program.Version))) refused++;
            else lines.Differences.Add($"{where}: trec_eval refuses ({code}), Assay does not");
        }

        Directory.Delete(folder, recursive: true);
        report.Say($"## trec_eval {Name(program)}, random collections");
        report.Table(
            ["collections", "values compared", "undefined", "different", "refused by both", "seconds"],
            [[Count(collections), Count(lines.Compared), Count(lines.Undefined), Count(lines.Different), Count(refused), watch.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)]]);
        report.Say($"Measures: {string.Join(", ", lines.Families)}.");
        Differences(report, lines);
        return lines.Differences.Count;
    }

    private static IEnumerable<string> RandomOptions(RandomCollection random, TrecVersion version)
    {
        yield return "-q";
        bool complete = random.Pick(2) == 0 || (!random.Complete && random.Pick(3) > 0), ten = version == TrecVersion.V10;
        if (complete) yield return "-c";
        if (random.Pick(3) == 0) yield return $"-l{random.Pick(4)}";
        if (random.Pick(4) == 0) yield return $"-M{1 + random.Pick(20)}";
        if (random.Pick(4) == 0) yield return "-J";
        string[] chosen = random.Pick(3) == 0 ? [.. Enumerable.Range(0, 5).Select(_ => Parameters[random.Pick(Parameters.Length)]).DistinctBy(p => p.Split('.')[0])] : [];
        if (complete && ten) chosen = [.. chosen.Where(p => !p.StartsWith("utility", StringComparison.Ordinal))];
        foreach (string parameters in chosen) yield return $"-m{parameters}";
        foreach (string name in ten ? NewIn10 : []) yield return $"-m{name}";
        foreach (string name in RandomlyCompared.Where(n => chosen.All(c => c.Split('.')[0] != n))) yield return $"-m{name}";
    }

    private static string[] NewIn10 => ["unj", "rbp_resid"];

    private static string[] RandomlyCompared =>
    [
        "num_q", "num_ret", "num_rel", "num_rel_ret", "map", "gm_map", "Rprec", "bpref", "recip_rank", "iprec_at_recall", "P", "recall", "infAP", "gm_bpref", "Rprec_mult", "utility", "11pt_avg", "binG", "G",
        "ndcg", "ndcg_rel", "Rndcg", "ndcg_cut", "map_cut", "relative_P", "success", "set_P", "set_relative_P", "set_recall", "set_map", "set_F", "num_nonrel_judged_ret",
    ];

    private static RankingOptions Options(string[] words, TrecVersion version)
    {
        int? Number(string flag) => words.FirstOrDefault(w => w.StartsWith(flag, StringComparison.Ordinal) && w.Length > 2) is { } word ? int.Parse(word[2..], CultureInfo.InvariantCulture) : null;
        return new RankingOptions
        {
            Version = version,
            IncludeMissing = words.Contains("-c"),
            JudgedOnly = words.Contains("-J"),
            RelevanceLevel = Number("-l") ?? 1,
            MaxDepth = Number("-M"),
            Measures = [.. words.Index().Where(w => w.Item.StartsWith("-m", StringComparison.Ordinal)).Select(w => w.Item.Length > 2 ? w.Item[2..] : words[w.Index + 1])],
        };
    }

    private static bool Refuses(string qrels, string run, RankingOptions options)
    {
        try
        {
            RankingMetrics.Evaluate(QrelsReader.Read(qrels), RankedRunReader.Read(run), options);
            return false;
        }
        catch (AssayException)
        {
            return true;
        }
    }

    private static void Differences(MarkdownReport report, TrecLines lines)
    {
        foreach (string difference in lines.Differences.Take(20)) report.Say($"- {difference}");
    }

    private static string Name(TrecProgram program) => program.Version == TrecVersion.V9 ? "9 (scores as float)" : "10 (scores as double)";

    private static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
