using System.Collections.Immutable;

namespace Assay.Decisions.Costs;

/// <summary>What was drawn, and its percentiles.</summary>
internal sealed class DrawnCosts
{
    private readonly int _arms, _draws, _months;
    private readonly double[] _volumes;
    private readonly double[][] _once, _monthly, _curve;
    private readonly double[] _cheapest;
    private readonly List<(int Incumbent, int Challenger)> _pairs = [];
    private readonly int[][] _kinds;
    private readonly List<double>[] _crossings;

    /// <summary>Room for the draws of arms.</summary>
    public DrawnCosts(int arms, SimulationOptions options, double[] volumes)
    {
        (_arms, _draws, _months, _volumes) = (arms, options.Draws, options.Months, volumes);
        _once = Room(arms);
        _monthly = Room(arms);
        _curve = Room(arms * volumes.Length);
        _cheapest = new double[arms];
        for (int r = 0; r < arms; r++)
        {
            for (int f = r + 1; f < arms; f++) _pairs.Add((r, f));
        }

        _kinds = [.. _pairs.Select(_ => new int[Enum.GetValues<CrossoverKind>().Length])];
        _crossings = [.. _pairs.Select(_ => new List<double>())];
    }

    /// <summary>Takes one draw.</summary>
    public void Add(int draw, ArmCurve[] curves, double[] queries)
    {
        double least = double.PositiveInfinity;
        int ties = 0;
        for (int a = 0; a < _arms; a++)
        {
            _once[a][draw] = curves[a].Once;
            _monthly[a][draw] = curves[a].MonthlyAt(queries[a]);
            double total = Total(a, draw, _months);
            if (total < least) (least, ties) = (total, 0);
            if (total == least) ties++;
            for (int v = 0; v < _volumes.Length; v++) _curve[(a * _volumes.Length) + v][draw] = curves[a].TotalAt(_volumes[v], _months);
        }

        for (int a = 0; a < _arms; a++)
        {
            if (Total(a, draw, _months) == least) _cheapest[a] += 1.0 / ties;
        }

        for (int p = 0; p < _pairs.Count; p++)
        {
            (CrossoverKind kind, double? volume) = Crossover.Find(curves[_pairs[p].Incumbent], curves[_pairs[p].Challenger], _months);
            _kinds[p][(int)kind]++;
            if (kind == CrossoverKind.Above) _crossings[p].Add(volume!.Value);
        }
    }

    /// <summary>Bands of each arm.</summary>
    public ImmutableArray<ArmSimulation> Arms(IReadOnlyList<CostInputs> arms) => [.. arms.Select((arm, a) =>
    {
        CostBand[] months = [.. Enumerable.Range(1, _months).Select(m => Band([.. Enumerable.Range(0, _draws).Select(d => Total(a, d, m))]))];
        return new ArmSimulation(arm.Arm, months[^1], [.. months], _cheapest[a] / _draws);
    })];

    /// <summary>Crossovers of each pair.</summary>
    public ImmutableArray<CrossoverDistribution> Crossovers(IReadOnlyList<CostInputs> arms) => [.. _pairs.Select((pair, p) => new CrossoverDistribution(
        arms[pair.Incumbent].Arm, arms[pair.Challenger].Arm, _crossings[p].Count > 0 ? Band([.. _crossings[p]]) : null,
        Share(p, CrossoverKind.Above), Share(p, CrossoverKind.Below), Share(p, CrossoverKind.Always), Share(p, CrossoverKind.Never) + Share(p, CrossoverKind.Same)))];

    /// <summary>Bands by volume.</summary>
    public ImmutableArray<VolumePoint> Curve() => [.. _volumes.Select((volume, v) => new VolumePoint(volume, [.. Enumerable.Range(0, _arms).Select(a => Band(_curve[(a * _volumes.Length) + v]))]))];

    private double Total(int arm, int draw, int months) => _once[arm][draw] + (months * _monthly[arm][draw]);

    private double Share(int pair, CrossoverKind kind) => (double)_kinds[pair][(int)kind] / _draws;

    private double[][] Room(int rows) => [.. Enumerable.Range(0, rows).Select(_ => new double[_draws])];

    // Sorts in place.
    private static CostBand Band(double[] values)
    {
        Array.Sort(values);
        decimal At(int percent) => Figures.Amount(values[(int)((((long)values.Length * percent) + 99) / 100) - 1]);
        return new CostBand(At(10), At(50), At(90));
    }
}
