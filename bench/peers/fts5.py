"""SQLite FTS5, ordered by bm25. Usage: fts5.py CORPUS QUERIES FOLDER [TOKENIZER]"""
import os
import sqlite3
import sys
import time

import peer


def main():
    corpus, queries, folder = sys.argv[1:4]
    tokenizer = sys.argv[4] if len(sys.argv) > 4 else "unicode61"
    file = os.path.join(folder, "fts5-" + tokenizer.replace(" ", "-") + ".db")
    if os.path.exists(file):
        os.remove(file)
    connection = sqlite3.connect(file)
    for setting in ("journal_mode=off", "synchronous=off", "cache_size=-400000"):
        connection.execute("pragma " + setting)
    connection.execute(f"create virtual table passages using fts5(body, tokenize='{tokenizer}')")
    passages = peer.read(corpus)
    started = time.perf_counter()
    connection.executemany("insert into passages(rowid, body) values (?, ?)", enumerate(passages, 1))
    connection.commit()
    connection.execute("insert into passages(passages) values ('optimize')")
    connection.commit()
    built = time.perf_counter() - started

    def search(query):
        words = " OR ".join('"' + word + '"' for word in query.split())
        return [row[0] for row in connection.execute("select rowid from passages where passages match ? order by rank limit 10", (words,))]

    about = {"name": f"SQLite FTS5 {tokenizer}", "version": sqlite3.sqlite_version, "buildSeconds": built, "bytes": os.path.getsize(file)}
    peer.serve(about, peer.read(queries), search)


if __name__ == "__main__":
    main()
