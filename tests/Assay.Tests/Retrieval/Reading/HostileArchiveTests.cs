using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Permissions;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>Archives and Office files made to break readers: an error, soon, and little memory.</summary>
public sealed class HostileArchiveTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>", "document type")]
    [InlineData("<w:document><w:body></w:p>", "'</p>' ends 'body'")]
    [InlineData("<w:document><w:body>", "ends inside the element 'body'")]
    public void Read_refuses_entities_and_broken_xml(string xml, string message) => Assert.Contains(message, Packed.Refused("a.docx", Packed.Office("word/document.xml", xml)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.docx", "word/document.xml")]
    [InlineData("a.xlsx", "xl/workbook.xml")]
    [InlineData("a.pptx", "ppt/presentation.xml")]
    public void Read_refuses_10_000_levels_and_endless_tags(string name, string main)
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 10_000)), wide = "<a " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"b{i}=\"\" ")) + "/>";
        Assert.Contains("deeper than 256", Packed.Refused(name, Packed.Office(main, deep)), StringComparison.Ordinal);
        Assert.Contains("a tag of more than", Packed.Refused(name, Packed.Office(main, wide)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.docx", "word/document.xml")]
    [InlineData("a.zip", "big.txt")]
    public void Read_of_a_bomb_is_soon_refused(string name, string path)
    {
        byte[] bomb = Bomb(path, 300 << 20);
        var watch = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        if (name == "a.zip") Assert.Contains("was left out", Assert.Single(Packed.Read(name, bomb).Warnings), StringComparison.Ordinal);
        else Packed.Refused(name, bomb);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300L << 20);
    }

    [Fact]
    public void Read_names_the_files_of_an_archive_that_it_leaves_out()
    {
        Assert.Equal("'bin/a.exe' in it was left out: its format is not read in archives.", Assert.Single(Packed.Read("a.zip", Packed.Zip(("bin/a.exe", "x"), ("b.txt", "text"))).Warnings));
        Assert.Equal(
            ["'e.pdf' in it was left out: the PDF", "'a.png', 'b.exe', 'c.dll' and 1 more in it were left out: their formats are not read in archives."],
            Packed.Read("a.zip", Packed.Zip(("a.png", "x"), ("b.exe", "x"), ("c.dll", "x"), ("d", "x"), ("e.pdf", "x"), ("f.txt", "text"))).Warnings.Select(w => w.Contains("e.pdf", StringComparison.Ordinal) ? w[..35] : w));
    }

    [Fact]
    public void Read_refuses_archives_within_archives_without_end()
    {
        byte[] inner = Packed.Zip(("deep.txt", "bottom"));
        for (int i = 0; i < 8; i++) inner = Packed.Zip(("inner.zip", inner));
        Document document = Packed.Read("a.zip", inner);
        Assert.Empty(Reads.Lines(document));
        Assert.Contains("files deep", Assert.Single(document.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".docx")]
    [InlineData(".xlsx")]
    [InlineData(".pptx")]
    [InlineData(".zip")]
    [InlineData(".epub")]
    public void Read_refuses_what_is_cut_off_or_no_archive(string format)
    {
        byte[] whole = Packed.Zip(("a.txt", new string('x', 5000)));
        Assert.NotEmpty(Packed.Refused("a" + format, whole[..(whole.Length / 2)]));
        Assert.NotEmpty(Packed.Refused("a" + format, Encoding.UTF8.GetBytes("no archive")));
        Assert.NotEmpty(Packed.Refused("a" + format, []));
    }

    [Fact]
    public void Read_of_an_old_or_encrypted_office_file_says_what_to_do() =>
        Assert.Contains("without password", Packed.Refused("a.docx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), StringComparison.Ordinal);

    [Fact]
    public void Read_of_a_zip_reads_every_file_by_its_own_reader()
    {
        Document document = Packed.Read("pack.zip", Packed.Zip(("b/notes.md", "# Notes\n\nHello."), ("a.csv", "x,y\n1,2\n"), ("c.bin", "?"), ("bad.json", "{"), ("__MACOSX/a.csv", "junk"), ("../../evil.txt", "stays inside")));
        Assert.Equal(["../../evil.txt", "a.csv", "b/notes.md", "Notes"], Reads.Sections(document.Root).Select(s => s.Heading));
        Assert.Equal(["Paragraph: stays inside", "TableHeader: x | y", "TableRow: 1 | 2", "Paragraph: Hello."], Reads.Lines(document));
        Assert.Contains(document.Places, p => p.Name == "a.csv: row 2" && p.Span.Of(document.Source).ToString() == "1,2");
        Assert.Equal(2, document.Warnings.Length);
    }

    [Theory]
    [InlineData("a.md", "---\naccess: [group:board]\n---\n\nSalaries.")]
    [InlineData("a.md.access.yaml", "access: [group:board]")]
    public void Read_of_an_archive_never_loses_who_may_read_a_file_in_it(string name, string text) =>
        Assert.Throws<UnclearAccessException>(() => Packed.Read("pack.zip", Packed.Zip((name, text), ("b.txt", "open"))));

    private static byte[] Bomb(string path, int length)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (Stream rels = zip.CreateEntry("_rels/.rels").Open()) rels.Write(Encoding.UTF8.GetBytes($"<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"{path}\"/></Relationships>"));
            using Stream entry = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
            byte[] block = new byte[1 << 20];
            Array.Fill(block, (byte)' ');
            "<w:document><w:body>"u8.CopyTo(block);
            for (int i = 0; i < length >> 20; i++)
            {
                entry.Write(block);
                block.AsSpan(0, 20).Fill((byte)' ');
            }
        }

        return stream.ToArray();
    }
}
