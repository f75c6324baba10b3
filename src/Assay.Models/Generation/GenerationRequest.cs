using System.Collections.Immutable;
using Assay.Models.Adapters;
using Assay.Models.Constrained;
using Assay.Models.Sampling;

namespace Assay.Models.Generation;

/// <summary>What is to be generated.</summary>
/// <param name="Prompt">The text so far, as tokens; one or more.</param>
public sealed record GenerationRequest(ImmutableArray<int> Prompt)
{
    /// <summary>Most tokens that are generated.</summary>
    /// <value>Default null: until the window of the model is full.</value>
    public int? MaxTokens { get; init; }

    /// <summary>How tokens are chosen.</summary>
    /// <value>Default: always the most probable one.</value>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Texts that end the answer; none of them is given out.</summary>
    public ImmutableArray<string> StopTexts { get; init; } = [];

    /// <summary>What is added to the model for this text; it stays usable until the text is done.</summary>
    /// <value>Default null: the model alone.</value>
    public LoraAdapter? Adapter { get; init; }

    /// <summary>What the text must be; null for anything.</summary>
    public CompiledConstraint? Constraint { get; init; }
}
