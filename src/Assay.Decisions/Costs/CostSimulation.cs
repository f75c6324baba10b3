using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Decisions.Costs;

/// <summary>Draws all quantities from their ranges many times and says how the costs, their order and their crossovers spread.</summary>
/// <remarks>
/// Each quantity has a sequence of its own, SplitMix64 begun with the seed and the quantity's name, so that a further arm or a further quantity changes no draw of the others. Quantities of different names are drawn
/// independently; what two arms share by name moves both. Percentiles are by nearest rank. One thread: the draws of a usual project take less than a second.
/// </remarks>
public static class CostSimulation
{
    private const int CurvePoints = 25;
    private const double CurveDecades = 2;

    /// <summary>Draws and sums up.</summary>
    /// <param name="arms">At least one, with different names, all in one currency.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Looked at between draws.</param>
    /// <returns>The same for the same inputs.</returns>
    /// <exception cref="InputException">A quantity cannot be used.</exception>
    public static SimulationResult Run(IReadOnlyList<CostInputs> arms, SimulationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arms);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(arms.Count);
        Validate(arms, options);
        IReadOnlyDictionary<string, Quantity> quantities = CostInputsCheck.Check(arms);
        double[] volumes = Volumes(arms, options);
        var draws = new DrawnCosts(arms.Count, options, volumes);
        var values = new DrawnQuantities(quantities, options.Seed);
        var curves = new ArmCurve[arms.Count];
        var queries = new double[arms.Count];
        for (int d = 0; d < options.Draws; d++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            values.Draw();
            for (int a = 0; a < arms.Count; a++)
            {
                curves[a] = CostModel.Curve(arms[a], values.Of);
                queries[a] = arms[a].QueriesPerMonth is { } volume ? values.Of(volume) : 0;
            }

            draws.Add(d, curves, queries);
        }

        return new SimulationResult(options.Draws, options.Months, options.Seed, draws.Arms(arms), draws.Crossovers(arms), draws.Curve(), Tornado.Of(arms, quantities, options.Months));
    }

    /// <summary>The money of every arm in joint draws, for a verdict: what two arms share by name moves both.</summary>
    /// <param name="arms">At least one, all in one currency.</param>
    /// <param name="kindOf">What a line of an arm counts for.</param>
    /// <param name="draws">Number of draws; at least 1.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    /// <returns>The draws of each arm, in the order given.</returns>
    /// <exception cref="InputException">A quantity cannot be used.</exception>
    public static ImmutableArray<ImmutableArray<DrawnMoney>> Money(IReadOnlyList<CostInputs> arms, Func<string, CostGroup, MoneyKind> kindOf, int draws, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(arms);
        ArgumentNullException.ThrowIfNull(kindOf);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        IReadOnlyDictionary<string, Quantity> quantities = CostInputsCheck.Check(arms);
        var values = new DrawnQuantities(quantities, seed);
        var drawn = new DrawnMoney[arms.Count][];
        for (int a = 0; a < arms.Count; a++) drawn[a] = new DrawnMoney[draws];
        for (int d = 0; d < draws; d++)
        {
            values.Draw();
            for (int a = 0; a < arms.Count; a++) drawn[a][d] = CostModel.Money(arms[a], values.Of, g => kindOf(arms[a].Arm, g));
        }

        return [.. drawn.Select(d => d.ToImmutableArray())];
    }

    private static void Validate(IReadOnlyList<CostInputs> arms, SimulationOptions options)
    {
        List<Problem> problems = [];
        void Range(string name, int value, int least, int most)
        {
            if (value < least || value > most) problems.Add(new Problem("", null, string.Create(CultureInfo.InvariantCulture, $"{name} must be from {least} to {most}, found {value}.")));
        }

        Range("The number of draws", options.Draws, 100, SimulationOptions.MostDraws);
        Range("The horizon in months", options.Months, 1, CostModel.LongestMonths);
        if (arms.GroupBy(a => a.Arm, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) problems.Add(new Problem("", null, $"Two arms are named '{twice.Key}'. Give each a name of its own."));
        if (options.Volumes.Any(v => !(double.IsFinite(v) && v >= 0))) problems.Add(new Problem("", null, "A volume of the cost curve is negative or not finite. Give questions a month."));
        if (problems.Count > 0) throw new InputException(problems);
    }

    private static double[] Volumes(IReadOnlyList<CostInputs> arms, SimulationOptions options)
    {
        if (!options.Volumes.IsDefaultOrEmpty) return [.. options.Volumes];
        double middle = arms.Select(a => a.QueriesPerMonth?.Value.Mode).FirstOrDefault(v => v > 0) ?? 100_000;
        return [.. Enumerable.Range(0, CurvePoints).Select(i => middle * Math.Pow(10, CurveDecades * ((2.0 * i / (CurvePoints - 1)) - 1)))];
    }
}
