namespace Assay.Numerics.Ranking;

/// <summary>What turns the postings of one term into impacts; see <see cref="ImpactScoring"/>.</summary>
/// <param name="frequencies">The frequency table, <see cref="ImpactScoring.TableLength"/> entries.</param>
/// <param name="norms">The norm of every chunk, by number.</param>
/// <param name="weight">The weight of the term in fixed point.</param>
public readonly ref struct ImpactScale(ReadOnlySpan<float> frequencies, ReadOnlySpan<float> norms, float weight)
{
    /// <summary>The frequency table.</summary>
    public ReadOnlySpan<float> Frequencies { get; } = frequencies.Length == ImpactScoring.TableLength
        ? frequencies : throw new ArgumentException($"A frequency table has {ImpactScoring.TableLength} entries, not {frequencies.Length}.", nameof(frequencies));

    /// <summary>The norms of all chunks.</summary>
    public ReadOnlySpan<float> Norms { get; } = norms;

    /// <summary>The weight of the term.</summary>
    public float Weight { get; } = weight;
}
