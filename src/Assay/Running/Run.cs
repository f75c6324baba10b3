using System.Collections.Immutable;

namespace Assay.Running;

/// <summary>All answers of one arm to one question set.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="IsReference">Whether the arm only explains the others.</param>
/// <param name="CanCite">Whether its answers can point to what they rest on.</param>
/// <param name="Rows">One row a question, in the order of the set.</param>
public sealed record Run(string Arm, bool IsReference, bool CanCite, ImmutableArray<AnswerRow> Rows)
{
    /// <summary>The trained version that answered; null for the project's model.</summary>
    public string? Version { get; init; }

    /// <summary>Whether every question has an answer or a final failure, so that running again would change nothing.</summary>
    public bool IsComplete => Rows.All(r => r.Failure is null);
}
