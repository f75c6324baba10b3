using System.Runtime.InteropServices;

namespace Assay.Numerics.Memory;

/// <summary>Owns native memory; freed once, when disposed or collected.</summary>
internal sealed unsafe partial class NativeMemoryHandle : SafeHandle
{
    private const long CacheLine = 64, HugePage = 2L << 20;
    private const int AdviseHugePages = 14;
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
        if (rounded >= HugePage) Advise(address, rounded);
        NativeMemory.Clear(address, (nuint)rounded);
        memory.pressure = rounded;
        GC.AddMemoryPressure(rounded);
        return memory;
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        if (pressure > 0) GC.RemoveMemoryPressure(pressure);
        return true;
    }

    // Advice only: wherever it cannot be given, the memory works as well with small pages.
    private static void Advise(void* address, long bytes)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = MAdvise(address, (nuint)bytes, AdviseHugePages);
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
