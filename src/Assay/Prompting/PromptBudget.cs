using System.Globalization;
using Assay.Text;

namespace Assay.Prompting;

/// <summary>What a search for prompts may cost, and what it has cost so far.</summary>
/// <param name="maxUsd">Most US dollars, those of answers that were kept from before included.</param>
internal sealed class PromptBudget(decimal maxUsd)
{
    /// <summary>US dollars so far; null when a price is not known.</summary>
    public decimal? SpentUsd { get; private set; } = 0;

    /// <summary>US dollars that are left.</summary>
    public decimal LeftUsd => Math.Max(0, maxUsd - (SpentUsd ?? 0));

    /// <summary>Notes what was spent.</summary>
    /// <param name="usd">US dollars; null when the price is not known.</param>
    public void Spend(decimal? usd) => SpentUsd += usd;

    /// <summary>Refuses what would cost more than is left.</summary>
    /// <param name="what">What it is for, with what.</param>
    /// <param name="expectedUsd">Expected US dollars; null when the price is not known.</param>
    /// <exception cref="InputException">It costs more than is left.</exception>
    public void Check(string what, decimal? expectedUsd)
    {
        if (expectedUsd is not { } cost || cost <= LeftUsd) return;
        throw new InputException(new Problem("", null, string.Create(CultureInfo.InvariantCulture,
            $"{what} is expected to cost up to {cost:0.00##} USD, more than the {LeftUsd:0.00##} USD that --max-cost leaves. Nothing was spent on it, and what was answered before is kept. Allow it with --max-cost {Math.Ceiling((SpentUsd ?? 0) + (cost * 1.2m))}, or try less with --shots and --proposals.")));
    }
}
