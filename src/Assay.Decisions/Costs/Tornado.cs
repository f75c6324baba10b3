using System.Collections.Immutable;

namespace Assay.Decisions.Costs;

/// <summary>Moves one quantity at a time from one end of its range to the other.</summary>
internal static class Tornado
{
    /// <summary>A bar for every quantity that moves an arm's total, the widest first.</summary>
    public static ImmutableArray<TornadoBar> Of(IReadOnlyList<CostInputs> arms, IReadOnlyDictionary<string, Quantity> quantities, int months)
    {
        List<TornadoBar> bars = [];
        foreach (CostInputs arm in arms)
        {
            foreach (Quantity moved in quantities.Values.Where(q => !q.Value.IsPoint))
            {
                double low = Total(arm, moved.Name, moved.Value.Low, months), high = Total(arm, moved.Name, moved.Value.High, months);
                if (low != high) bars.Add(new TornadoBar(arm.Arm, moved.Name, moved.Value, Figures.Amount(low), Figures.Amount(high), moved.Source));
            }
        }

        return [.. bars.OrderByDescending(b => b.Swing).ThenBy(b => b.Arm, StringComparer.Ordinal).ThenBy(b => b.Quantity, StringComparer.Ordinal)];
    }

    private static double Total(CostInputs arm, string moved, double value, int months)
    {
        double Of(Quantity quantity) => quantity.Name == moved ? value : quantity.Value.Mode;
        return CostModel.Curve(arm, Of).TotalAt(arm.QueriesPerMonth is { } queries ? Of(queries) : 0, months);
    }
}
