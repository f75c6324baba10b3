using System.Collections.Immutable;
using Assay.Retrieval.Context;

namespace Assay.Answering;

/// <summary>A question with what the model gets to see.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Passages">Numbered passages, most relevant first; may be empty.</param>
/// <param name="FromDocuments">Whether the answer must rest on the passages, even when there are none; false when the model answers from what it knows.</param>
public sealed record AnswerRequest(string Question, ImmutableArray<ContextPassage> Passages, bool FromDocuments);
