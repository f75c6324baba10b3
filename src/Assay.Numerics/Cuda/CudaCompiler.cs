using System.Runtime.InteropServices;
using System.Text;

namespace Assay.Numerics.Cuda;

/// <summary>Compiles kernels when they are first needed (NVRTC).</summary>
internal static unsafe partial class CudaCompiler
{
    public const string Library = "nvrtc";

    /// <summary>Compiles a source for a processor.</summary>
    /// <param name="source">CUDA C++.</param>
    /// <param name="architecture">The processor's, such as <c>sm_90</c>.</param>
    /// <returns>What <see cref="CudaDriver.ModuleLoad"/> takes.</returns>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    public static byte[] Compile(string source, string architecture)
    {
        Check(Create(out nint program, source, "kernels.cu", 0, null, null), "take up a program");
        try
        {
            int failed;
            fixed (byte* target = Encoding.UTF8.GetBytes($"--gpu-architecture={architecture}\0"), standard = "--std=c++17\0"u8)
            {
                byte** options = stackalloc byte*[2];
                options[0] = target;
                options[1] = standard;
                failed = CompileProgram(program, 2, options);
            }

            if (failed != 0) throw new InvalidOperationException($"The kernels do not compile for {architecture}:\n{Log(program)}");
            Check(ImageSize(program, out nuint size), "measure a program");
            byte[] image = new byte[(int)size + 1];
            fixed (byte* to = image) Check(Image(program, to), "give a program");
            return image;
        }
        finally
        {
            _ = Destroy(ref program);
        }
    }

    private static string Log(nint program)
    {
        if (LogSize(program, out nuint size) != 0) return "";
        byte[] text = new byte[(int)size + 1];
        fixed (byte* to = text) _ = GetLog(program, to);
        return Encoding.UTF8.GetString(text).TrimEnd('\0');
    }

    private static void Check(int error, string what)
    {
        if (error != 0) throw new InvalidOperationException($"The compiler of kernels could not {what}: error {error}.");
    }

    [LibraryImport(Library, EntryPoint = "nvrtcCreateProgram", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Create(out nint program, string source, string name, int headers, byte** headerTexts, byte** includeNames);

    [LibraryImport(Library, EntryPoint = "nvrtcCompileProgram")]
    private static partial int CompileProgram(nint program, int count, byte** options);

    [LibraryImport(Library, EntryPoint = "nvrtcGetProgramLogSize")]
    private static partial int LogSize(nint program, out nuint size);

    [LibraryImport(Library, EntryPoint = "nvrtcGetProgramLog")]
    private static partial int GetLog(nint program, byte* log);

    [LibraryImport(Library, EntryPoint = "nvrtcGetCUBINSize")]
    private static partial int ImageSize(nint program, out nuint size);

    [LibraryImport(Library, EntryPoint = "nvrtcGetCUBIN")]
    private static partial int Image(nint program, byte* image);

    [LibraryImport(Library, EntryPoint = "nvrtcDestroyProgram")]
    private static partial int Destroy(ref nint program);
}
