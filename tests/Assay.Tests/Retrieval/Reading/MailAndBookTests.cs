using System.Text;
using Assay.Retrieval.Documents;

namespace Assay.Tests.Retrieval.Reading;

public sealed class MailAndBookTests
{
    [Fact]
    public void Read_of_a_message_finds_header_text_and_attachments()
    {
        string csv = Convert.ToBase64String(Encoding.UTF8.GetBytes("part,qty\nBolt,12\n"));
        string message = "From: =?utf-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes("Zoë")) + "?= <z@example.com>\r\nTo: a@example.com\r\nDate: Tue, 5 Mar 2024 10:00:00 +0100 (CET)\r\n"
            + "Subject: =?iso-8859-1?Q?Stock_f=FCr?=\r\n =?iso-8859-1?Q?_Mai?=\r\nContent-Type: multipart/mixed; boundary=\"b1\"\r\n\r\nignored\r\n--b1\r\nContent-Type: multipart/alternative; boundary=b2\r\n\r\n"
            + "--b2\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nplain\r\n--b2\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Gr=FC=DFe,=\r\n team</p>\r\n--b2--\r\n"
            + "--b1\r\nContent-Type: text/csv; name=stock.csv\r\nContent-Disposition: attachment; filename*=utf-8''st%6Fck.csv\r\nContent-Transfer-Encoding: base64\r\n\r\n" + csv + "\r\n--b1--\r\n";
        Document document = Packed.Read("a.eml", Encoding.Latin1.GetBytes(message));
        Assert.Equal("Stock für Mai", document.Title);
        Assert.Equal(["Paragraph: From: Zoë <z@example.com>", "Paragraph: To: a@example.com", "Paragraph: Date: Tue, 5 Mar 2024 10:00:00 +0100 (CET)", "Paragraph: Grüße, team", "TableHeader: part | qty", "TableRow: Bolt | 12"],
            Reads.Lines(document));
        Assert.Equal(new DateTimeOffset(2024, 3, 5, 9, 0, 0, TimeSpan.Zero), document.Properties!.Updated);
        Section subject = Assert.Single(document.Root.Sections);
        Assert.Equal("stock.csv", Assert.Single(subject.Sections).Heading);
    }

    [Fact]
    public void Read_of_a_mailbox_finds_every_message()
    {
        Document document = Packed.Read("a.mbox", Encoding.UTF8.GetBytes("From a@b Mon\nSubject: One\n\nFirst.\n\n>From here on.\n\nFrom c@d Tue\nSubject: Two\n\nSecond.\n"));
        Assert.Equal(["One", "Two"], document.Root.Sections.Select(s => s.Heading));
        Assert.Equal(["message 1", "message 2"], document.Places.Select(p => p.Name));
    }

    [Theory]
    [InlineData("a.eml", "no header at all")]
    [InlineData("a.mbox", "Subject: x\n\ny")]
    public void Read_refuses_what_is_no_mail(string name, string text) => Assert.NotEmpty(Packed.Refused(name, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Read_of_parts_without_end_is_refused()
    {
        string message = "Subject: x\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"));
        Assert.Contains("nested deeper", Packed.Refused("a.eml", Encoding.UTF8.GetBytes(message)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_book_follows_its_spine()
    {
        byte[] book = Packed.Zip(("mimetype", "application/epub+zip"), ("META-INF/container.xml", "<container><rootfiles><rootfile full-path=\"OPS/book.opf\"/></rootfiles></container>"),
            ("OPS/book.opf", "<package><metadata><dc:title>Pumps</dc:title><dc:creator>A. Writer</dc:creator><dc:date>2021-04-01</dc:date></metadata><manifest><item id=\"two\" href=\"text/two.xhtml\" media-type=\"application/xhtml+xml\"/>"
                + "<item id=\"one\" href=\"text/one%20.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"one\"/><itemref idref=\"two\"/></spine></package>"),
            ("OPS/text/one .xhtml", "<html><head><title/></head><body><h1>One</h1><p><a id=\"x\"/>First.</p></body></html>"), ("OPS/text/two.xhtml", "<html><body><h1>Two</h1><p>Second.</p></body></html>"));
        Document document = Packed.Read("a.epub", book);
        Assert.Equal("Pumps", document.Title);
        Assert.Equal(["One", "Two"], document.Root.Sections.Select(s => s.Heading));
        Assert.Equal(["Paragraph: First.", "Paragraph: Second."], Reads.Lines(document));
        Assert.Equal(2021, document.Properties!.Updated!.Value.Year);
    }
}
