using System.Collections.Immutable;

namespace Assay.Evaluation.Ranking;

/// <summary>Names of measures with their places, shared by all topics of an evaluation.</summary>
/// <param name="all">Distinct names, in order.</param>
internal sealed class MeasureNames(ImmutableArray<string> all)
{
    private readonly Dictionary<string, int> places = all.Select((name, i) => KeyValuePair.Create(name, i)).ToDictionary(StringComparer.Ordinal);

    /// <summary>The names in order.</summary>
    public ImmutableArray<string> All { get; } = all;

    /// <summary>The place of a name.</summary>
    /// <exception cref="KeyNotFoundException">No such measure.</exception>
    public int this[string name] => places[name];
}
