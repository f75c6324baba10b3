using Assay.Numerics.Memory;

namespace Assay.Numerics.Layers.Rotary;

/// <summary>Cosines and sines of rotary position embeddings for the positions from 0 up to a number, in the order in which the values of a head lie.</summary>
/// <remarks>Angles are computed in double precision. Reading is safe from any number of threads.</remarks>
public sealed unsafe class RotaryTable : IDisposable
{
    private readonly AlignedBlock<float> values;

    /// <summary>Computes a table.</summary>
    /// <param name="frequencies">Radians a position of each pair, from <see cref="RotaryFrequencies"/>; at least one.</param>
    /// <param name="positions">Number of positions, 1 or more.</param>
    /// <param name="layout">Which values of a head turn together.</param>
    /// <param name="attentionFactor">Multiplies cosines and sines: 1 but for YaRN.</param>
    /// <exception cref="ArgumentException">A number is outside its range.</exception>
    public RotaryTable(ReadOnlySpan<double> frequencies, int positions, RotaryLayout layout, double attentionFactor = 1)
    {
        if (frequencies.IsEmpty) throw new ArgumentException("There are no frequencies.", nameof(frequencies));
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        if (layout is not (RotaryLayout.Halves or RotaryLayout.Interleaved)) throw new ArgumentException($"There is no layout {layout}.", nameof(layout));
        if (!(attentionFactor > 0) || !double.IsFinite(attentionFactor)) throw new ArgumentOutOfRangeException(nameof(attentionFactor), attentionFactor, "Must be more than 0.");
        Width = 2 * frequencies.Length;
        Positions = positions;
        Layout = layout;
        values = new AlignedBlock<float>((long)positions * Stride);
        for (int position = 0; position < positions; position++)
        {
            float* row = Row(position);
            for (int i = 0; i < frequencies.Length; i++)
            {
                (double sine, double cosine) = Math.SinCos(position * frequencies[i]);
                Put(row, i, (float)(cosine * attentionFactor), (float)(sine * attentionFactor));
            }
        }
    }

    /// <summary>Values of a head that are turned, from its first on; those after them stay.</summary>
    public int Width { get; }

    /// <summary>Number of positions.</summary>
    public int Positions { get; }

    /// <summary>Which values turn together.</summary>
    public RotaryLayout Layout { get; }

    // Halves: the cosines of the pairs, then the sines. Interleaved: each cosine twice, then the sines twice, first with a minus: y = x · cos + swapped(x) · sin.
    private int Stride => Layout == RotaryLayout.Halves ? Width : 2 * Width;

    /// <summary>Frees the table.</summary>
    public void Dispose() => values.Dispose();

    internal float* Row(int position) => values.Pointer + ((long)position * Stride);

    private void Put(float* row, int pair, float cosine, float sine)
    {
        if (Layout == RotaryLayout.Halves)
        {
            row[pair] = cosine;
            row[(Width / 2) + pair] = sine;
            return;
        }

        row[2 * pair] = row[(2 * pair) + 1] = cosine;
        row[Width + (2 * pair)] = -sine;
        row[Width + (2 * pair) + 1] = sine;
    }
}
