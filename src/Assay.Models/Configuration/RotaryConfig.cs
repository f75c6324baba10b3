using Assay.Numerics.Layers.Rotary;

namespace Assay.Models.Configuration;

/// <summary>How positions turn queries and keys (RoPE).</summary>
/// <param name="Theta">Base of the wavelengths; more than 1.</param>
/// <param name="Scaling">How wavelengths are stretched beyond the length of training; null for not at all.</param>
public sealed record RotaryConfig(double Theta, RotaryScaling? Scaling = null)
{
    /// <summary>Cosines and sines of the first positions.</summary>
    /// <param name="headDim">Values of a head.</param>
    /// <param name="positions">How many.</param>
    internal RotaryTable Table(int headDim, int positions) => new(Frequencies(headDim), positions, RotaryLayout.Halves);

    /// <summary>By how much each pair of values turns from one position to the next, in radians.</summary>
    /// <param name="headDim">Values of a head.</param>
    internal double[] Frequencies(int headDim) => Scaling switch
    {
        RotaryScaling.Linear linear => RotaryFrequencies.Linear(Theta, headDim, linear.Factor),
        RotaryScaling.Llama3 llama => RotaryFrequencies.Llama3(Theta, headDim, llama.Factor, llama.LowFrequencyFactor, llama.HighFrequencyFactor, llama.OriginalPositions),
        RotaryScaling.PerPair factors => [.. RotaryFrequencies.Plain(Theta, headDim).Zip(factors.Factors.ToArray(), (frequency, factor) => frequency / factor)],
        _ => RotaryFrequencies.Plain(Theta, headDim),
    };
}

/// <summary>How wavelengths are stretched.</summary>
public abstract record RotaryScaling
{
    private RotaryScaling()
    {
    }

    /// <summary>All by the same factor.</summary>
    /// <param name="Factor">1 or more.</param>
    public sealed record Linear(double Factor) : RotaryScaling;

    /// <summary>Llama 3: long wavelengths by the factor, short ones not, those between in part.</summary>
    /// <param name="Factor">1 or more.</param>
    /// <param name="LowFrequencyFactor">Wavelengths longer than <paramref name="OriginalPositions"/> over this are stretched whole.</param>
    /// <param name="HighFrequencyFactor">Wavelengths shorter than <paramref name="OriginalPositions"/> over this are left alone.</param>
    /// <param name="OriginalPositions">Positions of the training before the stretching.</param>
    public sealed record Llama3(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalPositions) : RotaryScaling;

    /// <summary>A factor for every pair of dimensions, as GGUF files carry it (<c>rope_freqs.weight</c>).</summary>
    /// <param name="Factors">Half as many as a head has dimensions; each frequency is divided by its own.</param>
    public sealed record PerPair(ReadOnlyMemory<float> Factors) : RotaryScaling;
}
