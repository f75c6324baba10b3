using System.Collections.Immutable;
using Assay.Retrieval.Context;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Tracing;

namespace Assay.Diagnosis;

/// <summary>The search of a knowledge base, open to be tried again with one thing changed.</summary>
/// <param name="Search">Passages for a query, best first, from all documents (null) or some.</param>
/// <param name="Build">The context of passages with a token budget and a rule for conflicts.</param>
internal sealed record SearchAttempt(
    Func<string, int, Principal?, ImmutableArray<string>?, IReadOnlyList<Passage>> Search,
    Func<IReadOnlyList<Passage>, int, ConflictRule, ContextTrace> Build)
{
    /// <summary>Budget of the project, in tokens.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>What the project does about conflicts.</summary>
    public required ConflictRule Conflicts { get; init; }
}
