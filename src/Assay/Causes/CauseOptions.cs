using Assay.Running;

namespace Assay.Causes;

/// <summary>How causes are looked for, beyond what the project says.</summary>
public sealed record CauseOptions : RunOptions
{
    /// <summary>How often a question is asked under each switch; 1 or more. A model of this machine says the same each time and is asked once.</summary>
    /// <value>3</value>
    public int Repeats { get; init; } = 3;

    /// <summary>Most failed questions to examine, drawn by what they are like; null for all.</summary>
    public int? BudgetQuestions { get; init; }

    /// <summary>What an hour of work costs in US dollars, where advice is ranked by what it costs.</summary>
    /// <value>60</value>
    public decimal HourCostUsd { get; init; } = 60;
}
