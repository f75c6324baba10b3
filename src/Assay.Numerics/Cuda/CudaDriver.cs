using System.Runtime.InteropServices;

namespace Assay.Numerics.Cuda;

/// <summary>The driver of NVIDIA's graphics processors (CUDA Driver API): what is used of it. Functions give 0 when all went well.</summary>
internal static unsafe partial class CudaDriver
{
    public const string Library = "cuda";

    /// <summary>An attribute of functions: the most shared memory that a launch may ask for, in bytes.</summary>
    public const int MaxDynamicShared = 8;

    [LibraryImport(Library, EntryPoint = "cuInit")]
    public static partial int Init(uint flags);

    [LibraryImport(Library, EntryPoint = "cuDeviceGet")]
    public static partial int DeviceGet(out int device, int ordinal);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetName")]
    public static partial int DeviceGetName(byte* name, int length, int device);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetAttribute")]
    public static partial int DeviceGetAttribute(out int value, int attribute, int device);

    [LibraryImport(Library, EntryPoint = "cuDevicePrimaryCtxRetain")]
    public static partial int ContextRetain(out nint context, int device);

    [LibraryImport(Library, EntryPoint = "cuDevicePrimaryCtxRelease_v2")]
    public static partial int ContextRelease(int device);

    [LibraryImport(Library, EntryPoint = "cuCtxSetCurrent")]
    public static partial int ContextSetCurrent(nint context);

    [LibraryImport(Library, EntryPoint = "cuCtxSynchronize")]
    public static partial int Synchronize();

    [LibraryImport(Library, EntryPoint = "cuMemAlloc_v2")]
    public static partial int Allocate(out ulong pointer, nuint bytes);

    [LibraryImport(Library, EntryPoint = "cuMemFree_v2")]
    public static partial int Free(ulong pointer);

    [LibraryImport(Library, EntryPoint = "cuMemcpyHtoD_v2")]
    public static partial int CopyIn(ulong to, void* from, nuint bytes);

    [LibraryImport(Library, EntryPoint = "cuMemcpyDtoH_v2")]
    public static partial int CopyOut(void* to, ulong from, nuint bytes);

    [LibraryImport(Library, EntryPoint = "cuMemsetD8_v2")]
    public static partial int Fill(ulong to, byte value, nuint bytes);

    [LibraryImport(Library, EntryPoint = "cuModuleLoadData")]
    public static partial int ModuleLoad(out nint module, void* image);

    [LibraryImport(Library, EntryPoint = "cuModuleUnload")]
    public static partial int ModuleUnload(nint module);

    [LibraryImport(Library, EntryPoint = "cuModuleGetFunction", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ModuleFunction(out nint function, nint module, string name);

    [LibraryImport(Library, EntryPoint = "cuFuncSetAttribute")]
    public static partial int FunctionSet(nint function, int attribute, int value);

    [LibraryImport(Library, EntryPoint = "cuLaunchKernel")]
    public static partial int Launch(nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes, nint stream, void** parameters, void** extra);

    [LibraryImport(Library, EntryPoint = "cuGetErrorString")]
    public static partial int ErrorString(int error, out byte* text);

    /// <summary>Passes on what went well.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public static void Check(int error, string what)
    {
        if (error == 0) return;
        string text = ErrorString(error, out byte* message) == 0 ? Marshal.PtrToStringUTF8((nint)message) ?? "" : "";
        throw new InvalidOperationException($"The graphics processor could not {what}: error {error}, {text}.");
    }
}
