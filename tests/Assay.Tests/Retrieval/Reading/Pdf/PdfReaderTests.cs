using System.Globalization;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using static Assay.Tests.Retrieval.Reading.Pdf.PdfWriter;

namespace Assay.Tests.Retrieval.Reading.Pdf;

public sealed class PdfReaderTests
{
    private static readonly string[] Whole =
    [
        "Paragraph: The goods are delivered within four weeks of the order. Delivery is free of charge from an order value of 500 euro; below that it costs what the carrier charges. "
            + "The carrier is chosen by the seller, who tells the buyer.",
        "TableHeader: Plan | Price | Limit",
        "TableRow: Basic | 3 euro | 10 users",
        "ListItem: 1. Orders are binding.",
        "ListItem: 2. Prices include tax.",
        "Paragraph: Office flow: café",
        "Paragraph: OflabΩ",
        "Paragraph: テスト",
        "Paragraph: αбc",
        "Paragraph: Text of a form.",
        "Paragraph: The left column is read first, from its first line down to its last one, although each of its lines has a neighbour on the right.",
        "Paragraph: The right column follows when the left one ends, and its lines stand beside those of the left column on the same heights.",
    ];

    [Theory]
    [InlineData("plain.pdf")]
    [InlineData("objects.pdf")]
    [InlineData("rc4-40.pdf")]
    [InlineData("rc4-128.pdf")]
    [InlineData("aes-128.pdf")]
    [InlineData("aes-256.pdf")]
    public void Read_gives_the_text_whatever_the_file_is_packed_and_encrypted_with(string name)
    {
        Document document = PdfReads.Read(PdfReads.Fixture(name));
        Assert.Equal(Whole, Reads.Lines(document));
        Assert.Equal(["Terms of delivery", "Fees and limits", "Two columns"], Reads.Sections(document.Root).Select(s => s.Heading));
        Assert.Equal("Terms of delivery", document.Title);
        Assert.Contains("\"author\":\"Äda\"", document.Properties!.ToJson(), StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2025, 1, 31, 12, 0, 0, TimeSpan.FromHours(1)), document.Properties.Updated);
    }

    [Fact]
    public void Read_says_which_page_a_text_stands_on()
    {
        Document document = PdfReads.Read(PdfReads.Fixture("plain.pdf"));
        Place place = document.Places.Single(p => p.Span.Of(document.Source).Contains("left column is read", StringComparison.Ordinal));
        Assert.Equal("page 2", place.Name);
        Assert.All(document.Places.TakeWhile(p => p.Span.Start < document.Source.IndexOf("Two columns", StringComparison.Ordinal)), p => Assert.Equal("page 1", p.Name));
    }

    [Fact]
    public void Read_keeps_running_lines_when_asked_to()
    {
        Document document = PdfReads.Read(PdfReads.Fixture("plain.pdf"), new ReadingOptions { KeepRunningLines = true });
        Assert.Contains("Page 2 of 2", document.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("Page 2 of 2", PdfReads.Read(PdfReads.Fixture("plain.pdf")).Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_paragraph_over_two_pages_has_a_place_for_each()
    {
        var file = new PdfWriter();
        file.Page(Show(72, 60, "The sentence begins on the first page and"));
        file.Page(Show(72, 700, "goes on upon the second one."));
        Document document = PdfReads.Read(file.ToArray());
        Assert.Equal(["Paragraph: The sentence begins on the first page and goes on upon the second one."], Reads.Lines(document));
        Assert.Equal(["page 1", "page 2"], document.Places.Select(p => p.Name));
        Assert.StartsWith("goes on", document.Places[1].Span.Of(document.Source).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_file_with_a_password_says_so() =>
        Assert.Contains("needs a password", PdfReads.Refusal(PdfReads.Fixture("password.pdf")), StringComparison.Ordinal);

    [Fact]
    public void Read_of_pictures_only_says_so()
    {
        var file = new PdfWriter { Resources = "/XObject << /Im << /Subtype /Image >> >>" };
        file.Page("q 612 0 0 792 0 0 cm /Im Do Q");
        Assert.Contains("has no text", PdfReads.Refusal(file.ToArray()), StringComparison.Ordinal);
        file.Page(Show(72, 700, "This page has words."));
        Document document = PdfReads.Read(file.ToArray());
        Assert.Contains("Page 1 is only a picture", Assert.Single(document.Warnings), StringComparison.Ordinal);
        Assert.Equal(["Paragraph: This page has words."], Reads.Lines(document));
    }

    [Fact]
    public void Read_of_glyphs_that_say_nothing_warns()
    {
        string font = "/F1 << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X >>] >>";
        byte[] bytes = OnePage("BT /F1 10 Tf 72 700 Td <" + string.Concat(Enumerable.Repeat("0041", 40)) + "> Tj ET", font);
        Assert.Contains("do not say which characters", Assert.Single(PdfReads.Read(bytes).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_turns_turned_pages_upright()
    {
        var file = new PdfWriter();
        file.Page("BT /F1 10 Tf 0 1 -1 0 300 72 Tm (First line of a turned page.) Tj ET BT /F1 10 Tf 0 1 -1 0 312 72 Tm (Second line of it.) Tj ET", "/Rotate 90");
        Assert.Equal(["Paragraph: First line of a turned page. Second line of it."], PdfReads.Lines(file.ToArray()));
        Assert.Equal(["Paragraph: First line of a turned page. Second line of it."], PdfReads.Lines(OnePage(
            "BT /F1 10 Tf 0 1 -1 0 300 72 Tm (First line of a turned page.) Tj ET BT /F1 10 Tf 0 1 -1 0 312 72 Tm (Second line of it.) Tj ET")));
    }

    [Fact]
    public void Read_of_forms_side_by_side_keeps_the_rows()
    {
        var operators = new StringBuilder();
        for (int i = 0; i < 4; i++) operators.Append(Show(72, 700 - (14 * i), $"name {i}")).Append(Show(300, 700 - (14 * i), $"value {i}"));
        Assert.Equal(["TableRow: name 0 | value 0", "TableRow: name 1 | value 1", "TableRow: name 2 | value 2", "TableRow: name 3 | value 3"], PdfReads.Lines(OnePage(operators.ToString())));
    }

    [Fact]
    public void Read_of_a_ruled_table_joins_what_no_line_parts()
    {
        string lines = "72 700 m 372 700 l 72 680 m 372 680 l 72 640 m 372 640 l 72 640 m 72 700 l 372 640 m 372 700 l 172 640 m 172 680 l S\n";
        string words = Show(80, 688, "Over both") + Show(80, 664, "Two lines") + Show(80, 650, "in a cell") + Show(180, 656, "right");
        Assert.Equal(["TableRow: Over both |", "TableRow: Two lines in a cell | right"], PdfReads.Lines(OnePage(lines + words)).Select(l => l.TrimEnd()));
    }

    [Fact]
    public void Read_undoes_broken_words_but_keeps_hyphens_of_the_text()
    {
        string text = Show(72, 700, "The delivery of all goods is free of charge and a non-exclusive right, as the deliv-") + Show(72, 688, "ery is, remains with the seller who is of a well-known and non-")
            + Show(72, 676, "exclusive kind.");
        Assert.Equal(["Paragraph: The delivery of all goods is free of charge and a non-exclusive right, as the delivery is, remains with the seller who is of a well-known and non-exclusive kind."], PdfReads.Lines(OnePage(text)));
    }

    [Fact]
    public void Read_undoes_broken_words_of_capitals_but_keeps_numbers_written_with_a_hyphen()
    {
        string text = Show(72, 700, "The delivery of all goods is free of charge, as the deliv-") + Show(72, 688, "ery is. THE WARRANTY HOLDS FOR DELIV-") + Show(72, 676, "ERY ALONE, after no more than forty-")
            + Show(72, 664, "five days of a year in whole.");
        Assert.Equal(["Paragraph: The delivery of all goods is free of charge, as the delivery is. THE WARRANTY HOLDS FOR DELIVERY ALONE, after no more than forty-five days of a year in whole."], PdfReads.Lines(OnePage(text)));
    }

    [Fact]
    public void Read_of_a_heading_beside_a_full_line_keeps_the_columns_apart()
    {
        var operators = new StringBuilder();
        string[] right = ["begins upon the right", "and ends with a stop.", "", "Heading", "", "Words below it stand", "on the right as well."];
        for (int i = 0; i < 7; i++) operators.Append(Show(72, 700 - (12 * i), "words that fill"));
        for (int i = 0; i < 7; i++) operators.Append(Show(137.4, 700 - (12 * i), right[i], i == 3 ? 12 : 10, i == 3 ? "F2" : "F1"));
        Document document = PdfReads.Read(OnePage(operators.ToString()));
        string[] lines = Reads.Lines(document);
        Assert.Equal(string.Join(' ', Enumerable.Repeat("words that fill", 7)) + " begins upon the right and ends with a stop.", lines[0]["Paragraph: ".Length..]);
        Assert.Equal("Heading", Assert.Single(Reads.Sections(document.Root)).Heading);
        Assert.Equal("Paragraph: Words below it stand on the right as well.", lines[^1]);
    }

    [Fact]
    public void Read_leaves_out_page_numbers_far_from_the_edge_of_the_paper()
    {
        var file = new PdfWriter();
        for (int page = 1; page <= 3; page++) file.Page(Show(72, 640, $"The text of page {"one two three".Split(' ')[page - 1]} ends here.") + Show(300, 140, page.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(["Paragraph: The text of page one ends here.", "Paragraph: The text of page two ends here.", "Paragraph: The text of page three ends here."], PdfReads.Lines(file.ToArray()));
    }

    [Fact]
    public void Read_leaves_out_hidden_layers_and_text_beside_the_page()
    {
        var file = new PdfWriter { Resources = "/Properties << /L 3 0 R >>", Catalog = "/OCProperties << /D << /OFF [3 0 R] >> >>" };
        file.Add("<< /Type /OCG /Name (hidden) >>");
        file.Page("/OC /L BDC " + Show(72, 700, "hidden") + "EMC " + Show(72, 680, "shown") + Show(-500, 660, "beside") + "/Span << /ActualText (given) >> BDC " + Show(72, 640, "drawn") + "EMC");
        Assert.Equal(["Paragraph: shown", "Paragraph: given"], PdfReads.Lines(file.ToArray()));
    }

    [Fact]
    public void Read_of_ordinary_bytes_says_that_they_are_no_pdf() =>
        Assert.Contains("is no PDF", PdfReads.Refusal("hello, this is a text"u8.ToArray()), StringComparison.Ordinal);
}
