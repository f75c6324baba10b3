using System.Globalization;
using Assay.Benchmarks.Reports;
using Assay.Decisions.Verdicts;
using Assay.Tests.Decisions.Verdicts.Published;

namespace Assay.Benchmarks.Decisions;

/// <summary>Verdicts on published result tables.</summary>
internal static class PublishedReport
{
    private const int Drawings = 20;
    private const double StandardErrors = 3, Correlated = 0.5;

    /// <summary>Runs it.</summary>
    /// <param name="path">Where the report goes.</param>
    public static void Write(string path)
    {
        var report = new MarkdownReport("Verdicts on published results", "dotnet run -c Release --project bench/Assay.Benchmarks -- decisions published docs/benchmarks/decisions.md", TimeProvider.System);
        report.Say("Published scores of several arms on the same questions, handed to the verdict question by question. Sources: A Ovadia et al. 2023 (arXiv 2312.05934; 910 questions about current events), B RAFT (arXiv 2403.10131, table 1), C OpenAI, Optimizing LLM Accuracy (Icelandic corrections, BLEU), E MedQA-USMLE with models of 4B (arXiv 2604.23801; 1,273 questions three times). B and C give no number of questions: 100, 300 and 1,000 are shown.");
        report.Say(string.Create(CultureInfo.InvariantCulture, $"Which answers were right is not published, only how many, so each row is drawn {Drawings} times: the scores are exactly the published ones; answers of two arms to a question are independent (r = 0) or go together (latent correlation r = {Correlated}). C is taken as graded scores with a spread of 20 points, cut at 0 and 100. In E the three answers to a question are a cluster. No cost, latency or need is given, so only scores decide, and where no difference matters the best score does."));
        List<string[]> rows = [];
        int certain = 0, certainNamed = 0, losers = 0, all = 0;
        foreach ((PublishedTable table, int questions, double correlation) in PublishedTable.All.SelectMany(t => t.Questions.SelectMany(n => new[] { 0, Correlated }.Select(r => (t, n, r)))))
        {
            int named = 0, shipped = 0, undecided = 0;
            double least = double.PositiveInfinity, most = 0;
            for (int seed = 1; seed <= Drawings; seed++, all++)
            {
                var evidence = new PublishedEvidence(table, questions, correlation, seed);
                Verdict verdict = evidence.Decide();
                double lead = evidence.LeastLead();
                bool isWinner = verdict.Ship == table.Winner;
                (least, most) = (Math.Min(least, lead), Math.Max(most, lead));
                named += isWinner ? 1 : 0;
                shipped += isWinner && verdict.Kind == VerdictKind.Ship ? 1 : 0;
                undecided += verdict.Ship is null ? 1 : 0;
                losers += verdict.Ship is not null && !isWinner ? 1 : 0;
                certain += lead > StandardErrors ? 1 : 0;
                certainNamed += lead > StandardErrors && isWinner ? 1 : 0;
            }

            rows.Add([table.Name, table.Winner, questions.ToString("N0", CultureInfo.InvariantCulture), Text(correlation), $"{Text(least)} to {Text(most)}", Count(shipped), Count(named - shipped), Count(undecided), Count(Drawings - named - undecided)]);
        }

        report.Table(["table", "published winner", "questions", "r", "its lead over the next arm, standard errors", "ship the winner", "no difference that matters, winner named", "undecided", "another arm named"], rows);
        report.Say(string.Create(CultureInfo.InvariantCulture, $"Of {all:N0} verdicts, {certain} have a winner that leads every arm by more than three standard errors: {certainNamed} of them name it. Another arm is named in {losers}. \"No difference that matters\" means that every arm not told apart is within five points."));
        report.Finish(path);
    }

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Count(int count) => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture);
}
