using System.IO.Compression;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Filters;

/// <summary>FlateDecode: zlib data. A damaged stream gives what stands before the damage.</summary>
internal static class FlateDecoder
{
    private const int PieceBytes = 32 * 1024;
    private const int HeaderBytes = 2;

    /// <summary>The unpacked bytes.</summary>
    /// <exception cref="PdfSyntaxException">Beyond the budget.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> packed, PdfBudget budget)
    {
        byte[] input = packed.ToArray();
        ReadOnlyMemory<byte> result = Inflate(input, raw: false, budget);
        return result.Length == 0 && input.Length > HeaderBytes ? Inflate(input, raw: true, budget) : result;
    }

    // A wrong header or check sum does not matter to the data behind it.
    private static ReadOnlyMemory<byte> Inflate(byte[] input, bool raw, PdfBudget budget)
    {
        using var source = new MemoryStream(input, raw ? HeaderBytes : 0, raw ? input.Length - HeaderBytes : input.Length);
        using Stream inflater = raw ? new DeflateStream(source, CompressionMode.Decompress) : new ZLibStream(source, CompressionMode.Decompress);
        using var output = new MemoryStream(Math.Clamp(input.Length * 3, 256, 1 << 20));
        byte[] piece = new byte[Math.Clamp(input.Length * 4, 1024, PieceBytes)];
        try
        {
            for (int read = inflater.Read(piece); read > 0; read = inflater.Read(piece))
            {
                budget.Unpack(read);
                if (output.Length + read > PdfBudget.LargestStream) throw new PdfSyntaxException($"has a stream that unpacks to more than {PdfBudget.LargestStream} bytes", limit: true);
                output.Write(piece, 0, read);
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            // What came before the damage stays. Of some damage the runtime says that zlib failed, which is an IOException.
        }

        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }
}
