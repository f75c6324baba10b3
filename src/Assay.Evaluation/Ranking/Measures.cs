using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Assay.Evaluation.Ranking;

/// <summary>Named values in the order trec_eval prints them.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A table of measures, not a general collection.")]
public sealed class Measures : IEnumerable<KeyValuePair<string, double>>
{
    private readonly ImmutableDictionary<string, int> positions;
    private readonly ImmutableArray<double> values;

    internal Measures(ImmutableArray<string> names, ImmutableDictionary<string, int> positions, ImmutableArray<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, names.Length);
        Names = names;
        this.positions = positions;
        this.values = values;
    }

    /// <summary>trec_eval's names, such as <c>ndcg_cut_10</c>.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The value of a measure.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="KeyNotFoundException">No such measure.</exception>
    public double this[string name] => values[positions[name]];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => Names.Select((name, i) => KeyValuePair.Create(name, values[i])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
