using System.Runtime.InteropServices;
using System.Text;
using Assay.Numerics.Memory;

namespace Assay.Models.Weights;

/// <summary>Reads the head of a GGUF file from front to back. Every length is compared with what is left before anything is allocated for it.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="region">Its bytes.</param>
internal sealed class GgufCursor(string path, MemoryRegion region)
{
    /// <summary>Longest head that is read: a vocabulary of a million tokens with its merges takes a tenth of it.</summary>
    private const long LongestHead = 1L << 28;

    private const int DeepestArray = 4;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly long end = Math.Min(region.LengthBytes, LongestHead);

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes that the head can still have.</summary>
    public long Left => end - Position;

    /// <summary>The next number.</summary>
    /// <typeparam name="T">Its type; little-endian in the file.</typeparam>
    /// <param name="what">What is being read, for the message.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ModelFormatException">The file ends before it.</exception>
    public T Next<T>(string what)
        where T : unmanaged => Take<T>(1, what)[0];

    /// <summary>The next text: a 64-bit length and as many bytes of UTF-8.</summary>
    /// <param name="what">What is being read, for the message.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ModelFormatException">The file ends before it, or it is not UTF-8.</exception>
    public string Text(string what)
    {
        ulong length = Next<ulong>(what);
        Require(length, 1, what);
        try
        {
            return Strict.GetString(Take<byte>((int)length, what));
        }
        catch (DecoderFallbackException)
        {
            throw Fail(WeightFault.InvalidHeader, $"has {what} that is not UTF-8. It is damaged: delete it and download it again.");
        }
    }

    /// <summary>The next value, which follows its type.</summary>
    /// <param name="what">What is being read, for the message.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ModelFormatException">The file ends before it, or its type is unknown.</exception>
    public GgufValue Value(string what) => Value(Type(what), what, 0);

    /// <summary>Checks a count from the file against what is left of it.</summary>
    /// <param name="count">The count.</param>
    /// <param name="smallest">Fewest bytes that each takes.</param>
    /// <param name="what">What is counted.</param>
    /// <exception cref="ModelFormatException">So many cannot follow.</exception>
    public void Require(ulong count, int smallest, string what)
    {
        if (count <= (ulong)(Left / smallest)) return;
        if (end < region.LengthBytes) throw Fail(WeightFault.HeaderTooLarge, $"claims {count} elements of {smallest} bytes or more for {what}, more than the {LongestHead} bytes that are read as the head of a model. It is damaged or hostile.");
        throw Fail(WeightFault.InvalidHeaderLength, $"is truncated or damaged: {what} needs {count} times {smallest} bytes or more, file has {Left} left. Delete it and download it again.");
    }

    private GgufType Type(string what)
    {
        uint type = Next<uint>(what);
        return type <= (uint)GgufType.F64 ? (GgufType)type : throw Fail(WeightFault.InvalidHeaderDeserialization, $"has {what} of type {type}: expected 0 to 12. It is damaged, or of a newer format than version 3.");
    }

    private GgufValue Value(GgufType type, string what, int depth) => type switch
    {
        GgufType.U8 => GgufValue.Of(Next<byte>(what)),
        GgufType.I8 => GgufValue.Of(Next<sbyte>(what)),
        GgufType.U16 => GgufValue.Of(Next<ushort>(what)),
        GgufType.I16 => GgufValue.Of(Next<short>(what)),
        GgufType.U32 => GgufValue.Of(Next<uint>(what)),
        GgufType.I32 => GgufValue.Of(Next<int>(what)),
        GgufType.F32 => GgufValue.Of(Next<float>(what)),
        GgufType.Bool => GgufValue.Of(Flag(Next<byte>(what), what)),
        GgufType.Text => GgufValue.Of(Text(what)),
        GgufType.U64 => GgufValue.Of(Next<ulong>(what)),
        GgufType.I64 => GgufValue.Of(Next<long>(what)),
        GgufType.F64 => GgufValue.Of(Next<double>(what)),
        _ => Array(what, depth + 1),
    };

    private GgufValue Array(string what, int depth)
    {
        if (depth > DeepestArray) throw Fail(WeightFault.InvalidHeaderDeserialization, $"has {what} of arrays nested deeper than {DeepestArray}. It is damaged or hostile.");
        GgufType type = Type(what);
        ulong count = Next<ulong>(what);
        return type switch
        {
            GgufType.U8 => Numbers<byte>(count, 1, what),
            GgufType.I8 => Numbers<sbyte>(count, 1, what),
            GgufType.U16 => Numbers<ushort>(count, 2, what),
            GgufType.I16 => Numbers<short>(count, 2, what),
            GgufType.U32 => Numbers<uint>(count, 4, what),
            GgufType.I32 => Numbers<int>(count, 4, what),
            GgufType.F32 => Numbers<float>(count, 4, what),
            GgufType.Bool => GgufValue.OfArray(Many(count, 1, what, () => Flag(Next<byte>(what), what))),
            GgufType.Text => GgufValue.OfArray(Many(count, 8, what, () => Text(what))),
            GgufType.U64 => Numbers<ulong>(count, 8, what),
            GgufType.I64 => Numbers<long>(count, 8, what),
            GgufType.F64 => Numbers<double>(count, 8, what),
            _ => GgufValue.OfArray(Many(count, 12, what, () => Array(what, depth + 1))),
        };
    }

    private GgufValue Numbers<T>(ulong count, int size, string what)
        where T : unmanaged
    {
        Require(count, size, what);
        return GgufValue.OfArray(Take<T>((int)count, what).ToArray());
    }

    private T[] Many<T>(ulong count, int smallest, string what, Func<T> next)
    {
        Require(count, smallest, what);
        T[] values = new T[count];
        for (int i = 0; i < values.Length; i++) values[i] = next();
        return values;
    }

    private bool Flag(byte value, string what) =>
        value <= 1 ? value == 1 : throw Fail(WeightFault.InvalidHeaderDeserialization, $"has {what} with the truth value {value}: expected 0 or 1. It is damaged.");

    private ReadOnlySpan<T> Take<T>(int count, string what)
        where T : unmanaged
    {
        long bytes = (long)count * Marshal.SizeOf<T>();
        if (bytes > Left) throw Fail(end < region.LengthBytes ? WeightFault.HeaderTooLarge : WeightFault.InvalidHeaderLength, $"is truncated: {what} needs {bytes} bytes at {Position}, file has {Left} left. Delete it and download it again.");
        ReadOnlySpan<T> values = region.Slice<T>(Position, count);
        Position += bytes;
        return values;
    }

    private ModelFormatException Fail(WeightFault fault, string message) => new(fault, path, message);
}
