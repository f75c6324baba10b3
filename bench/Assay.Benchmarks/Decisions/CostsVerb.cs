using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Assay.Benchmarks.Reports;
using Assay.Decisions.Costs;

namespace Assay.Benchmarks.Decisions;

/// <summary>Drawing the costs of four arms.</summary>
internal static class CostsVerb
{
    private const int Draws = 10_000;
    private const int Months = 60;
    private static readonly string[] Arms = ["prompt", "rag", "fine-tuned", "hybrid"];

    /// <summary>Runs the verb: <c>costs [REPORT.md] [ROUNDS]</c>.</summary>
    public static void Run(string[] args)
    {
        int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9;
        CostInputs[] straight = [.. Arms.Select(a => Arm(a, hosted: false))], hosted = [.. straight.Select(a => a.Arm is "fine-tuned" or "hybrid" ? Arm(a.Arm, hosted: true) : a)];
        var report = new MarkdownReport("Drawing costs", FormattableString.Invariant($"Assay.Benchmarks costs REPORT.md {rounds}"), TimeProvider.System);
        report.Say(FormattableString.Invariant(
            $"{Draws:N0} draws over {Months} months for four arms with a cost curve of 25 volumes, all six crossovers and the tornado: `CostSimulation.Run`, one thread, medians of {rounds} rounds after one that is not counted, in brackets the least and the greatest. \"Rented GPUs\": two arms are served on whole GPUs, so that their curves have corners and crossovers are searched for. Where the two times differ, other programs ran beside it. The last column says whether all rounds gave the same bytes."));
        report.Table(["", "quantities with a range", "ms by the clock", "ms of the processor", "same bytes"], [Row("prices by the token", straight, rounds), Row("rented GPUs", hosted, rounds)]);
        report.Finish(args.Length > 0 ? args[0] : null);
    }

    private static string[] Row(string name, CostInputs[] arms, int rounds)
    {
        var options = new SimulationOptions { Draws = Draws, Months = Months };
        SimulationResult first = CostSimulation.Run(arms, options);
        string bytes = JsonSerializer.Serialize(first);
        double[] times = new double[rounds], processor = new double[rounds];
        bool same = true;
        for (int r = 0; r < rounds; r++)
        {
            long start = Stopwatch.GetTimestamp();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            SimulationResult result = CostSimulation.Run(arms, options);
            times[r] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            processor[r] = (Environment.CpuUsage.TotalTime - used).TotalMilliseconds;
            same &= JsonSerializer.Serialize(result) == bytes;
        }

        return [name, first.Tornado.Select(b => b.Quantity).Distinct().Count().ToString(CultureInfo.InvariantCulture), Figure(times), Figure(processor), same ? "yes" : "no"];
    }

    private static string Figure(double[] values)
    {
        Array.Sort(values);
        return FormattableString.Invariant($"{values[values.Length / 2]:0} ({values[0]:0} to {values[^1]:0})");
    }

    private static CostInputs Arm(string arm, bool hosted)
    {
        bool retrieves = arm is "rag" or "hybrid", tuned = arm is "fine-tuned" or "hybrid";
        return new CostInputs(arm)
        {
            QueriesPerMonth = new("questions a month", new(50_000, 200_000, 1_000_000)),
            Items =
            [
                .. PublishedCosts.UsualEngineering(arm) is { } build ? (CostItem[])[new(CostGroup.Build, CostTiming.Once, build.ToQuantity())] : [],
                new(CostGroup.People, CostTiming.Monthly, new Quantity($"people of {arm}", CostRange.Between(500, 4000))),
            ],
            Training = !tuned ? null : new() { GpuHours = new("GPU hours", CostRange.Between(2, 4)), GpuPrice = new("GPU price", CostRange.Between(2.69, 6.88)), Runs = new("runs", CostRange.Between(3, 20)), RetrainingsPerMonth = new("retrainings a month", CostRange.Between(0.25, 1)), HoursPerRetraining = new("hours of a retraining", CostRange.Between(4, 20)), HourlyRate = new("hourly rate", CostRange.Between(60, 120)) },
            Index = !retrieves ? null : new() { CorpusTokens = new("corpus tokens", CostRange.Between(1e6, 5e6)), EmbeddingPrice = Quantity.TokenPrice("embedding price", CostRange.Between(0.02, 0.13)), ChangedSharePerMonth = new("changed share", CostRange.Between(0.05, 0.5)), StoreLeastPerMonth = Quantity.Of("store least", 50), ReadPrice = Quantity.TokenPrice("read price", CostRange.Of(16)) },
            Query = new()
            {
                PromptTokens = new($"prompt tokens of {arm}", tuned ? CostRange.Between(50, 200) : CostRange.Between(500, 2000)), ContextTokens = retrieves ? new Quantity("context tokens", CostRange.Between(500, 2000)) : null, OutputTokens = new("output tokens", CostRange.Between(100, 400)),
                InputPrice = hosted ? null : Quantity.TokenPrice(tuned ? "tuned input price" : "input price", CostRange.Between(0.15, 0.4)), OutputPrice = hosted ? null : Quantity.TokenPrice(tuned ? "tuned output price" : "output price", CostRange.Between(0.6, 1.6)),
            },
            Hosting = !hosted ? null : new() { GpuPrice = new("GPU price", CostRange.Between(2.69, 6.88)), TokensPerSecond = new("tokens a second", CostRange.Between(500, 3000)), Utilisation = Quantity.Of("utilisation", 0.6), PeakFactor = new("peak factor", CostRange.Between(2, 6)) },
            PassRate = new($"pass rate of {arm}", CostRange.Between(0.7, 0.9)),
            WrongAnswerCost = new("cost of a wrong answer", CostRange.Between(0.01, 0.1)),
        };
    }
}
