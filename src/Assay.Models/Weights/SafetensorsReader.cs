using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Unicode;
using Assay.Numerics.Memory;

namespace Assay.Models.Weights;

/// <summary>Opens one safetensors file: an 8-byte little-endian length N, N bytes of JSON, then the tensors without holes or overlaps.</summary>
/// <remarks>Source: the format description of the safetensors project; the checks and their names are those of its reference reader.</remarks>
internal static class SafetensorsReader
{
    /// <summary>Bytes before the JSON.</summary>
    public const int LengthBytes = 8;

    /// <summary>Longest header that the format allows.</summary>
    public const int LongestHeader = 100_000_000;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isPart">Whether there are more tensors of the model in other files.</param>
    /// <returns>Its tensors.</returns>
    /// <exception cref="ModelFormatException">It is not a whole and valid safetensors file.</exception>
    public static WeightFile Open(string path, bool isPart = false)
    {
        MemoryRegion region = WeightFile.Map(path);
        try
        {
            return Read(path, region, isPart);
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file that is mapped already, or in memory.</summary>
    /// <param name="path">What the messages call it.</param>
    /// <param name="region">Its bytes; owned by the result.</param>
    /// <param name="isPart">Whether there are more tensors of the model in other files.</param>
    /// <returns>Its tensors.</returns>
    /// <exception cref="ModelFormatException">It is not a whole and valid safetensors file.</exception>
    public static WeightFile Read(string path, MemoryRegion region, bool isPart = false)
    {
        int length = HeaderLength(path, region);
        ReadOnlySpan<byte> header = region.Slice<byte>(LengthBytes, length);
        if (!Utf8.IsValid(header)) throw new ModelFormatException(WeightFault.InvalidHeader, path, "has a header that is not UTF-8. It is damaged: delete it and download it again.");
        if (length == 0 || header[0] != (byte)'{') throw new ModelFormatException(WeightFault.InvalidHeader, path, $"has a header of {length} bytes that does not begin with '{{'. It is damaged or not a safetensors file: delete it and download it again.");
        SafetensorsHeader content = new SafetensorsHeaderParser(path).Parse(header);
        ImmutableArray<WeightTensor>.Builder tensors = ImmutableArray.CreateBuilder<WeightTensor>(content.Entries.Count);
        SafetensorsEntry[] ordered = [.. content.Entries.OrderBy(e => e.Begin).ThenBy(e => e.End).ThenBy(e => e.Name, StringComparer.Ordinal)];
        ulong end = 0;
        foreach (SafetensorsEntry entry in ordered)
        {
            CheckPlace(path, entry, end);
            CheckSize(path, entry);
            end = entry.End;
        }

        CheckEnd(path, region.LengthBytes, LengthBytes + length, end);
        foreach (SafetensorsEntry e in ordered)
            tensors.Add(new(e.Name, e.Type, [.. e.Shape.Select(d => checked((long)d))], new(path, region, LengthBytes + length + (long)e.Begin, (long)(e.End - e.Begin))));
        GC.KeepAlive(region);
        return new(path, tensors.MoveToImmutable(), content.Metadata, [region], isPart);
    }

    private static int HeaderLength(string path, MemoryRegion region)
    {
        if (region.LengthBytes < LengthBytes) throw new ModelFormatException(WeightFault.HeaderTooSmall, path, $"is too small: expected at least {LengthBytes} bytes, found {region.LengthBytes}. Delete it and download it again.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(region.Slice<byte>(0, LengthBytes));
        if (length > LongestHeader) throw new ModelFormatException(WeightFault.HeaderTooLarge, path, $"claims a header of {length} bytes, more than the {LongestHeader} that the format allows. {OtherContent(region)}");
        if (length + LengthBytes > (ulong)region.LengthBytes) throw new ModelFormatException(WeightFault.InvalidHeaderLength, path, $"is truncated: header declares {length} bytes of its own, file has {region.LengthBytes}. Delete it and download it again.");
        return (int)length;
    }

    // What one finds under the name of a model when a download went wrong.
    private static string OtherContent(MemoryRegion region)
    {
        ReadOnlySpan<byte> start = region.Slice<byte>(0, (int)Math.Min(region.LengthBytes, 64));
        if (start.StartsWith("version https://git-lfs"u8)) return "It is a Git LFS pointer, not the model itself: fetch the file with 'git lfs pull' or download it again.";
        if (start.StartsWith("GGUF"u8)) return "It is a GGUF file: name it .gguf.";
        if (start.StartsWith("PK"u8)) return "It is a zip archive, as PyTorch writes: convert it to safetensors.";
        return start[0] == (byte)'<' ? "It is a web page, not a model: download it again." : "It is no safetensors file, or damaged: delete it and download it again.";
    }

    private static void CheckPlace(string path, SafetensorsEntry entry, ulong expected)
    {
        string? what = entry.End < entry.Begin ? "ends before it begins" : entry.Begin < expected ? "overlaps the one before it" : entry.Begin > expected ? "leaves a hole before it" : null;
        if (what is null) return;
        throw new ModelFormatException(WeightFault.InvalidOffset, path, entry.Name, $"{what}: expected to begin at {expected}, found bytes {entry.Begin} to {entry.End}. The file was written wrongly; convert the model again or take it from another source.");
    }

    private static void CheckSize(string path, SafetensorsEntry entry)
    {
        WeightLayout layout = WeightLayout.Of(entry.Type);
        string shape = string.Join(", ", entry.Shape);
        UInt128 count = 1;
        foreach (ulong dimension in entry.Shape)
        {
            // A zero counts as one here, so that an absurd dimension is refused also beside a zero.
            if (dimension > long.MaxValue) throw Overflow(path, entry.Name, shape);
            count *= Math.Max(1, dimension);
            if (count > long.MaxValue) throw Overflow(path, entry.Name, shape);
        }

        if (entry.Shape.Contains(0ul)) count = 0;
        if (count % (uint)layout.BlockLength != 0) throw new ModelFormatException(WeightFault.MisalignedSlice, path, entry.Name, $"shape [{shape}] of {layout.Name} does not fill whole bytes: expected a multiple of {layout.BlockLength} values, found {count}.");
        UInt128 bytes = count / (uint)layout.BlockLength * (uint)layout.BlockBytes;
        if (bytes > long.MaxValue) throw Overflow(path, entry.Name, shape);
        if (bytes != entry.End - entry.Begin) throw new ModelFormatException(WeightFault.TensorInvalidInfo, path, entry.Name, $"shape [{shape}] of {layout.Name}: expected {bytes} bytes, found {entry.End - entry.Begin}. The header is wrong; convert the model again or take it from another source.");
    }

    private static ModelFormatException Overflow(string path, string tensor, string shape) =>
        new(WeightFault.ValidationOverflow, path, tensor, $"expected a shape that can be counted in 63 bits, found [{shape}]. The file is damaged or hostile: do not use it.");

    private static void CheckEnd(string path, long fileBytes, int dataStart, ulong dataBytes)
    {
        UInt128 declared = (UInt128)dataBytes + (uint)dataStart;
        if (declared == (UInt128)fileBytes) return;
        throw new ModelFormatException(WeightFault.MetadataIncompleteBuffer, path, declared > (UInt128)fileBytes
            ? $"is truncated: header declares {declared} bytes, file has {fileBytes}. Delete it and download it again."
            : $"goes on after its last tensor: header declares {declared} bytes, file has {fileBytes}. Delete it and download it again.");
    }
}
