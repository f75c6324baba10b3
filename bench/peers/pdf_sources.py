"""Makes a folder of PDF files with known text for `Assay.Benchmarks reading pdf`.

pdf_sources.py cuad REPOSITORY.git OUT          contracts that are there as PDF and as text
pdf_sources.py made TEXTS OUT COUNT [SEED]      COUNT sources, each printed by LibreOffice, Chromium and pdfLaTeX

Of each file NAME.pdf there are NAME.txt (its text in reading order) and NAME.tables (a line a row, cells parted by
tabs, an empty line after each table). TEXTS is a folder of .txt files to take sentences from.
Needs soffice, chromium and pdflatex on the path; made with LibreOffice 7.4, Chromium of Debian 12, TeX Live 2022.
"""
import os
import random
import re
import subprocess
import sys
import tempfile


def cuad(repository, out):
    listing = subprocess.run(["git", "-C", repository, "ls-tree", "-r", "-z", "HEAD"], capture_output=True, text=True, check=True).stdout
    pdf, txt = {}, {}
    for entry in filter(None, listing.split("\0")):
        meta, path = entry.split("\t", 1)
        stem, ending = os.path.splitext(os.path.basename(path))
        key = "".join(c.lower() for c in stem if c.isalnum())
        if "CUAD_v1" in path and ending.lower() in (".pdf", ".txt"):
            (pdf if ending.lower() == ".pdf" else txt)[key] = meta.split()[2]
    for number, key in enumerate(sorted(pdf.keys() & txt.keys())):
        for ending, blobs in (("pdf", pdf), ("txt", txt)):
            data = subprocess.run(["git", "-C", repository, "cat-file", "blob", blobs[key]], capture_output=True, check=True).stdout
            open(os.path.join(out, "cuad-%03d.%s" % (number, ending)), "wb").write(data)
    print(len(pdf), "PDF,", len(txt), "TXT,", len(pdf.keys() & txt.keys()), "pairs")


def sentences(folder):
    found = []
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".txt")):
        text = open(os.path.join(folder, name), encoding="utf-8", errors="ignore").read()
        text = re.sub(r"[^A-Za-z0-9 .,;:()'$-]+", " ", text)
        text = re.sub(r"\s+", " ", text)
        found += [s for s in re.findall(r"[A-Z][^.]{60,220}\.", text) if not re.search(r"(.)\1\1|-\s|\s-", s)]
    return sorted(set(found))


def source(rng, pool):
    """A list of ("h1"|"h2"|"p"|"li"|"table", content)."""
    blocks = [("h1", title(rng, pool))]
    for _ in range(rng.randint(4, 7)):
        blocks.append(("h2", title(rng, pool)))
        for _ in range(rng.randint(1, 4)):
            blocks.append(("p", " ".join(rng.sample(pool, rng.randint(2, 6)))))
        if rng.random() < 0.5:
            blocks += [("li", rng.choice(pool)) for _ in range(rng.randint(2, 5))]
        if rng.random() < 0.6:
            blocks.append(("table", table(rng, pool)))
    return blocks


def title(rng, pool):
    words = [w for w in re.findall(r"[A-Za-z]{4,12}", rng.choice(pool)) if w.islower()]
    return " ".join(rng.sample(words, min(len(words), rng.randint(2, 4)))).capitalize()


def table(rng, pool):
    columns = rng.randint(2, 5)
    word = lambda: rng.choice(re.findall(r"[A-Za-z]{3,9}", rng.choice(pool)))
    rows = [[word().capitalize() + str(c) for c in range(columns)]]
    for _ in range(rng.randint(2, 8)):
        rows.append([word() if rng.random() < 0.5 else "%.2f" % (rng.random() * 1000) if rng.random() < 0.5 else "%s %s" % (word(), word()) for _ in range(columns)])
    return rows


def text_of(blocks):
    return "\n\n".join("\n".join(" ".join(r) for r in content) if kind == "table" else content for kind, content in blocks)


def tables_of(blocks):
    return "\n\n".join("\n".join("\t".join(r) for r in content) for kind, content in blocks if kind == "table") + "\n"


