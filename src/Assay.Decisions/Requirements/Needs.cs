namespace Assay.Decisions.Requirements;

/// <summary>What the product needs, as stated under <c>needs</c> in the project file. Null means not stated: nothing is assumed from it.</summary>
public sealed record Needs
{
    /// <summary>Questions a month in production; more than 0.</summary>
    public long? QueriesPerMonth { get; init; }

    /// <summary>How often the documents change.</summary>
    public ChangeRate? KnowledgeChanges { get; init; }

    /// <summary>The 95th percentile of the time to a complete answer must be at most this.</summary>
    public TimeSpan? LatencyP95 { get; init; }

    /// <summary>What may be spent, in US dollars.</summary>
    public Budget Budget { get; init; } = new();

    /// <summary>Whether every answer must cite what it rests on.</summary>
    /// <value>false</value>
    public bool CitationsRequired { get; init; }

    /// <summary>Where questions and documents may go.</summary>
    /// <value><see cref="DataResidency.Any"/></value>
    public DataResidency DataResidency { get; init; } = DataResidency.Any;

    /// <summary>What one wrong answer costs, in US dollars; 0 or more.</summary>
    public decimal? WrongAnswerCost { get; init; }
}
