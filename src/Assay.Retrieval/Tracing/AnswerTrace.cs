using System.Collections.Immutable;

namespace Assay.Retrieval.Tracing;

/// <summary>What was answered, for the audit.</summary>
/// <param name="Text">The answer as shown; empty once redacted.</param>
/// <param name="Model">Which model wrote it.</param>
/// <param name="Cited">Numbers of the passages cited, in order, each once.</param>
/// <param name="Unsupported">Sentences that no cited passage supports; empty once redacted.</param>
/// <param name="Abstained">Whether it was an abstention.</param>
public sealed record AnswerTrace(string Text, string Model, ImmutableArray<int> Cited, ImmutableArray<string> Unsupported, bool Abstained);
