using System.Text;
using Assay.Tests.Retrieval.Reading;
using Assay.Tests.Retrieval.Reading.Pdf;

namespace Assay.Benchmarks.Reading;

/// <summary>Small valid files of every reader that damaged ones are made from: each shows what its format has, and none is larger than it must be, so that many cases fit into a second.</summary>
internal static class FuzzSeeds
{
    private static readonly Dictionary<string, string[]> Texts = new(StringComparer.Ordinal)
    {
        [".md"] = ["---\ntitle: A page\nupdated: 2026-01-02\n---\n# Head\n\nSome *words* and [a link](b.md \"t\").\n\n- one\n  1. two\n- [x] three\n\n| a | b |\n|---|:-:|\n| 1 | `2` |\n\n> quoted\n\n```cs\nint a;\n```\n\nText[^1].\n\n[^1]: A note.\n",
            "Title\n=====\n\nTerm\n: Meaning\n\n+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+\n\n<div>html <b>in</b> it</div>\n\n![image](x.png) &amp; &#65; <https://a.b>\n\n::: moniker\n> [!NOTE]\n> A note.\n:::\n"],
        [".html"] = ["<!DOCTYPE html><html><head><title>T &amp; t</title></head><body><nav><a href=x>y</a></nav><main><h1>Head</h1><p>Words <b>bold</b><br>more.<ul><li>one<li>two</ul><table><tr><th>a<th>b<tr><td>1<td rowspan=2>2</table><pre>code\n  here</pre></main><footer>f</footer></body></html>",
            "<h2>A</h2><article><p>p<svg><text>no</text></svg><select><option>x</select><!-- c --><script>var a='</p>';</script><dl><dt>t<dd>d</dl>&#x41;&bogus;<textarea>t</textarea></article>"],
        [".txt"] = ["A TITLE\n\nSome text of a paragraph\nover two lines.\n\nHead\n====\n\nMore text.\r\n\r\nHead two\n--------\ntext\n", "caf\u00e9 \u6771\u4eac\n\n\tindented\n"],
        [".csv"] = ["name,price,date\nHammer,12.80,2026-01-02\n\"Chisel, small\",\"1\"\"2\",\n\nSaw,7,2026-02-03\n", "Report of sales\n\na;b;c\n1,5;2,5;x\n\"two\nlines\";3;y\n"],
        [".tsv"] = ["name\tprice\nHammer\t12.80\nSaw\t\"7\t8\"\n"],
        [".json"] = ["{\"title\":\"A\",\"list\":[{\"a\":1,\"b\":\"x\\u00e9\"},{\"a\":-2.5e3,\"b\":null}],\"nested\":{\"c\":[true,false,[]],\"d\":{}}}", "[1,2,\"\\n\\\"\",[[\"deep\"]]]",
            "{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"T\",\"version\":\"1\"},\"paths\":{\"/users/{id}\":{\"get\":{\"summary\":\"S\",\"parameters\":[{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"integer\"}}],\"responses\":{\"200\":{\"description\":\"ok\",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/User\"}}}}}}}},\"components\":{\"schemas\":{\"User\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"enum\":[\"a\"]}},\"allOf\":[{\"$ref\":\"#/components/schemas/User\"}]}}}}"],
        [".jsonl"] = ["{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n\n{\"c\":[1,2]}\n\"text\"\n"],
        [".yaml"] = ["title: A\nlist:\n  - a: 1\n    b: 'x''y'\n  - {a: 2, b: \"\\u00e9\"}\nblock: |\n  line\n   more\nfolded: >-\n  one\n  two\nalias: &x [1, 2]\nagain: *x\n---\nsecond: document\n...\n", "# comment\n- 1\n- - nested\n- ? key\n  : value\n- !!str tagged\n- ~\n",
            "openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    post:\n      description: D\n      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}\n      responses: {'200': {description: ok}}\ncomponents: {schemas: {B: {type: object, properties: {x: {type: array, items: {$ref: '#/components/schemas/B'}}}}}}\n"],
        [".ipynb"] = ["{\"cells\":[{\"cell_type\":\"markdown\",\"source\":[\"# Head\\n\",\"text *x*\"]},{\"cell_type\":\"code\",\"source\":\"print(1)\",\"outputs\":[{\"output_type\":\"stream\",\"text\":[\"1\\n\"]},{\"output_type\":\"execute_result\",\"data\":{\"text/plain\":[\"2\"]}}]}],\"metadata\":{\"kernelspec\":{\"language\":\"python\"}},\"nbformat\":4}"],
        [".rst"] = ["=====\nTitle\n=====\n\n:Author: A\n:Date: 2026-01-02\n\nHead\n----\n\nText *with* ``code`` and `link <http://a.b>`_ and :ref:`x`.\n\n* one\n* two\n\n#. three\n\n.. note:: A note\n   goes on.\n\n.. code-block:: python\n\n   x = 1\n\nterm\n  meaning\n",
            "+-----+-----+\n| a   | b   |\n+=====+=====+\n| 1   | 2   |\n|     | 3   |\n+-----+-----+\n\n=====  =====\na      b\n=====  =====\n1      2\n=====  =====\n\n.. csv-table:: T\n   :header: x, y\n\n   1, 2\n\n.. list-table::\n\n   * - a\n     - b\n\n::\n\n  literal\n\n| line\n| block\n"],
        [".adoc"] = ["= Title\nAuthor Name <a@b.c>\nv1, 2026-01-02\n:attr: value\n\n== Head\n\nText *bold* _it_ `code` {attr} link:a.html[text] <<ref>>.\n\n* one\n** two\n. three\n\n[source,python]\n----\nx = 1\n----\n\n|===\n|a |b\n\n|1\n|2\n|===\n\nNOTE: A note.\n\nterm:: meaning\n\n====\nexample\n====\n// comment\n////\nblock\n////\ninclude::x.adoc[]\n"],
        [".srt"] = ["1\n00:00:01,000 --> 00:00:04,000\nGood <i>morning</i>.\n\n2\n00:00:05,000 --> 00:00:07,500\nWelcome to\nthe talk.\n"],
        [".vtt"] = ["WEBVTT\n\nNOTE x\n\nid\n00:01.000 --> 00:04.000 align:start\n<v Ann>Hello.\n\n00:05.000 --> 00:06.000\n<v.loud Bob>Yes.</v>\n"],
        [".cs"] = ["using System;\n\nnamespace A.B;\n\n/// <summary>Says.</summary>\npublic class C<T> : I where T : new()\n{\n    private readonly string x = $\"a{1 + 2}\\\"\", y = @\"v\"\"w\";\n\n    // A comment.\n    public int M(int a, string b = \"}\") { if (a > 1) { return 'x'; } else return 2; }\n#if X\n    record R(int A);\n#endif\n    string t = \"\"\"\n        raw { } \"\n        \"\"\";\n}\n"],
        [".ts"] = ["import { a } from 'b';\n\n/** Doc. */\nexport class C extends D {\n  x = `t${1 + `n`}`;\n  m(a: number): string { return a / 2 > 1 ? /re[/}]x/g.source : \"\"; }\n}\nexport const f = async (x) => { await g(x); };\ninterface I { a: string }\n@dec()\nfunction h() {}\n"],
        [".java"] = ["package a.b;\n\nimport java.util.*;\n\n/** Doc. */\n@Ann(\"x\")\npublic class C<T extends D> {\n  private int x = 'c';\n  String t = \"\"\"\n    text\n    \"\"\";\n  public void m() throws E { for (;;) { } }\n  enum F { A, B }\n}\n"],
        [".go"] = ["package main\n\nimport (\n\t\"fmt\"\n)\n\n// Doc.\ntype S struct {\n\tA int `json:\"a\"`\n}\n\nfunc (s *S) M(a int) (int, error) {\n\tif a > 1 {\n\t\treturn 'x', nil\n\t}\n\treturn 0, nil\n}\n\nvar x = map[string]int{\"a\": 1}\n"],
        [".rs"] = ["use a::b;\n\n/// Doc.\n#[derive(Debug)]\npub struct S<'a> { x: &'a str }\n\nimpl<'a> S<'a> {\n    pub fn m(&self) -> char { let s = r#\"raw \" } \"#; match s { _ => 'x' } }\n}\n\nmacro_rules! m { ($x:expr) => { $x } }\nenum E { A, B(u8) }\n"],
        [".cpp"] = ["#include <a>\n#define M(x) \\\n  (x)\n\nnamespace n {\n// Doc.\ntemplate <class T>\nclass C : public D {\n public:\n  int m(int a) const { return a > 1 ? 'x' : 2; }\n  const char* s = R\"x(raw \" } )x\";\n};\n}  // namespace n\n\nint main() { return 0; }\n"],
        [".py"] = ["\"\"\"Doc.\"\"\"\nimport os\n\n# Comment.\n@dec\nclass C(D):\n    x = 1\n\n    async def m(self, a=\"}\"):\n        '''Doc\n        more.'''\n        if a:\n            return [1,\n                2]\n\n\ndef f(x): return f\"{x}\"\n\n\nif __name__ == \"__main__\":\n    f(1)\n"],
        [".sql"] = ["-- Comment\nCREATE TABLE users (\n  id INT PRIMARY KEY,\n  name VARCHAR(20) DEFAULT 'a;b' -- x\n);\n\n/* block */\nCREATE OR REPLACE FUNCTION f() RETURNS int AS $$\nBEGIN\n  SELECT 1;\nEND;\n$$ LANGUAGE plpgsql;\n\nINSERT INTO \"users\" VALUES (1, 'it''s');\nSELECT * FROM users WHERE id = 1;\nGO\n"],
        [".eml"] = ["From: =?utf-8?B?w4Q=?= <a@b.c>\nTo: d@e.f\nSubject: =?iso-8859-1?Q?caf=E9?= talk\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"xx\"\n\n--xx\nContent-Type: multipart/alternative; boundary=yy\n\n--yy\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nHello =\nworld =C3=A9.\n> quoted\n--yy\nContent-Type: text/html\n\n<p>Hello</p>\n--yy--\n--xx\nContent-Type: text/csv\nContent-Disposition: attachment; filename*=utf-8''a%20b.csv\nContent-Transfer-Encoding: base64\n\nYSxiCjEsMgo=\n--xx--\n"],
        [".mbox"] = ["From a Mon Mar  2 10:00:00 2026\nFrom: a@b.c\nSubject: One\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nText.\n>From here.\n\nFrom b Tue Mar  3 10:00:00 2026\nSubject: Two\nContent-Type: text/html\n\n<h1>Hi</h1>\n"],
    };

