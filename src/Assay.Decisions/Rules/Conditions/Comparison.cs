using System.Collections.Immutable;

namespace Assay.Decisions.Rules.Conditions;

/// <summary>How a need is compared.</summary>
internal enum Comparator
{
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    In,
    Has,
    Known,
    Unknown,
}

/// <summary>One need against a value.</summary>
/// <param name="need">The need.</param>
/// <param name="comparator">How.</param>
/// <param name="values">Numbers or places of words; one, except for <see cref="Comparator.In"/> and <see cref="Comparator.Has"/>, where one of several suffices.</param>
/// <param name="text">As written.</param>
internal sealed class Comparison(RuleField need, Comparator comparator, ImmutableArray<double> values, string text) : Condition
{
    private readonly ulong _wanted = comparator == Comparator.Has ? values.Aggregate(0UL, (mask, place) => mask | (1UL << (int)place)) : 0;

    public RuleField Field => need;

    public Comparator Comparator => comparator;

    /// <summary>The values compared with.</summary>
    public ImmutableArray<double> Values => values;

    public override IEnumerable<Comparison> Comparisons => [this];

    public override Truth Judge(FactSheet facts)
    {
        FactValue? known = facts[need];
        if (comparator == Comparator.Known) return known is null ? Truth.No : Truth.Yes;
        if (comparator == Comparator.Unknown) return known is null ? Truth.Yes : Truth.No;
        if (known is not { } value) return Truth.Unknown;
        bool holds = comparator switch
        {
            Comparator.Less => value.Number < values[0],
            Comparator.AtMost => value.Number <= values[0],
            Comparator.More => value.Number > values[0],
            Comparator.AtLeast => value.Number >= values[0],
            Comparator.Has => (value.Words & _wanted) != 0,
            _ => values.Contains(value.Number),
        };
        return holds ? Truth.Yes : Truth.No;
    }

    public override string ToString() => text;
}
