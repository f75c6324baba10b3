"""Makes squad_pairs.jsonl: seeded answer pairs with SQuAD 2.0's exact match and F1, computed from their definition.

Run: python3 make_pairs.py > squad_pairs.jsonl
"""
import collections
import json
import random
import re
import string

WORDS = """the a an The A AN river Rhine fee 12 12.50 1,000 EUR café naïve Straße İstanbul ΟΔΟΣ Σ ΣΑΣ ΑΣ' Ὀδυσσεύς O'Brien rock-n-roll e.g. U.S. x² ½ Ⅷ 東京 の大学
張三 北京大学 مرحبا नमस्ते a\u0301 an\u0300 the\u200d athe a-the a_the the_ (the) "an" 'a' don’t “quoted” — … & + = $5 50% #1 @home ~ ^ ` | \\ / { } [1] <b> ǅ ß ﬁ 𝐀 𝔗he 😀
Москва Δ K Å ª º ③ 〇 ٣ ١٢ œuvre Þorn ʼn i̇ Ꭰ 𐐀 ա և""".split()
SPACES = [" ", " ", " ", "  ", "\t", "\n", "\u00a0", "\u2003", "\u3000", "\x1c", "\x1f", "\u0085", "\u2028", "\r\n", "\u200b"]


def normal_form(text):
    lowered = text.lower()
    kept = "".join(c for c in lowered if c not in string.punctuation)
    without_articles = re.sub(r"\b(a|an|the)\b", " ", kept)
    return " ".join(without_articles.split())


def f1(gold, answer):
    gold, answer = normal_form(gold).split(), normal_form(answer).split()
    if not gold or not answer:
        return float(gold == answer)
    same = sum((collections.Counter(gold) & collections.Counter(answer)).values())
    if same == 0:
        return 0.0
    precision, recall = 1.0 * same / len(answer), 1.0 * same / len(gold)
    return (2 * precision * recall) / (precision + recall)


def scores(golds, answer):
    golds = [g for g in golds if normal_form(g)] or [""]
    return max(int(normal_form(g) == normal_form(answer)) for g in golds), max(f1(g, answer) for g in golds)


def some_text(rng, most=9):
    words = [rng.choice(WORDS) for _ in range(rng.randrange(most))]
    if words and rng.random() < 0.3:
        words += rng.choices(words, k=2)
    text = "".join(w + rng.choice(SPACES) for w in words)
    return text if rng.random() < 0.5 else text.strip()


def variant(rng, text):
    """A text that is often, but not always, equal to the given one after normalisation."""
    words = text.split()
    how = rng.randrange(6)
    if how == 0:
        return text.upper()
    if how == 1:
        return "The " + " ".join(words) + "."
    if how == 2:
        rng.shuffle(words)
        return " ".join(words)
    if how == 3:
        return " ".join(words[: len(words) // 2 + 1])
    if how == 4:
        return rng.choice(SPACES).join(words) + " " + some_text(rng, 4)
    return "".join(c + rng.choice(["", "", "", "!", "'", "-"]) for c in text)


def main():
    rng = random.Random(20)
    for _ in range(1000):
        golds = [some_text(rng) for _ in range(rng.choice([0, 1, 1, 1, 2, 3]))]
        answer = variant(rng, rng.choice(golds)) if golds and rng.random() < 0.75 else some_text(rng)
        exact, best = scores(golds, answer)
        print(json.dumps({"golds": golds, "answer": answer, "em": exact, "f1": best}))


main()
