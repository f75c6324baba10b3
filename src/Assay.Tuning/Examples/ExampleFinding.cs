using System.Collections.Immutable;

namespace Assay.Tuning.Examples;

/// <summary>One finding about training data.</summary>
/// <param name="Check">Which check: <c>rows</c>, <c>synthetic</c>, <c>supervision</c>, <c>length</c>, <c>template</c>, <c>duplicates</c>, <c>contradictions</c>, <c>leak</c>, <c>sensitive</c>, <c>facts</c>.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Message">What, how much, what to do.</param>
/// <param name="Count">How many examples it is about.</param>
/// <param name="Lines">The lines of the first 20 of them.</param>
public sealed record ExampleFinding(string Check, FindingSeverity Severity, string Message, int Count, ImmutableArray<int> Lines);
