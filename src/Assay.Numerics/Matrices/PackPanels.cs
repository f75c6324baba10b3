using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices;

/// <summary>Fills panels, a part of them at a time.</summary>
/// <typeparam name="TSource">Where their values come from.</typeparam>
/// <param name="source">The values.</param>
/// <param name="target">The first panel's memory; the others follow.</param>
/// <param name="firstPanel">Number of the first panel in the source.</param>
/// <param name="panels">Number of panels.</param>
/// <param name="first">First row of each.</param>
/// <param name="depth">Rows of each.</param>
/// <param name="parts">Parts it is cut into.</param>
internal unsafe struct PackPanels<TSource>(TSource source, float* target, int firstPanel, int panels, int first, int depth, int parts) : IParts
    where TSource : struct, IPanelSource
{
    public readonly void Do(int part)
    {
        int end = (int)((long)panels * (part + 1) / parts);
        for (int panel = (int)((long)panels * part / parts); panel < end; panel++)
            source.Fill(firstPanel + panel, first, depth, target + ((long)panel * depth * PanelLayout.Width));
    }
}
