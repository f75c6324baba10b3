using System.Security.Cryptography;
using System.Text;
using System.Buffers.Binary;
using System.Globalization;
using Assay.Evaluation.Statistics;

namespace Assay.Evaluation.Questions.Making;

/// <summary>Draws that depend on a seed and a text alone, so that one more question changes nothing about the others.</summary>
/// <param name="seed">The seed.</param>
/// <param name="text">What is drawn for.</param>
public sealed class SeededLot(ulong seed, string text)
{
    private SplitMix _random = new(Start(seed, text));

    /// <summary>A number from 0 on.</summary>
    /// <param name="below">1 or more.</param>
    /// <returns>0 to <paramref name="below"/> − 1, evenly but for less than 2⁻⁵³.</returns>
    public int Next(int below)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(below, 1);
        return (int)((_random.Next() >> 11) % (ulong)below);
    }

    private static ulong Start(ulong seed, string text) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{text}"))));
}