    /// <summary>The endings of all readers; those that share a reader stand once, but for TSV and WebVTT.</summary>
    public static IReadOnlyList<string> Endings { get; } = [.. Texts.Keys, ".zip", ".epub", ".docx", ".xlsx", ".pptx", ".pdf"];

    /// <summary>The seeds of an ending.</summary>
    /// <param name="ending">With its dot.</param>
    /// <returns>Empty for an ending without.</returns>
    public static byte[][] Of(string ending) => Texts.TryGetValue(ending, out string[]? texts) ? [.. texts.Select(Encoding.UTF8.GetBytes)] : ending switch
    {
        ".zip" => [Packed.Zip(("a/notes.md", "# Notes\n\nHello."), ("b.csv", "x,y\n1,2\n"), ("c.zip", "PK")), Packed.Zip([("in.zip", Packed.Zip(("x.txt", "deep words"))), ("m.eml", Encoding.UTF8.GetBytes(Texts[".eml"][0]))])],
        ".epub" => [Epub()],
        ".docx" => [Word(), Packed.Word("<w:p><w:r><w:t>One</w:t><w:br/><w:t xml:space=\"preserve\"> two</w:t></w:r></w:p><w:p/>")],
        ".xlsx" => [Sheet()],
        ".pptx" => [Slides()],
        ".pdf" => Pdfs(),
        _ => [],
    };

