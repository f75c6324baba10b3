namespace Assay.Numerics.Matrices;

/// <summary>Weights in panels of some form, <c>[inputs, 32 outputs]</c> each, of which a piece is read as floats.</summary>
internal unsafe interface IPanelTiles
{
    /// <summary>A piece of a panel.</summary>
    /// <param name="panel">Number of the panel.</param>
    /// <param name="first">Its first input, a multiple of 32.</param>
    /// <param name="count">Inputs of the piece, 32 at most.</param>
    /// <param name="room">Takes the piece where it does not lie anywhere as floats.</param>
    /// <returns>The piece, <c>[count, 32]</c>: <paramref name="room"/> or where the panel is.</returns>
    float* Read(int panel, int first, int count, float* room);
}
