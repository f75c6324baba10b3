using System.Collections.Immutable;

namespace Assay.Decisions.Rules.Conditions;

/// <summary>When a rule holds, judged in three values (Kleene 1952): what is not known makes neither true nor false.</summary>
internal abstract class Condition
{
    /// <summary>Holds whatever is known.</summary>
    public static Condition Always { get; } = new Every([]);

    /// <summary>The comparisons it is made of.</summary>
    public abstract IEnumerable<Comparison> Comparisons { get; }

    /// <summary>Whether it holds.</summary>
    /// <param name="facts">What is known.</param>
    /// <returns><see cref="Truth.Unknown"/> where an unknown need decides.</returns>
    public abstract Truth Judge(FactSheet facts);

    /// <summary>All of several conditions.</summary>
    internal sealed class Every(ImmutableArray<Condition> parts) : Condition
    {
        public override IEnumerable<Comparison> Comparisons => parts.SelectMany(p => p.Comparisons);

        public override Truth Judge(FactSheet facts)
        {
            Truth least = Truth.Yes;
            foreach (Condition part in parts)
            {
                Truth one = part.Judge(facts);
                if (one < least) least = one;
            }

            return least;
        }

        public override string ToString() => string.Join(" and ", parts.Select(p => p is AnyOf ? $"({p})" : p.ToString()));
    }

    /// <summary>At least one of several conditions.</summary>
    internal sealed class AnyOf(ImmutableArray<Condition> parts) : Condition
    {
        public override IEnumerable<Comparison> Comparisons => parts.SelectMany(p => p.Comparisons);

        public override Truth Judge(FactSheet facts)
        {
            Truth greatest = Truth.No;
            foreach (Condition part in parts)
            {
                Truth one = part.Judge(facts);
                if (one > greatest) greatest = one;
            }

            return greatest;
        }

        public override string ToString() => string.Join(" or ", parts.Select(p => p is Every ? $"({p})" : p.ToString()));
    }

    /// <summary>The opposite of a condition.</summary>
    internal sealed class Not(Condition part) : Condition
    {
        public override IEnumerable<Comparison> Comparisons => part.Comparisons;

        public override Truth Judge(FactSheet facts) => (Truth)((int)Truth.Yes - (int)part.Judge(facts));

        public override string ToString() => $"not ({part})";
    }
}
