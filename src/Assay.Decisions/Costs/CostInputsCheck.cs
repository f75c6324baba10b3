using System.Globalization;
using Assay.Text;

namespace Assay.Decisions.Costs;

/// <summary>Refuses inputs that no cost can be computed from.</summary>
internal static class CostInputsCheck
{
    /// <summary>Checks every quantity that the formula asks for.</summary>
    /// <returns>The quantities by name.</returns>
    /// <exception cref="InputException">Names every one that cannot be used.</exception>
    public static IReadOnlyDictionary<string, Quantity> Check(params IEnumerable<CostInputs> arms)
    {
        var found = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        List<Problem> problems = [];
        foreach (CostInputs arm in arms)
        {
            double Note(Quantity quantity, bool lowers)
            {
                if (found.TryAdd(quantity.Name, quantity)) problems.AddRange(Problems(arm.Arm, quantity));
                else if (found[quantity.Name].Value != quantity.Value) problems.Add(new Problem("", null, $"{arm.Arm}: '{quantity.Name}' is {Text(quantity.Value)} here and {Text(found[quantity.Name].Value)} in another place. Give the two different names, or the same value."));
                return quantity.Value.IsValid ? quantity.Value.Mode : 1;
            }

            new CostFormula(Note, "").Parts(arm);
            if (arm.PassRate is { } rate) Note(rate, true);
            problems.AddRange(Shares(arm));
        }

        return problems.Count > 0 ? throw new InputException(problems) : found;
    }

    private static IEnumerable<Problem> Problems(string arm, Quantity quantity)
    {
        if (!quantity.Value.IsValid) yield return new Problem("", null, $"{arm}: '{quantity.Name}' must be 0 or more and finite, its lowest, likeliest and highest value in this order, found {Text(quantity.Value)}.");
        if (!(quantity.Per > 0)) yield return new Problem("", null, string.Create(CultureInfo.InvariantCulture, $"{arm}: the price '{quantity.Name}' must be for more than 0 units, found {quantity.Per}."));
    }

    private static IEnumerable<Problem> Shares(CostInputs arm)
    {
        foreach (Quantity share in new[] { arm.Query?.CachedShare, arm.Query?.CacheWriteShare, arm.Query?.JudgedShare, arm.PassRate, arm.Hosting?.Utilisation }.OfType<Quantity>())
        {
            if (share.Value.High > 1) yield return new Problem("", null, $"{arm.Arm}: '{share.Name}' is a share and at most 1, found {Text(share.Value)}. Write 0.9 for 90%.");
        }

        foreach (Quantity divisor in new[] { arm.PassRate, arm.Hosting?.Utilisation, arm.Hosting?.TokensPerSecond, arm.Hosting?.SharedBy }.OfType<Quantity>())
        {
            if (divisor.Value.Low <= 0) yield return new Problem("", null, $"{arm.Arm}: '{divisor.Name}' must be above 0, found {Text(divisor.Value)}.");
        }
    }

    private static string Text(CostRange range) => range.IsPoint ? range.Low.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{range.Low} to {range.High} (likeliest {range.Mode})");
}
