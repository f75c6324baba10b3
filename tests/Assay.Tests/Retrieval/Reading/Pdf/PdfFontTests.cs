using System.Text;
using Assay.Retrieval.Reading.Pdf;
using Assay.Retrieval.Reading.Pdf.Fonts;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Tests.Retrieval.Reading.Pdf;

public sealed class PdfFontTests
{
    [Theory]
    [InlineData("A", "A")]
    [InlineData("quotesingle", "'")]
    [InlineData("ydieresis", "ÿ")]
    [InlineData("Abreve", "Ă")]
    [InlineData("scommaaccent", "ș")]
    [InlineData("hungarumlaut", "˝")]
    [InlineData("ohungarumlaut", "ő")]
    [InlineData("omega", "ω")]
    [InlineData("afii10017", "А")]
    [InlineData("afii10097", "я")]
    [InlineData("afii10071", "ё")]
    [InlineData("uni20AC", "€")]
    [InlineData("u1F600", "😀")]
    [InlineData("f_f_i", "ffi")]
    [InlineData("a.sc", "a")]
    [InlineData("emdash", "—")]
    [InlineData("lessequal", "≤")]
    [InlineData("g31", null)]
    [InlineData(".notdef", null)]
    public void Text_of_a_glyph_name_follows_the_glyph_list(string name, string? text) => Assert.Equal(text, GlyphNames.Text(name));

    [Fact]
    public void Encodings_name_256_codes()
    {
        Assert.All(
            new[] { FontEncodings.Standard, FontEncodings.WinAnsi, FontEncodings.MacRoman, FontEncodings.Symbol, FontEncodings.Dingbats, FontEncodings.Document }, e => Assert.Equal(256, e.Length));
        Assert.Equal("’ﬁ", $"{FontEncodings.Standard[0x27]}{FontEncodings.Standard[0xAE]}");
        Assert.Equal("€é", $"{FontEncodings.WinAnsi[0x80]}{FontEncodings.WinAnsi[0xE9]}");
        Assert.Equal("é†", $"{FontEncodings.MacRoman[0x8E]}{FontEncodings.MacRoman[0xA0]}");
        Assert.Equal("α∑", $"{FontEncodings.Symbol[0x61]}{FontEncodings.Symbol[0xE5]}");
        Assert.Equal("✔➾", $"{FontEncodings.Dingbats[0x34]}{FontEncodings.Dingbats[0xFE]}");
    }

    [Theory]
    [InlineData("Helvetica", 'A', 667)]
    [InlineData("Times-Roman", 'm', 778)]
    [InlineData("Times-BoldItalic", 'W', 889)]
    [InlineData("Courier-Bold", 'i', 600)]
    [InlineData("Arial-BoldMT", 'i', 278)]
    public void Widths_of_the_standard_fonts_are_adobes(string font, char letter, int width) => Assert.Equal(width, StandardWidths.Of(font, letter, serif: false));

    [Fact]
    public void CMap_maps_ranges_characters_and_lists()
    {
        CMap map = Map("1 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange 2 beginbfrange <8000> <80ff> <0100> <8100> <8101> [<0041> <00420043>] endbfrange "
            + "1 beginbfchar <20> <D83DDE00> endbfchar 1 begincidrange <8000> <8010> 100 endcidrange 1 begincidchar <21> 7 endcidchar");
        Assert.Equal(1, map.LengthOf([0x20, 0x80]));
        Assert.Equal(2, map.LengthOf([0x80, 0x00]));
        Assert.Equal(("Ā", "ā", "A", "BC", "😀", null), (map.Text(0x8000), map.Text(0x8001), map.Text(0x8100), map.Text(0x8101), map.Text(0x20), map.Text(0x22)));
        Assert.Equal((100, 110, 7, -1), (map.Cid(0x8000), map.Cid(0x800A), map.Cid(0x21), map.Cid(0x22)));
    }

    [Fact]
    public void CMap_of_a_huge_range_stays_a_range()
    {
        CMap map = Map("1 beginbfrange <00000000> <ffffffff> <0041> endbfrange");
        Assert.Equal("B", map.Text(1));
    }

    [Theory]
    [InlineData("GBK-EUC-H", new byte[] { 0xC4, 0xE3 }, "你")]
    [InlineData("ETen-B5-H", new byte[] { 0xA7, 0x41 }, "你")]
    [InlineData("KSCms-UHC-H", new byte[] { 0xB0, 0xA1 }, "가")]
    [InlineData("90ms-RKSJ-H", new byte[] { 0x82, 0xA0 }, "あ")]
    [InlineData("EUC-H", new byte[] { 0xA4, 0xA2 }, "あ")]
    [InlineData("H", new byte[] { 0x24, 0x22 }, "あ")]
    [InlineData("UniJIS-UTF16-H", new byte[] { 0x30, 0x42 }, "あ")]
    public void Named_maps_read_their_codes(string name, byte[] code, string text)
    {
        NamedCMap map = NamedCMap.Find(name)!;
        Assert.Equal(2, map.LengthOf(code));
        Assert.Equal(text, map.Text(code));
    }

    [Fact]
    public void Type1_program_lists_its_encoding()
    {
        string?[] codes = Type1Program.Encoding("%!FontType1\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 11 /ff put\ndup 34 /quotedblright put\nreadonly def\ncurrentfile eexec"u8)!;
        Assert.Equal(("\uFB00", "”", null), (codes[11], codes[34], codes[0]));
    }

    [Fact]
    public void Document_text_reads_its_three_encodings()
    {
        Assert.Equal("Ä€", DocumentText.Of([0xFE, 0xFF, 0x00, 0xC4, 0x20, 0xAC]));
        Assert.Equal("Ä", DocumentText.Of([0xEF, 0xBB, 0xBF, 0xC3, 0x84]));
        Assert.Equal("•Ä€", DocumentText.Of([0x80, 0xC4, 0xA0]));
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero), PdfDate.Of("D:20240229"u8));
        Assert.Null(PdfDate.Of("D:20230229"u8));
    }

    private static CMap Map(string program) => CMap.Read(Encoding.Latin1.GetBytes(program), new PdfBudget(1000));
}
