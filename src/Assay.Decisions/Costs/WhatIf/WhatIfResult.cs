using System.Collections.Immutable;

namespace Assay.Decisions.Costs.WhatIf;

/// <summary>What <c>assay cost</c> prints.</summary>
/// <param name="Currency">ISO code of all amounts.</param>
/// <param name="Answers">At least one.</param>
/// <param name="Sources">Where prices of the books were read.</param>
/// <param name="Warnings">Old prices and conversions.</param>
public sealed record WhatIfResult(string Currency, ImmutableArray<CostAnswer> Answers, ImmutableArray<string> Sources, ImmutableArray<string> Warnings);
