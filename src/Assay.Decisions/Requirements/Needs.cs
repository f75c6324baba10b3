using System.Collections.Immutable;

namespace Assay.Decisions.Requirements;

/// <summary>
/// What a product needs and what is known of it: stated under <c>needs</c> in the project file, answered to <c>assay decide</c>, or measured. Null (or an empty list)
/// means not known: nothing is assumed from it. <see cref="NeedFields"/> lists the members by the names that users write.
/// </summary>
public sealed record Needs
{
    /// <summary>What the model lacks today; empty when not known.</summary>
    public ImmutableArray<Goal> Goals { get; init; } = [];

    /// <summary>Questions a month in production; more than 0.</summary>
    public long? QueriesPerMonth { get; init; }

    /// <summary>Questions a second in the busiest hour; more than 0.</summary>
    public double? PeakPerSecond { get; init; }

    /// <summary>How often the documents change.</summary>
    public ChangeRate? KnowledgeChanges { get; init; }

    /// <summary>How much there is to know.</summary>
    public CorpusSize Corpus { get; init; } = new();

    /// <summary>Labelled pairs of input and right output that could be trained on; 0 or more.</summary>
    public int? Examples { get; init; }

    /// <summary>The median of the time to a complete answer must be at most this.</summary>
    public TimeSpan? LatencyP50 { get; init; }

    /// <summary>The 95th percentile of the time to a complete answer must be at most this.</summary>
    public TimeSpan? LatencyP95 { get; init; }

    /// <summary>The 99th percentile of the time to a complete answer must be at most this.</summary>
    public TimeSpan? LatencyP99 { get; init; }

    /// <summary>Who waits for the answer.</summary>
    public Interaction? Interaction { get; init; }

    /// <summary>What may be spent.</summary>
    public Budget Budget { get; init; } = new();

    /// <summary>Whether every answer must cite what it rests on.</summary>
    public bool? CitationsRequired { get; init; }

    /// <summary>Whether it must be possible to show afterwards why an answer was given.</summary>
    public bool? AuditRequired { get; init; }

    /// <summary>What an invented answer does.</summary>
    public Stakes? Stakes { get; init; }

    /// <summary>Where questions and documents may go.</summary>
    public DataResidency? DataResidency { get; init; }

    /// <summary>Whether weights, indexes and data must be portable to another vendor.</summary>
    public bool? AvoidLockIn { get; init; }

    /// <summary>Who builds and runs it.</summary>
    public TeamSkill? Team { get; init; }

    /// <summary>Weeks until it must be in use; more than 0.</summary>
    public double? WeeksToLaunch { get; init; }

    /// <summary>What one wrong answer costs, in <see cref="Budget.Currency"/>; 0 or more.</summary>
    public decimal? WrongAnswerCost { get; init; }

    /// <summary>What one right answer is worth, in <see cref="Budget.Currency"/>; 0 or more.</summary>
    public decimal? RightAnswerValue { get; init; }

    /// <summary>Arms that were tried and found not good enough; empty when not known.</summary>
    public ImmutableArray<string> Tried { get; init; } = [];

    /// <summary>Tokens of standing instructions and shown examples in every prompt; 0 or more.</summary>
    public int? InstructionTokens { get; init; }

    /// <summary>Months over which costs are added up; 1 to 120.</summary>
    public int? HorizonMonths { get; init; }

    /// <summary>Whether nothing forbids that questions and documents go to a provider anywhere.</summary>
    public bool DataMayLeave => DataResidency is null or Requirements.DataResidency.Any;
}
