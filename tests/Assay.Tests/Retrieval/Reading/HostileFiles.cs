using System.Globalization;
using System.IO.Compression;
using System.Text;
using Assay.Tests.Retrieval.Reading.Pdf;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>
/// Files made to do harm, by kind: bombs that unpack without end, entities, deep nesting, endless lines and rows, headers that lie, files cut off.
/// The measurement <c>hostile</c> and the tests read the same ones.
/// </summary>
internal static class HostileFiles
{
    private const int Deep = 10_000;
    private const string Laughs = "<!DOCTYPE x [<!ENTITY a \"ha ha ha ha ha ha ha ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>";

    /// <summary>All of them.</summary>
    public static IEnumerable<HostileFile> All => [.. Bombs, .. Entities, .. Nested, .. Long, .. Repeated, .. Full, .. Cut, .. Lying];

    /// <summary>Small files that become large.</summary>
    public static IEnumerable<HostileFile> Bombs =>
    [
        new("bomb.zip", () => Bomb("big.txt", ' ', 1L << 30)) { IsBig = true },
        new("bomb-300.zip", () => Bomb("big.txt", ' ', 300L << 20)),
        new("nested.zip", NestedZips),
        new("overlapping.zip", Overlapping),
        new("many.zip", () => Packed.Zip([.. Enumerable.Range(0, 60_000).Select(i => ($"{i}.txt", "x"))])),
        new("paragraphs.docx", () => Filled("word/document.xml", "<w:document xmlns:w=\"w\"><w:body>", "<w:p><w:r><w:t>a</w:t></w:r></w:p>", 30_000_000)) { Refused = true, IsBig = true },
        new("blanks.docx", () => Filled("word/document.xml", "<w:document xmlns:w=\"w\"><w:body>", "          ", 30_000_000)) { Refused = true },
        new("rows.xlsx", () => Sheet(string.Concat(Enumerable.Range(1, 500_000).Select(i => $"<row r=\"{i}\"><c r=\"XFD{i}\"><v>1</v></c></row>")))) { Refused = true },
        new("merged.xlsx", () => Sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells><sheetData>")),
        new("shapes.pptx", () => Packed.Office("ppt/presentation.xml", "<p:presentation xmlns:p=\"p\"><p:sldIdLst>" + Repeat("<p:sldId id=\"1\" r:id=\"rId1\"/>", 200_000) + "</p:sldIdLst></p:presentation>", ("slides/slide1.xml", "slide", "<p:sld/>"))),
        new("stream.pdf", () => FlateBomb(300 << 20)),
        new("epub-bomb.epub", () => Bomb("META-INF/container.xml", ' ', 300L << 20)) { Refused = true },
        new("attachment.eml", () => Ascii("Subject: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: application/zip\nContent-Disposition: attachment; filename=a.zip\nContent-Transfer-Encoding: base64\n\n"
            + Convert.ToBase64String(Bomb("big.txt", ' ', 300L << 20)) + "\n--x--\n")),
    ];

    /// <summary>XML that names entities.</summary>
    public static IEnumerable<HostileFile> Entities =>
    [
        new("entities.docx", () => Packed.Office("word/document.xml", Laughs + "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>&d;</w:t></w:r></w:p></w:body></w:document>")) { Refused = true },
        new("entities.xlsx", () => Packed.Office("xl/workbook.xml", Laughs + "<workbook/>")) { Refused = true },
        new("entities.pptx", () => Packed.Office("ppt/presentation.xml", Laughs + "<p/>")) { Refused = true },
        new("entities.epub", () => Packed.Zip(("META-INF/container.xml", Laughs + "<container>&d;</container>"))) { Refused = true },
        new("entities.html", () => Ascii(Laughs + "<p>&d;&d;&d;</p>")),
        new("external.docx", () => Packed.Office("word/document.xml", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><w:document><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>")) { Refused = true },
        new("aliases.yaml", () => Ascii("a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghi".Select((c, i) => $"{c}: &{c} [{string.Join(',', Enumerable.Repeat("*" + (char)('a' + i), 9))}]\n")))),
    ];

    /// <summary>10,000 levels.</summary>
    public static IEnumerable<HostileFile> Nested =>
    [
        new("deep.json", () => Ascii(Repeat("[", Deep) + Repeat("]", Deep))) { Refused = true },
        new("deep-objects.json", () => Ascii(Repeat("{\"a\":", Deep) + "1" + Repeat("}", Deep))) { Refused = true },
        new("deep.jsonl", () => Ascii(Repeat("[", Deep) + Repeat("]", Deep) + "\n{\"a\":1}\n")),
        new("deep.ipynb", () => Ascii("{\"cells\":" + Repeat("[", Deep) + Repeat("]", Deep) + "}")) { Refused = true },
        new("deep.yaml", () => Ascii(Repeat("[", Deep) + Repeat("]", Deep))) { Refused = true },
        new("deep-lists.yaml", () => Ascii(Repeat("- ", Deep) + "x")) { Refused = true },
        new("deep-map.yaml", () => Ascii(string.Concat(Enumerable.Range(0, 3_000).Select(i => new string(' ', i) + "a:\n")))) { Refused = true },
        new("deep.html", () => Ascii(Repeat("<div>", Deep) + "deep text")),
        new("deep-tables.html", () => Ascii(Repeat("<table><tr><td>", Deep) + "x")),
        new("deep.docx", () => Packed.Office("word/document.xml", Repeat("<a>", Deep) + Repeat("</a>", Deep))) { Refused = true },
        new("deep.xlsx", () => Packed.Office("xl/workbook.xml", Repeat("<a>", Deep) + Repeat("</a>", Deep))) { Refused = true },
        new("deep.md", () => Ascii(Repeat(">", Deep) + " x")),
        new("deep.rst", () => Ascii(string.Concat(Enumerable.Range(0, 3_000).Select(i => new string(' ', i) + "* a\n\n")))),
        new("deep.adoc", () => Ascii(string.Concat(Enumerable.Range(1, 3_000).Select(i => new string('*', i) + " a\n")))),
        new("deep.cs", () => Ascii(Repeat("class A{", Deep) + Repeat("}", Deep))),
        new("deep.py", () => Ascii(string.Concat(Enumerable.Range(0, 3_000).Select(i => new string(' ', i) + "class A:\n")))),
        new("deep.pdf", () => PdfWriter.OnePage(Repeat("[", Deep) + " TJ")),
        new("deep-mail.eml", () => Ascii("Subject: a\n" + string.Concat(Enumerable.Range(0, Deep).Select(i => string.Create(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"))))),
    ];

    /// <summary>Lines, rows and files without end.</summary>
    public static IEnumerable<HostileFile> Long =>
    [
        new("columns.csv", () => Ascii(string.Join(',', Enumerable.Range(0, 100_000)) + "\n" + string.Join(',', Enumerable.Range(0, 100_000)) + "\n")) { Refused = true },
        new("rows.csv", () => Ascii(Repeat("1,2\n", 4_900_000))) { Refused = true, IsBig = true },
        new("quotes.csv", () => Ascii(Repeat("\"a\n", 3_000_000))),
        .. new[] { ".txt", ".md", ".html", ".csv", ".json", ".yaml", ".rst", ".cs" }.Select(e => new HostileFile("line-50" + e, () => new string('x', 50_000_000).Select(c => (byte)c).ToArray()) { Refused = true, IsBig = true }),
        .. new[] { ".txt", ".md", ".html", ".csv", ".tsv", ".jsonl", ".yaml", ".rst", ".adoc", ".srt", ".cs", ".ts", ".py", ".sql", ".eml", ".mbox" }.Select(e => new HostileFile("line-19" + e, () => Ascii(Repeat("word ", 3_900_000))) { IsBig = true }),
        new("string.json", () => Ascii("[\"" + new string('x', 19_000_000) + "\"]")) { IsBig = true },
        new("numbers.json", () => Ascii("[" + string.Join(',', Enumerable.Repeat("1", 9_000_000)) + "]")) { Refused = true, IsBig = true },
        new("values.yaml", () => Ascii(Repeat("- a: 1\n", 1_000_000))) { Refused = true, IsBig = true },
        new("keys.yaml", () => Ascii("{" + Repeat("a, ", 2_000_000) + "}")) { IsBig = true },
        new("header.eml", () => Ascii("Subject: " + Repeat("=?utf-8?Q?a?= ", 1_000_000) + "\n\nx")) { IsBig = true },
        new("messages.mbox", () => Ascii("From a\n\n" + Repeat("x\n\nFrom a\n\n", 1_000_000))) { IsBig = true },
    ];

    /// <summary>One thing over and over, up to what is read of a text.</summary>
    public static IEnumerable<HostileFile> Repeated => new (string Ending, string Pattern)[]
    {
        (".cs", "class A{"), (".cs", "{"), (".cs", "("), (".cs", "a;"), (".cs", "\"\n"), (".ts", "(/"), (".ts", "`${"), (".ts", "/*"), (".rs", "r#\""), (".cpp", "R\"("), (".cpp", "#\\\n"), (".java", "@a\n"), (".go", "func "),
        (".py", "def a():\n"), (".py", "class A:\n\tdef b():\n"), (".py", "\"\"\""), (".sql", "create table a;\n"), (".sql", "$$"), (".sql", "/*"),
        (".rst", "*a "), (".rst", "+-"), (".rst", "====\n"), (".rst", ".. a::\n\n"), (".rst", "`a <b>`_ "), (".adoc", "|===\n"), (".adoc", "* a\n"), (".adoc", "----\n"), (".adoc", "= a\n\n"), (".adoc", "link:a[b "),
        (".md", "*a "), (".md", "[a]("), (".md", "- a\n"), (".md", "|a|b|\n|-|-|\n"), (".md", "`"), (".md", "# a\n"), (".html", "<p>a"), (".html", "<li>x"), (".html", "&amp;"), (".html", "<a b=c>"), (".html", "<table>"),
        (".txt", "a\n\n"), (".srt", "00:00:01,000 --> 00:00:02,000\na\n\n"), (".srt", "<v a>b\n"), (".csv", "a,b,c\n"), (".csv", "\","), (".tsv", "a\t\n"), (".json", "{\"a\":1,"), (".jsonl", "{\"a\":1}\n"), (".jsonl", "x\n"), (".ipynb", "{\"cells\":[")
    }.Select((p, i) => new HostileFile(string.Create(CultureInfo.InvariantCulture, $"repeated-{i:00}{p.Ending}"), () => Ascii(Repeat(p.Pattern, 16_000_000 / p.Pattern.Length))) { IsBig = true });

    /// <summary>As many blocks, rows or tags as are still read.</summary>
    public static IEnumerable<HostileFile> Full => new (string Name, string Head, string Pattern, int Times)[]
    {
        ("paragraphs.html", "", "<p>word", 109_000), ("breaks.html", "", "word<br>", 219_000), ("items.html", "<ul>", "<li>a", 109_000), ("rows.html", "<table>", "<tr><td>a<td>1", 36_000), ("spans.html", "<table>", "<tr><td rowspan=60000>a<td colspan=900>1", 35_000), ("tables.md", "", "<table><tr><td colspan=900 rowspan=9>a<tr>\n\n", 43_000),
        ("rows.md", "|a|b|\n|-|-|\n", "|1|2|\n", 298_000), ("items.md", "", "- a\n", 179_000), ("tags.md", "", "<p>a", 4_000_000), ("functions.py", "", "def a():\n", 149_000), ("lines.py", "", "\n", 19_000_000),
        ("items.adoc", "", "* a\n", 298_000), ("lines.adoc", "", "\n", 19_000_000), ("items.rst", "", "* a\n\n", 298_000), ("paragraphs.txt", "", "a\n\n", 298_000), ("rows.csv", "a,b\n", "1,2\n", 298_000),
    }.Select(f => new HostileFile("full-" + f.Name, () => Ascii(f.Head + Repeat(f.Pattern, f.Times))) { IsBig = true });

    /// <summary>Every binary format cut off at several places.</summary>
    public static IEnumerable<HostileFile> Cut => Valid().Where(v => v.Ending is not (".eml" or ".mbox")).SelectMany(v => new[] { 0, 10, 50, 90 }.Select(share => new HostileFile(string.Create(CultureInfo.InvariantCulture, $"cut-{share}{v.Ending}"), () => v.Bytes[..(v.Bytes.Length * share / 100)])
    {
        Refused = v.Ending == ".pdf" && share > 10 ? null : true,
    }));

    /// <summary>Headers of every binary format that state other sizes, counts and places than the file has.</summary>
    public static IEnumerable<HostileFile> Lying =>
    [
        .. Valid().Where(v => v.Bytes is [(byte)'P', (byte)'K', ..]).SelectMany(v => new (string What, int Back)[] { ("count", 12), ("length", 10), ("place", 6) }
            .Select(l => new HostileFile($"lying-{l.What}{v.Ending}", () => Overwritten(v.Bytes, v.Bytes.Length - l.Back, 0xFF, l.What == "count" ? 2 : 4)))),
        .. Valid().Where(v => v.Bytes is [(byte)'P', (byte)'K', ..]).Select(v => new HostileFile("lying-size" + v.Ending, () => Sized(v.Bytes))),
        new("lying-length.pdf", () => Pdf("4 0 obj\n<< /Length 2000000000 >>\nstream\nBT ET\nendstream\nendobj")),
        new("lying-size.pdf", () => Ascii("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>\nendobj\nxref\n0 2147483647\ntrailer\n<< /Size 2147483647 /Root 1 0 R >>\nstartxref\n99999999\n%%EOF")) { Refused = true },
        new("loop.pdf", () => Ascii("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 3 >>\nendobj\ntrailer\n<< /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF")) { Refused = true },
        new("kids.pdf", () => Ascii("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [" + Repeat("3 0 R ", 2_000_000) + "] >>\nendobj\n3 0 obj\n<< /Type /Page /MediaBox [0 0 9 9] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF")) { IsBig = true },
        new("forms.pdf", Forms),
        new("boundary.eml", () => Ascii("Content-Type: multipart/mixed; boundary=\"\"\n\n--\n--\n--\n")),
        new("charset.eml", () => Ascii("Content-Type: text/plain; charset=utf-7\nContent-Transfer-Encoding: base64\n\n////+ADw-\n")),
        new("first.mbox", () => Ascii("To: a\n\nno From line")) { Refused = true },
    ];

    /// <summary>A small valid file of every binary format.</summary>
    public static IEnumerable<(string Ending, byte[] Bytes)> Valid()
    {
        string filler = string.Concat(Enumerable.Range(0, 400).Select(i => $"word{i * 7919 % 1000} "));
        yield return (".zip", Packed.Zip(("a.txt", filler)));
        yield return (".docx", Packed.Word($"<w:p><w:r><w:t>{filler}</w:t></w:r></w:p>"));
        yield return (".xlsx", Sheet($"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{filler}</t></is></c></row>"));
        yield return (".pptx", Packed.Office("ppt/presentation.xml", "<p:presentation xmlns:p=\"p\"><p:sldIdLst><p:sldId id=\"1\" r:id=\"rId1\"/></p:sldIdLst></p:presentation>",
            ("slides/slide1.xml", "slide", $"<p:sld><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>{filler}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>")));
        yield return (".epub", Packed.Zip(
            ("META-INF/container.xml", "<container><rootfiles><rootfile full-path=\"c.opf\"/></rootfiles></container>"),
            ("c.opf", "<package><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/></spine></package>"), ("a.xhtml", $"<html><body><p>{filler}</p></body></html>")));
        yield return (".pdf", PdfWriter.OnePage(PdfWriter.Show(72, 700, "Some words of a page.")));
        yield return (".eml", Ascii($"Subject: words\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\n{filler}"));
        yield return (".mbox", Ascii($"From a\nSubject: words\n\n{filler}"));
    }

    private static byte[] Ascii(string text) => Encoding.UTF8.GetBytes(text);

    private static string Repeat(string pattern, int times) => new StringBuilder(pattern.Length * times).Insert(0, pattern, times).ToString();

    private static byte[] Bomb(string path, char filler, long length)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
            byte[] block = new byte[1 << 20];
            Array.Fill(block, (byte)filler);
            for (long written = 0; written < length; written += block.Length) entry.Write(block);
        }

        return stream.ToArray();
    }

    private static byte[] Filled(string path, string head, string pattern, int times)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (Stream list = zip.CreateEntry("_rels/.rels").Open())
            {
                list.Write(Ascii("<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"));
            }

            using Stream entry = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
            entry.Write(Ascii(head));
            byte[] block = Ascii(Repeat(pattern, 10_000));
            for (int i = 0; i < times / 10_000; i++) entry.Write(block);
        }

        return stream.ToArray();
    }

    private static byte[] NestedZips()
    {
        byte[] inner = Packed.Zip(("deep.txt", new string('x', 1_000_000)));
        for (int i = 0; i < 6; i++)
        {
            byte[] held = inner;
            inner = Packed.Zip([.. Enumerable.Range(0, 16).Select(n => ($"{n}.zip", held))]);
        }

        return inner;
    }

    // One member of 20 MB that 60,000 entries of the central directory point at (D. Fifield 2019, without the quoting of headers).
    private static byte[] Overlapping()
    {
        byte[] one = Bomb("a.txt", ' ', 20 << 20);
        int end = one.Length - 22, start = BitConverter.ToInt32(one, end + 16), length = end - start;
        using var stream = new MemoryStream();
        stream.Write(one, 0, start);
        for (int i = 0; i < 60_000; i++) stream.Write(one, start, length);
        byte[] tail = one[end..];
        BitConverter.TryWriteBytes(tail.AsSpan(8), (ushort)60_000);
        BitConverter.TryWriteBytes(tail.AsSpan(10), (ushort)60_000);
        BitConverter.TryWriteBytes(tail.AsSpan(12), length * 60_000);
        stream.Write(tail);
        return stream.ToArray();
    }

    private static byte[] Sheet(string rows) => Packed.Office(
        "xl/workbook.xml", "<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>", ("worksheets/sheet1.xml", "worksheet", $"<worksheet><sheetData>{rows}</sheetData></worksheet>"));

    private static byte[] Overwritten(byte[] bytes, int at, byte by, int length)
    {
        byte[] changed = [.. bytes];
        for (int i = 0; i < length; i++) changed[at + i] = by;
        return changed;
    }

    // Every entry of the directory states that it unpacks to nothing, or to 4 GB, by turns.
    private static byte[] Sized(byte[] bytes)
    {
        byte[] changed = [.. bytes];
        int number = 0;
        for (int at = 0; at + 46 < changed.Length; at++)
        {
            if (changed[at] != 'P' || changed[at + 1] != 'K' || changed[at + 2] != 1 || changed[at + 3] != 2) continue;
            changed.AsSpan(at + 24, 4).Fill((byte)(number++ % 2 == 0 ? 0 : 0xFE));
        }

        return changed;
    }

    private static byte[] FlateBomb(int length)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] block = Ascii(Repeat("q Q ", 1 << 18));
            for (int written = 0; written < length; written += block.Length) zlib.Write(block);
        }

        var pdf = new PdfWriter();
        pdf.Page(pdf.Stream("/Filter /FlateDecode", packed.ToArray()));
        return pdf.ToArray();
    }

    // Twenty forms, each of which draws the next one twenty times.
    private static byte[] Forms()
    {
        var pdf = new PdfWriter { Resources = "/XObject << " + string.Concat(Enumerable.Range(0, 20).Select(i => $"/X{i} {3 + i} 0 R ")) + ">>" };
        for (int i = 0; i < 20; i++) pdf.Stream($"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X{i + 1} {4 + i} 0 R >> >>", Ascii(Repeat($"/X{i + 1} Do ", 20)));
        pdf.Page("/X0 Do");
        return pdf.ToArray();
    }

    private static byte[] Pdf(string contents) =>
        Ascii($"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 99 99] >>\nendobj\n{contents}\ntrailer\n<< /Root 1 0 R >>\n%%EOF");
}
