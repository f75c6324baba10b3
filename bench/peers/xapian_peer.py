"""Xapian with BM25, k1 1.2, b 0.75, no positions. Usage: xapian_peer.py CORPUS QUERIES FOLDER [LANGUAGE of the stemmer]"""
import os
import shutil
import sys
import time

import xapian

import peer


def main():
    corpus, queries, folder = sys.argv[1:4]
    language = sys.argv[4] if len(sys.argv) > 4 else ""
    path = os.path.join(folder, "xapian-" + (language or "plain"))
    shutil.rmtree(path, ignore_errors=True)
    stem = xapian.Stem(language) if language else None
    passages = peer.read(corpus)
    started = time.perf_counter()
    build(path, passages, stem)
    built = time.perf_counter() - started
    enquire = xapian.Enquire(xapian.Database(path))
    enquire.set_weighting_scheme(xapian.BM25Weight(1.2, 0, 1, 0.75, 0))

    def search(query):
        words = [stem(word) if stem else word for word in query.split()]
        enquire.set_query(xapian.Query(xapian.Query.OP_OR, words))
        return [match.docid for match in enquire.get_mset(0, 10)]

    size = sum(os.path.getsize(os.path.join(path, name)) for name in os.listdir(path))
    name = "Xapian" + (f" {language}" if language else "")
    peer.serve({"name": name, "version": xapian.version_string(), "buildSeconds": built, "bytes": size}, peer.read(queries), search)


def build(path, passages, stem):
    database = xapian.WritableDatabase(path, xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    if stem:
        generator.set_stemmer(stem)
        generator.set_stemming_strategy(xapian.TermGenerator.STEM_ALL)
    for number, passage in enumerate(passages, 1):
        document = xapian.Document()
        generator.set_document(document)
        generator.index_text_without_positions(passage)
        document.set_data(str(number))
        database.add_document(document)
    database.commit()
    database.close()


if __name__ == "__main__":
    main()