    private static byte[] Epub() => Packed.Zip(
        ("mimetype", "application/epub+zip"), ("META-INF/container.xml", "<container><rootfiles><rootfile full-path=\"o/c.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>"),
        ("o/c.opf", "<package xmlns:dc=\"d\"><metadata><dc:title>T</dc:title><dc:creator>A</dc:creator><dc:date>2026-01-02</dc:date></metadata><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/><item id=\"b\" href=\"sub/b.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/></manifest><spine><itemref idref=\"a\"/><itemref idref=\"b\"/></spine></package>"),
        ("o/a.xhtml", "<?xml version=\"1.0\"?><html><body><h1>One</h1><p>Words &amp; words.</p></body></html>"), ("o/sub/b.xhtml", "<html><body><nav><ol><li><a href=\"../a.xhtml\">One</a></li></ol></nav></body></html>"));

    private static byte[] Word() => Packed.Word(
        "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Head</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:ins><w:r><w:t>item</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
        + "<w:p><w:hyperlink r:id=\"rId4\"><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType=\"separate\"/><w:t>1</w:t><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
        + "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        ("styles.xml", "styles", "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style></w:styles>"),
        ("numbering.xml", "numbering", "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"),
        ("footnotes.xml", "footnotes", "<w:footnotes><w:footnote w:id=\"2\"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"));

