namespace Assay.Numerics.Quantized.Panels;

/// <summary>How the weights of 32 rows of a matrix lie side by side in a panel, so that one row is one lane and no sum runs across lanes.</summary>
/// <remarks>
/// <para>
/// A panel is a row of units, a unit has scales for its 32 rows and then blocks of steps. A step has 32 bits of every row: two or four pairs of values, each pair in the same bits of the
/// two 16-bit halves, so that a shift and a mask give the 16-bit pairs that multiply with activations. Values are stored without sign, larger by <see cref="Offset"/>; the product corrects that
/// by what the activations add up to.
/// </para>
/// <para>Everything here is a constant to the compiler.</para>
/// </remarks>
internal unsafe interface IPackedFormat
{
    /// <summary>Values of a row that share a scale.</summary>
    static abstract int BlockLength { get; }

    /// <summary>Blocks in a unit.</summary>
    static abstract int UnitBlocks { get; }

    /// <summary>Bytes of scales before the values of a unit.</summary>
    static abstract int HeaderBytes { get; }

    /// <summary>Bits of a value as it is stored: 4 or 8.</summary>
    static abstract int Bits { get; }

    /// <summary>What a stored value is larger by.</summary>
    static abstract int Offset { get; }

    /// <summary>Whether a block has a minimum that is taken off every value.</summary>
    static abstract bool HasMinimum { get; }

    /// <summary>The scales of neighbouring rows.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="block">Number of the block in it.</param>
    /// <param name="lane">The first of the rows, 0 to 31.</param>
    static abstract TFloat Scale<TLanes, TInt, TFloat>(byte* unit, int block, int lane)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct;

    /// <summary>The minima of neighbouring rows; not called without <see cref="HasMinimum"/>.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="block">Number of the block in it.</param>
    /// <param name="lane">The first of the rows, 0 to 31.</param>
    static abstract TFloat Minimum<TLanes, TInt, TFloat>(byte* unit, int block, int lane)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct;
}
