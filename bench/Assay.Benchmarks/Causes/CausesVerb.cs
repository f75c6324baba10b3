using System.Globalization;
using System.Text.Json;
using Assay.Answering;
using Assay.Benchmarks.Reports;
using Assay.Causes;
using Assay.Decisions.Prices;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Reporting;
using Assay.Running;
using Assay.Tests.Application.Causes;
using Assay.Tests.Application.Causes.Planted;
using MarkdownReport = Assay.Benchmarks.Reports.MarkdownReport;

namespace Assay.Benchmarks.Causes;

/// <summary>Causes found of faults that are planted on known questions, with and without noise, a trained version and constrained decoding.</summary>
internal static class CausesVerb
{
    private const int PerCause = 60;
    private const int NoiseChance = 20;
    private const int Repeats = 3;

    private static readonly int[] s_noises = [0, 20, 50, 100];
    private static readonly (string Name, bool Constrained, bool Tuned)[] s_means = [("all switches", true, true), ("no trained version", true, false), ("passages alone", false, false)];

    private sealed record Outcome(PlantedScore Score, int Calls, int Questions);

    /// <summary>Runs the verb: <c>causes [REPORT.md] [SEED...]</c>.</summary>
    public static void Run(string[] args)
    {
        ulong[] seeds = args.Length > 1 ? [.. args[1..].Select(a => ulong.Parse(a, CultureInfo.InvariantCulture))] : [1, 2, 3];
        var report = new MarkdownReport("Causes of planted faults", "Assay.Benchmarks causes REPORT.md", TimeProvider.System);
        Outcome[] headline = [.. seeds.Select(s => Measure(s, 20, s_means[0]))];
        report.Say($"{headline[0].Questions:N0} questions over made-up pages in a real project: documents ingested, searched, put into a context and a prompt, answers scored by the contract. In each question retrieval, context, knowledge, behaviour, format, refusal or the accepted answer is broken on purpose, "
            + "alone or two at once, or nothing is; the model answers by rule from what is in its prompt. What is planted, the truth and how it is scored (`tests/Assay.Tests/Application/Causes/Planted`) was committed before anything that finds causes. A question with two faults counts as right for a cause only when that cause is named, so both must be. "
            + $"Noise: in a share of the questions {NoiseChance}% of the calls come out anyhow. {Repeats} answers a switch.");
        report.Say($"Macro-F1 over seven causes and none, noise in 20% of the questions, seeds {string.Join(", ", seeds)}: {string.Join(", ", headline.Select(h => N(h.Score.MacroF1)))}.");
        report.Say("The faults are clean by construction and the model keeps to its rule, so this shows that the decision does what it states under noise; on a real project, where failures are mixtures, it is an upper bound.");
        Grid(report, seeds);
        ByCause(report, headline);
        Confusion(report, headline);
        ByFault(report, headline);
        Sample(report);
        report.Finish(args.ElementAtOrDefault(0));
    }

    private static void Grid(MarkdownReport report, ulong[] seeds)
    {
        var rows = new List<string[]>();
        foreach (int noise in s_noises)
        {
            foreach (var means in s_means)
            {
                Outcome[] outcomes = [.. seeds.Select(s => Measure(s, noise, means))];
                rows.Add([
                    $"{noise}%, {means.Name}", string.Join(" ", outcomes.Select(o => N(o.Score.MacroF1))), $"{outcomes.Sum(o => o.Score.PairsWhole)}/{outcomes.Sum(o => o.Score.Pairs)}",
                    $"{outcomes.Sum(o => o.Score.PairsFirst)}/{outcomes.Sum(o => o.Score.Pairs)}", N((double)outcomes.Sum(o => o.Calls) / outcomes.Sum(o => o.Questions)),
                ]);
            }
        }

        report.Say("By noise and by what can be switched. Two faults: how often both and nothing else were found, and how often the one that blocks first was among those found. Calls: requests to the model for each question, its own answer included.");
        report.Table(["questions with noise", "macro-F1 by seed", "both of two", "first of two", "calls a question"], rows);
    }

