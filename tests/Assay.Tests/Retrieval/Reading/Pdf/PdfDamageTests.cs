using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Assay.Retrieval.Reading;
using static Assay.Tests.Retrieval.Reading.Pdf.PdfWriter;

namespace Assay.Tests.Retrieval.Reading.Pdf;

/// <summary>Damaged files are read as far as they go; hostile ones end soon and keep within memory.</summary>
public sealed class PdfDamageTests
{
    // Each takes well under 2 seconds alone; the margin is for a busy machine.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private const long MostBytes = 1_200_000_000;

    [Fact]
    public void Read_finds_the_objects_when_the_cross_reference_is_wrong()
    {
        byte[] whole = OnePage(Show(72, 700, "Still here."));
        string text = Encoding.Latin1.GetString(whole);
        Assert.Equal(["Paragraph: Still here."], PdfReads.Lines(Encoding.Latin1.GetBytes(text.Replace("startxref\n", "startxref\n9", StringComparison.Ordinal))));
        Assert.Equal(["Paragraph: Still here."], PdfReads.Lines(Encoding.Latin1.GetBytes("junk before it\n" + text)));
        Assert.Equal(["Paragraph: Still here."], PdfReads.Lines(Encoding.Latin1.GetBytes(text[..text.IndexOf("xref", StringComparison.Ordinal)])));
        Assert.Equal(["Paragraph: Still here."], PdfReads.Lines(Encoding.Latin1.GetBytes(text.Replace("%PDF-1.4\n", "%PDF-1.4\n%%%%%%\n", StringComparison.Ordinal))));
    }

