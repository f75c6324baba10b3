namespace Assay.Numerics.Quantized.Panels;

/// <summary>The instructions of one vector width, as far as the panel kernels need them: the kernels are written once and compiled for each.</summary>
/// <typeparam name="TInt">32-bit whole numbers, also seen as twice as many of 16 bits.</typeparam>
/// <typeparam name="TFloat">As many floats.</typeparam>
internal unsafe interface ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    /// <summary>Lanes of 32 bits.</summary>
    static abstract int Count { get; }

    static abstract TInt Load(void* from);

    /// <summary>One number in all lanes.</summary>
    static abstract TInt Broadcast(int* from);

    static abstract TInt All(int value);

    static abstract TInt And(TInt x, TInt y);

    static abstract TInt Add(TInt x, TInt y);

    static abstract TInt Max(TInt x, TInt y);

    /// <summary>Every 16-bit half shifted down by 4, zeros from above.</summary>
    static abstract TInt Halves4(TInt x);

    /// <summary>Every 16-bit half shifted down by 8, zeros from above.</summary>
    static abstract TInt Halves8(TInt x);

    /// <summary>Every 16-bit half shifted down by 12, zeros from above.</summary>
    static abstract TInt Halves12(TInt x);

    /// <summary>In every lane the sum of the products of its two signed 16-bit halves.</summary>
    static abstract TInt PairProducts(TInt x, TInt y);

    static abstract int MaxAcross(TInt x);

    static abstract int SumAcross(TInt x);

    /// <summary>Writes the low half of every lane.</summary>
    static abstract void StoreLow(TInt x, short* to);

    static abstract TFloat ToFloat(TInt x);

    static abstract TInt Bits(TFloat x);

    static abstract TFloat LoadFloats(float* from);

    static abstract TFloat BroadcastFloat(float* from);

    static abstract TFloat AllFloat(float value);

    static abstract void Store(TFloat x, float* to);

    static abstract TFloat Multiply(TFloat x, TFloat y);

    /// <summary><c>x · y + z</c>, rounded once.</summary>
    static abstract TFloat MultiplyAdd(TFloat x, TFloat y, TFloat z);

    /// <summary>Finite half-precision numbers, subnormal ones included.</summary>
    static abstract TFloat LoadHalves(short* from);

    static abstract TFloat LoadBytes(sbyte* from);
}
