using System.Collections.Immutable;
using Assay.Tuning.Examples;

namespace Assay.Tuning.Synthesis;

/// <summary>A synthetic example as a person sees it.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Synthetic">How it was made.</param>
/// <param name="Reviewed">What was said of it.</param>
public sealed record ReviewItem(int Line, string Synthetic, ExampleReview Reviewed)
{
    /// <summary>What is said before the answer, the system message left out.</summary>
    public required string Prompt { get; init; }

    /// <summary>The answer that would be learned.</summary>
    public required string Answer { get; init; }

    /// <summary>The documents it was made from.</summary>
    public ImmutableArray<string> Documents { get; init; } = [];
}
