using System.Collections.Immutable;
using Assay.Retrieval.Context;

namespace Assay.Answering;

/// <summary>A question with what the model gets to see.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Passages">Numbered passages, most relevant first; empty when the model must answer from what it knows.</param>
public sealed record AnswerRequest(string Question, ImmutableArray<ContextPassage> Passages);