    private static void ByCause(MarkdownReport report, Outcome[] outcomes)
    {
        report.Say("By cause, noise in 20% of the questions, all seeds.");
        report.Table(["cause", "F1", "precision", "recall", "hits", "false alarms", "misses"], PlantedTruth.Order.Select(cause =>
        {
            (int hits, int alarms, int misses) = outcomes.Aggregate((0, 0, 0), (sum, o) => o.Score.Counts(cause) is var c ? (sum.Item1 + c.Hits, sum.Item2 + c.Alarms, sum.Item3 + c.Misses) : sum);
            return (string[])[cause, N(2.0 * hits / ((2 * hits) + alarms + misses)), N((double)hits / Math.Max(1, hits + alarms)), N((double)hits / Math.Max(1, hits + misses)), $"{hits:N0}", $"{alarms:N0}", $"{misses:N0}"];
        }));
    }

    private static void Confusion(MarkdownReport report, Outcome[] outcomes)
    {
        var counts = outcomes.SelectMany(o => o.Score.Confusion()).GroupBy(c => (c.Truth, c.Found)).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
        string[] columns = [.. PlantedTruth.Order, "two or more"];
        int Count(string truth, string found) => found == columns[^1] ? counts.Where(c => c.Key.Truth == truth && c.Key.Found.Contains('+', StringComparison.Ordinal)).Sum(c => c.Value) : counts.GetValueOrDefault((truth, found));
        report.Say("Confusion of questions with at most one fault, same runs: planted in rows, found in columns.");
        report.Table(["planted", .. columns], PlantedTruth.Order.Select(truth => (string[])[truth, .. columns.Select(found => $"{Count(truth, found):N0}")]));
    }

    private static void ByFault(MarkdownReport report, Outcome[] outcomes)
    {
        report.Say("By what is planted, same runs: exactly these causes found.");
        report.Table(["planted", "exact", "of"], outcomes.SelectMany(o => o.Score.ByFault()).GroupBy(f => f.Faults).Select(g => (string[])[g.Key, $"{g.Sum(f => f.Exact):N0}", $"{g.Sum(f => f.All):N0}"]));
    }

    private static void Sample(MarkdownReport report)
    {
        string folder = Folder();
        try
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Machine.Root(), "samples", "support"), "*", SearchOption.AllDirectories).Where(f => !f.Contains("/.assay/", StringComparison.Ordinal)))
            {
                string to = Path.Combine(folder, Path.GetRelativePath(Path.Combine(Machine.Root(), "samples", "support"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }

            var sessions = new RunSessions(new AnswerModels(new ProviderOptions(), TimeProvider.System), PriceBook.Bundled(), TimeProvider.System);
            CauseReport causes = new CauseAnalyzer(sessions).AnalyzeAsync(ProjectFile.Read(folder), new CauseOptions(), null, CancellationToken.None).GetAwaiter().GetResult();
            report.Say("The sample project with its built-in reader, as `assay eval causes samples/support` prints it:");
            report.Say($"```\n{CauseText.Plain(causes with { Details = ".assay/runs/causes-rag.jsonl" }).TrimEnd()}\n```");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Outcome Measure(ulong seed, int noise, (string Name, bool Constrained, bool Tuned) means)
    {
        string folder = Folder();
        try
        {
            PlantedCorpus corpus = PlantedCorpus.Make(seed, PerCause);
            using PlantedProject planted = PlantedProject.OpenAsync(folder, corpus, new PlantedNoise(noise, NoiseChance, seed)).GetAwaiter().GetResult();
            using var models = new CauseModels
            {
                Own = planted.Model(planted.Own), Constrained = means.Constrained ? planted.Model(planted.Own, isHeld: true) : null, Tuned = means.Tuned ? planted.Model(planted.Trained) : null,
            };
            (_, var rows) = CauseAnalyzer.AnalyzeAsync(planted.Session, models, new CauseOptions { Repeats = Repeats }, null, CancellationToken.None).GetAwaiter().GetResult();
            var found = rows.ToDictionary(r => r.Question, r => r.Causes.Select(c => JsonNamingPolicy.SnakeCaseLower.ConvertName(c.ToString())).ToArray(), StringComparer.Ordinal);
            return new Outcome(new PlantedScore(corpus.Questions, found), planted.Own.Calls + planted.Trained.Calls, corpus.Questions.Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Folder() => Directory.CreateTempSubdirectory("assay-causes-").FullName;

    private static string N(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
