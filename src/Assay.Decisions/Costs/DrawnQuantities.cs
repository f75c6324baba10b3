using Assay.Evaluation.Statistics;

namespace Assay.Decisions.Costs;

/// <summary>The values of all quantities in one draw after another, each from a sequence of its own.</summary>
internal sealed class DrawnQuantities
{
    private readonly (string Name, CostRange Range, SplitMix Random)[] _sequences;
    private readonly Dictionary<string, double> _values;

    /// <summary>Begins before the first draw, at the likeliest values.</summary>
    /// <param name="quantities">By name.</param>
    /// <param name="seed">Of all sequences.</param>
    public DrawnQuantities(IReadOnlyDictionary<string, Quantity> quantities, ulong seed)
    {
        _sequences = [.. quantities.Values.Where(q => !q.Value.IsPoint).Select(q => (q.Name, q.Value, new SplitMix(Seed(seed, q.Name))))];
        _values = quantities.ToDictionary(q => q.Key, q => q.Value.Value.Mode);
    }

    /// <summary>Draws all anew.</summary>
    public void Draw()
    {
        for (int i = 0; i < _sequences.Length; i++) _values[_sequences[i].Name] = _sequences[i].Range.At((_sequences[i].Random.Next() >> 11) * (1.0 / (1UL << 53)));
    }

    /// <summary>The value of a quantity in this draw.</summary>
    /// <param name="quantity">One of them.</param>
    public double Of(Quantity quantity) => _values[quantity.Name];

    // FNV-1a over the name, mixed with the seed.
    private static ulong Seed(ulong seed, string name)
    {
        unchecked
        {
            ulong hash = 0xCBF29CE484222325 ^ seed;
            foreach (char c in name) hash = (hash ^ c) * 0x100000001B3;
            return new SplitMix(hash).Next();
        }
    }
}
