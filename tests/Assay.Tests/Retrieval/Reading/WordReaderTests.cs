using Assay.Retrieval.Documents;

namespace Assay.Tests.Retrieval.Reading;

public sealed class WordReaderTests
{
    private const string Styles = "<styles><style type=\"paragraph\" styleId=\"H1\"><name val=\"heading 1\"/></style><style type=\"paragraph\" styleId=\"Mine\"><name val=\"Mine\"/><basedOn val=\"H1\"/></style>"
        + "<style type=\"paragraph\" styleId=\"T\"><name val=\"Title\"/></style><style type=\"paragraph\" styleId=\"C\"><name val=\"HTML Preformatted\"/></style><style type=\"paragraph\" styleId=\"TOC1\"><name val=\"toc 1\"/></style></styles>";

    [Fact]
    public void Read_takes_headings_from_styles_and_their_bases()
    {
        Document document = Read(P("Handbook", "T") + P("First", "H1") + P("text") + P("Second", "Mine") + P("First\t3", "TOC1"));
        Assert.Equal("Handbook", document.Title);
        Assert.Equal(["Handbook", "First", "Second"], Reads.Sections(document.Root).Select(s => s.Heading));
        Assert.Equal(["Paragraph: text"], Reads.Lines(document));
    }

    [Fact]
    public void Read_accepts_tracked_changes()
    {
        string text = "<w:p><w:r><w:t xml:space=\"preserve\">The fee is </w:t></w:r><w:del><w:r><w:delText>10</w:delText><w:t>x</w:t></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> euros.</w:t></w:r></w:p>"
            + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">One </w:t></w:r></w:p>" + P("line.") + "<w:moveFrom><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:moveFrom><w:moveTo>" + P("here") + "</w:moveTo>";
        Assert.Equal(["Paragraph: The fee is 12 euros.", "Paragraph: One line.", "Paragraph: here"], Reads.Lines(Read(text)));
    }

    [Fact]
    public void Read_fills_merged_cells()
    {
        string text = "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>" + C("Region") + C("Month") + C("Total") + "</w:tr>"
            + "<w:tr>" + C("North", "<w:vMerge w:val=\"restart\"/>") + C("May") + C("1") + "</w:tr><w:tr>" + C("", "<w:vMerge/>") + C("June") + C("2") + "</w:tr>"
            + "<w:tr>" + C("All together", "<w:gridSpan w:val=\"2\"/>") + C("3") + "</w:tr></w:tbl>";
        Assert.Equal(["TableHeader: Region | Month | Total", "TableRow: North | May | 1", "TableRow: North | June | 2", "TableRow: All together |  | 3"], Reads.Lines(Read(text)));
    }

    [Theory]
    [InlineData("<w:trPr><w:tblHeader/></w:trPr>")]
    [InlineData("")]
    public void Read_joins_names_in_two_rows(string header)
    {
        const string two = "<w:gridSpan w:val=\"2\"/>";
        Document document = Read("<w:tbl><w:tr>" + header + C("Region", "<w:vMerge w:val=\"restart\"/>") + C("2025", two) + C("2026", two) + "</w:tr><w:tr>" + header + C("", "<w:vMerge/>") + C("Q1") + C("Q2") + C("Q1") + C("Q2") + "</w:tr>"
            + "<w:tr>" + C("North", "<w:vMerge w:val=\"restart\"/>") + C("1") + C("2") + C("3") + C("4") + "</w:tr><w:tr>" + C("", "<w:vMerge/>") + C("5") + C("6") + C("7") + C("8") + "</w:tr></w:tbl>");
        Assert.Equal(["TableHeader: Region | 2025 Q1 | 2025 Q2 | 2026 Q1 | 2026 Q2", "TableRow: North | 1 | 2 | 3 | 4", "TableRow: North | 5 | 6 | 7 | 8"], Reads.Lines(document));
        Assert.Equal([[false, false, false, false, false], [true, false, false, false, false]], document.Root.Blocks.Skip(1).Select(b => b.Cells.Select(c => c.IsRepeated).ToArray()));
    }

    [Fact]
    public void Read_puts_notes_behind_what_refers_to_them()
    {
        byte[] bytes = Packed.Word("<w:p><w:r><w:t>Interest is due.</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>" + P("Next."),
            ("footnotes.xml", "footnotes", "<w:footnotes><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote><w:footnote w:id=\"2\">" + P("At 4 percent.") + "</w:footnote></w:footnotes>"));
        Assert.Equal(["Paragraph: Interest is due.", "Paragraph: At 4 percent.", "Paragraph: Next."], Reads.Lines(Packed.Read("a.docx", bytes)));
    }

    [Fact]
    public void Read_numbers_clauses_and_headings_as_word_shows_them()
    {
        const string Numbering = "<numbering><abstractNum abstractNumId=\"1\"><lvl ilvl=\"0\"><start val=\"1\"/><numFmt val=\"decimal\"/><lvlText val=\"%1.\"/></lvl>"
            + "<lvl ilvl=\"1\"><start val=\"1\"/><numFmt val=\"lowerLetter\"/><lvlText val=\"%1.%2\"/></lvl></abstractNum><num numId=\"7\"><abstractNumId val=\"1\"/></num></numbering>";
        string text = Item("Term", 0, "H1") + Item("It begins.", 1) + Item("It ends.", 1) + Item("Fees", 0, "H1") + Item("They are due.", 1) + Item("plain", 0);
        Document document = Packed.Read("a.docx", Packed.Word(text, ("styles.xml", "styles", Styles), ("numbering.xml", "numbering", Numbering)));
        Assert.Equal(["1. Term", "2. Fees"], Reads.Sections(document.Root).Select(s => s.Heading));
        Assert.Equal(["ListItem: 1.a It begins.", "ListItem: 1.b It ends.", "ListItem: 2.a They are due.", "ListItem: plain"], Reads.Lines(document));
    }

    [Fact]
    public void Read_leaves_out_hidden_text_and_contents_and_joins_code()
    {
        string text = "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>" + P("One ... 1") + "</w:sdtContent></w:sdt>"
            + "<w:sdt><w:sdtPr/><w:sdtContent>" + P("kept") + "</w:sdtContent></w:sdt><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>shown</w:t></w:r></w:p>" + P("a = 1", "C") + P("  b = 2", "C");
        Assert.Equal(["Paragraph: kept", "Paragraph: shown", "Code: a = 1\\n  b = 2"], Reads.Lines(Read(text)));
    }

    private static Document Read(string body) => Packed.Read("a.docx", Packed.Word(body, ("styles.xml", "styles", Styles)));

    private static string P(string text, string style = "") => $"<w:p>{(style.Length > 0 ? $"<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>" : "")}<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>";

    private static string C(string text, string settings = "") => $"<w:tc><w:tcPr>{settings}</w:tcPr>{P(text)}</w:tc>";

    private static string Item(string text, int level, string style = "") =>
        $"<w:p><w:pPr>{(style.Length > 0 ? $"<w:pStyle w:val=\"{style}\"/>" : "")}<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>";
}