def html_of(blocks, style):
    body, listing = [], False
    escape = lambda s: s.replace("&", "&amp;").replace("<", "&lt;")
    for kind, content in blocks:
        if listing and kind != "li":
            body.append("</ul>")
            listing = False
        if kind == "li" and not listing:
            body.append("<ul>")
            listing = True
        if kind == "table":
            cells = lambda row, tag: "<tr>" + "".join("<%s>%s</%s>" % (tag, escape(c), tag) for c in row) + "</tr>"
            body.append('<table border="1" cellspacing="0" cellpadding="4">' + cells(content[0], "th") + "".join(cells(r, "td") for r in content[1:]) + "</table>")
        else:
            body.append("<%s>%s</%s>" % (kind, escape(content), kind))
    return '<html><head><meta charset="utf-8"><style>%s</style></head><body><div>%s</div></body></html>' % (style, "\n".join(body))


def tex_of(blocks, columns):
    escape = lambda s: re.sub(r"([#$%&_{}])", r"\\\1", s)
    body, listing = [], False
    for kind, content in blocks:
        if listing and kind != "li":
            body.append("\\end{itemize}")
            listing = False
        if kind == "li" and not listing:
            body.append("\\begin{itemize}")
            listing = True
        if kind == "table":
            rows = "\\hline ".join(" & ".join(escape(c) for c in r) + " \\\\ " for r in content)
            body.append("\\par\\medskip\\noindent{\\small\\begin{tabular}{|%s} \\hline %s \\hline\\end{tabular}}\\par\\medskip" % ("l|" * len(content[0]), rows))
        else:
            body.append({"h1": "\\section*{%s}", "h2": "\\subsection*{%s}", "p": "%s\\par", "li": "\\item %s"}[kind] % escape(content))
    if listing:
        body.append("\\end{itemize}")
    return "\\documentclass[10pt%s]{article}%s\\begin{document}%s\\end{document}" % (
        ",twocolumn" if columns == 2 else "", "" if columns == 1 else "\\usepackage[T1]{fontenc}\\usepackage{times}", "\n".join(body))


def made(texts, out, count, seed):
    pool = sentences(texts)
    with tempfile.TemporaryDirectory() as work:
        known = {}
        for number in range(count):
            rng = random.Random(seed * 1000 + number)
            blocks, two = source(rng, pool), number % 3 == 2
            narrow = [b for b in blocks if b[0] != "table" or len(b[1][0]) <= 3] if two else blocks
            style = "body { font-family: %s; font-size: 11pt } %s" % (rng.choice(["serif", "sans-serif"]), "div { column-count: 2 } table { font-size: 8pt }" if two else "")
            for producer, ending, content, written in (
                    ("libreoffice", "html", blocks, html_of(blocks, "")), ("chromium", "html", narrow, html_of(narrow, style)), ("tex", "tex", narrow, tex_of(narrow, 2 if two else 1))):
                name = "%s-%03d" % (producer, number)
                known[name] = content
                open(os.path.join(work, name + "." + ending), "w", encoding="utf-8").write(written)
        for command in commands(sorted(known), work):
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=work)
        for name, content in known.items():
            if not os.path.exists(os.path.join(work, name + ".pdf")):
                print("not made:", name, file=sys.stderr)
                continue
            open(os.path.join(out, name + ".pdf"), "wb").write(open(os.path.join(work, name + ".pdf"), "rb").read())
            open(os.path.join(out, name + ".txt"), "w", encoding="utf-8").write(text_of(content))
            open(os.path.join(out, name + ".tables"), "w", encoding="utf-8").write(tables_of(content))


def commands(names, work):
    """LibreOffice takes all its files at once, the others one a run."""
    yield ["soffice", "--headless", "-env:UserInstallation=file://" + work + "/profile", "--convert-to", "pdf:writer_web_pdf_Export"] + [n + ".html" for n in names if n.startswith("libreoffice")]
    for name in names:
        if name.startswith("tex"):
            yield ["pdflatex", "-interaction=batchmode", name + ".tex"]
        elif name.startswith("chromium"):
            yield ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + work + "/chromium", "--print-to-pdf=" + name + ".pdf", name + ".html"]


if __name__ == "__main__":
    os.makedirs(sys.argv[3], exist_ok=True)
    if sys.argv[1] == "cuad":
        cuad(sys.argv[2], sys.argv[3])
    else:
        made(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]) if len(sys.argv) > 5 else 1)
