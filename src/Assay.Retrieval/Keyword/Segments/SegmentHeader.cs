using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Assay.Numerics.Memory;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>The first bytes of a segment: what it is, what it was made of, where its sections stand, and a checksum over all of it.</summary>
/// <param name="Offsets">First byte of each section.</param>
/// <param name="Counts">Values in each section.</param>
/// <param name="BoundAverage">Average length of the chunks when the bounds were computed.</param>
internal sealed record SegmentHeader(long[] Offsets, long[] Counts, double BoundAverage)
{
    /// <summary>Size of a header in bytes; the sections follow.</summary>
    public const int Size = 1024;

    /// <summary>Raised whenever the bytes of a segment mean something else.</summary>
    public const int FormatVersion = 2;

    /// <summary>Number of sections.</summary>
    public static readonly int SectionCount = Enum.GetValues<SegmentSection>().Length;

    private const ulong Magic = 0x31_58_44_49_57_4B_59_41;
    private const int ChecksumAt = 0, MagicAt = 8, VersionAt = 16, LengthAt = 24, GenerationAt = 32, AverageAt = 40, FingerprintAt = 48, MarkAt = 80, SectionsAt = 128;

    /// <summary>The store generation that the segment reflects; 0 in memory.</summary>
    public long Generation { get; init; }

    /// <summary>Hash of what tells the store's generation from another store's of the same number; see <see cref="KeywordIndex"/>.</summary>
    public ReadOnlyMemory<byte> Mark { get; init; } = new byte[32];

    /// <summary>Hash of everything that decides what is in the index besides the documents.</summary>
    public ReadOnlyMemory<byte> Fingerprint { get; init; } = new byte[32];

    /// <summary>First byte of a section.</summary>
    public long Offset(SegmentSection section) => Offsets[(int)section];

    /// <summary>Values in a section.</summary>
    public long Count(SegmentSection section) => Counts[(int)section];

    /// <summary>A hash of a text, as <see cref="Mark"/> and <see cref="Fingerprint"/> hold it.</summary>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>The header as bytes, with the checksum of itself and of what follows it.</summary>
    /// <param name="contentChecksum">Checksum of everything after the header.</param>
    /// <param name="lengthBytes">Size of the whole segment.</param>
    public byte[] ToBytes(ulong contentChecksum, long lengthBytes)
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(MagicAt), Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(VersionAt), FormatVersion);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(LengthAt), lengthBytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(GenerationAt), Generation);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(AverageAt), BoundAverage);
        Fingerprint.Span.CopyTo(bytes.AsSpan(FingerprintAt));
        Mark.Span.CopyTo(bytes.AsSpan(MarkAt));
        for (int i = 0; i < SectionCount; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SectionsAt + (16 * i)), Offsets[i]);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SectionsAt + (16 * i) + 8), Counts[i]);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(ChecksumAt), Checksum.Compute(bytes.AsSpan(MagicAt), contentChecksum));
        return bytes;
    }

    /// <summary>Reads a header and checks the whole segment against its checksum.</summary>
    /// <returns>Null when it is not a whole segment of this format on a machine of this byte order.</returns>
    public static SegmentHeader? Read(MemoryRegion region)
    {
        if (region.LengthBytes < Size || !BitConverter.IsLittleEndian) return null;
        ReadOnlySpan<byte> bytes = region.Slice<byte>(0, Size);
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[MagicAt..]) != Magic || BinaryPrimitives.ReadInt32LittleEndian(bytes[VersionAt..]) != FormatVersion
            || BinaryPrimitives.ReadInt64LittleEndian(bytes[LengthAt..]) != region.LengthBytes) return null;
        ulong expected = BinaryPrimitives.ReadUInt64LittleEndian(bytes[ChecksumAt..]);
        if (Checksum.Compute(bytes[MagicAt..], ContentChecksum(region)) != expected) return null;
        long[] offsets = new long[SectionCount], counts = new long[SectionCount];
        for (int i = 0; i < SectionCount; i++)
        {
            offsets[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(SectionsAt + (16 * i))..]);
            counts[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(SectionsAt + (16 * i) + 8)..]);
        }

        return new SegmentHeader(offsets, counts, BinaryPrimitives.ReadDoubleLittleEndian(bytes[AverageAt..]))
        {
            Generation = BinaryPrimitives.ReadInt64LittleEndian(bytes[GenerationAt..]),
            Fingerprint = bytes.Slice(FingerprintAt, 32).ToArray(),
            Mark = bytes.Slice(MarkAt, 32).ToArray(),
        };
    }

    /// <summary>Checksum of everything after the header.</summary>
    public static ulong ContentChecksum(MemoryRegion region)
    {
        const int part = 1 << 24;
        ulong checksum = 0;
        for (long at = Size; at < region.LengthBytes; at += part) checksum = Checksum.Compute(region.Slice<byte>(at, (int)Math.Min(part, region.LengthBytes - at)), checksum);
        return checksum;
    }
}
