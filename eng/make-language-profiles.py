"""Makes src/Assay.Text/Languages/trigrams.txt: python3 eng/make-language-profiles.py CODE=FILE ... > trigrams.txt

Each FILE is plain text in one language; several for one CODE are added up. Words are runs of letters in lower case with a space
on both sides; a word counts with the square root of its frequency, so that the jargon of a text weighs little. The 300 commonest
trigrams of each language are listed, sorted, each with one letter per language: 'a' + 3 * log2(share / 1e-5), from 'a' to 'z'.

The committed file was made on Debian 12 with Python 3.11 from the translated messages of installed programs (gettext catalogues,
words that stand in the English original left out) and, for en, de and es, from XQuAD's paragraphs.
"""

import math
import re
import sys
from collections import Counter

TOP = 300


def main(arguments):
    words, trigrams = {}, {}
    for argument in arguments:
        code, path = argument.split("=", 1)
        text = open(path, encoding="utf-8").read().lower()
        words.setdefault(code, Counter()).update(re.findall(r"[^\W\d_]+", text))
    for code, counts in words.items():
        trigrams[code] = Counter()
        for word, count in counts.items():
            if count < 2:
                continue
            padded = f" {word} "
            for i in range(len(padded) - 2):
                trigrams[code][padded[i : i + 3]] += math.sqrt(count)
    chosen = sorted({t for c in trigrams.values() for t, _ in sorted(c.items(), key=lambda i: (-i[1], i[0]))[:TOP]})
    print(" ".join(words))
    totals = {code: sum(c.values()) for code, c in trigrams.items()}
    for trigram in chosen:
        levels = (3 * math.log2(max(1e-5, c[trigram] / totals[code]) / 1e-5) for code, c in trigrams.items())
        print(trigram.replace(" ", "_") + "".join(chr(ord("a") + min(25, round(level))) for level in levels))


main(sys.argv[1:])
