namespace Assay.Numerics.Layers.Rotary;

/// <summary>How the heads lie that are turned.</summary>
/// <param name="Heads">Heads in a row, 1 or more.</param>
/// <param name="HeadDim">Values of a head, one after the other, as many as the table turns or more.</param>
/// <param name="Stride">Values from the start of a row to that of the next; <c>Heads · HeadDim</c> or more.</param>
public readonly record struct RotaryShape(int Heads, int HeadDim, int Stride);
