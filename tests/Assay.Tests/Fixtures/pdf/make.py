#!/usr/bin/env python3
"""Makes the PDF files of this folder: one written here by hand, and what qpdf makes of it.

Run as `python3 make.py` in this folder. The committed files were made with Python 3.11 and qpdf 11.3.0 (Debian 12).
plain.pdf has two pages: headings, paragraphs, a list, two columns, a table with lines, a running footer, a form,
fonts with every kind of encoding, an outline and a link. The others hold the same text:
  objects.pdf    object streams and a cross-reference stream
  rc4-40.pdf, rc4-128.pdf, aes-128.pdf, aes-256.pdf    encrypted, opened without a password
  password.pdf   encrypted, needs a password
"""
import subprocess
import zlib


def stream(dictionary, data, packed=True):
    if packed:
        data = zlib.compress(data, 9)
        dictionary += " /Filter /FlateDecode"
    return ("<< %s /Length %d >>\nstream\n" % (dictionary, len(data))).encode() + data + b"\nendstream"


def text(font, size, x, y, string):
    return "BT /%s %g Tf %g %g Td %s Tj ET\n" % (font, size, x, y, string)


def page_one():
    ops = text("F2", 18, 72, 720, "(Terms of delivery)")
    ops += text("F1", 10, 72, 690, "(The goods are delivered within four weeks of the order. Delivery is free of)")
    ops += text("F1", 10, 72, 678, "(charge from an order value of 500 euro; below that it costs what the car-)")
    ops += text("F1", 10, 72, 666, "(rier charges. The carrier is chosen by the seller, who tells the buyer.)")
    ops += text("F2", 10, 72, 640, "(Fees and limits)")
    ops += "q 0.5 w\n"
    for y in (600, 615, 630):
        ops += "72 %d m 372 %d l S\n" % (y, y)
    for x in (72, 172, 272, 372):
        ops += "%d 600 m %d 630 l S\n" % (x, x)
    ops += "Q\n"
    for x, upper, lower in ((75, "Plan", "Basic"), (175, "Price", "3 euro"), (275, "Limit", "10 users")):
        ops += text("F2", 9, x, 619, "(%s)" % upper) + text("F1", 9, x, 604, "(%s)" % lower)
    ops += text("F1", 10, 72, 570, "(1. Orders are binding.)") + text("F1", 10, 72, 556, "(2. Prices include tax.)")
    ops += text("F3", 10, 72, 530, "(Of\\001ce \\002ow: caf\\216)") + text("F4", 10, 72, 506, "<00010002000300040005>")
    ops += text("F5", 10, 72, 482, "<836583588367>") + text("F6", 10, 72, 458, "(abc)") + "/Fm Do\n"
    return ops + text("F1", 8, 280, 40, "(Page 1 of 2)") + text("F1", 8, 72, 30, "(Example Company, confidential)")


def page_two():
    ops = text("F2", 14, 72, 720, "(Two columns)")
    left = ["The left column is read first, from", "its first line down to its last one,", "although each of its lines has a", "neighbour on the right."]
    right = ["The right column follows when the", "left one ends, and its lines stand", "beside those of the left column on", "the same heights."]
    for x, lines in ((72, left), (320, right)):
        for i, line in enumerate(lines):
            ops += text("F1", 10, x, 690 - 12 * i, "(%s)" % line)
    return ops + text("F1", 8, 280, 40, "(Page 2 of 2)") + text("F1", 8, 72, 30, "(Example Company, confidential)")


UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
2 beginbfchar <0001> <004F> <0002> <0066006C> endbfchar
2 beginbfrange <0003> <0004> <0061> <0005> <0005> [<03A9>] endbfrange
endcmap end end"""


def objects():
    resources = ("<< /Font << /F1 5 0 R /F2 6 0 R /F3 7 0 R /F4 8 0 R /F5 11 0 R /F6 13 0 R >> /XObject << /Fm 15 0 R >> >>")
    return [
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 16 0 R >>",
        ("<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 612 792] /Resources %s >>" % resources).encode(),
        b"<< /Type /Page /Parent 2 0 R /Contents 18 0 R /Annots [<< /Type /Annot /Subtype /Link /Rect [72 700 200 740] /A << /S /URI /URI (https://example.org/) >> >>] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents [19 0 R] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /BaseEncoding /MacRomanEncoding /Differences [1 /fi /fl] >> >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Made /Encoding /Identity-H /DescendantFonts [9 0 R] /ToUnicode 10 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Made /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 /W [1 [700 500] 3 5 550] >>",
        stream("", UNICODE),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /90ms-RKSJ-H /DescendantFonts [12 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>",
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 700 700] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /alpha 14 0 R /uni0431 14 0 R /c 14 0 R >> "
        b"/Encoding << /Differences [97 /alpha /uni0431 /c.alt] >> /FirstChar 97 /LastChar 99 /Widths [600 600 600] >>",
        stream("", b"600 0 d0 0 0 500 500 re f"),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 300 20] /Matrix [1 0 0 1 72 430]", text("F1", 10, 0, 0, "(Text of a form.)").encode()),
        b"<< /Type /Outlines /First 17 0 R /Last 17 0 R /Count 1 >>",
        b"<< /Title (Fees and limits) /Parent 16 0 R /Dest [3 0 R /Fit] >>",
        stream("", page_one().encode("latin1")),
        stream("", page_two().encode("latin1")),
        b"<< /Title (Terms of delivery) /Author (\xfe\xff\x00\xc4\x00d\x00a) /CreationDate (D:20250131120000+01'00') >>",
    ]


def write(path):
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects(), 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(places), start)
    open(path, "wb").write(out)


write("plain.pdf")
fixed = ["qpdf", "--deterministic-id", "plain.pdf"]
subprocess.run(fixed + ["--object-streams=generate", "objects.pdf"], check=True)
weak = ["qpdf", "--static-id", "--static-aes-iv", "--allow-weak-crypto", "plain.pdf"]
subprocess.run(weak + ["--encrypt", "", "owner", "40", "--", "rc4-40.pdf"], check=True)
subprocess.run(weak + ["--encrypt", "", "owner", "128", "--use-aes=n", "--", "rc4-128.pdf"], check=True)
subprocess.run(weak + ["--encrypt", "", "owner", "128", "--use-aes=y", "--", "aes-128.pdf"], check=True)
subprocess.run(weak + ["--object-streams=generate", "--encrypt", "", "owner", "256", "--", "aes-256.pdf"], check=True)
subprocess.run(weak + ["--encrypt", "user", "owner", "256", "--", "password.pdf"], check=True)
