using Assay.Numerics.Memory;

namespace Assay.Numerics.Matrices;

/// <summary>Memory that a thread packs operands into: made once, grown when a product needs more, freed with the thread.</summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static AlignedBlock<float>? panels;

    [ThreadStatic]
    private static AlignedBlock<float>? rows;

    /// <summary>For the panels of the part that this thread works on.</summary>
    /// <param name="length">Values needed.</param>
    public static float* Panels(long length) => Take(ref panels, length);

    /// <summary>For the rows of the part that this thread works on.</summary>
    /// <param name="length">Values needed.</param>
    public static float* Rows(long length) => Take(ref rows, length);

    private static float* Take(ref AlignedBlock<float>? block, long length)
    {
        if (block is null || block.Length < length)
        {
            block?.Dispose();
            block = null;
            block = new AlignedBlock<float>(length);
        }

        return block.Pointer;
    }
}
