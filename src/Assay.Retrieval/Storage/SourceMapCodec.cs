using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Retrieval.Storage;

/// <summary>
/// Source maps as bytes: per run four variable-length integers, of which two are gaps to the run before, so that a run of
/// ordinary prose costs about five bytes instead of sixteen.
/// </summary>
internal static class SourceMapCodec
{
    /// <summary>The bytes of a map.</summary>
    public static byte[] Encode(SourceMap map)
    {
        using var bytes = new MemoryStream();
        long start = 0, source = 0;
        foreach (SourceMap.Run run in map.Runs)
        {
            Write(bytes, ZigZag(run.Start - start));
            Write(bytes, (ulong)run.Length);
            Write(bytes, ZigZag(run.Source.Start - source));
            Write(bytes, run.Source.Length == run.Length ? 0 : (ulong)run.Source.Length + 1);
            start = (long)run.Start + run.Length;
            source = run.Source.End;
        }

        return bytes.ToArray();
    }

    /// <summary>The map that <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes end inside a run or hold a number out of range.</exception>
    public static SourceMap Decode(ReadOnlySpan<byte> bytes)
    {
        ImmutableArray<SourceMap.Run>.Builder runs = ImmutableArray.CreateBuilder<SourceMap.Run>();
        long start = 0, source = 0;
        while (!bytes.IsEmpty)
        {
            start += UnZigZag(Read(ref bytes));
            long length = (long)Read(ref bytes);
            source += UnZigZag(Read(ref bytes));
            long other = (long)Read(ref bytes);
            long end = source + (other == 0 ? length : other - 1);
            if (start < 0 || source < 0 || start + length > int.MaxValue || end > int.MaxValue) throw new InvalidDataException("A source map holds a number out of range.");
            runs.Add(new SourceMap.Run((int)start, (int)length, new TextSpan((int)source, (int)end)));
            start += length;
            source = end;
        }

        return new SourceMap(runs.DrainToImmutable());
    }

    private static void Write(MemoryStream bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.WriteByte((byte)(0x80 | (value & 0x7f)));
        bytes.WriteByte((byte)value);
    }

    private static ulong Read(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < bytes.Length && i < 6; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("A source map ends inside a run.");
    }

    private static ulong ZigZag(long value) => unchecked((ulong)((value << 1) ^ (value >> 63)));

    private static long UnZigZag(ulong value) => unchecked((long)(value >> 1) ^ -(long)(value & 1));
}
