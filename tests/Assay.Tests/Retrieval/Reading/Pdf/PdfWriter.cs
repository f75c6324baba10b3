using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Assay.Tests.Retrieval.Reading.Pdf;

/// <summary>Writes small PDF files for tests: objects in order, then a cross-reference table.</summary>
internal sealed class PdfWriter
{
    /// <summary>A font of WinAnsiEncoding.</summary>
    public const string Times = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>";

    private readonly List<byte[]> objects = [[], []];
    private readonly List<int> pages = [];

    /// <summary>What the resources of all pages hold besides the fonts.</summary>
    public string Resources { get; init; } = "";

    /// <summary>What the catalog holds besides the pages.</summary>
    public string Catalog { get; set; } = "";

    /// <summary>The fonts by name; F1 and F2 unless set.</summary>
    public string Fonts { get; init; } = $"/F1 {Times} /F2 << /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>";

    /// <summary>A file of one page.</summary>
    public static byte[] OnePage(string operators, string? fonts = null)
    {
        PdfWriter writer = fonts is null ? new PdfWriter() : new PdfWriter { Fonts = fonts };
        writer.Page(operators);
        return writer.ToArray();
    }

    /// <summary>The operators that show a text.</summary>
    public static string Show(double x, double y, string text, double size = 10, string font = "F1") => string.Create(CultureInfo.InvariantCulture, $"BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n");

    /// <summary>Adds an object.</summary>
    /// <returns>Its number.</returns>
    public int Add(string body) => Add(Encoding.Latin1.GetBytes(body));

    /// <summary>Adds a stream.</summary>
    public int Stream(string dictionary, ReadOnlySpan<byte> data) =>
        Add([.. Encoding.Latin1.GetBytes($"<< {dictionary} /Length {data.Length} >>\nstream\n"), .. data, .. "\nendstream"u8]);

    /// <summary>Adds a page.</summary>
    public void Page(string operators, string more = "") => Page(Stream("", Encoding.Latin1.GetBytes(operators)), more);

    /// <summary>Adds a page whose operators are an object.</summary>
    public void Page(int contents, string more = "") => pages.Add(Add($"<< /Type /Page /Parent 2 0 R /Contents {contents} 0 R {more} >>"));

    /// <summary>Bytes as zlib packs them.</summary>
    public static byte[] Packed(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(data);
        return packed.ToArray();
    }

    /// <summary>The file.</summary>
    public byte[] ToArray()
    {
        objects[0] = Encoding.Latin1.GetBytes($"<< /Type /Catalog /Pages 2 0 R {Catalog} >>");
        objects[1] = Encoding.Latin1.GetBytes($"<< /Type /Pages /Kids [{string.Join(' ', pages.Select(p => $"{p} 0 R"))}] /Count {pages.Count} /MediaBox [0 0 612 792] /Resources << /Font << {Fonts} >> {Resources} >> >>");
        using var file = new MemoryStream();
        file.Write("%PDF-1.4\n"u8);
        var places = new List<long>();
        for (int i = 0; i < objects.Count; i++)
        {
            places.Add(file.Position);
            file.Write(Encoding.Latin1.GetBytes($"{i + 1} 0 obj\n"));
            file.Write(objects[i]);
            file.Write("\nendobj\n"u8);
        }

        long start = file.Position;
        var table = new StringBuilder($"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        foreach (long place in places) table.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        file.Write(Encoding.Latin1.GetBytes($"{table}trailer\n<< /Size {places.Count + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
        return file.ToArray();
    }

    private int Add(byte[] body)
    {
        objects.Add(body);
        return objects.Count;
    }
}
