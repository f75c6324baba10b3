using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Tests.Decisions.Scenarios;

public sealed class ScenarioFileTests
{
    private const int MostQuotedWords = 60;
    private static readonly string[] Arms = ["prompt", "long-context", "rag", "fine-tuned", "hybrid"];
    private static readonly string[] WarningNames = ["facts-in-examples", "formatting-in-passages", "too-few-examples", "retrain-schedule"];

    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["goals"] = ["knowledge", "format", "tone", "schema", "reasoning", "vocabulary", "workflow", "latency", "cost"],
        ["tried"] = Arms,
        ["knowledgeChanges"] = ["never", "yearly", "quarterly", "monthly", "weekly", "daily", "continuous"],
        ["interaction"] = ["batch", "interactive", "voice"],
        ["citations"] = ["required", "optional"],
        ["audit"] = ["required", "none"],
        ["stakes"] = ["low", "medium", "high"],
        ["dataResidency"] = ["any", "region", "self-hosted"],
        ["lockIn"] = ["any", "avoid"],
        ["team"] = ["none", "developers", "ml-engineer", "ml-team"],
    };

    private static readonly string[] Numbers =
        ["queriesPerMonth", "peakPerSecond", "examples", "weeksToLaunch", "wrongAnswerCost", "rightAnswerValue", "instructionTokens", "horizonMonths"];

    private static readonly string[] Durations = ["latencyP50", "latencyP95", "latencyP99"];

    [Fact]
    public void There_are_at_least_forty_with_ids_of_their_own()
    {
        Assert.True(Scenario.All.Count >= 40, $"{Scenario.All.Count} scenarios");
        Assert.Equal(Scenario.All.Count, Scenario.All.Select(s => s.Id).Distinct().Count());
    }

    [Fact]
    public void They_rest_on_at_least_fifteen_sources() =>
        Assert.True(Scenario.All.Select(s => s.Source["title"]!.GetValue<string>()).Distinct().Count() >= 15);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Expectation_is_known_and_quoted_with_its_source(string id)
    {
        Scenario scenario = Find(id);
        Assert.InRange(scenario.Expected.Count, 1, 2);
        AssertKnown(Arms, scenario.Expected);
        AssertKnown(WarningNames, scenario.Warnings);
        Assert.True(scenario.Hosting is null or "managed" or "self-hosted", scenario.Hosting);
        Assert.InRange(scenario.Quote.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, 5, MostQuotedWords);
        Assert.Equal(["author", "title", "reference", "year"], scenario.Source.Select(p => p.Key));
        Assert.NotEmpty(scenario.Source["title"]!.GetValue<string>());
        Assert.NotEmpty(scenario.Source["reference"]!.GetValue<string>());
        Assert.True(scenario.Source["year"] is null || scenario.Source["year"]!.GetValue<int>() is >= 2020 and <= 2026);
        Assert.True(scenario.Description.Length > 100, "a paragraph is expected");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Needs_use_the_words_of_the_project_file(string id)
    {
        foreach ((string name, JsonNode? value) in Find(id).Needs)
        {
            if (Words.TryGetValue(name, out string[]? known)) AssertKnown(known, Texts(value!));
            else if (Numbers.Contains(name)) Assert.True(value!.GetValue<decimal>() >= 0, name);
            else if (Durations.Contains(name)) Assert.Matches("^[1-9][0-9]*(ms|s)$", value!.GetValue<string>());
            else if (name == "corpus") AssertKnown(["documents", "tokens", "concepts"], value!.AsObject().Select(p => p.Key));
            else if (name == "budget") AssertKnown(["build", "monthly", "currency"], value!.AsObject().Select(p => p.Key));
            else Assert.Fail($"{id}: '{name}' is not a word of needs");
        }
    }

    public static TheoryData<string> Ids() => [.. Scenario.All.Select(s => s.Id)];

    private static void AssertKnown(string[] known, IEnumerable<string> used) => Assert.Empty(used.Except(known));

    private static Scenario Find(string id) => Scenario.All.Single(s => s.Id == id);

    private static IEnumerable<string> Texts(JsonNode value) => value.GetValueKind() == JsonValueKind.Array
        ? value.AsArray().Select(v => v!.GetValue<string>())
        : [value.GetValue<string>()];
}
