namespace Assay.Numerics.Matrices;

/// <summary>Panels of floats: their pieces are where they are.</summary>
/// <param name="panels">The first value of the first panel.</param>
/// <param name="inputs">Rows of a panel.</param>
internal readonly unsafe struct SingleTiles(float* panels, int inputs) : IPanelTiles
{
    public float* Read(int panel, int first, int count, float* room) => panels + ((((long)panel * inputs) + first) * PanelLayout.Width);
}

/// <summary>Panels of sixteen-bit values.</summary>
/// <typeparam name="TFormat">Their format.</typeparam>
/// <param name="panels">The first value of the first panel.</param>
/// <param name="inputs">Rows of a panel.</param>
/// <param name="path">By which instructions.</param>
internal readonly unsafe struct HalfTiles<TFormat>(ushort* panels, int inputs, VectorPath path) : IPanelTiles
    where TFormat : struct, IPanelFormat
{
    public float* Read(int panel, int first, int count, float* room)
    {
        ushort* from = panels + ((((long)panel * inputs) + first) * PanelLayout.Width);
        HalfConversion.Widen<TFormat>(path, (byte*)from, room, (long)count * PanelLayout.Width);
        return room;
    }
}
