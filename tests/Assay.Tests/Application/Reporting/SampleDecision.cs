using System.Collections.Immutable;
using Assay.Deciding;
using Assay.Decisions.Costs;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;
using Assay.Decisions.Vendors;
using Assay.Decisions.Verdicts;

namespace Assay.Tests.Application.Reporting;

/// <summary>A small decision: costs of three arms drawn from ranges, the published rules on a handful of needs, a contradiction, a history.</summary>
internal static class SampleDecision
{
    public static readonly Verdict Ship = new()
    {
        Kind = VerdictKind.Ship, Ship = "rag", Confidence = 0.9876,
        Reasons = [new("rag scores 62.5 points.", "#scores"), new("rag minus prompt: +42.2 points.", "#pair-rag-prompt"), new("It fits the latency.", "#need-latencyP95"), new("A link to nothing.", "#nowhere"), new("As somebody wrote.", "https://example.org/why?a=1&b=2")],
        FlipPoints =
        [
            new FlipPoint { Axis = FlipAxis.Volume, Now = 60_000, RangeEnd = 6_000_000, At = 467_000, Low = 310_000, High = null, To = "prompt", Chance = 0.7, Text = "At 467,000 questions a month it is prompt." },
            new FlipPoint { Axis = FlipAxis.LatencyP95, Now = 2000, RangeEnd = 200, Text = "rag stays the choice down to 200 ms." },
            new FlipPoint { Axis = FlipAxis.Price, Now = 1, RangeEnd = 10, Text = "rag stays the choice up to 10 times the price." },
        ],
        Chances = [new ArmChance("prompt", 0.0124, 1, 0.01), new ArmChance("rag", 0.9876, 1, 0.99)],
    };

    public static DecisionBooks Books { get; } = DecisionBooks.Bundled();

    public static Decision OnPaper { get; } = Of(null);

    public static Decision Measured { get; } = Of(Ship);

    public static ImmutableArray<VerdictRecord> History { get; } =
    [
        new() { Name = "v1", Time = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero), Measured = true, Ship = "prompt", Kind = "ship", Confidence = 0.93, Model = "extractive", Questions = 240, Inputs = "a" },
        new() { Name = "v2", Time = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), Measured = false, Ship = "rag", Kind = "paper", Confidence = 0.61, Inputs = "b" },
    ];

    private static Decision Of(Verdict? verdict)
    {
        var stated = new Needs { QueriesPerMonth = 60_000, KnowledgeChanges = ChangeRate.Weekly, LatencyP95 = TimeSpan.FromSeconds(2), Goals = [Goal.Knowledge], Corpus = new CorpusSize(1000), CitationsRequired = true, DataResidency = DataResidency.SelfHosted };
        Facts facts = Facts.Combine(stated, new Needs { Interaction = Interaction.Interactive }, new Needs { Corpus = new CorpusSize(131, 33_511) });
        return new Decision
        {
            Project = verdict is null ? null : "acme",
            Time = new DateTimeOffset(2026, 11, 26, 4, 0, 0, TimeSpan.Zero),
            Verdict = verdict,
            Paper = RuleEngine.Decide(facts.Needs, Books.Rules, verdict is null ? [] : [new MeasuredDifference("rag", "prompt")]),
            Needs = [.. NeedFields.All.Where(f => facts.Origins.ContainsKey(f.Name)).Select(f => new KnownNeed(f.Name, f.Text(facts.Needs)!, facts.Origins[f.Name]))],
            Contradictions = facts.Contradictions,
            Costs = Estimate(),
            Vendors = BuildOrBuy.Of(facts.Needs, Books.Vendors, "rag", new DateOnly(2026, 11, 26)),
            Since = new VerdictChange("v1", new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero), Standing.Overturned, "The verdict of 2026-09-01 (v1) no longer holds: it named prompt, and now it is rag.", ["queriesPerMonth: 30000 then, 60000 now."]),
            NextStep = "Write 100 questions.",
            Assumptions = ["A month has 730 hours."],
            Warnings = ["The price book is 95 days old."],
            Data = ImmutableSortedDictionary<string, string>.Empty.Add("prices", "2026-11-20"),
            Command = "assay decide --need queriesPerMonth=60000",
        };
    }

    private static CostEstimate Estimate()
    {
        static Quantity Range(string name, double low, double mode, double high) => new(name, new CostRange(low, mode, high)) { Source = "assumed" };
        static CostItem Item(CostGroup group, CostTiming timing, string name, double mode) => new(group, timing, Range(name, mode / 2, mode, mode * 2));
        Quantity volume = Quantity.Of("questions a month", 60_000), input = Quantity.TokenPrice("input price", CostRange.Of(0.15));
        CostInputs[] arms =
        [
            new("prompt") { QueriesPerMonth = volume, Items = [Item(CostGroup.Build, CostTiming.Once, "engineering of prompt", 5000), Item(CostGroup.People, CostTiming.Monthly, "people for prompt", 400)], Query = new() { PromptTokens = Range("instructions", 400, 3000, 9000), InputPrice = input } },
            new("rag") { QueriesPerMonth = volume, Items = [Item(CostGroup.Build, CostTiming.Once, "engineering of rag", 30_000), Item(CostGroup.People, CostTiming.Monthly, "people for rag", 2000)], Query = new() { ContextTokens = Range("context", 500, 1000, 1500), InputPrice = input } },
        ];
        SimulationResult drawn = CostSimulation.Run(arms, new SimulationOptions { Draws = 300, Seed = 3 });
        return new CostEstimate("EUR", 24, 60_000, [.. arms.Select(a => CostModel.Breakdown(a, 24, "EUR"))], drawn, [Crossover.Between(arms[0], arms[1], 24)]);
    }
}
