namespace Assay.Decisions.Costs;

/// <summary>At which volumes the challenger is cheaper.</summary>
public enum CrossoverKind
{
    /// <summary>Above the crossover volume.</summary>
    Above,

    /// <summary>Below the crossover volume.</summary>
    Below,

    /// <summary>At every volume.</summary>
    Always,

    /// <summary>At none: it costs more both at rest and for a question.</summary>
    Never,

    /// <summary>Both always cost the same.</summary>
    Same,
}
