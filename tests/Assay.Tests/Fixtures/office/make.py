#!/usr/bin/env python3
"""Writes Office files by programs that know nothing of Assay, and beside each what is in it.

    make.py FOLDER [COUNT] [SEED]

Writers: python-docx 0.8.11, openpyxl 3.0.9, XlsxWriter 3.0.2 and LibreOffice 7.4 (Debian 12: python3-docx python3-openpyxl
python3-xlsxwriter libreoffice-writer libreoffice-calc libreoffice-impress). Each file FOLDER/x.docx has FOLDER/x.docx.json: the list of
its blocks in order, {"kind": "heading" | "paragraph" | "item" | "row", "text": ...}; cells of a row are joined with " | ".
"""
import datetime
import html
import json
import os
import random
import subprocess
import sys
import zipfile

WORDS = """the a of to and in for on with by contract invoice delivery shipment price refund customer warehouse order account
payment notice term renewal liability damage claim party seller buyer agreement clause period month quarter report total average quality
inspection pump valve filter sensor cable motor bearing flange gasket manual safety pressure temperature voltage current speed setting
Müller Zürich naïve café 東京 данные € 50 % O'Neil "quoted" <tag> A&B x<y""".split()


class Maker:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def words(self, low, high):
        return " ".join(self.rng.choice(WORDS) for _ in range(self.rng.randint(low, high)))

    def sentence(self):
        text = self.words(6, 24)
        return text[0].upper() + text[1:] + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.rng.randint(1, 4)))

    def cell(self):
        return self.rng.choice([lambda: self.words(1, 3), lambda: str(self.rng.randint(0, 9999)), lambda: "%.2f" % self.rng.uniform(0, 999)])()

    def table(self):
        columns, rows = self.rng.randint(2, 6), self.rng.randint(2, 9)
        header = ["Column %s %d" % (self.words(1, 1), i + 1) for i in range(columns)]
        return [header] + [[self.cell() for _ in range(columns)] for _ in range(rows)]

    def blocks(self):
        """A document: headings, paragraphs, lists and tables in turn."""
        found = [("heading", 1, self.words(2, 5))]
        for _ in range(self.rng.randint(4, 14)):
            kind = self.rng.choice(["heading", "paragraph", "paragraph", "bullets", "numbers", "table"])
            if kind == "heading":
                found.append(("heading", self.rng.randint(1, 4), self.words(2, 6)))
            elif kind == "paragraph":
                found.append(("paragraph", 0, self.paragraph()))
            elif kind == "table":
                found += [("paragraph", 0, self.paragraph()), ("table", 0, self.table()), ("paragraph", 0, self.paragraph())]
            else:
                found.append((kind, 0, [self.words(3, 12) for _ in range(self.rng.randint(2, 6))]))
                found.append(("paragraph", 0, self.paragraph()))
        return found


def expected(blocks):
    out = []
    for kind, _, content in blocks:
        if kind in ("heading", "paragraph"):
            out.append({"kind": kind, "text": content})
        elif kind == "table":
            out += [{"kind": "row", "text": " | ".join(row)} for row in content]
        else:
            out += [{"kind": "item", "text": item} for item in content]
    return out


def save(path, blocks):
    with open(path + ".json", "w", encoding="utf-8") as file:
        json.dump(blocks, file, ensure_ascii=False, indent=1)


def docx_python(path, maker):
    import docx
    document = docx.Document()
    blocks = maker.blocks()
    for kind, level, content in blocks:
        if kind == "heading":
            document.add_heading(content, level)
        elif kind == "paragraph":
            paragraph, words = document.add_paragraph(), content.split(" ")
            for i, word in enumerate(words):  # runs of changing looks
                paragraph.add_run(word + (" " if i + 1 < len(words) else "")).bold = i % 3 == 0
        elif kind == "table":
            table = document.add_table(rows=0, cols=len(content[0]))
            for row in content:
                for cell, text in zip(table.add_row().cells, row):
                    cell.text = text
        else:
            for item in content:
                document.add_paragraph(item, style="List Bullet" if kind == "bullets" else "List Number")
    document.core_properties.author, document.core_properties.title = "A. Writer", ""
    document.save(path)
    save(path, expected(blocks))