    private static byte[] Sheet() => Packed.Office(
        "xl/workbook.xml", "<workbook><workbookPr date1904=\"0\"/><sheets><sheet name=\"A b\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ("worksheets/sheet1.xml", "worksheet", "<worksheet><dimension ref=\"A1:C3\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>Price</t></is></c></row><row r=\"2\"><c r=\"A2\" s=\"1\"><v>45292</v></c><c r=\"B2\"><f>1+1</f><v>2.50</v></c></row><row r=\"3\"><c r=\"A3\" t=\"b\"><v>1</v></c><c r=\"C3\" t=\"e\"><v>#DIV/0!</v></c></row></sheetData><mergeCells><mergeCell ref=\"A3:B3\"/></mergeCells></worksheet>"),
        ("sharedStrings.xml", "sharedStrings", "<sst count=\"1\"><si><r><t>Day</t></r><rPh><t>x</t></rPh></si></sst>"),
        ("styles.xml", "styles", "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy\\-mm\\-dd;[Red]&quot;x&quot;0.00\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>"));

    private static byte[] Slides() => Packed.Office(
        "ppt/presentation.xml", "<p:presentation><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId1\"/></p:sldIdLst></p:presentation>",
        ("slides/slide1.xml", "slide", "<p:sld><p:cSld><p:spTree><p:sp><p:nvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"1\" y=\"2\"/></a:xfrm></p:spPr><p:txBody><a:p><a:r><a:t>Head</a:t></a:r></a:p></p:txBody></p:sp><p:sp><p:txBody><a:p><a:pPr lvl=\"1\"><a:buChar char=\"-\"/></a:pPr><a:r><a:t>item</a:t></a:r><a:br/></a:p></p:txBody></p:sp><p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame></p:spTree></p:cSld></p:sld>"),
        ("slides/_rels/slide1.xml.rels", "x", "<Relationships><Relationship Id=\"r\" Type=\"x/notesSlide\" Target=\"../notesSlides/n.xml\"/></Relationships>"), ("notesSlides/n.xml", "x", "<p:notes><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>Say this.</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:notes>"));

    private static byte[][] Pdfs()
    {
        var plain = new PdfWriter { Catalog = "/Outlines << /First 6 0 R >>" };
        plain.Page(PdfWriter.Show(72, 700, "Head", 20, "F2") + PdfWriter.Show(72, 660, "Some words of a para-") + PdfWriter.Show(72, 648, "graph, (nested \\(brackets\\)) and \\101.")
            + "0.5 w 72 600 m 272 600 l S 72 580 m 272 580 l S 72 560 m 272 560 l S 72 560 m 72 600 l S 172 560 m 172 600 l S 272 560 m 272 600 l S\n" + PdfWriter.Show(76, 585, "a") + PdfWriter.Show(176, 585, "b") + PdfWriter.Show(76, 565, "1") + PdfWriter.Show(176, 565, "2"), "/Rotate 0");
        plain.Add("<< /Title (Head) /Dest [4 0 R /Fit] >>");
        plain.Add("<< /Title (A file) /Author (B) /CreationDate (D:20260102030405+01'00') >>");
        var packed = new PdfWriter();
        packed.Page(packed.Stream("/Filter /FlateDecode", PdfWriter.Packed(Encoding.Latin1.GetBytes("q 1 0 0 1 10 10 cm BT /F1 10 Tf 12 TL 1 2 Td [(Ab) -250 (cd)] TJ T* <414243> ' ET Q /Span << /ActualText (x) >> BDC BT (y) Tj ET EMC BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"))));
        return [plain.ToArray(), packed.ToArray()];
    }
}
