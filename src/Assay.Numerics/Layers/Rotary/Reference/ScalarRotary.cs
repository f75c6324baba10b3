namespace Assay.Numerics.Layers.Rotary.Reference;

/// <summary>The rotary position embedding of one head as its formula says, in double precision: what the kernel is tested against.</summary>
public static class ScalarRotary
{
    /// <summary>Turns one head in place.</summary>
    /// <param name="head">Its values; those beyond two for each frequency stay.</param>
    /// <param name="frequencies">Radians a position of each pair.</param>
    /// <param name="position">The position; a negative one turns back.</param>
    /// <param name="layout">Which values turn together.</param>
    public static void Turn(Span<double> head, ReadOnlySpan<double> frequencies, double position, RotaryLayout layout)
    {
        for (int i = 0; i < frequencies.Length; i++)
        {
            int first = layout == RotaryLayout.Halves ? i : 2 * i, second = layout == RotaryLayout.Halves ? i + frequencies.Length : (2 * i) + 1;
            double c = Math.Cos(position * frequencies[i]), s = Math.Sin(position * frequencies[i]), a = head[first], b = head[second];
            head[first] = (a * c) - (b * s);
            head[second] = (b * c) + (a * s);
        }
    }
}
