"""Makes a corpus of real English text and queries for it from the documentation packages installed on a Debian machine.

Usage: corpus.py OUTPUT [PASSAGES [QUERIES]]

Writes OUTPUT/corpus.txt, one passage of about a hundred words a line, and OUTPUT/queries.txt, one query of three to eight
words a line, each drawn from a stretch of twelve words of a passage. Nothing is downloaded; the text stays on the machine.
The order of the files and every draw are fixed, so the same packages give the same bytes.
"""
import gzip
import hashlib
import html
import os
import random
import re
import sys

TREES = ["linux-doc-6.1", "python3.11/html", "postgresql-doc-15", "debian-handbook/html/en-US", "git", ""]
ENDINGS = (".html", ".rst", ".rst.gz", ".txt", ".txt.gz", "README", "README.gz", "changelog.gz", "changelog.Debian.gz", "NEWS.gz")
MANUALS = [1, 2, 3, 5, 7, 8]
WORDS_A_PASSAGE = 100
STOP = set("the a an of to and in is it for on that this with as be are or by from at not if you can will has have was but which its".split())

MARKUP = re.compile(r"(?is)<(script|style|head)\b.*?</\1>|<[^>]*>")
ROFF = re.compile(r"(?m)^[.'].{0,3}|\\f[A-Z(]|\\[&-]|\\\(..")
SPACE = re.compile(r"\s+")


def sources():
    """Every documentation file once, whatever names lead to it."""
    seen = set()
    for tree in TREES:
        for folder, folders, files in os.walk(os.path.join("/usr/share/doc", tree)):
            folders.sort()
            for name in sorted(files):
                if name.endswith(ENDINGS):
                    yield from once(os.path.join(folder, name), seen)
    for section in MANUALS:
        folder = f"/usr/share/man/man{section}"
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            yield from once(os.path.join(folder, name), seen)


def once(path, seen):
    real = os.path.realpath(path)
    if real not in seen and os.path.isfile(real):
        seen.add(real)
        yield path, real


def text_of(path, real):
    with (gzip.open(real) if real.endswith(".gz") else open(real, "rb")) as file:
        text = file.read(20_000_000).decode("utf8", "ignore")
    if path.endswith(".html"):
        return html.unescape(MARKUP.sub(" ", text))
    return ROFF.sub(" ", text) if "/man/" in path else text


def passages_of(text):
    words = SPACE.sub(" ", text.replace("\0", " ")).split(" ")
    for start in range(0, len(words) - 30, WORDS_A_PASSAGE):
        passage = " ".join(word for word in words[start:start + WORDS_A_PASSAGE] if len(word) < 60)
        letters = sum(character.isalpha() for character in passage)
        if len(passage) >= 200 and letters >= 0.55 * len(passage):
            yield passage


def passages(count, chance):
    seen, found = set(), []
    for path, real in sources():
        try:
            text = text_of(path, real)
        except (OSError, EOFError):
            continue
        for passage in passages_of(text):
            key = hashlib.md5(re.sub(r"\W+", "", passage.lower())[:200].encode()).digest()
            if key not in seen:
                seen.add(key)
                found.append(passage)
    chance.shuffle(found)
    return found[:count]


def query_from(passage, chance):
    words = [word for word in re.findall(r"[A-Za-z]{3,}", passage.lower()) if word not in STOP]
    if len(set(words)) < 15:
        return None
    wanted = chance.randint(3, 8)
    start = chance.randint(0, len(words) - 12)
    stretch = list(dict.fromkeys(words[start:start + 12]))
    return " ".join(chance.sample(stretch, min(wanted, len(stretch)))) if len(stretch) >= 3 else None


def main():
    output = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    queries = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000
    chance = random.Random(1)
    found = passages(count, chance)
    if len(found) < count:
        sys.exit(f"only {len(found)} passages found; {count} are wanted. Are the documentation packages installed?")
    drawn = []
    while len(drawn) < queries:
        query = query_from(chance.choice(found), chance)
        if query:
            drawn.append(query)
    os.makedirs(output, exist_ok=True)
    for name, lines in (("corpus.txt", found), ("queries.txt", drawn)):
        with open(os.path.join(output, name), "w", encoding="utf8", newline="\n") as file:
            file.write("\n".join(lines) + "\n")
    words = sum(len(passage.split()) for passage in found) / len(found)
    size = os.path.getsize(os.path.join(output, "corpus.txt")) / 1e6
    print(f"{len(found)} passages, {words:.0f} words each, {size:.1f} MB, {len(drawn)} queries")


if __name__ == "__main__":
    main()
