using System.Reflection;
using System.Runtime.InteropServices;

namespace Assay.Numerics.Cuda;

/// <summary>
/// Finds the libraries of CUDA by the names that they have on each system: in the folder that <c>ASSAY_CUDA</c> names, where the system looks, and where CUDA is usually installed. None comes with Assay:
/// the first is the driver's, the others are CUDA's.
/// </summary>
internal static class CudaLibraries
{
    private const string Variable = "ASSAY_CUDA";
    private static readonly string[] Usual = ["", "/usr/local/cuda/lib64/"];
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        [CudaDriver.Library] = ["libcuda.so.1", "nvcuda"],
        [CudaCompiler.Library] = ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so", "nvrtc64_130_0", "nvrtc64_120_0"],
        [CudaProducts.Library] = ["libcublas.so.13", "libcublas.so.12", "libcublas.so", "cublas64_13", "cublas64_12"],
    };

    private static readonly Lazy<bool> Registered = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(CudaLibraries).Assembly, Resolve);
        return true;
    });

    /// <summary>Makes the libraries known.</summary>
    public static void Register() => _ = Registered.Value;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (!Names.TryGetValue(name, out string[]? names)) return 0;
        string[] folders = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? [named + "/", .. Usual] : Usual;
        foreach (string candidate in folders.SelectMany(f => names.Select(n => f + n)))
        {
            if (NativeLibrary.TryLoad(candidate, assembly, searchPath, out nint handle)) return handle;
        }

        throw new InvalidOperationException($"No library of {string.Join(", ", names)} can be loaded. A graphics processor needs NVIDIA's driver, and NVRTC and cuBLAS of CUDA 12 or 13 where the system looks for libraries or in the folder that {Variable} names.");
    }
}
