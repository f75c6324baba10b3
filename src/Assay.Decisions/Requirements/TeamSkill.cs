namespace Assay.Decisions.Requirements;

/// <summary>Who builds and runs a product.</summary>
public enum TeamSkill
{
    /// <summary>Nobody who writes software.</summary>
    None,

    /// <summary>Software developers.</summary>
    Developers,

    /// <summary>At least one who understands training loops, evaluation and data quality.</summary>
    MlEngineer,

    /// <summary>A team that runs models on its own machines.</summary>
    MlTeam,
}
