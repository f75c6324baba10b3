using System.Collections.Immutable;
using Assay.Arms;
using Assay.Decisions.Costs;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;

namespace Assay.Deciding;

/// <summary>What stands in for figures that were neither measured nor stated.</summary>
public sealed record CostAssumptions
{
    private const string Assumed = "assumed";

    /// <summary>Engineering until an arm's first version runs, by arm.</summary>
    public ImmutableSortedDictionary<string, Quantity> Build { get; init; } = ImmutableSortedDictionary<string, Quantity>.Empty;

    /// <summary>People and services of a month, by arm; empty: none are assumed.</summary>
    public ImmutableSortedDictionary<string, Quantity> Monthly { get; init; } = ImmutableSortedDictionary<string, Quantity>.Empty;

    /// <summary>An hour of a rented graphics processor.</summary>
    public required Quantity GpuHour { get; init; }

    /// <summary>Hours that one takes for a million training tokens.</summary>
    public required Quantity GpuHoursPerMillion { get; init; }

    /// <summary>Trainings until the first good model.</summary>
    public Quantity Runs { get; } = new("trainings until the first good one", new CostRange(2, 5, 20)) { Source = Assumed };

    /// <summary>Work of a person for one retraining.</summary>
    public Quantity HoursPerRetraining { get; } = new("hours of work for a retraining", new CostRange(1, 4, 16)) { Source = Assumed };

    /// <summary>An hour of a person.</summary>
    public required Quantity PersonHour { get; init; }

    /// <summary>How often a model that has learned behaviour only is trained anew.</summary>
    public required Quantity BehaviourRetrainings { get; init; }

    /// <summary>Share of a machine's speed that is planned with.</summary>
    public Quantity Utilisation { get; } = new("utilisation", new CostRange(0.3, 0.5, 0.8)) { Source = Assumed };

    /// <summary>How much busier the busiest hour is than the mean.</summary>
    public Quantity PeakFactor { get; } = new("busiest hour against the mean", new CostRange(2, 3, 6)) { Source = Assumed };

    /// <summary>Examples of a tuning where none are counted.</summary>
    public int UsualExamples { get; } = 2_000;

    /// <summary>Tokens of an example where none were counted.</summary>
    public double TokensPerExample { get; } = 500;

    /// <summary>Passes over the examples.</summary>
    public int Epochs { get; } = 3;

    /// <summary>What one question takes on paper.</summary>
    public required Func<string, Needs, QueryInputs> QueryOf { get; init; }

    /// <summary>Where the figures are from, one sentence each.</summary>
    public ImmutableArray<string> Sentences { get; init; } = [];

    /// <summary>The needs that a verdict is held to. What building costs is a published range as long as nobody states it, and an arm is not ruled out by what others paid.</summary>
    /// <param name="decision">What is known.</param>
    public static Needs Judged(DecisionCase decision) => decision.Project?.Costs.Build.Count > 0 ? decision.Needs : decision.Needs with { Budget = decision.Needs.Budget with { Build = null } };
}
