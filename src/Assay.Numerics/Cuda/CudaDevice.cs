using System.Runtime.InteropServices;

namespace Assay.Numerics.Cuda;

/// <summary>A graphics processor of NVIDIA: its memory, its kernels and its products of matrices. All work is done in the order in which it was asked for.</summary>
/// <remarks>For one thread at a time.</remarks>
public sealed unsafe class CudaDevice : IDisposable
{
    private const int Major = 75, Minor = 76, NameLength = 256;
    private readonly List<ulong> blocks = [];
    private readonly List<nint> modules = [];
    private readonly int device;
    private readonly nint context;
    private bool isDisposed;

    private CudaDevice(int device, nint context, string name, string architecture, bool exact)
    {
        (this.device, this.context, Name, Architecture) = (device, context, name, architecture);
        Products = new CudaProducts(exact);
    }

    /// <summary>As its driver calls it.</summary>
    public string Name { get; }

    /// <summary>What kernels are compiled for, such as <c>sm_90</c>.</summary>
    public string Architecture { get; }

    /// <summary>Products of matrices.</summary>
    public CudaProducts Products { get; }

    /// <summary>Opens the first processor.</summary>
    /// <param name="exact">Whether products use all bits of their factors; else 10 of their fractions (TF32), several times faster.</param>
    /// <returns>The processor.</returns>
    /// <exception cref="InvalidOperationException">There is none, or CUDA's libraries are missing: says what is needed.</exception>
    public static CudaDevice Open(bool exact = false)
    {
        CudaLibraries.Register();
        CudaDriver.Check(CudaDriver.Init(0), "start");
        CudaDriver.Check(CudaDriver.DeviceGet(out int device, 0), "be found");
        CudaDriver.Check(CudaDriver.ContextRetain(out nint context, device), "be opened");
        CudaDriver.Check(CudaDriver.ContextSetCurrent(context), "be opened");
        CudaDriver.Check(CudaDriver.DeviceGetAttribute(out int major, Major, device), "say its version");
        CudaDriver.Check(CudaDriver.DeviceGetAttribute(out int minor, Minor, device), "say its version");
        byte* name = stackalloc byte[NameLength];
        CudaDriver.Check(CudaDriver.DeviceGetName(name, NameLength, device), "say its name");
        return new CudaDevice(device, context, Marshal.PtrToStringUTF8((nint)name) ?? "", $"sm_{major}{minor}", exact);
    }

    /// <summary>Memory, until the processor is disposed of.</summary>
    /// <param name="length">Values of 4 bytes.</param>
    /// <returns>The memory; its values are anything.</returns>
    /// <exception cref="InvalidOperationException">There is not so much left.</exception>
    public CudaSpan Allocate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        CudaDriver.Check(CudaDriver.Allocate(out ulong pointer, checked((nuint)length * sizeof(float))), $"give {length * sizeof(float):N0} bytes of memory");
        blocks.Add(pointer);
        return new CudaSpan(pointer, length);
    }

    /// <summary>Copies values to the processor.</summary>
    /// <typeparam name="T">Their type, of 4 bytes.</typeparam>
    /// <param name="values">The values.</param>
    /// <param name="to">Where to, at least as many.</param>
    public void Upload<T>(ReadOnlySpan<T> values, CudaSpan to)
        where T : unmanaged
    {
        if (sizeof(T) != sizeof(float)) throw new ArgumentException($"{typeof(T).Name} has not 4 bytes.", nameof(values));
        to.Require(values.Length);
        fixed (T* from = values) CudaDriver.Check(CudaDriver.CopyIn(to.Address, from, (nuint)values.Length * sizeof(float)), "take up values");
    }

    /// <summary>Copies values from the processor, when all that was asked for is done.</summary>
    /// <param name="from">Where from.</param>
    /// <param name="values">Takes them, at most as many as there are.</param>
    public void Download(CudaSpan from, Span<float> values)
    {
        from.Require(values.Length);
        fixed (float* to = values) CudaDriver.Check(CudaDriver.CopyOut(to, from.Address, (nuint)values.Length * sizeof(float)), "finish its work");
    }

    /// <summary>Makes values 0.</summary>
    /// <param name="values">Which.</param>
    public void Clear(CudaSpan values)
    {
        Use();
        CudaDriver.Check(CudaDriver.Fill(values.Address, 0, (nuint)values.Length * sizeof(float)), "clear values");
    }

    /// <summary>Waits until all that was asked for is done.</summary>
    /// <exception cref="InvalidOperationException">Some of it failed.</exception>
    public void Synchronize()
    {
        Use();
        CudaDriver.Check(CudaDriver.Synchronize(), "finish its work");
    }

    /// <summary>Compiles kernels.</summary>
    /// <param name="source">CUDA C++ with kernels of C linkage.</param>
    /// <returns>Gives a kernel by its name and the bytes of shared memory that its blocks ask for.</returns>
    /// <exception cref="InvalidOperationException">They do not compile.</exception>
    public Func<string, int, CudaKernel> Compile(string source)
    {
        nint module;
        fixed (byte* image = CudaCompiler.Compile(source, Architecture)) CudaDriver.Check(CudaDriver.ModuleLoad(out module, image), "load kernels");
        modules.Add(module);
        return (name, shared) =>
        {
            CudaDriver.Check(CudaDriver.ModuleFunction(out nint function, module, name), $"find the kernel '{name}'");
            if (shared > 0) CudaDriver.Check(CudaDriver.FunctionSet(function, CudaDriver.MaxDynamicShared, shared), $"give '{name}' {shared} bytes of shared memory");
            return new CudaKernel(name, function, shared);
        };
    }

    // The driver asks on which processor each thread works.
    private void Use() => CudaDriver.Check(CudaDriver.ContextSetCurrent(context), "be used");

    /// <summary>Frees all its memory.</summary>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        _ = CudaDriver.Synchronize();
        Products.Dispose();
        foreach (nint module in modules) _ = CudaDriver.ModuleUnload(module);
        foreach (ulong block in blocks) _ = CudaDriver.Free(block);
        _ = CudaDriver.ContextRelease(device);
    }
}
