using System.Collections.Immutable;

namespace Assay.Evaluation.Gates;

/// <summary>What was read from a text of gates.</summary>
/// <param name="Gates">The gates in the order written; empty when there is a problem.</param>
/// <param name="Problems">Every problem found, in the order of the text.</param>
public sealed record GateParseResult(ImmutableArray<Gate> Gates, ImmutableArray<GateProblem> Problems);

/// <summary>A place at which a text is no gate.</summary>
/// <param name="Position">First character that does not fit, counted from 1; one past the end when something is missing there.</param>
/// <param name="Message">What was expected and what was found.</param>
public sealed record GateProblem(int Position, string Message);
