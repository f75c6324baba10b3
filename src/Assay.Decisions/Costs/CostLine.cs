using System.Collections.Immutable;

namespace Assay.Decisions.Costs;

/// <summary>One line of a cost table with the working that leads to it.</summary>
/// <param name="Name">What is paid for.</param>
/// <param name="Group">What it belongs to.</param>
/// <param name="Once">Amount due once.</param>
/// <param name="Monthly">Amount of one month, that of its questions included.</param>
/// <param name="PerQuery">Amount of one question.</param>
/// <param name="Working">Step by step, with numbers and units.</param>
/// <param name="Source">Where its numbers come from.</param>
public sealed record CostLine(string Name, CostGroup Group, decimal Once, decimal Monthly, decimal PerQuery, ImmutableArray<string> Working, string Source);
