using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Tuning.Contrastive;

/// <summary>A beginning of a vector that must find passages by itself (Kusupati and others 2022, Matryoshka representations).</summary>
/// <param name="Length">Its values, 1 to those of the whole vector.</param>
/// <param name="Weight">How much its loss counts; more than 0.</param>
public readonly record struct VectorPrefix(int Length, double Weight);

/// <summary>How an embedder learns which passage answers a query.</summary>
public sealed record ContrastiveOptions
{
    /// <summary>What cosines are divided by before the softmax.</summary>
    /// <value>More than 0; default 0.05.</value>
    public double Temperature { get; init; } = 0.05;

    /// <summary>Whether passages have to find their query too, with half of the loss.</summary>
    /// <value>Default no.</value>
    public bool Symmetric { get; init; }

    /// <summary>Beginnings of the vectors that the loss is of, so that vectors can be cut to these lengths later.</summary>
    /// <value>Default empty: the whole vector alone.</value>
    public ImmutableArray<VectorPrefix> Prefixes { get; init; } = [];

    /// <summary>Negatives of an example that a step sees at most, the first ones.</summary>
    /// <value>0 or more; default 4.</value>
    public int Negatives { get; init; } = 4;

    /// <summary>Refuses settings outside their range.</summary>
    /// <param name="dimensions">Values of the model's vectors.</param>
    /// <returns>The prefixes, at least one.</returns>
    /// <exception cref="InputException">One is.</exception>
    internal ImmutableArray<VectorPrefix> Check(int dimensions)
    {
        if (!(Temperature > 0) || double.IsInfinity(Temperature)) throw Refused(string.Create(CultureInfo.InvariantCulture, $"the temperature must be more than 0; found {Temperature}."));
        if (Negatives < 0) throw Refused($"the number of negatives must be 0 or more; found {Negatives}.");
        foreach (VectorPrefix prefix in Prefixes)
        {
            if (prefix.Length < 1 || prefix.Length > dimensions) throw Refused($"a beginning of vectors must have 1 to {dimensions} values, those of the model; found {prefix.Length}.");
            if (!(prefix.Weight > 0) || double.IsInfinity(prefix.Weight)) throw Refused(string.Create(CultureInfo.InvariantCulture, $"the weight of a beginning of vectors must be more than 0; found {prefix.Weight}."));
        }

        return Prefixes.IsDefaultOrEmpty ? [new VectorPrefix(dimensions, 1)] : Prefixes;
    }

    private static InputException Refused(string reason) => new(new Problem("contrastive training", null, reason));
}
