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
            VariableNumbers.Write(bytes, VariableNumbers.ZigZag(run.Start - start));
            VariableNumbers.Write(bytes, (ulong)run.Length);
            VariableNumbers.Write(bytes, VariableNumbers.ZigZag(run.Source.Start - source));
            VariableNumbers.Write(bytes, run.Source.Length == run.Length ? 0 : (ulong)run.Source.Length + 1);
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
            start += VariableNumbers.UnZigZag(VariableNumbers.Read(ref bytes));
            long length = (long)VariableNumbers.Read(ref bytes);
            source += VariableNumbers.UnZigZag(VariableNumbers.Read(ref bytes));
            long other = (long)VariableNumbers.Read(ref bytes);
            long end = source + (other == 0 ? length : other - 1);
            if (start < 0 || source < 0 || start + length > int.MaxValue || end > int.MaxValue) throw new InvalidDataException("A source map holds a number out of range.");
            runs.Add(new SourceMap.Run((int)start, (int)length, new TextSpan((int)source, (int)end)));
            start += length;
            source = end;
        }

        return new SourceMap(runs.DrainToImmutable());
    }
}
