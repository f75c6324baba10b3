using System.Buffers;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Filters;

/// <summary>The small filters: ASCII85Decode, ASCIIHexDecode and RunLengthDecode (ISO 32000-1, 7.4.2, 7.4.3 and 7.4.5).</summary>
internal static class TextFilters
{
    private const int MostRepeats = 128;

    /// <summary>ASCIIHexDecode up to its <c>&gt;</c>.</summary>
    public static ReadOnlyMemory<byte> Hexadecimal(ReadOnlySpan<byte> text, PdfBudget budget)
    {
        budget.Work(text.Length);
        byte[] bytes = new byte[(text.Length / 2) + 1];
        int length = 0, high = -1;
        foreach (byte letter in text)
        {
            if (letter == '>') break;
            if (!char.IsAsciiHexDigit((char)letter)) continue;
            int value = letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10;
            if (high >= 0) bytes[length++] = (byte)(high << 4 | value);
            high = high >= 0 ? -1 : value;
        }

        if (high >= 0) bytes[length++] = (byte)(high << 4);
        return bytes.AsMemory(0, length);
    }

    /// <summary>ASCII85Decode up to its <c>~&gt;</c>.</summary>
    public static ReadOnlyMemory<byte> Ascii85(ReadOnlySpan<byte> text, PdfBudget budget)
    {
        budget.Work(text.Length);
        var bytes = new ArrayBufferWriter<byte>(Math.Max(16, text.Length));
        ulong group = 0;
        int count = 0;
        if (text.StartsWith("<~"u8)) text = text[2..];
        foreach (byte letter in text)
        {
            if (letter == '~') break;
            if (letter == 'z' && count == 0)
            {
                Write(bytes, 0, 4);
                continue;
            }

            if (letter is < (byte)'!' or > (byte)'u') continue;
            group = (group * 85) + (uint)(letter - '!');
            if (++count < 5) continue;
            Write(bytes, group, 4);
            (group, count) = (0, 0);
        }

        if (count > 1)
        {
            for (int i = count; i < 5; i++) group = (group * 85) + 84;
            Write(bytes, group, count - 1);
        }

        return bytes.WrittenMemory;
    }

    /// <summary>RunLengthDecode up to its end mark.</summary>
    public static ReadOnlyMemory<byte> RunLength(ReadOnlySpan<byte> packed, PdfBudget budget)
    {
        var bytes = new ArrayBufferWriter<byte>(Math.Max(16, packed.Length));
        Span<byte> run = stackalloc byte[MostRepeats];
        for (int i = 0; i < packed.Length;)
        {
            int length = packed[i++];
            if (length == 128) break;
            if (length < 128)
            {
                int count = Math.Min(length + 1, packed.Length - i);
                budget.Work(count);
                bytes.Write(packed.Slice(i, count));
                i += count;
            }
            else if (i < packed.Length)
            {
                budget.Work(257 - length);
                run.Fill(packed[i++]);
                bytes.Write(run[..(257 - length)]);
            }

            if (bytes.WrittenCount > PdfBudget.LargestStream) throw new PdfSyntaxException($"has a stream that unpacks to more than {PdfBudget.LargestStream} bytes", limit: true);
        }

        return bytes.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> bytes, ulong group, int count)
    {
        for (int i = 0; i < count; i++) bytes.Write<byte>([(byte)(group >> (24 - (8 * i)) & 0xFF)]);
    }
}
