using System.Collections.Immutable;

namespace Assay.Evaluation.Contracts;

/// <summary>Whether an answer keeps its contract.</summary>
/// <param name="Holds">Whether nothing is violated.</param>
/// <param name="Violations">Place in the answer as a JSON pointer (<c>#</c> is all of it) and message, such as <c>#/items/0: expected string, found number</c>; at most 20.</param>
public sealed record ContractResult(bool Holds, ImmutableArray<string> Violations);
