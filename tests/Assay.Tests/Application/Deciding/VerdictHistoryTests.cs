using System.Collections.Immutable;
using Assay.Deciding;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Tests.Application.Deciding;

public sealed class VerdictHistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assay-verdicts").FullName;

    private VerdictHistory History => new(Workspace.Open(_folder));

    [Fact]
    public void What_rests_on_the_same_is_kept_once()
    {
        Assert.Equal("v1", History.Keep(Record("a", "rag")).Name);
        Assert.Equal("v1", History.Keep(Record("a", "rag")).Name);
        Assert.Equal("v2", History.Keep(Record("b", "rag")).Name);
        Assert.Equal("v3", History.Keep(Record("a", "rag")).Name);
        Assert.Equal(["v1", "v2", "v3"], History.All.Select(v => v.Name));
    }

    [Fact]
    public void A_verdict_is_found_by_name_by_day_and_as_the_last()
    {
        History.Keep(Record("a", "rag", day: 1));
        History.Keep(Record("b", "prompt", day: 10));
        Assert.Equal("prompt", History.Find("last").Ship);
        Assert.Equal("rag", History.Find("v1").Ship);
        Assert.Equal("rag", History.Find("2026-03-09").Ship);
        Assert.Equal("prompt", History.Find("2026-03-10").Ship);
        Assert.Equal("rag", History.Find("2025-01-01").Ship);
        Assert.Contains("neither a kept verdict (v1 to v2) nor a day", Assert.Throws<InputException>(() => History.Find("v7")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_no_verdicts_are_left_alone_and_left_out()
    {
        History.Keep(Record("a", "rag"));
        File.WriteAllText(Path.Combine(_folder, ".assay", "verdicts", "v2.json"), "{ half");
        File.WriteAllText(Path.Combine(_folder, ".assay", "verdicts", "vx.json"), "{}");
        Assert.Equal(["v1"], History.All.Select(v => v.Name));
        Assert.Equal("v3", History.Keep(Record("b", "rag")).Name);
        Assert.Equal("{ half", File.ReadAllText(Path.Combine(_folder, ".assay", "verdicts", "v2.json")));
    }

    [Theory]
    [InlineData("rag", "rag", "ship", Standing.Holds)]
    [InlineData("rag", "prompt", "ship", Standing.Overturned)]
    [InlineData("rag", null, "undecided", Standing.Open)]
    [InlineData("rag", null, "none_meets_requirements", Standing.Overturned)]
    [InlineData(null, "rag", "ship", Standing.Settled)]
    [InlineData(null, null, "undecided", Standing.StillOpen)]
    public void An_earlier_verdict_holds_or_not(string? before, string? now, string kind, Standing standing) =>
        Assert.Equal(standing, VerdictChange.Between(Record("a", before) with { Name = "v1" }, Record("b", now) with { Kind = kind }).Standing);

    [Fact]
    public void What_changed_is_said_field_by_field()
    {
        VerdictRecord before = Record("a", "rag") with { Name = "v1", Needs = Needs(("queriesPerMonth", "1000")), Arms = [Arm("rag", 0.71, 400), Arm("prompt", 0.4, 300)], Data = Needs(("prices", "2026-01-01")) };
        VerdictRecord now = Record("b", "rag") with { Needs = Needs(("queriesPerMonth", "500000"), ("citations", "required")), Arms = [Arm("rag", 0.65, 900), Arm("hybrid", 0.9, 300)], Data = Needs(("prices", "2026-11-01")), Questions = 260 };
        Assert.Equal(
            [
                "queriesPerMonth: 1000 then, 500000 now.", "citations: not known then, required now.", "200 questions then, 260 now.",
                "rag scores 65.0 (60.0 to 70.0), 71.0 (66.0 to 76.0) then.", "rag takes 900 ms at the 95th percentile, 400 ms then.", "hybrid was not measured then.", "prompt was measured then and is not now.",
                "prices: 2026-01-01 then, 2026-11-01 now.",
            ],
            VerdictChange.Between(before, now).Changes.ToArray());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ArmRecord Arm(string name, double score, double p95) => new(name, score, score - 0.05, score + 0.05, p95, null, null, null);

    private static ImmutableSortedDictionary<string, string> Needs(params (string Name, string Value)[] needs) => needs.ToImmutableSortedDictionary(n => n.Name, n => n.Value, StringComparer.Ordinal);

    private static VerdictRecord Record(string inputs, string? ship, int day = 1) => new()
    {
        Name = "", Time = new DateTimeOffset(2026, 3, day, 12, 0, 0, TimeSpan.Zero), Measured = true, Ship = ship, Kind = ship is null ? "undecided" : "ship", Confidence = 0.9, Questions = 200, Inputs = inputs,
    };
}
