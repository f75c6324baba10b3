using System.Buffers.Binary;
using System.Security.Cryptography;
using Assay.Numerics.Matrices;

namespace Assay.Models.Adapters;

/// <summary>What an adapter adds to one linear layer: <c>y += s · (x · Aᵀ) · Bᵀ</c>, as if its weights were <c>W + s · B · A</c>.</summary>
/// <remarks>Reading is safe from any number of threads. Hu et al. 2021; rows of <c>B</c> are in the order of Hugging Face, whatever file they come from.</remarks>
public sealed class LoraLayer : IDisposable
{
    private readonly byte[] digest;
    private readonly bool sharesMatrices;

    /// <summary>A layer of given matrices.</summary>
    /// <param name="module">The linear layer's path in Hugging Face's naming, for example <c>model.layers.0.self_attn.q_proj</c>.</param>
    /// <param name="scale">Rank and strength.</param>
    /// <param name="a"><c>A</c>, row-major <c>[rank, inputs]</c>; copied.</param>
    /// <param name="b"><c>B</c>, row-major <c>[outputs, rank]</c>; copied.</param>
    /// <exception cref="ArgumentException">A length is no multiple of the rank, or the scale is not a finite number.</exception>
    public LoraLayer(string module, LoraScale scale, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ArgumentException.ThrowIfNullOrEmpty(module);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale.Rank, 1);
        if (!double.IsFinite(scale.Factor)) throw new ArgumentException($"A scale of {scale.Factor} is no finite number.", nameof(scale));
        if (a.Length % scale.Rank != 0) throw new ArgumentException($"{a.Length} values are no matrix with {scale.Rank} rows.", nameof(a));
        if (b.Length % scale.Rank != 0) throw new ArgumentException($"{b.Length} values are no matrix with {scale.Rank} columns.", nameof(b));
        (Module, Scale) = (module, scale);
        A = new PackedMatrix(a, scale.Rank, a.Length / scale.Rank);
        B = new PackedMatrix(b, b.Length / scale.Rank, scale.Rank);
        digest = Digest(a, b);
    }

    private LoraLayer(LoraLayer other, LoraScale scale)
    {
        (Module, Scale, A, B, digest, sharesMatrices) = (other.Module, scale, other.A, other.B, other.digest, true);
    }

    /// <summary>The linear layer's path in Hugging Face's naming.</summary>
    public string Module { get; }

    /// <summary>Rank and strength.</summary>
    public LoraScale Scale { get; }

    /// <summary>Length of an input of the layer.</summary>
    public int Inputs => A.Inputs;

    /// <summary>Length of a result of the layer.</summary>
    public int Outputs => B.Outputs;

    /// <summary>From inputs to the rank.</summary>
    internal PackedMatrix A { get; }

    /// <summary>From the rank to results.</summary>
    internal PackedMatrix B { get; }

    /// <summary>Tells the matrices from others.</summary>
    internal ReadOnlySpan<byte> ContentDigest => digest;

    /// <summary>The values of <c>A</c>.</summary>
    /// <returns>A copy, row-major <c>[rank, inputs]</c>.</returns>
    public float[] CopyA() => Copy(A);

    /// <summary>The values of <c>B</c>.</summary>
    /// <returns>A copy, row-major <c>[outputs, rank]</c>.</returns>
    public float[] CopyB() => Copy(B);

    /// <summary>The same matrices at another strength.</summary>
    /// <param name="strength">What their product is multiplied with besides, a finite number.</param>
    /// <returns>A layer that shares them: it is usable as long as this one, and disposing it frees nothing.</returns>
    internal LoraLayer WithStrength(double strength) => new(this, Scale with { Alpha = Scale.Alpha * strength });

    /// <inheritdoc/>
    public void Dispose()
    {
        if (sharesMatrices) return;
        A.Dispose();
        B.Dispose();
    }

    private static float[] Copy(PackedMatrix matrix)
    {
        float[] values = new float[checked(matrix.Outputs * matrix.Inputs)];
        for (int row = 0; row < matrix.Outputs; row++) matrix.CopyRow(row, values.AsSpan(row * matrix.Inputs, matrix.Inputs));
        return values;
    }

    private static byte[] Digest(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, a);
        Append(hash, b);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        Span<byte> bytes = stackalloc byte[4096];
        for (int first = 0; first < values.Length; first += bytes.Length / sizeof(float))
        {
            ReadOnlySpan<float> part = values[first..Math.Min(values.Length, first + (bytes.Length / sizeof(float)))];
            for (int i = 0; i < part.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], part[i]);
            hash.AppendData(bytes[..(part.Length * sizeof(float))]);
        }
    }
}
