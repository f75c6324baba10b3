using System.Collections.Immutable;

namespace Assay.Tuning.Examples.Checks;

/// <summary>A question that a model is scored on, to look for it in the training data.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">The question.</param>
public sealed record EvaluationQuestion(string Id, string Text)
{
    /// <summary>Its accepted answers.</summary>
    /// <value>Empty by default.</value>
    public ImmutableArray<string> Answers { get; init; } = [];

    /// <summary>The documents that answer it; what follows a <c>#</c> is left aside.</summary>
    /// <value>Empty by default.</value>
    public ImmutableArray<string> Documents { get; init; } = [];
}
