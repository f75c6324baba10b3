using System.Collections.Immutable;
using System.Globalization;
using Assay.Decisions.Costs;

namespace Assay.Projects;

/// <summary>What a team's own work and machines cost, as stated under <c>costs</c>; what is not stated is taken from published ranges. In the currency of the budget.</summary>
public sealed record CostSettings
{
    /// <summary>Engineering until an arm's first version runs, by arm.</summary>
    public ImmutableSortedDictionary<string, CostRange> Build { get; init; } = ImmutableSortedDictionary<string, CostRange>.Empty;

    /// <summary>People and services of a month that keep an arm running, by arm.</summary>
    public ImmutableSortedDictionary<string, CostRange> Monthly { get; init; } = ImmutableSortedDictionary<string, CostRange>.Empty;

    /// <summary>An hour of a person's work.</summary>
    public CostRange? PersonHour { get; init; }

    /// <summary>An hour of a machine that runs a model of one's own.</summary>
    public CostRange? MachineHour { get; init; }

    /// <summary>The vector store that will hold the passages, by its name in the price book; null for Assay's own, which costs nothing.</summary>
    public string? VectorStore { get; init; }

    /// <summary>The settings that state amounts of money.</summary>
    internal ImmutableArray<string> Amounts =>
    [
        .. Build.Keys.Select(a => $"costs.build.{a}"), .. Monthly.Keys.Select(a => $"costs.monthly.{a}"), .. PersonHour is null ? (string[])[] : ["costs.personHour"], .. MachineHour is null ? (string[])[] : ["costs.machineHour"],
    ];

    internal static CostSettings Read(YamlMapping? yaml, IEnumerable<string> arms)
    {
        if (yaml is null) return new CostSettings();
        var settings = new CostSettings { Build = ByArm(yaml.Mapping("build"), arms), Monthly = ByArm(yaml.Mapping("monthly"), arms), PersonHour = RangeOf(yaml, "personHour"), MachineHour = RangeOf(yaml, "machineHour"), VectorStore = yaml.Text("vectorStore") };
        yaml.Finish();
        return settings;
    }

    private static ImmutableSortedDictionary<string, CostRange> ByArm(YamlMapping? yaml, IEnumerable<string> arms)
    {
        var ranges = ImmutableSortedDictionary.CreateBuilder<string, CostRange>(StringComparer.Ordinal);
        if (yaml is null) return ranges.ToImmutable();
        foreach (string arm in arms)
        {
            if (RangeOf(yaml, arm) is { } range) ranges[arm] = range;
        }

        yaml.Finish();
        return ranges.ToImmutable();
    }

    private static CostRange? RangeOf(YamlMapping yaml, string key) => yaml.Parse<CostRange>(key, Parse, "an amount of 0 or more (20000), a range (15000-60000) or a range with its likeliest value (15000-25000-60000)");

    /// <summary>Reads an amount or a range.</summary>
    /// <param name="text"><c>20000</c>, <c>15000-60000</c> or <c>15000-25000-60000</c>.</param>
    /// <returns>Null when it is none.</returns>
    internal static CostRange? Parse(string text)
    {
        double[] numbers = [.. text.Split('-', StringSplitOptions.TrimEntries).Select(p => double.TryParse(p, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double v) ? v : double.NaN)];
        CostRange? range = numbers.Length switch
        {
            1 => CostRange.Of(numbers[0]),
            2 => CostRange.Between(numbers[0], numbers[1]),
            3 => new CostRange(numbers[0], numbers[1], numbers[2]),
            _ => null,
        };
        return range is { IsValid: true } ? range : null;
    }
}
