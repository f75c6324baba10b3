namespace Assay.Tuning.Examples.Checks;

/// <summary>How the answers to the same prompt differ.</summary>
public enum ContradictionKind
{
    /// <summary>Short or structured answers with another value: a label, a field.</summary>
    Label,

    /// <summary>Prose with other numbers.</summary>
    Figures,

    /// <summary>Prose in other words with the same numbers: often wanted, as several ways to say something.</summary>
    Wording,
}
