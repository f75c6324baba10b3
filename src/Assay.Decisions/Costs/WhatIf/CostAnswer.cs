using System.Collections.Immutable;

namespace Assay.Decisions.Costs.WhatIf;

/// <summary>The answer to one question about costs.</summary>
/// <param name="Question">Its name, such as <c>training</c>, <c>question</c>, <c>month</c>, <c>crossover</c>.</param>
/// <param name="Label">For people.</param>
/// <param name="Low">The answer, or its lower end; null where there is none, such as a volume at an end at which two arms never meet.</param>
/// <param name="High">The same as <paramref name="Low"/> unless a range was given.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="Text">The answer as it is printed.</param>
/// <param name="Working">Step by step.</param>
public sealed record CostAnswer(string Question, string Label, decimal? Low, decimal? High, string Unit, string Text, ImmutableArray<string> Working);
