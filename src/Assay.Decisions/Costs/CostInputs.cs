using System.Collections.Immutable;

namespace Assay.Decisions.Costs;

/// <summary>Everything that one arm's costs depend on. What is null or empty costs nothing. All amounts of all arms that are compared are in one currency.</summary>
/// <param name="Arm">Name of the arm.</param>
public sealed record CostInputs(string Arm)
{
    /// <summary>Questions a month. Null: only costs that are due once and for one question are known.</summary>
    public Quantity? QueriesPerMonth { get; init; }

    /// <summary>Amounts that need no formula.</summary>
    public ImmutableArray<CostItem> Items { get; init; } = [];

    /// <summary>Training and training again.</summary>
    public TrainingInputs? Training { get; init; }

    /// <summary>Embedding documents and storing vectors.</summary>
    public IndexInputs? Index { get; init; }

    /// <summary>What one question takes.</summary>
    public QueryInputs? Query { get; init; }

    /// <summary>Graphics processors of one's own or rented by the hour.</summary>
    public HostingInputs? Hosting { get; init; }

    /// <summary>Share of the answers that are right; above 0, at most 1.</summary>
    public Quantity? PassRate { get; init; }

    /// <summary>What one wrong answer costs.</summary>
    public Quantity? WrongAnswerCost { get; init; }
}
