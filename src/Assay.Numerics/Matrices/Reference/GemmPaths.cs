using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices.Reference;

/// <summary>Each path of <see cref="Gemm"/> by itself, so that all that this processor has can be tested and timed and not only the widest.</summary>
public static class GemmPaths
{
    /// <summary>The widths there are, in bits; 0 is the path without vectors.</summary>
    public static IReadOnlyList<int> Widths { get; } = [512, 256, 128, 0];

    /// <summary>As <see cref="Gemm.Multiply(in GemmShape, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, bool, WorkerTeam)"/> by one path; vectors wider than the processor's are done in pieces.</summary>
    /// <param name="bits">One of <see cref="Widths"/>.</param>
    /// <param name="shape">Sizes, and which factor is stored transposed.</param>
    /// <param name="operands">Both factors.</param>
    /// <param name="c">Result.</param>
    /// <param name="accumulate">Adds to what is in <paramref name="c"/>.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match or there is no such path.</exception>
    public static void Multiply(int bits, in GemmShape shape, (float[] A, float[] B) operands, Span<float> c, bool accumulate, WorkerTeam team) =>
        Gemm.Multiply(Path(bits), shape, operands.A, operands.B, c, accumulate, team);

    /// <summary>As <see cref="PackedMatrix.Multiply(ReadOnlySpan{float}, int, Span{float}, WorkerTeam)"/> by one path.</summary>
    /// <param name="bits">One of <see cref="Widths"/>.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="rows">Number of inputs.</param>
    /// <param name="y">Results.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match or there is no such path.</exception>
    public static void Multiply(int bits, PackedMatrix weights, ReadOnlySpan<float> x, int rows, Span<float> y, WorkerTeam team) =>
        weights.Multiply(Path(bits), x, rows, y, team);

    internal static VectorPath Path(int bits) => bits switch
    {
        512 => VectorPath.Bits512,
        256 => VectorPath.Bits256,
        128 => VectorPath.Bits128,
        0 => VectorPath.Scalar,
        _ => throw new ArgumentException($"There is no path of {bits} bits.", nameof(bits)),
    };
}