def as_html(blocks):
    out = ["<html><head><meta charset='utf-8'></head><body>"]
    for kind, level, content in blocks:
        if kind == "heading":
            out.append("<h%d>%s</h%d>" % (level, html.escape(content), level))
        elif kind == "paragraph":
            out.append("<p>%s</p>" % html.escape(content))
        elif kind == "table":
            out.append("<table border='1'>" + "".join("<tr>" + "".join("<td>%s</td>" % html.escape(c) for c in row) + "</tr>" for row in content) + "</table>")
        else:
            tag = "ul" if kind == "bullets" else "ol"
            out.append("<%s>%s</%s>" % (tag, "".join("<li>%s</li>" % html.escape(i) for i in content), tag))
    return "".join(out) + "</body></html>"


NS = " ".join('xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % p for p in [("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
              ("presentation", "presentation"), ("style", "style"), ("number", "datastyle")]) + ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'


def fodp(maker):
    pages, blocks = [], []
    for number in range(maker.rng.randint(3, 8)):
        title, items, table, note = maker.words(2, 6), [maker.words(3, 10) for _ in range(maker.rng.randint(1, 5))], maker.table(), maker.sentence()
        body = "".join("<text:list><text:list-item><text:p>%s</text:p></text:list-item></text:list>" % html.escape(i) for i in items)
        shapes = '<draw:frame presentation:class="title" presentation:placeholder="false" presentation:user-transformed="true" svg:width="20cm" svg:height="2cm" svg:x="1cm" svg:y="1cm"><draw:text-box><text:p>%s</text:p></draw:text-box></draw:frame>' % html.escape(title)
        shapes += '<draw:frame presentation:class="outline" presentation:user-transformed="true" svg:width="20cm" svg:height="8cm" svg:x="1cm" svg:y="4cm"><draw:text-box>%s</draw:text-box></draw:frame>' % body
        blocks.append({"kind": "heading", "text": title})
        blocks += [{"kind": "item", "text": i} for i in items]
        if number % 2:
            cells = "".join("<table:table-row>" + "".join("<table:table-cell><text:p>%s</text:p></table:table-cell>" % html.escape(c) for c in row) + "</table:table-row>" for row in table)
            shapes += '<draw:frame svg:width="20cm" svg:height="5cm" svg:x="1cm" svg:y="12cm"><table:table>%s%s</table:table></draw:frame>' % ('<table:table-column/>' * len(table[0]), cells)
            blocks += [{"kind": "row", "text": " | ".join(row)} for row in table]
        notes = '<presentation:notes><draw:frame presentation:class="notes" svg:width="15cm" svg:height="10cm" svg:x="1cm" svg:y="14cm"><draw:text-box><text:p>%s</text:p></draw:text-box></draw:frame></presentation:notes>' % html.escape(note)
        blocks.append({"kind": "paragraph", "text": note})
        pages.append('<draw:page draw:name="page%d" draw:master-page-name="Default">%s%s</draw:page>' % (number, shapes, notes))
    text = '<?xml version="1.0" encoding="UTF-8"?><office:document %s office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation>%s</office:presentation></office:body></office:document>' % (NS, "".join(pages))
    return text, blocks


def shown(value, code):
    """What a cell shows under a number format, for the formats used here."""
    if isinstance(value, datetime.datetime):
        return value.strftime({"yyyy-mm-dd": "%Y-%m-%d", "dd/mm/yyyy hh:mm": "%d/%m/%Y %H:%M", "d mmm yyyy": str(value.day) + " %b %Y"}[code])
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if code == "#,##0.00":
        return "{:,.2f}".format(value)
    if code == "0.0%":
        return "{:.1f}%".format(value * 100)
    if code == '#,##0.00" €"':
        return "{:,.2f} €".format(value)
    if code == "0":
        return "%d" % round(value)
    return str(value)


