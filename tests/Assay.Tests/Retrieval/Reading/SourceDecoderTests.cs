using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;

namespace Assay.Tests.Retrieval.Reading;

public sealed class SourceDecoderTests
{
    [Fact]
    public void Decode_accepts_utf8_and_utf16_with_their_marks()
    {
        const string text = "Grüße, 世界 😀\r\n";
        foreach (Encoding encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
        {
            Assert.Equal(text, Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]));
        }

        Assert.Equal(text, Decode(Encoding.UTF8.GetBytes(text)));
        Assert.Equal("", Decode([]));
    }

    [Theory]
    [InlineData(new byte[] { 65, 66, 0xC3, 40 }, "0xC3 at offset 2")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 65, 0xFF }, "0xFF at offset 4")]
    [InlineData(new byte[] { 65, 0xE2, 0x82 }, "0xE2 at offset 1")]
    [InlineData(new byte[] { 0xFF, 0xFE, 65, 0, 66 }, "byte offset 4")]
    [InlineData(new byte[] { 0xFF, 0xFE, 65, 0, 0x00, 0xD8, 65, 0 }, "half a surrogate pair")]
    [InlineData(new byte[] { 65, 0, 66, 67 }, "binary")]
    [InlineData(new byte[] { 0x89, 0x50, 0, 0xFF }, "binary")]
    [InlineData(new byte[] { 1, 2, 3, 65, 66, 67, 68 }, "binary")]
    public void Decode_refuses_what_is_not_text_and_says_where(byte[] bytes, string expected)
    {
        var e = Assert.Throws<UnreadableDocumentException>(() => Decode(bytes));
        Assert.Equal("a.txt", e.DocumentId);
        Assert.Contains(expected, e.Reason, StringComparison.Ordinal);
        Assert.StartsWith("a.txt: ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1252, "Die Größe der Tür übersteigt die Öffnung; siehe „Maße“ – für 20 € extra.")]
    [InlineData(1252, "Le café est fermé à cause d'une panne; le gérant s'excuse auprès de ses hôtes.")]
    [InlineData(1252, "Größe: 5 m², Übergröße möglich, Straße")]
    [InlineData(1252, "Größe möglich, Übergröße dafür zuzüglich Straßengebühr")]
    [InlineData(1252, "Une année scolaire créée à Évry, très aimée")]
    [InlineData(1252, "El niño comió piñón y jamón en la montaña")]
    [InlineData(54936, "合同自双方签字之日起生效，ABC会在三天内用SQL发货。")]
    [InlineData(1250, "Zażółć gęślą jaźń. Příliš žluťoučký kůň úpěl ďábelské ódy.")]
    [InlineData(1251, "Договор вступает в силу с момента подписания сторонами.")]
    [InlineData(20866, "Договор вступает в силу с момента подписания сторонами.")]
    [InlineData(866, "Договор вступает в силу с момента подписания сторонами.")]
    [InlineData(1253, "Η σύμβαση ισχύει από την ημερομηνία της υπογραφής της.")]
    [InlineData(1255, "ההסכם נכנס לתוקף ביום החתימה על ידי הצדדים.")]
    [InlineData(1256, "يدخل العقد حيز التنفيذ من تاريخ التوقيع عليه من الطرفين.")]
    [InlineData(932, "契約は署名の日から有効です。カタカナとひらがなを含みます。")]
    [InlineData(51932, "契約は署名の日から有効です。カタカナとひらがなを含みます。")]
    [InlineData(54936, "合同自双方签字之日起生效，我们会在三天内发货。")]
    [InlineData(54936, "订单号 A-1023 Status: OK 金额 1,200.00 USD 备注 VIP customer; 订单号 A-1024 金额 300.00")]
    [InlineData(54936, "服务器 restart 之后 cache 清空")]
    [InlineData(54936, "产品名称,型号,价格\n打印机,HP-200,1200\n显示器,DELL-24,999")]
    [InlineData(51949, "주문번호 A-1023 Status: OK 금액 1,200.00 USD 비고 VIP customer")]
    [InlineData(51949, "서버 restart 후 cache 삭제됨")]
    [InlineData(950, "產品名稱,型號,價格\n印表機,HP-200,1200\n螢幕,DELL-24,999")]
    [InlineData(950, "合約自雙方簽字之日起生效，我們會在三天內出貨。")]
    [InlineData(51949, "계약은 서명한 날부터 효력이 발생합니다. 대금은 매월 지급합니다.")]
    public void Decode_finds_out_other_character_sets(int page, string text) =>
        Assert.Equal(text, Decode(CodePagesEncodingProvider.Instance.GetEncoding(page)!.GetBytes(text)));

    [Fact]
    public void Decode_accepts_utf16_without_its_mark()
    {
        const string text = "The contract begins on the day of signature.";
        Assert.Equal(text, Decode(new UnicodeEncoding(false, false).GetBytes(text)));
        Assert.Equal(text, Decode(new UnicodeEncoding(true, false).GetBytes(text)));
    }

    [Fact]
    public void Decode_refuses_utf8_that_is_damaged()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("Grüße aus Köln und aus Düsseldorf, liebe Kunden von überall her!");
        bytes[40] = 0xFF;
        Assert.Throws<UnreadableDocumentException>(() => Decode(bytes));
    }

    [Fact]
    public void Decode_refuses_a_large_file_before_opening_it()
    {
        var file = new SourceFile("a.txt", ".txt", () => throw new InvalidOperationException("opened"), 11);
        var e = Assert.Throws<UnreadableDocumentException>(() => SourceDecoder.Decode(file, new ReadingOptions { MaxBytes = 10 }, default));
        Assert.Contains("at most 10 bytes are read, found 11", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_does_not_trust_the_stated_length()
    {
        var file = new SourceFile("a.txt", ".txt", () => new MemoryStream(new byte[11]), 3);
        Assert.Contains("too large", Assert.Throws<UnreadableDocumentException>(() => SourceDecoder.Decode(file, new ReadingOptions { MaxBytes = 10 }, default)).Reason, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => SourceDecoder.Decode(file, new ReadingOptions(), new CancellationToken(true)));
    }

    [Fact]
    public void Read_names_the_supported_formats_when_one_is_not()
    {
        var e = Assert.Throws<UnreadableDocumentException>(() => Reads.Text("a.xyz", ".xyz", "x"));
        Assert.Contains(".docx, .html, .md, .pdf, .txt, .xlsx or ", e.Reason, StringComparison.Ordinal);
        Assert.InRange(e.Reason.Length, 1, 200);
        Assert.Equal("x", Assert.Single(Reads.Blocks(Reads.Text("a.MD", ".MD", "x"))).Text);
        Assert.Throws<ArgumentException>(() => DocumentReaders.Read(Reads.File("a", ".md", []), new ReadingOptions { MaxBytes = 0 }, default));
    }

    [Theory]
    [InlineData(1251, "<html><head><meta charset=\"windows-1251\"><title>Цены</title></head><body>", "</body></html>")]
    [InlineData(1252, "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>", "")]
    [InlineData(1250, "<?xml version=\"1.0\" encoding=\"windows-1250\"?>\n<html><body>", "</body></html>")]
    public void Read_believes_a_page_that_names_its_character_set(int page, string before, string after)
    {
        string words = page switch { 1251 => "Ёж", 1250 => "Łódź", _ => "“naïve” façade" };
        byte[] bytes = CodePagesEncodingProvider.Instance.GetEncoding(page)!.GetBytes($"{before}<p>{words}</p>{after}");
        foreach (string ending in new[] { ".htm", ".html" })
        {
            Document read = DocumentReaders.Read(Reads.File("a", ending, bytes), new(), CancellationToken.None);
            Assert.Equal(words, Assert.Single(Reads.Blocks(read)).Text);
            Assert.Empty(read.Warnings);
        }
    }

    private static string Decode(byte[] bytes) => SourceDecoder.Decode(Reads.File("a.txt", ".txt", bytes), new ReadingOptions(), CancellationToken.None);

    [Fact]
    public void Read_reports_a_character_set_that_was_guessed_and_no_other()
    {
        const string text = "Größe und Preis für das Café in Köln; Straße, Übung, Äpfel.";
        byte[] western = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text);
        Assert.Contains("states no other character set that fits, and was taken for ", Assert.Single(Assay.Retrieval.Reading.DocumentReaders.Read(Reads.File("a", ".txt", western), new(), CancellationToken.None).Warnings), StringComparison.Ordinal);
        Assert.Empty(Reads.Text("a", ".txt", text).Warnings);
    }
}
