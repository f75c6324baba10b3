using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Assay.Decisions.Rules;
using Assay.Decisions.Rules.Interviewing;
using Assay.Tests.Decisions.Scenarios;

namespace Assay.Tests.Decisions.Rules;

/// <summary>The rules against scenarios that were written, with their expectations, before them. <c>docs/design/rules.md</c> tells the first run and what was changed after it.</summary>
public sealed class ScenarioTests
{
    private static readonly RuleBook Book = RuleBook.Bundled();

    /// <summary>Exact, so that a change of a rule that changes an answer is noticed. A scenario that disagrees belongs here by its name, and into the table of docs/design/rules.md with the reason.</summary>
    [Fact]
    public void All_scenarios_agree_on_the_arm()
    {
        string[] disagree = [.. Scenario.All.Where(s => !s.Expected.Contains(Decide(s, Book).Leader)).Select(s => s.Id)];
        Assert.Equal([], disagree);
        Assert.Equal(40, Scenario.All.Count);
    }

    [Fact]
    public void All_scenarios_that_say_it_agree_on_who_runs_the_model()
    {
        Scenario[] said = [.. Scenario.All.Where(s => s.Hosting is not null)];
        Assert.Equal(4, said.Length);
        Assert.All(said, s => Assert.Equal((s.Id, s.Hosting), (s.Id, Decide(s, Book).Hosting == Hosting.Managed ? "managed" : "self-hosted")));
    }

    [Fact]
    public void All_mistakes_that_scenarios_are_about_to_make_are_warned_of()
    {
        (string, string)[] expected = [.. Scenario.All.SelectMany(s => s.Warnings.Select(w => (s.Id, w)))];
        Assert.Equal(5, expected.Length);
        Assert.All(expected, e => Assert.Contains(e.Item2, Decide(Scenario.All.First(s => s.Id == e.Item1), Book).Warnings.Select(w => w.Rule.Id)));
    }

    /// <summary>What a strength multiplies odds by is a convention; the answers must not hang on it.</summary>
    [Theory]
    [InlineData(1.25, 2, 5)]
    [InlineData(1.5, 2.5, 6)]
    [InlineData(1.5, 4, 15)]
    [InlineData(2, 5, 20)]
    public void Other_weights_give_nearly_the_same_answers(double weak, double moderate, double strong)
    {
        RuleBook other = Book with
        {
            Odds = ImmutableSortedDictionary<RuleStrength, double>.Empty.Add(RuleStrength.Weak, weak).Add(RuleStrength.Moderate, moderate).Add(RuleStrength.Strong, strong),
        };
        Assert.InRange(Scenario.All.Count(s => s.Expected.Contains(Decide(s, other).Leader)), 36, 40);
    }

    private static PaperDecision Decide(Scenario scenario, RuleBook book) => RuleEngine.Decide(NeedsText.Read(Pairs(scenario.Needs, "")), book);

    private static IEnumerable<string> Pairs(JsonObject needs, string prefix) => needs.SelectMany(n => n.Value switch
    {
        JsonObject inner => Pairs(inner, $"{prefix}{n.Key}."),
        JsonArray list => [$"{prefix}{n.Key}={string.Join(", ", list.Select(v => v!.ToString()))}"],
        _ => (string[])[$"{prefix}{n.Key}={n.Value}"],
    });
}
