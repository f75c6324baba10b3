using System.Runtime.InteropServices;

namespace Assay.Numerics.Memory;

/// <summary>Owns native memory; freed once, when disposed or collected.</summary>
internal sealed unsafe partial class NativeMemoryHandle : SafeHandle
{
    /// <summary>Bytes of a huge page.</summary>
    public const long HugePage = 2L << 20;

    private const long CacheLine = 64;
    private const int HugePageAdvice = 14;

    private HugePageChunk? chunk;
    private long pressure;

    public NativeMemoryHandle() : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    public void* Address => (void*)handle;

    /// <summary>Zeroed memory, aligned to a cache line or, when it is large, to a huge page.</summary>
    public static NativeMemoryHandle Allocate(long bytes)
    {
        long alignment = bytes >= HugePage ? HugePage : CacheLine;
        long rounded = Math.Max(alignment, checked((bytes + alignment - 1) / alignment * alignment));
        NativeMemoryHandle memory = new();
        void* address = NativeMemory.AlignedAlloc((nuint)rounded, (nuint)alignment);
        memory.SetHandle((nint)address);
        if (rounded >= HugePage) AdviseHugePages(address, rounded);
        memory.Start(rounded);
        return memory;
    }

    /// <summary>Zeroed memory, aligned to a cache line, in huge pages that it shares with other blocks if it is not long.</summary>
    public static NativeMemoryHandle AllocateTogether(long bytes)
    {
        if (bytes > HugePageChunk.LongestBlock) return Allocate(bytes);
        long rounded = Math.Max(CacheLine, (bytes + CacheLine - 1) / CacheLine * CacheLine);
        NativeMemoryHandle memory = new();
        memory.chunk = HugePageChunk.Take(rounded, out void* address);
        memory.SetHandle((nint)address);
        memory.Start(rounded);
        return memory;
    }

    protected override bool ReleaseHandle()
    {
        if (chunk is null) NativeMemory.AlignedFree((void*)handle);
        else chunk.Return();
        if (pressure > 0) GC.RemoveMemoryPressure(pressure);
        return true;
    }

    private void Start(long bytes)
    {
        NativeMemory.Clear((void*)handle, (nuint)bytes);
        pressure = bytes;
        GC.AddMemoryPressure(bytes);
    }

    /// <summary>Asks for huge pages; advice only: wherever it cannot be given, the memory works as well with small ones.</summary>
    public static void AdviseHugePages(void* address, long bytes)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = MAdvise(address, (nuint)bytes, HugePageAdvice);
        }
        catch (DllNotFoundException)
        {
        }
        catch (EntryPointNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MAdvise(void* address, nuint length, int advice);
}
