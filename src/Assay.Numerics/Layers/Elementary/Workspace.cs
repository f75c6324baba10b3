using Assay.Numerics.Memory;

namespace Assay.Numerics.Layers.Elementary;

/// <summary>Memory for what a kernel has to put down between two steps. Each thread keeps its own, grown to the largest need so far, so that calls allocate nothing.</summary>
/// <remarks>
/// There are two, because the thread that calls a kernel also does parts of it: what belongs to the call must not be where a part works. Neither may be used across a call of another kernel.
/// Freed with the thread.
/// </remarks>
internal static unsafe class Workspace
{
    [ThreadStatic]
    private static AlignedBlock<float>? call, part;

    /// <summary>Memory of the whole call, for the thread that made it.</summary>
    /// <param name="length">Values needed; what they are is undefined.</param>
    public static float* OfCall(long length) => Grown(ref call, length);

    /// <summary>Memory of one part, for the thread that does it.</summary>
    /// <param name="length">Values needed; what they are is undefined.</param>
    public static float* OfPart(long length) => Grown(ref part, length);

    private static float* Grown(ref AlignedBlock<float>? block, long length)
    {
        if (block is null || block.Length < length)
        {
            block?.Dispose();
            block = null;
            block = new AlignedBlock<float>(length + (length / 4) + 1024);
        }

        return block.Pointer;
    }
}
