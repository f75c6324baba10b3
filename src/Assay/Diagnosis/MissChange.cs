namespace Assay.Diagnosis;

/// <summary>One change with which the document is found, tried out.</summary>
/// <param name="Kind"><c>count</c>, <c>spelling</c>, <c>term</c>, <c>permission</c>, <c>budget</c>, <c>conflicts</c> or <c>id</c>.</param>
/// <param name="Text">What to change, in words.</param>
/// <param name="Rank">The rank of the document's best passage with the change.</param>
public sealed record MissChange(string Kind, string Text, int Rank);
