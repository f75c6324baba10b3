using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Assay.Evaluation.Ranking;

/// <summary>Named values in the order trec_eval prints them.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A table of measures, not a general collection.")]
public sealed class Measures : IEnumerable<KeyValuePair<string, double>>
{
    private readonly MeasureNames names;
    private readonly ImmutableArray<double> values;

    internal Measures(MeasureNames names, ImmutableArray<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, names.All.Length);
        this.names = names;
        this.values = values;
    }

    /// <summary>trec_eval's names, such as <c>ndcg_cut_10</c>.</summary>
    public ImmutableArray<string> Names => names.All;

    /// <summary>The value of a measure.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="KeyNotFoundException">No such measure.</exception>
    public double this[string name] => values[names[name]];

    /// <summary>A value as trec_eval prints it.</summary>
    /// <param name="name">Counts (<c>num_...</c>) are whole numbers.</param>
    /// <param name="value">Finite.</param>
    /// <returns>Four decimals, rounded as C's <c>printf</c> does: the nearest, and the even digit where the exact value lies in the middle.</returns>
    public static string Text(string name, double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.StartsWith("num_", StringComparison.Ordinal)) return value.ToString("F0", CultureInfo.InvariantCulture);

        // Four decimals and a half need a multiple of 1/32, the only such values that a double holds exactly.
        double thirtySeconds = value * 32, tenThousandths = Math.Floor(value * 10_000);
        bool middle = Math.Abs(value) < 1e9 && thirtySeconds == Math.Floor(thirtySeconds) && value * 10_000 - tenThousandths == 0.5;
        double shown = middle ? (tenThousandths % 2 == 0 ? tenThousandths : tenThousandths + 1) / 10_000 : value;
        return shown.ToString("F4", CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => Names.Select((name, i) => KeyValuePair.Create(name, values[i])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
