"""Makes the golden stems: python3 make_stems.py LANGUAGE TEXT_FILE... > LANGUAGE.tsv

Takes 2,000 words, evenly spaced in alphabetical order, from plain text or JSON files and stems them with the
`stemwords` program of libstemmer 2.2.0 (Debian libstemmer-tools 2.2.0-2), Snowball's own C implementation.
The committed files: English, German and Spanish words from XQuAD (xquad.{en,de,es}.json), French and Italian words
from the translated manual pages that packages of Debian 12 bring along.
"""

import json
import re
import subprocess
import sys

COUNT = 2000


def texts(path):
    data = open(path, encoding="utf-8", errors="ignore").read()
    if not path.endswith(".json"):
        yield data
        return
    for article in json.loads(data)["data"]:
        for paragraph in article["paragraphs"]:
            yield paragraph["context"]
            for question in paragraph["qas"]:
                yield question["question"]


def main(language, paths):
    words = set()
    for path in paths:
        for text in texts(path):
            words.update(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.lower().replace("’", "'")))
    words = sorted(w for w in words if 2 < len(w) < 40 and re.fullmatch(r"[a-zà-öø-ÿœß']+", w))
    words = [words[i * len(words) // COUNT] for i in range(COUNT)]
    stems = subprocess.run(["stemwords", "-l", language], input="\n".join(words) + "\n", text=True, capture_output=True, check=True)
    for word, stem in zip(words, stems.stdout.split("\n")):
        print(f"{word}\t{stem}")


main(sys.argv[1], sys.argv[2:])