def sheet_rows(maker):
    columns = maker.rng.sample(["text", "int", "money", "percent", "date", "time", "bool", "euro", "day"], maker.rng.randint(3, 7))
    codes = {"text": "General", "int": "0", "money": "#,##0.00", "percent": "0.0%", "date": "yyyy-mm-dd", "time": "dd/mm/yyyy hh:mm", "bool": "General", "euro": '#,##0.00" €"', "day": "d mmm yyyy"}
    rows = [[("Column %s %d" % (c, i), "General") for i, c in enumerate(columns)]]
    for _ in range(maker.rng.randint(3, 60)):
        row = []
        for c in columns:
            r = maker.rng
            value = {"text": lambda: maker.words(1, 5), "int": lambda: r.randint(0, 99999), "money": lambda: r.randint(-10**7, 10**7) / 100, "percent": lambda: r.randint(0, 1000) / 1000,
                     "date": lambda: datetime.datetime(2020, 1, 1) + datetime.timedelta(days=r.randint(0, 2000)), "time": lambda: datetime.datetime(2020, 1, 1) + datetime.timedelta(minutes=r.randint(0, 10**6)),
                     "bool": lambda: r.random() < 0.5, "euro": lambda: r.randint(0, 10**6) / 100, "day": lambda: datetime.datetime(2020, 1, 1) + datetime.timedelta(days=r.randint(0, 2000))}[c]()
            row.append((value, codes[c]))
        rows.append(row)
    return rows


def xlsx(path, maker, writer):
    blocks, sheets = [], [("Sheet %s" % maker.words(1, 1).strip("<>\"'&/?*[]:%")[:12] + str(i), sheet_rows(maker)) for i in range(maker.rng.randint(1, 3))]
    for name, rows in sheets:
        blocks.append({"kind": "heading", "text": name})
        blocks += [{"kind": "row", "text": " | ".join(shown(*c) for c in row)} for row in rows]
    if writer == "openpyxl":
        import openpyxl
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets:
            sheet = book.create_sheet(name)
            for r, row in enumerate(rows):
                for c, (value, code) in enumerate(row):
                    sheet.cell(r + 1, c + 1, value).number_format = code
        book.save(path)
    else:
        import xlsxwriter
        book = xlsxwriter.Workbook(path)
        formats = {}
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, (value, code) in enumerate(row):
                    form = formats.setdefault(code, book.add_format({"num_format": code}))
                    if isinstance(value, str):
                        sheet.write_string(r, c, value, form)
                    else:
                        sheet.write(r, c, value, form)
        book.close()
    save(path, blocks)


def office(folder, names, target):
    """Turns sources into Office files, all of one kind in one start of LibreOffice."""
    if names:
        subprocess.run(["soffice", "-env:UserInstallation=file://" + os.path.abspath(folder) + "/profile", "--headless", "--convert-to", target, "--outdir", folder] + names,
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main(folder, count, seed):
    os.makedirs(folder, exist_ok=True)
    pages, shows, books = [], [], []
    for i in range(count):
        maker = Maker(seed * 1000 + i)
        docx_python(os.path.join(folder, "python-docx-%d.docx" % i), maker)
        xlsx(os.path.join(folder, "openpyxl-%d.xlsx" % i), maker, "openpyxl")
        xlsx(os.path.join(folder, "xlsxwriter-%d.xlsx" % i), maker, "xlsxwriter")
        blocks, page = maker.blocks(), os.path.join(folder, "libreoffice-%d.html" % i)
        with open(page, "w", encoding="utf-8") as file:
            file.write(as_html(blocks))
        save(page[:-5] + ".docx", expected(blocks))
        pages.append(page)
        text, blocks = fodp(maker)
        show = os.path.join(folder, "libreoffice-%d.fodp" % i)
        with open(show, "w", encoding="utf-8") as file:
            file.write(text)
        save(show[:-5] + ".pptx", blocks)
        shows.append(show)
        book = os.path.join(folder, "source-%d.xlsx" % i)
        xlsx(book, maker, "openpyxl")
        os.rename(book + ".json", os.path.join(folder, "libreoffice-%d.xlsx.json" % i))
        books.append(book)
    office(folder, pages, 'docx:MS Word 2007 XML')
    office(folder, shows, "pptx")
    office(folder, books, "ods")  # through LibreOffice's own format and back
    sheets = [b[:-5] + ".ods" for b in books]
    office(folder, sheets, "xlsx")
    for book in books:
        os.rename(book, book.replace("source-", "libreoffice-"))
    for name in pages + shows + sheets:
        os.remove(name)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20, int(sys.argv[3]) if len(sys.argv) > 3 else 1)
