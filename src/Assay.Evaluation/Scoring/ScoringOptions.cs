namespace Assay.Evaluation.Scoring;

/// <summary>How answers become scores.</summary>
public sealed record ScoringOptions
{
    /// <summary>The sentence that the prompt asks for when the documents have no answer.</summary>
    /// <value>Default "The documents do not answer this question."</value>
    public string AbstentionPhrase { get; init; } = "The documents do not answer this question.";

    /// <summary>The field of a JSON answer that holds the facts. Ignored unless the contract's schema has it.</summary>
    /// <value>Default "answer".</value>
    public string AnswerField { get; init; } = "answer";

    /// <summary>Words an answer in prose may have at most to be right by containing an accepted answer.</summary>
    /// <value>Default 40; 0 turns containment off.</value>
    public int MaxWords { get; init; } = 40;

    /// <summary>How facts are compared.</summary>
    /// <value>Default <see cref="CorrectnessKind.Auto"/>.</value>
    public CorrectnessKind Correctness { get; init; } = CorrectnessKind.Auto;
}
