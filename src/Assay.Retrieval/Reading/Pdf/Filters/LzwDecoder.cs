using System.Buffers;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Filters;

/// <summary>LZWDecode (ISO 32000-1, 7.4.4): codes of 9 to 12 bits, the highest bit first.</summary>
internal static class LzwDecoder
{
    private const int Clear = 256;
    private const int EndOfData = 257;
    private const int TableSize = 4096;

    /// <summary>The unpacked bytes; a wrong code ends them.</summary>
    /// <param name="packed">The codes.</param>
    /// <param name="earlyChange">Whether codes grow one entry before the table demands it.</param>
    /// <param name="budget">Pays for the output.</param>
    /// <exception cref="PdfSyntaxException">Beyond the budget.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> packed, bool earlyChange, PdfBudget budget)
    {
        var output = new ArrayBufferWriter<byte>(Math.Clamp(packed.Length * 2, 256, 1 << 20));
        short[] prefix = new short[TableSize];
        byte[] suffix = new byte[TableSize], reversed = new byte[TableSize];
        int next = EndOfData + 1, width = 9, previous = -1, early = earlyChange ? 1 : 0;
        byte first = 0;
        uint bits = 0;
        int held = 0;
        foreach (byte value in packed)
        {
            bits = bits << 8 | value;
            held += 8;
            if (held < width) continue;
            int code = (int)(bits >> (held - width)) & ((1 << width) - 1);
            held -= width;
            bits &= (1u << held) - 1;
            if (code == EndOfData) break;
            if (code == Clear)
            {
                (next, width, previous) = (EndOfData + 1, 9, -1);
                continue;
            }

            if (code > next || (code == next && previous < 0)) break;
            int length = 0;
            int at = code;
            if (code == next)
            {
                reversed[length++] = first;
                at = previous;
            }

            while (at > EndOfData)
            {
                reversed[length++] = suffix[at];
                at = prefix[at];
            }

            first = (byte)at;
            reversed[length++] = first;
            Write(output, reversed.AsSpan(0, length), budget);
            if (previous >= 0 && next < TableSize)
            {
                prefix[next] = (short)previous;
                suffix[next] = first;
                next++;
            }

            previous = code;
            width = next + early >= 2048 ? 12 : next + early >= 1024 ? 11 : next + early >= 512 ? 10 : 9;
        }

        return output.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> output, Span<byte> reversed, PdfBudget budget)
    {
        budget.Work(reversed.Length);
        if (output.WrittenCount + reversed.Length > PdfBudget.LargestStream) throw new PdfSyntaxException($"has a stream that unpacks to more than {PdfBudget.LargestStream} bytes", limit: true);
        reversed.Reverse();
        output.Write(reversed);
    }
}
