namespace Assay.Evaluation.Scoring;

/// <summary>How the facts of an answer are compared with the accepted answers.</summary>
public enum CorrectnessKind
{
    /// <summary>Record when an accepted answer is a JSON object; exact when the contract is a list of labels or a pattern; else prose.</summary>
    Auto,

    /// <summary>Exact match after normalisation.</summary>
    Exact,

    /// <summary>Share of the fields of the accepted record that are right.</summary>
    Record,

    /// <summary>1 when a short answer contains an accepted one, else token F1.</summary>
    Prose,
}
