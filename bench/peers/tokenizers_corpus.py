"""Text in many scripts for the benchmark 'tokenizers', from what this machine has: corpus.txt, documents separated by U+001E.

Usage: tokenizers_corpus.py OUT DATA SOURCES

DATA: a folder with xquad/xquad.*.json (optional). SOURCES: a folder with source code. The rest is Debian's: manual pages and the translated
messages of installed programs (Greek, Arabic, Hebrew, Hindi, Thai, Georgian, Tamil, Bengali and others). Emoji are put together here.
"""
import glob
import gzip
import json
import os
import random
import re
import struct
import sys

# What manual pages are in that are not UTF-8.
ENCODINGS = {"ja": "euc_jp", "ko": "euc_kr", "ru": "koi8_r", "uk": "koi8_u", "pl": "iso8859_2", "zh_CN": "gb18030"}
MESSAGES = "el ar he hi th ka ta bn ja ko zh_CN zh_TW ru uk bg hy te fa my km".split()


def translations(path):
    with open(path, "rb") as file:
        data = file.read()
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    count, _, table = struct.unpack(order + "III", data[8:20])
    for i in range(count):
        length, start = struct.unpack(order + "II", data[table + 8 * i:table + 8 * i + 8])
        yield readable(data[start:start + length]).replace("\0", "\n")


def readable(data, language=""):
    """The text, or nothing where it is in no encoding that is known here."""
    for encoding in ["utf8", ENCODINGS.get(language, "utf8")]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return ""


def emoji(random_):
    people, tones = "👋👍🙏👩👨🧑", ["", "\U0001F3FB", "\U0001F3FD", "\U0001F3FF"]
    faces = "".join(chr(c) for c in range(0x1F600, 0x1F650))
    for _ in range(2000):
        parts = [random_.choice(faces) for _ in range(random_.randint(1, 6))]
        parts.append(random_.choice(people) + random_.choice(tones))
        parts.append("👨‍👩‍👧‍👦" if random_.random() < 0.2 else "❤️" if random_.random() < 0.5 else "".join(chr(0x1F1E6 + random_.randrange(26)) for _ in range(2)))
        random_.shuffle(parts)
        yield random_.choice(["so good ", "ok", "jaja ", "すごい", "да! ", ""]) + random_.choice(["", " "]).join(parts)


def documents(data, sources):
    for path in sorted(glob.glob(os.path.join(data, "xquad", "xquad.*.json"))):
        with open(path, encoding="utf8") as file:
            for article in json.load(file)["data"]:
                yield "\n".join(p["context"] + "\n" + "\n".join(q["question"] for q in p["qas"]) for p in article["paragraphs"])
    for language in ["ja", "ko", "ru", "uk", "zh_CN", "sr", "de", "fr", "pl", "tr"]:
        for path in sorted(glob.glob(f"/usr/share/man/{language}/man*/*.gz"))[:60]:
            with gzip.open(path) as file:
                yield readable(file.read(), language)[:60000]
    for language in MESSAGES:
        for path in sorted(glob.glob(f"/usr/share/locale/{language}/LC_MESSAGES/*.mo"))[:40]:
            yield "\n".join(translations(path))[:40000]
    for path in sorted(glob.glob(os.path.join(sources, "**", "*.cs"), recursive=True))[:200]:
        with open(path, encoding="utf8") as file:
            yield file.read()
    yield "\n".join(emoji(random.Random(1)))
    for path in sorted(glob.glob("/usr/share/doc/**/*.gz", recursive=True))[:400]:
        with gzip.open(path) as file:
            text = file.read(30000)
        if b"\0" not in text:
            yield readable(text)


def main():
    out, data, sources = sys.argv[1:4]
    os.makedirs(out, exist_ok=True)
    kept = [re.sub("\x1e", " ", d) for d in documents(data, sources) if d.strip()]
    with open(os.path.join(out, "corpus.txt"), "w", encoding="utf8", newline="") as file:
        file.write("\x1e".join(kept))
    print(len(kept), "documents,", sum(len(d.encode()) for d in kept), "bytes")


if __name__ == "__main__":
    main()
