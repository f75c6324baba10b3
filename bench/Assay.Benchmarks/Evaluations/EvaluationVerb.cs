using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Benchmarks.Command;
using Assay.Benchmarks.Reports;

namespace Assay.Benchmarks.Evaluations;

/// <summary>Evaluating many answers that are there already, by twenty measures.</summary>
internal static class EvaluationVerb
{
    private const string Measures = "rouge1,rouge2,rougeL,rougeLsum,chrf,quantity,set_f1,set_match,table_f1,record";

    /// <summary>Runs the verb: <c>evaluation [REPORT.md] [ANSWERS] [ROUNDS]</c>.</summary>
    public static void Run(string[] args)
    {
        int answers = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000, rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5;
        string folder = Directory.CreateTempSubdirectory("assay-evaluation-").FullName;
        try
        {
            Write(folder, answers);
            List<CommandRun> given = [], replayed = [];
            for (int round = 0; round < rounds; round++)
            {
                given.Add(CommandRun.Start("eval", folder, "--predictions", Path.Combine(folder, "answers.jsonl"), "--measures", Measures));
                replayed.Add(CommandRun.Start("eval", folder, "--replay", "latest", "--gate", "f1>=0.1"));
                Directory.Delete(Path.Combine(folder, ".assay", "evaluations"), recursive: true);
            }

            Report(args, answers, rounds, given, replayed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Report(string[] args, int answers, int rounds, List<CommandRun> given, List<CommandRun> replayed)
    {
        var report = new MarkdownReport("Evaluating many answers", FormattableString.Invariant($"Assay.Benchmarks evaluation REPORT.md {answers} {rounds}"), TimeProvider.System);
        report.Say(FormattableString.Invariant(
            $"{answers:N0} made-up answers of about 20 words to as many questions about 3,000 documents, 90% of them answerable, by twenty measures with intervals clustered by document. The command as users start it, the start of the runtime, reading and keeping included; medians of {rounds} rounds, in brackets the least and the greatest. \"Replayed\": the kept evaluation is read and comes to its figures again."));
        report.Table(["", "seconds", "peak MB"], [Row("answers of a file", given), Row("replayed", replayed)]);
        report.Finish(args.Length > 0 ? args[0] : null);
    }

    private static string[] Row(string name, List<CommandRun> runs) => [name, Figure([.. runs.Select(r => r.Seconds)], "0.0"), Figure([.. runs.Select(r => r.PeakBytes / 1e6)], "0")];

    private static string Figure(double[] values, string format)
    {
        Array.Sort(values);
        return string.Create(CultureInfo.InvariantCulture, $"{values[values.Length / 2].ToString(format, CultureInfo.InvariantCulture)} ({values[0].ToString(format, CultureInfo.InvariantCulture)} to {values[^1].ToString(format, CultureInfo.InvariantCulture)})");
    }

    // The answer keeps seven of ten words of the accepted one and has some of its own.
    private static void Write(string folder, int answers)
    {
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, 5000).Select(_ => new string([.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => (char)('a' + random.Next(26)))]))];
        string Text(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => words[random.Next(words.Length)]));
        Directory.CreateDirectory(Path.Combine(folder, "docs"));
        File.WriteAllText(Path.Combine(folder, "docs", "a.md"), "# A\n\nText.\n");
        File.WriteAllText(Path.Combine(folder, "assay.yaml"), "name: many\nmodel: extractive\nembedder: none\nreranker: none\n");
        using var questions = new StreamWriter(Path.Combine(folder, "questions.jsonl"), append: false, new UTF8Encoding(false));
        using var given = new StreamWriter(Path.Combine(folder, "answers.jsonl"), append: false, new UTF8Encoding(false));
        for (int i = 0; i < answers; i++)
        {
            string gold = Text(random.Next(3, 26)), id = FormattableString.Invariant($"q{i}");
            string answer = string.Join(' ', gold.Split(' ').Select(w => random.NextDouble() < 0.7 ? w : words[random.Next(words.Length)])) + " " + Text(random.Next(13)) + " [1]";
            questions.WriteLine(JsonSerializer.Serialize(new { id, question = Text(10) + "?", answers = i % 10 == 0 ? [] : new[] { gold }, documents = new[] { FormattableString.Invariant($"docs/d{i % 3000}.md") }, answerable = i % 10 != 0 }));
            given.WriteLine(JsonSerializer.Serialize(new { id, answer }));
        }
    }
}
