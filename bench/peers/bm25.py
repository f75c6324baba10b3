"""Reference BM25 over a BEIR folder, a folder with TREC files or an Assay project, independent of Assay's code.

Usage: bm25.py COLLECTION RUN [SPLIT]

k1 1.2, b 0.75, Porter's 1980 stemmer (Xapian's), 33 stop words, letters and digits as words, the whole document (title and
text) as one unit. Writes the best 1,000 documents of every query as a TREC run. Needs python3-xapian for the stemmer.
"""
import collections
import glob
import json
import math
import os
import re
import sys

import xapian

K1, B, DEPTH = 1.2, 0.75, 1000
# The stop words of Lucene's StandardAnalyzer as it used to be.
STOP = set(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with".split())
WORD = re.compile(r"\w+")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
LINK = re.compile(r"\]\([^)]*\)")
TAG = re.compile(r"<[^>]*>")


def lines(path):
    with open(path, encoding="utf8") as file:
        return [json.loads(line) for line in file if line.strip()]


def beir(folder, split):
    corpus = [(d["_id"], (d.get("title") or "") + " " + d["text"]) for d in lines(os.path.join(folder, "corpus.jsonl"))]
    with open(os.path.join(folder, "qrels", split + ".tsv"), encoding="utf8") as file:
        judged = {line.split("\t")[0] for line in list(file)[1:]}
    return corpus, [(q["_id"], q["text"]) for q in lines(os.path.join(folder, "queries.jsonl")) if q["_id"] in judged]


def trec(folder):
    corpus, queries = [], []
    for path in sorted(glob.glob(os.path.join(folder, "**", "*"), recursive=True)):
        if not os.path.isfile(path):
            continue
        with open(path, encoding="utf8", errors="replace") as file:
            text = file.read()
        for found in re.finditer(r"<DOC>\s*<DOCNO>\s*(\S+?)\s*</DOCNO>(.*?)</DOC>", text, re.S):
            corpus.append((found[1], TAG.sub(" ", found[2])))
        if path.endswith("query-text.trec"):
            queries += [(q[1], q[2]) for q in re.finditer(r"<num>\s*(\S+?)\s*</num>\s*<title>(.*?)</title>", text, re.S)]
    return corpus, queries


def project(folder):
    corpus = []
    for path in sorted(glob.glob(os.path.join(folder, "docs", "**", "*.md"), recursive=True)):
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            text = file.read().replace("\r\n", "\n")
        front = FRONT_MATTER.match(text)
        title = re.search(r"(?m)^title:\s*(.*)$", front[0]) if front else None
        body = TAG.sub(" ", LINK.sub("]", text[front.end():] if front else text))
        corpus.append((os.path.relpath(path, folder).replace(os.sep, "/"), (title[1] if title else "") + " " + body))
    return corpus, [(q["id"], q["question"]) for q in lines(os.path.join(folder, "questions.jsonl"))]


class Index:
    def __init__(self, corpus):
        self.stem, self.known = xapian.Stem("porter"), {}
        self.ids, self.lengths, self.postings = [], [], collections.defaultdict(list)
        for document, (name, text) in enumerate(corpus):
            counts = collections.Counter(self.terms(text))
            self.ids.append(name)
            self.lengths.append(sum(counts.values()))
            for term, count in counts.items():
                self.postings[term].append((document, count))
        self.average = sum(self.lengths) / len(self.lengths)

    def terms(self, text):
        return [self.term(word) for word in WORD.findall(text.lower()) if word not in STOP]

    def term(self, word):
        if word not in self.known:
            self.known[word] = self.stem(word).decode()
        return self.known[word]

    def search(self, query):
        scores = collections.defaultdict(float)
        for term in self.terms(query):
            found = self.postings.get(term, ())
            weight = math.log(1 + (len(self.ids) - len(found) + 0.5) / (len(found) + 0.5))
            for document, count in found:
                norm = K1 * (1 - B + B * self.lengths[document] / self.average)
                scores[document] += weight * count * (K1 + 1) / (count + norm)
        return sorted(((score, self.ids[document]) for document, score in scores.items()), key=lambda hit: (-hit[0], hit[1]))[:DEPTH]


def main():
    folder, output = sys.argv[1:3]
    if os.path.exists(os.path.join(folder, "assay.yaml")):
        corpus, queries = project(folder)
    elif os.path.exists(os.path.join(folder, "corpus.jsonl")):
        corpus, queries = beir(folder, sys.argv[3] if len(sys.argv) > 3 else "test")
    else:
        corpus, queries = trec(folder)
    index = Index(corpus)
    with open(output, "w", encoding="utf8", newline="\n") as file:
        for name, text in queries:
            for rank, (score, document) in enumerate(index.search(text), 1):
                file.write(f"{name} Q0 {document} {rank} {score:.6f} bm25\n")


if __name__ == "__main__":
    main()
