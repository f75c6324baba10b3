using System.Collections.Immutable;

namespace Assay.Decisions.Costs;

/// <summary>A line of the formula before it is printed.</summary>
/// <param name="Name">What is paid for.</param>
/// <param name="Group">What it belongs to.</param>
/// <param name="Term">How much.</param>
/// <param name="Working">Makes the steps for one person to read; not called while drawing.</param>
/// <param name="Quantities">What it was computed from.</param>
internal readonly record struct CostPart(string Name, CostGroup Group, CostTerm Term, Func<ImmutableArray<string>> Working, params Quantity?[] Quantities);
