using System.Collections.Immutable;
using Assay.Retrieval.Context;
using Assay.Retrieval.Permissions;

namespace Assay.Answering;

/// <summary>A question with what the model gets to see.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Passages">Numbered passages, most relevant first; may be empty.</param>
/// <param name="FromDocuments">Whether the answer must rest on the passages, even when there are none; false when the model answers from what it knows.</param>
public sealed record AnswerRequest(string Question, ImmutableArray<ContextPassage> Passages, bool FromDocuments)
{
    /// <summary>On whose behalf it is asked; null for nobody in particular. The passages are those that they may read.</summary>
    public Principal? Principal { get; init; }

    /// <summary>The answer where it was worked out over tables, with the passages of its rows; null where a model answers.</summary>
    public ComputedAnswer? Computed { get; init; }
}
