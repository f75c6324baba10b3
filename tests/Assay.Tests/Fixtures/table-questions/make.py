"""Makes the tables and questions of this folder: data files, questions.jsonl (question, answer, contributing rows) and unanswerable.jsonl.

Made with Python 3.11.7 and its sqlite3 module (SQLite 3.40.1); no other package. Run: python3 make.py
Answers come from SQL written by hand over values that never went through Assay: an independent path from question to answer.
Sets whose name begins with h- hold questions phrased by a person before the parser was written; g- are made from templates (generated.py).
"""
import json, os, re, sqlite3, sys, zipfile
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))


class Set:
    """One set: tables in memory, written to files, with questions asked of them."""

    def __init__(self, name):
        self.name, self.db, self.questions = name, sqlite3.connect(":memory:"), []
        self.folder = os.path.join(HERE, name)
        os.makedirs(self.folder, exist_ok=True)

    def table(self, name, columns, rows):
        self.db.execute(f"CREATE TABLE {name} (_row INTEGER PRIMARY KEY, {', '.join(columns)})")
        for i, row in enumerate(rows):
            self.db.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * (len(row) + 1))})", (i + 1, *row))

    def q(self, text, select, source, where="1", rows=None, answer=None):
        """A question: answer = SELECT select FROM source WHERE where; the rows of the first table that fulfil it contribute, unless rows says otherwise."""
        first = source.split()[0]
        sql = answer or f"SELECT {select} FROM {source} WHERE {where}"
        found = self.db.execute(sql).fetchall()
        if not found:
            raise SystemExit(f"{self.name}: no answer: {text}")
        if answer and re.search(r" LIMIT (\d+)$", answer):
            order = re.search(r"ORDER BY (.*?)(?: DESC)? LIMIT (\d+)$", answer)
            ranks = self.db.execute(re.sub(r"^SELECT .*? FROM", f"SELECT {order[1]} FROM", answer).replace(f"LIMIT {order[2]}", f"LIMIT {int(order[2]) + 1}")).fetchall()
            if len(ranks) > int(order[2]) and ranks[-1] == ranks[-2]:
                raise SystemExit(f"{self.name}: tied: {text}")
        value = [list(r) if len(r) > 1 else r[0] for r in found]
        value = value[0] if len(value) == 1 and not isinstance(value[0], list) else value
        rowsql = rows or f"SELECT {first}._row FROM {source} WHERE {where}"
        cited = [f"{first}:{r[0]}" if not isinstance(r[0], str) else r[0] for r in self.db.execute(rowsql)]
        if value is None or value == []:
            raise SystemExit(f"{self.name}: empty answer: {text}")
        self.questions.append({"id": f"{self.name}-{len(self.questions) + 1:02d}", "question": text, "answer": value, "rows": sorted(set(cited))})

    def close(self):
        with open(os.path.join(self.folder, "questions.jsonl"), "w", encoding="utf-8") as f:
            for q in self.questions:
                f.write(json.dumps(q, ensure_ascii=False) + "\n")
        print(self.name, len(self.questions))

    def write(self, file, text):
        with open(os.path.join(self.folder, file), "w", encoding="utf-8", newline="") as f:
            f.write(text)


def column(i):
    return chr(65 + i)


def xlsx(path, sheets):
    """A workbook: name -> rows of cells; a cell is None, text, a number, ('date', serial) or ('money', number)."""
    def cell(v, r, c):
        at = f'{column(c)}{r}'
        if v is None:
            return ""
        if isinstance(v, str):
            return f'<c r="{at}" t="inlineStr"><is><t>{escape(v)}</t></is></c>'
        if isinstance(v, bool):
            return f'<c r="{at}" t="b"><v>{int(v)}</v></c>'
        if isinstance(v, tuple):
            return f'<c r="{at}" s="{1 if v[0] == "date" else 2}"><v>{v[1]}</v></c>'
        return f'<c r="{at}"><v>{v!r}</v></c>'

    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
            + "".join(f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' for i in range(len(sheets))) + "</Types>",
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
            + "".join(f'<sheet name="{escape(n)}" sheetId="{i + 1}" r:id="r{i + 1}"/>' for i, n in enumerate(sheets)) + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + "".join(f'<Relationship Id="r{i + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{i + 1}.xml"/>' for i in range(len(sheets)))
            + f'<Relationship Id="r{len(sheets) + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="#,##0.00"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for i, rows in enumerate(sheets.values()):
        body = "".join(f'<row r="{r + 1}">' + "".join(cell(v, r + 1, c) for c, v in enumerate(row)) + "</row>" for r, row in enumerate(rows) if row)
        parts[f"xl/worksheets/sheet{i + 1}.xml"] = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            z.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text, zipfile.ZIP_DEFLATED)


def serial(iso):
    import datetime
    return (datetime.date.fromisoformat(iso) - datetime.date(1899, 12, 30)).days


def day(rng, first, last):
    import datetime
    a, b = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return (a + datetime.timedelta(days=rng.randrange((b - a).days + 1))).isoformat()


def csv(rows, sep=","):
    def one(v):
        v = "" if v is None else str(v)
        return '"' + v.replace('"', '""') + '"' if any(c in v for c in (sep, '"', "\n")) else v
    return "".join(sep.join(one(v) for v in r) + "\n" for r in rows)


if __name__ == "__main__":
    sys.path.insert(0, HERE)
    import phrased, second, unanswerable
    phrased.make()
    second.make()
    if os.path.exists(os.path.join(HERE, "generated.py")):
        import generated
        generated.make()
    import claims, maintenance, parcels, property_brewery
    for module in (claims, maintenance, parcels, property_brewery):
        module.make()
    unanswerable.make()
    import ferry, clinic_stock
