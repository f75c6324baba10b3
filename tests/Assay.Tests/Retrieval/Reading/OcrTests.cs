using System.Diagnostics;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Retrieval.Reading.Ocr;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>Pictures of text (Fixtures/pictures/make.py): read where <c>tesseract</c> is installed, refused with what to do elsewhere.</summary>
public sealed class OcrTests
{
    private const string Known = "The goods are delivered within four weeks of the order. Delivery is free of charge from an order value of 500 euro; below that it costs what the carrier charges.";

    [TesseractFact]
    public void Read_of_pictures_gives_their_paragraphs()
    {
        foreach (string name in new[] { "page.png", "page.jpg", "page.tif" })
        {
            Document document = Read(name, TesseractFactAttribute.Command);
            Assert.InRange(Same(document.Source), 0.9, 1);
            Assert.Contains(document.Properties!.Fields, f => f.Key == "ocr" && f.Value.StartsWith("tesseract, confidence ", StringComparison.Ordinal));
            Assert.Contains(document.Root.Blocks, b => b.Kind == BlockKind.Paragraph && b.Text.Contains("four weeks of the order", StringComparison.Ordinal));
        }
    }

    [TesseractFact]
    public void Read_of_a_scanned_pdf_reads_bits_jpeg_and_fax_with_page_numbers()
    {
        Document document = Read("scan.pdf", TesseractFactAttribute.Command);
        Assert.Equal(["page 1", "page 2", "page 3"], document.Places.Select(p => p.Name).Distinct());
        for (int page = 1; page <= 3; page++)
        {
            Place[] places = [.. document.Places.Where(p => p.Name == $"page {page}")];
            Assert.InRange(Same(document.Source[places[0].Span.Start..places[^1].Span.End]), 0.9, 1);
        }

        Assert.Contains("Each of the pages 1-3 is only a picture, whose text was read by OCR (confidence ", Assert.Single(document.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page.png")]
    [InlineData("page.jpg")]
    [InlineData("page.tif")]
    [InlineData("scan.pdf")]
    public void Read_without_the_command_says_what_to_install(string name) =>
        Assert.Contains("install the command tesseract (package tesseract-ocr)", Assert.Throws<UnreadableDocumentException>(() => Read(name, null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Find_looks_in_the_absolute_folders_of_the_path_only()
    {
        using var folder = new TemporaryFolder();
        string command = Path.Combine(folder.Path, OperatingSystem.IsWindows() ? "tesseract.exe" : "tesseract");
        File.WriteAllText(command, "");
        Assert.NotNull(TesseractCommand.Find($"relative{Path.PathSeparator}{folder.Path}"));
        Assert.Null(TesseractCommand.Find($"relative{Path.PathSeparator}."));
        Assert.Null(TesseractCommand.Find(null));
    }

    [Theory]
    [InlineData("#!/bin/sh\nif [ \"$1\" = --list-langs ]; then echo eng; else sleep 60; fi\n", "took longer than 1 s")]
    [InlineData("#!/bin/sh\nif [ \"$1\" = --list-langs ]; then echo eng; else echo bad picture >&2; exit 3; fi\n", "tesseract failed (3): bad picture")]
    [InlineData("#!/bin/sh\nif [ \"$1\" = --list-langs ]; then echo 'eng;rm'; fi\n", "no language installed")]
    [InlineData("no program at all", "cannot be")]
    public void Read_by_a_command_that_fails_or_hangs_says_so(string script, string message)
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "tesseract");
        File.WriteAllText(path, script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var watch = Stopwatch.StartNew();
        Assert.Contains(message, Assert.Throws<UnreadableDocumentException>(() => Read("page.tif", new TesseractCommand(path, TimeSpan.FromSeconds(1)))).Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(40));
    }

    [Fact]
    public void Read_gives_the_command_fixed_words_and_the_picture_and_no_name()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "tesseract"), seen = Path.Combine(folder.Path, "seen");
        File.WriteAllText(path, $"#!/bin/sh\nif [ \"$1\" = --list-langs ]; then printf 'List of languages\\nosd\\ndeu\\neng\\n'; exit; fi\necho \"$@\" > {seen}; wc -c >> {seen}\nprintf '1\\t1\\t0\\t0\\t0\\t0\\t0\\t0\\t9\\t9\\t-1\\t\\n5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t91.5\\tsaid\\n'\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        byte[] picture = File.ReadAllBytes(PathOf("page.png"));
        Document document = DocumentReaders.Read(Reads.File("--evil $(x).png", ".png", picture), new ReadingOptions { Ocr = new TesseractCommand(path, TimeSpan.FromSeconds(30)) }, CancellationToken.None);
        Assert.Equal("said", document.Source);
        Assert.Equal(["stdin stdout -l eng+deu --psm 3 tsv", picture.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)], File.ReadAllLines(seen));
    }

    [Fact]
    public void Parse_joins_lines_and_broken_words_and_leaves_out_what_is_unsure()
    {
        static string Row(int page, int paragraph, int line, double sure, string word) => FormattableString.Invariant($"5\t{page}\t1\t{paragraph}\t{line}\t1\t0\t0\t1\t1\t{sure}\t{word}\n");
        string table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n" + Row(1, 1, 1, 90, "two") + Row(1, 1, 1, 80, "car-") + Row(1, 1, 2, 70, "riers") + Row(1, 1, 2, 5, "#$")
            + Row(1, 2, 1, 60, "next") + "1\t2\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n" + "1\t3\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n" + Row(3, 1, 1, 50, "third") + "broken\n";
        OcrPage[] pages = [.. TesseractOutput.Parse(table)];
        Assert.Equal("two carriers|next", string.Join('|', pages[0].Paragraphs));
        Assert.Equal((75, 4), (pages[0].Confidence, pages[0].Words));
        Assert.Empty(pages[1].Paragraphs);
        Assert.Equal("third", Assert.Single(pages[2].Paragraphs));
    }

    [Fact]
    public void Pixels_are_those_the_head_states()
    {
        Assert.Equal(1020 * 1320, ImageSize.Pixels(File.ReadAllBytes(PathOf("page.png"))));
        Assert.Equal(935 * 1210, ImageSize.Pixels(File.ReadAllBytes(PathOf("page.jpg"))));
        Assert.InRange(ImageSize.Pixels(File.ReadAllBytes(PathOf("page.tif"))), 1_000_000, 3_000_000);
        foreach (string name in new[] { "page.png", "page.jpg", "page.tif" })
        {
            byte[] whole = File.ReadAllBytes(PathOf(name));
            for (int length = 0; length < 400; length++) Assert.InRange(ImageSize.Pixels(whole.AsSpan(0, Math.Min(length, whole.Length))), 0, 3_000_000);
        }

        byte[] huge = File.ReadAllBytes(PathOf("page.png"));
        (huge[16], huge[20]) = (0x7F, 0x7F);
        Assert.Contains("pixels", Assert.Throws<UnreadableDocumentException>(() => DocumentReaders.Read(Reads.File("a.png", ".png", huge), new ReadingOptions(), CancellationToken.None)).Message, StringComparison.Ordinal);
        byte[] loop = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        Assert.Equal(long.MaxValue, ImageSize.Pixels(loop));
    }

    private static double Same(string text)
    {
        string[] words = Known.Split(' ');
        return words.Count(w => text.Contains(w, StringComparison.Ordinal)) / (double)words.Length;
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "pictures", name);

    private static Document Read(string name, TesseractCommand? command) =>
        DocumentReaders.Read(Reads.File(name, Path.GetExtension(name), File.ReadAllBytes(PathOf(name))), new ReadingOptions { Ocr = command }, CancellationToken.None);
}
