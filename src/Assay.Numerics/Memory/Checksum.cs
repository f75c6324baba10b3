using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Assay.Numerics.Memory;

/// <summary>A 64-bit checksum at memory speed, to tell a damaged or torn file from a whole one. No protection against somebody who wants to fool it.</summary>
/// <remarks>
/// Eight lanes of <c>h = rotl(h, 27) · p + x · q</c> over 64-byte stripes, then folded together with the length; every byte changes the result.
/// The value is part of file formats and the same on every machine of the same byte order.
/// </remarks>
public static class Checksum
{
    private const int Stripe = 64;
    private const ulong P = 0x9E3779B185EBCA87, Q = 0xC2B2AE3D27D4EB4F;

    /// <summary>The checksum of some bytes.</summary>
    /// <param name="bytes">The bytes; may be empty.</param>
    /// <param name="seed">The checksum of what comes before, to go on from; 0 at the start. Parts give the same value only when cut at the same places.</param>
    /// <returns>64 bits.</returns>
    public static ulong Compute(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        Vector512<ulong> lanes = Vector512.Create(seed) ^ (Vector512.Create(1ul, 2, 3, 4, 5, 6, 7, 8) * Q);
        Vector512<ulong> p = Vector512.Create(P), q = Vector512.Create(Q);
        int whole = bytes.Length / Stripe * Stripe;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes[..whole]);
        for (int i = 0; i < words.Length; i += 8) lanes = Step(lanes, Vector512.Create(words.Slice(i, 8)), p, q);
        if (whole < bytes.Length)
        {
            Span<byte> last = stackalloc byte[Stripe];
            last.Clear();
            bytes[whole..].CopyTo(last);
            lanes = Step(lanes, Vector512.Create(MemoryMarshal.Cast<byte, ulong>(last)), p, q);
        }

        ulong hash = (ulong)bytes.Length * P;
        for (int i = 0; i < 8; i++) hash = Mix(hash ^ lanes[i]);
        return hash;
    }

    private static Vector512<ulong> Step(Vector512<ulong> lanes, Vector512<ulong> x, Vector512<ulong> p, Vector512<ulong> q) =>
        (((lanes << 27) | (lanes >>> 37)) * p) + (x * q);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 32)) * Q;
        return BitOperations.RotateLeft(value ^ (value >> 29), 17) * P;
    }
}
