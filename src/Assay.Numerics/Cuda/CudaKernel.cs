namespace Assay.Numerics.Cuda;

/// <summary>A kernel in blocks of 256 threads.</summary>
public sealed unsafe class CudaKernel
{
    /// <summary>Threads of a block.</summary>
    public const int Threads = 256;

    private const int MostArguments = 24;
    private readonly string name;
    private readonly nint function;
    private readonly int shared;

    internal CudaKernel(string name, nint function, int shared) => (this.name, this.function, this.shared) = (name, function, shared);

    /// <summary>Blocks so that each of so many items has a thread.</summary>
    /// <param name="items">How many items.</param>
    /// <param name="each">Items of a block.</param>
    public static int Blocks(long items, int each = Threads) => checked((int)((items + each - 1) / each));

    /// <summary>Asks for the kernel to be run.</summary>
    /// <param name="blocks">Blocks along the first and the second direction.</param>
    /// <param name="arguments">What the kernel takes, in its order.</param>
    /// <exception cref="InvalidOperationException">It cannot be run, or something asked for before failed.</exception>
    public void Run((int X, int Y) blocks, params ReadOnlySpan<CudaArgument> arguments)
    {
        if (arguments.Length > MostArguments) throw new ArgumentException($"A kernel takes at most {MostArguments} arguments.", nameof(arguments));
        ulong* values = stackalloc ulong[MostArguments];
        void** parameters = stackalloc void*[MostArguments];
        for (int i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Bits;
            parameters[i] = values + i;
        }

        CudaDriver.Check(CudaDriver.Launch(function, (uint)blocks.X, (uint)blocks.Y, 1, Threads, 1, 1, (uint)shared, 0, parameters, null), $"run '{name}'");
    }

    /// <summary>Asks for the kernel to be run in blocks along one direction.</summary>
    /// <param name="blocks">How many.</param>
    /// <param name="arguments">What the kernel takes, in its order.</param>
    public void Run(int blocks, params ReadOnlySpan<CudaArgument> arguments) => Run((blocks, 1), arguments);
}
