using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Assay.Benchmarks.Reports;
using Assay.Evaluation.Answers;
using Assay.Text;

namespace Assay.Benchmarks.Metrics;

/// <summary>Metrics of answers beside the reference scripts of SQuAD, ROUGE and chrF on random and adversarial pairs, and their speed.</summary>
internal static class AnswerMetricsVerb
{
    private const string Usage = "answer-metrics REFERENCE [REPORT.md] [PAIRS] [PYTHON]";
    private const int Timed = 100_000, Metrics = 20;
    private const double Allowed = 1e-9;

    /// <summary>Runs it.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, Usage);
        string pairs = args.Length > 2 ? args[2] : "10000", python = args.Length > 3 ? args[3] : "/usr/bin/python3";
        string script = Path.Combine(Machine.Root(), "tests", "Assay.Tests", "Fixtures", "answers", "make_pairs.py");
        var report = new MarkdownReport("Metrics of answers beside their reference scripts", $"dotnet run -c Release --project bench/Assay.Benchmarks -- {Usage}", TimeProvider.System);
        string[] lines = Reference(python, [script, Path.GetFullPath(args[0]), pairs, "2"]);
        Compared[] compared = Compare(lines);
        report.Say("SQuAD's evaluate-v2.0.py, google-research's rouge with NLTK's Porter stemmer, and sacreBLEU's chrF on the same pairs, made by "
            + "`tests/Assay.Tests/Fixtures/answers/make_pairs.py`: words that every rule of the stemmer meets, several scripts, lines, repeats, words of 140 letters, up to three accepted answers.");
        report.Table(["metric", "pairs", "mean", "largest difference", $"above {Allowed:0e0}"], compared.Select(c => (string[])
            [c.Name, Count(c.Pairs), c.Mean.ToString("0.0000", CultureInfo.InvariantCulture), c.Largest.ToString("0.0e0", CultureInfo.InvariantCulture), Count(c.Above)]));
        Speed(report, lines);
        report.Finish(args.Length > 1 ? args[1] : null);
        if (compared.Any(c => c.Above > 0)) throw new AssayException("Values differ from the reference's.");
    }

    private sealed record Compared(string Name, int Pairs, double Mean, double Largest, int Above);

    private static Compared[] Compare(string[] lines)
    {
        AnswerMetricSet set = new(["exact_match", "f1", .. AnswerMetricSet.All.Where(n => n.StartsWith("rouge", StringComparison.Ordinal) || n.StartsWith("chrf", StringComparison.Ordinal))]);
        double[][] ours = new double[lines.Length][], theirs = new double[lines.Length][];
        for (int i = 0; i < lines.Length; i++)
        {
            using var pair = JsonDocument.Parse(lines[i]);
            ours[i] = [.. set.Score(Case(pair)).Select(v => v.Number!.Value)];
            theirs[i] = [.. set.Names.Select(n => pair.RootElement.GetProperty("values").GetProperty(n).GetDouble())];
        }

        return [.. set.Names.Select((name, m) => new Compared(
            name, lines.Length, theirs.Average(v => v[m]), ours.Zip(theirs).Max(p => Math.Abs(p.First[m] - p.Second[m])), ours.Zip(theirs).Count(p => Math.Abs(p.First[m] - p.Second[m]) > Allowed)))];
    }

    private static void Speed(MarkdownReport report, string[] lines)
    {
        AnswerCase[] cases = [.. lines.Take(2000).Select(l => Case(JsonDocument.Parse(l)))];
        AnswerMetricSet set = new(AnswerMetricSet.All.Except(["contract", "record", "table_f1", "set_precision", "set_recall", "refusal_right", "characters"]).Take(Metrics));
        long before = GC.GetTotalAllocatedBytes();
        TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        double sum = 0;
        for (int i = 0; i < Timed; i++)
        {
            foreach (MetricValue value in set.Score(cases[i % cases.Length])) sum += value.Number ?? 0;
        }

        double seconds = watch.Elapsed.TotalSeconds, words = cases.Average(c => c.Answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Speed: {Timed:#,0} answers of {words:0} words on average, {set.Names.Length} metrics each ({string.Join(", ", set.Names)}), one thread: {seconds:0.0} s ({(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds:0.0} s of processor time), {(GC.GetTotalAllocatedBytes() - before) / 1024.0 / Timed:0} KB allocated an answer, most memory of the process {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB."));
    }

    private static AnswerCase Case(JsonDocument pair) => new()
    {
        Answer = pair.RootElement.GetProperty("answer").GetString()!,
        Accepted = [.. pair.RootElement.GetProperty("golds").EnumerateArray().Select(g => g.GetString()!)],
        Passages = 5,
    };

    private static string[] Reference(string python, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true })!;
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return process.ExitCode == 0 && lines.Length > 0 ? lines : throw new AssayException($"{python} {arguments[0]} ended with {process.ExitCode}. Does {arguments[1]} hold evaluate-v2.0.py, rouge/ and sacrebleu/?");
    }

    private static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