    [Fact]
    public void Read_finds_packed_objects_when_the_end_is_missing()
    {
        byte[] whole = PdfReads.Fixture("objects.pdf");
        int end = whole.AsSpan().LastIndexOf("startxref"u8);
        Assert.Contains(PdfReads.Lines(whole[..end]), l => l.Contains("goods are delivered", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_of_a_file_without_its_end_says_so()
    {
        byte[] whole = PdfReads.Fixture("objects.pdf");
        Assert.Empty(PdfReads.Read(whole).Warnings);
        Assert.Contains("cut off", Assert.Single(PdfReads.Read(whole[..whole.AsSpan().LastIndexOf("startxref"u8)]).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_believes_no_stated_length()
    {
        string text = Encoding.Latin1.GetString(OnePage(Show(72, 700, "Still here.")));
        int at = text.IndexOf("/Length ", StringComparison.Ordinal);
        foreach (string lie in new[] { "/Length 1 ", "/Length 99999999 ", "/Length -5 ", "/Length 3 0 R ", "/Length (x) " })
        {
            string lied = text[..at] + lie + text[text.IndexOf(' ', at + 8)..];
            Assert.Equal(["Paragraph: Still here."], PdfReads.Lines(Encoding.Latin1.GetBytes(lied)));
        }
    }

    [Fact]
    public void Read_keeps_the_pages_beside_a_damaged_one()
    {
        var file = new PdfWriter();
        file.Page(Show(72, 700, "First."));
        file.Page(new string('[', 100));
        file.Page(Show(72, 700, "Third."));
        var document = PdfReads.Read(file.ToArray());
        Assert.Equal(["Paragraph: First.", "Paragraph: Third."], Reads.Lines(document));
        Assert.Contains("Page 2 is damaged", Assert.Single(document.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_undoes_every_filter()
    {
        byte[] operators = Encoding.Latin1.GetBytes(Show(72, 700, "Filtered text here."));
        string hexadecimal = Convert.ToHexString(operators) + ">";
        byte[] runs = [(byte)(operators.Length - 1), .. operators, 128];
        byte[] predicted = Packed([.. operators.Chunk(8).SelectMany(r => (byte[])[1, .. r.Select((b, i) => unchecked((byte)(b - (i == 0 ? 0 : r[i - 1]))))])]);
        Check("/Filter /ASCIIHexDecode", Encoding.Latin1.GetBytes(hexadecimal));
        Check("/Filter /ASCII85Decode", Encoding.Latin1.GetBytes(Ascii85(operators)));
        Check("/Filter [/ASCIIHexDecode /FlateDecode]", Encoding.Latin1.GetBytes(Convert.ToHexString(Packed(operators)) + ">"));
        Check("/Filter /RunLengthDecode", runs);
        Check("/Filter /LZWDecode", Lzw(operators));
        Check("/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 8 >>", predicted);
        Check("/Filter /FlateDecode", [0x78, 0x20, .. Packed(operators).AsSpan(2)]);
        Check("/Filter /FlateDecode", [.. Packed([.. operators, .. new byte[5000]]).AsSpan(0, Packed([.. operators, .. new byte[5000]]).Length - 6)]);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("<<")]
    [InlineData("<< /A ")]
    [InlineData("(")]
    [InlineData("q ")]
    [InlineData("/A BMC ")]
    [InlineData("BI ID ")]
    [InlineData("0 0 m ")]
    [InlineData("/Fm Do ")]
    public void Read_of_repeated_operators_ends_soon(string pattern)
    {
        var file = new PdfWriter { Resources = "/XObject << /Fm 3 0 R >>" };
        file.Stream("/Type /XObject /Subtype /Form /BBox [0 0 1 1]", "/Fm Do /Fm Do"u8);
        file.Page(string.Concat(Enumerable.Repeat(pattern, 200_000)));
        EndsSoon(file.ToArray());
    }

    [Fact]
    public void Read_of_a_stream_that_unpacks_without_end_is_refused()
    {
        byte[] zeros = new byte[1 << 20];
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int i = 0; i < 2000; i++) zlib.Write(zeros);
        }

        var file = new PdfWriter();
        file.Page(file.Stream("/Filter /FlateDecode", packed.ToArray()));
        Assert.Contains("unpacks to", EndsSoon(file.ToArray()), StringComparison.Ordinal);
        var nested = new PdfWriter();
        nested.Page(nested.Stream("/Filter [/FlateDecode /FlateDecode]", Packed(packed.ToArray())));
        Assert.Contains("unpacks to", EndsSoon(nested.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_forms_that_multiply_is_refused()
    {
        var file = new PdfWriter { Resources = "/XObject << /X0 3 0 R >>" };
        for (int i = 0; i < 11; i++) file.Stream($"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X{i + 1} {i + 4} 0 R >> >>", Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat($"/X{i + 1} Do ", 100))));
        file.Stream("/Type /XObject /Subtype /Form /BBox [0 0 1 1]", new byte[1000]);
        file.Page("/X0 Do");
        Assert.Contains("unpacks to", EndsSoon(file.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_lying_structures_ends_soon()
    {
        string[] bodies =
        [
            "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Kids [2 0 R 2 0 R 1 0 R] /Count 99999999 >> endobj trailer << /Root 1 0 R >>",
            "1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj trailer << /Root 1 0 R >>",
            "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Kids " + new string('[', 10_000) + " >> endobj trailer << /Root 1 0 R >>",
            "xref 0 99999999 0000000000 65535 f trailer << /Root 1 0 R /Prev 5 /Size 99999999 >> startxref 9",
            "1 0 obj << /Type /XRef /W [1 8 8] /Size 2147483647 /Index [0 2147483647] /Length 5 >> stream\nxxxxx\nendstream endobj startxref 9",
            "1 0 obj << /Type /ObjStm /N 2147483647 /First 2147483647 /Length 5 >> stream\nxxxxx\nendstream endobj 3 0 obj << /Type /Catalog /Pages 4 0 R >> endobj",
            string.Concat(Enumerable.Range(1, 60_000).Select(i => $"{i} 0 obj {i + 1} 0 R endobj ")) + "trailer << /Root 1 0 R >>",
            string.Concat(Enumerable.Repeat("1 0 obj ", 200_000)), string.Concat(Enumerable.Repeat("trailer << ", 100_000)), string.Concat(Enumerable.Repeat("obj", 300_000)),
            "1 0 obj [" + string.Concat(Enumerable.Repeat("0 ", 3_000_000)) + "] endobj trailer << /Root 1 0 R >>",
        ];
        foreach (string body in bodies) EndsSoon(Encoding.Latin1.GetBytes("%PDF-1.7\n" + body));
    }

    [Fact]
    public void Read_of_every_beginning_of_a_file_ends()
    {
        foreach (string name in new[] { "plain.pdf", "objects.pdf", "aes-256.pdf" })
        {
            byte[] whole = PdfReads.Fixture(name);
            for (int length = 0; length < whole.Length; length += 23) EndsSoon(whole[..length]);
        }
    }

    [Fact]
    public void Read_stops_when_cancelled()
    {
        var file = new PdfWriter();
        for (int i = 0; i < 5; i++) file.Page(Show(72, 700, "words"));
        Assert.Throws<OperationCanceledException>(() => DocumentReaders.Read(Reads.File("a.pdf", ".pdf", file.ToArray()), new ReadingOptions(), new CancellationToken(true)));
    }

    private static string? EndsSoon(byte[] bytes)
    {
        var watch = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? reason = null;
        try
        {
            PdfReads.Read(bytes);
        }
        catch (UnreadableDocumentException refused)
        {
            reason = refused.Reason;
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        return reason;
    }

    private static void Check(string dictionary, byte[] data)
    {
        var file = new PdfWriter();
        file.Page(file.Stream(dictionary, data));
        Assert.Equal(["Paragraph: Filtered text here."], PdfReads.Lines(file.ToArray()));
    }

    private static string Ascii85(byte[] data)
    {
        var text = new StringBuilder();
        for (int i = 0; i < data.Length; i += 4)
        {
            byte[] group = new byte[4];
            int count = Math.Min(4, data.Length - i);
            data.AsSpan(i, count).CopyTo(group);
            uint value = BinaryPrimitives.ReadUInt32BigEndian(group);
            char[] letters = new char[5];
            for (int j = 4; j >= 0; j--, value /= 85) letters[j] = (char)('!' + (value % 85));
            text.Append(letters, 0, count + 1);
        }

        return text.Append("~>").ToString();
    }

    // Nine bits a code and a clearing code often enough that they never grow.
    private static byte[] Lzw(byte[] data)
    {
        var bits = new StringBuilder();
        for (int i = 0; i < data.Length; i++)
        {
            if (i % 100 == 0) bits.Append(Convert.ToString(256, 2).PadLeft(9, '0'));
            bits.Append(Convert.ToString(data[i], 2).PadLeft(9, '0'));
        }

        bits.Append(Convert.ToString(257, 2).PadLeft(9, '0'));
        while (bits.Length % 8 != 0) bits.Append('0');
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.ToString(i * 8, 8), 2))];
    }
}
