using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Filters;

/// <summary>Undoes the predictors of FlateDecode and LZWDecode (ISO 32000-1, 7.4.4.4): those of PNG, and TIFF's for bytes.</summary>
internal static class Predictor
{
    private const int Tiff = 2;
    private const int FirstPng = 10;
    private const int WidestRow = 1 << 24;

    /// <summary>The bytes before prediction; unchanged when nothing was predicted.</summary>
    /// <exception cref="PdfSyntaxException">The row is of no possible width, or beyond the budget.</exception>
    public static ReadOnlyMemory<byte> Undo(ReadOnlyMemory<byte> bytes, PdfDictionary parameters, Func<PdfValue, PdfValue> resolve, PdfBudget budget)
    {
        int predictor = resolve(parameters["Predictor"]).Integer;
        if (predictor is not Tiff and < FirstPng) return bytes;
        long colors = Or(resolve(parameters["Colors"]), 1), bits = Or(resolve(parameters["BitsPerComponent"]), 8), columns = Or(resolve(parameters["Columns"]), 1);
        if (colors > 64 || bits > 32 || columns > WidestRow || ((colors * bits * columns) + 7) / 8 > WidestRow) throw new PdfSyntaxException("has a stream with rows of an impossible width");
        int row = (int)(((colors * bits * columns) + 7) / 8), pixel = (int)Math.Max(1, colors * bits / 8);
        budget.Work(bytes.Length);
        return predictor == Tiff ? UndoTiff(bytes.ToArray(), row, pixel, bits) : UndoPng(bytes.Span, row, pixel);
    }

    private static long Or(PdfValue value, int missing) => value.Kind == PdfKind.Number ? Math.Max(1, value.Integer) : missing;

    private static byte[] UndoTiff(byte[] bytes, int row, int pixel, long bits)
    {
        if (bits != 8) return bytes;
        for (int start = 0; start < bytes.Length; start += row)
        {
            int end = Math.Min(bytes.Length, start + row);
            for (int i = start + pixel; i < end; i++) bytes[i] = (byte)(bytes[i] + bytes[i - pixel] & 0xFF);
        }

        return bytes;
    }

    private static ReadOnlyMemory<byte> UndoPng(ReadOnlySpan<byte> bytes, int row, int pixel)
    {
        int rows = (bytes.Length + row) / (row + 1);
        byte[] plain = new byte[Math.Min((long)rows * row, bytes.Length)];
        int written = 0;
        for (int i = 0; i < bytes.Length; i += row + 1)
        {
            int length = Math.Min(row, bytes.Length - i - 1);
            if (length <= 0) break;
            Span<byte> current = plain.AsSpan(written, length);
            ReadOnlySpan<byte> above = written >= row ? plain.AsSpan(written - row, length) : default;
            bytes.Slice(i + 1, length).CopyTo(current);
            UndoRow(bytes[i], current, above, pixel);
            written += length;
        }

        return plain.AsMemory(0, written);
    }

    private static void UndoRow(byte kind, Span<byte> current, ReadOnlySpan<byte> above, int pixel)
    {
        for (int i = 0; i < current.Length; i++)
        {
            int left = i >= pixel ? current[i - pixel] : 0, up = above.IsEmpty ? 0 : above[i];
            int add = kind switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, i >= pixel && !above.IsEmpty ? above[i - pixel] : 0),
                _ => 0,
            };
            current[i] = (byte)(current[i] + add & 0xFF);
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner, toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toCorner = Math.Abs(estimate - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
