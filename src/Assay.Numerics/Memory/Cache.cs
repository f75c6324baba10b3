using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Assay.Numerics.Memory;

/// <summary>Hints to the processor's cache.</summary>
internal static unsafe class Cache
{
    /// <summary>Bytes of a cache line.</summary>
    public const int Line = 64;

    /// <summary>Fetches every line of a part of memory into the first-level cache; does nothing where the processor has no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* start, nint bytes)
    {
        if (!Sse.IsSupported) return;
        for (nint i = 0; i < bytes; i += Line) Sse.Prefetch0((byte*)start + i);
    }
}
