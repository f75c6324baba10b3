namespace Assay.Numerics.Layers.Attention;

/// <summary>The arrays of one call, kept in place by the caller.</summary>
internal unsafe struct AttentionCall
{
    public AttentionShape Shape;
    public float* Query, Key, Value, Output;

    /// <summary>For each row and head <c>log(sum_keys(e^score))</c>; may be missing in the forward pass.</summary>
    public float* LogSums;

    public KeyRange* Ranges;
    public int Rows, Bits;

    // Only of the way back: slopes along the results, and along what was given.
    public float* OutputSlope, QuerySlope, KeySlope, ValueSlope;

    /// <summary>Positions that slopes of keys and values are wanted of.</summary>
    public int Keys;

    /// <summary>Queries that share keys and values: rows times the heads of a group.</summary>
    public readonly int Lanes => Rows * Shape.Group;
}
