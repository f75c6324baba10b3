using Assay.Models.Sampling;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>Random choices of one lesson: the same for a seed and a number, whatever was made before.</summary>
internal sealed class LessonDice
{
    private Xoshiro256 random;

    /// <summary>The choices of a lesson.</summary>
    /// <param name="seed">The recipe's.</param>
    /// <param name="kind">The kind of lesson.</param>
    /// <param name="number">Its number.</param>
    public LessonDice(ulong seed, string kind, long number)
    {
        ulong mixed = seed;
        foreach (char c in kind) mixed = unchecked((mixed ^ c) * 1099511628211);
        random = new Xoshiro256(unchecked(mixed + ((ulong)number * 0x9E3779B97F4A7C15)));
    }

    /// <summary>A number from 0 to below a limit.</summary>
    public int Below(int limit) => (int)(random.NextUnit() * limit);

    /// <summary>A number from a least to a greatest one.</summary>
    public int Between(int least, int greatest) => least + Below(greatest - least + 1);

    /// <summary>A number from 0 to below 1.</summary>
    public double Unit() => random.NextUnit();

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => random.NextUnit() < probability;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>The same in another order.</summary>
    public T[] Shuffled<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        for (int i = all.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all;
    }
}
