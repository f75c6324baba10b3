using System.Buffers.Binary;

namespace Assay.Retrieval.Reading.Ocr;

/// <summary>The size that a picture states, read before any program unpacks it.</summary>
internal static class ImageSize
{
    private const int MostPages = 1_000;

    /// <summary>Pixels of the largest page of a PNG, JPEG or TIFF.</summary>
    /// <param name="bytes">The file.</param>
    /// <returns>0 when it is none of them or is cut off within its head.</returns>
    public static long Pixels(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] when bytes.Length >= 24 => Product(BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..])),
        [0xFF, 0xD8, 0xFF, ..] => Jpeg(bytes),
        [(byte)'I', (byte)'I', 42, 0, ..] => Tiff(bytes, little: true),
        [(byte)'M', (byte)'M', 0, 42, ..] => Tiff(bytes, little: false),
        _ => 0,
    };

    private static long Product(long width, long height) => width is > 0 and < 1 << 20 && height is > 0 and < 1 << 20 ? width * height : width == 0 || height == 0 ? 0 : long.MaxValue;

    // Segments up to the frame header (SOF0 to SOF15 without the tables among them).
    private static long Jpeg(ReadOnlySpan<byte> bytes)
    {
        for (int at = 2; at + 9 < bytes.Length;)
        {
            if (bytes[at] != 0xFF) return 0;
            byte mark = bytes[at + 1];
            if (mark is 0xFF or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += mark == 0xFF ? 1 : 2;
                continue;
            }

            if (mark is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)) return Product(BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            if (mark is 0xDA or 0xD9) return 0;
            at += 2 + Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]));
        }

        return 0;
    }

    private static long Tiff(ReadOnlySpan<byte> bytes, bool little)
    {
        if (bytes.Length < 8) return 0;
        long largest = 0, at = Long(bytes[4..], little);
        for (int page = 0; at > 0; page++)
        {
            if (page == MostPages) return long.MaxValue;
            if (at + 2 > bytes.Length) return largest;
            int entries = Short(bytes[(int)at..], little);
            if (at + 2 + (entries * 12L) + 4 > bytes.Length) return largest;
            long width = 0, height = 0;
            for (int i = 0; i < entries; i++)
            {
                ReadOnlySpan<byte> entry = bytes[((int)at + 2 + (i * 12))..];
                int tag = Short(entry, little), type = Short(entry[2..], little);
                long value = type == 3 ? Short(entry[8..], little) : Long(entry[8..], little);
                if (tag == 256) width = value;
                else if (tag == 257) height = value;
            }

            largest = Math.Max(largest, Product(width, height));
            at = Long(bytes[((int)at + 2 + (entries * 12))..], little);
        }

        return largest;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static long Long(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
