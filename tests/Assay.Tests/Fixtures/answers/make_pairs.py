"""Makes answer_pairs.jsonl: seeded pairs of texts with SQuAD's, ROUGE's and chrF's values from their reference implementations.

Run: python3 make_pairs.py REFERENCE 300 1 > answer_pairs.jsonl
REFERENCE holds evaluate-v2.0.py (rajpurkar/SQuAD-explorer), rouge/ (google-research/google-research) and sacrebleu/ (mjpost/sacrebleu, 2.6).
Made with Python 3.11 and NLTK 3.8 (python3-nltk and python3-absl of Debian 12).
"""
import importlib.util
import json
import random
import sys
import types
from unittest import mock

# chrF needs none of them; sacrebleu.version exists only once it is installed.
for absent in ("portalocker", "regex", "tabulate", "colorama", "lxml", "lxml.etree"):
    sys.modules[absent] = mock.MagicMock()
sys.modules["sacrebleu.version"] = types.SimpleNamespace(__version__="source")

STEMS = """run happi nation relat condit vali digit conform radic differ vile analog vietnam oper feudal decis hope callous form sens triplic electr good reviv allow infer airlin gyroscop
adjust defens irrit replac depend adopt homolog commun activ angular effect bowdler probat rat ceas control roll fli die sky news proceed inning howe enjoy cri y syzyg tree troubl oat ivi priv
agre plaster motor sing conflat siz hop tan fall hiss fizz fail fil geologi bio psycholog succeed""".split()
ENDINGS = """s es ed ing er ers ly ies y ational tional enci anci izer abli alli entli eli ousli ization ation ator alism iveness fulness ousness aliti iviti biliti fulli logi icate ative alize iciti
ical ful ness al ance ence ic able ible ant ement ment ent ion sion tion ou ism ate iti ous ive ize e ll eed ied bbed tting ying yy eing at bl iz""".split() + [""] * 30
OTHERS = """the The a AN an i.e. U.S. don't (hi) 12.50 5,000 $5 50% naïve café Straße İstanbul İ KELVIN \u212aelvin ΟΔΟΣ 東京 مرحبا 😀 😀😀 𝐀bc a\u0301 -- ... "quoted" x² ½ _under_ @home e-mail rock-n-roll O'Brien
aaaa aaa zzz dying lying skies news innings outing canning howe exceed""".split()
SPACES = [" "] * 12 + ["  ", "\t", "\n", "\n", "\n\n", "\u00a0", "\u3000", "\x1c", "\u2028", "\r\n"]


def load(reference):
    sys.path.insert(0, reference)
    spec = importlib.util.spec_from_file_location("squad", reference + "/evaluate-v2.0.py")
    squad = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(squad)
    from rouge import rouge_scorer
    from sacrebleu.metrics.chrf import CHRF

    kinds = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
    return squad, rouge_scorer.RougeScorer(kinds), rouge_scorer.RougeScorer(kinds, use_stemmer=True), CHRF(), CHRF(word_order=2)


def word(rng):
    kind = rng.random()
    if kind < 0.55:
        return rng.choice(STEMS) + rng.choice(ENDINGS)
    if kind < 0.65:
        return "".join(rng.choice("aeiouybcdfghlmnprstvwxz") for _ in range(rng.randrange(1, 12)))
    if kind < 0.66:
        return rng.choice("abz") * rng.randrange(60, 140)
    return rng.choice(OTHERS)


def text(rng, most):
    few = [word(rng) for _ in range(rng.randrange(1, 12))]
    words = [rng.choice(few) if rng.random() < 0.6 else word(rng) for _ in range(rng.randrange(most))]
    return "".join(w + rng.choice(SPACES) for w in words)


def variant(rng, gold):
    words = gold.split(" ")
    how = rng.randrange(7)
    if how == 0:
        return gold
    if how == 1:
        return gold.upper()
    if how == 2:
        rng.shuffle(words)
        return " ".join(words)
    if how == 3:
        return " ".join(w for w in words if rng.random() < 0.7)
    if how == 4:
        return " ".join(w if rng.random() < 0.7 else word(rng) for w in words)
    if how == 5:
        lines = gold.split("\n")
        rng.shuffle(lines)
        return "\n".join(lines)
    return gold[len(gold) // 3 :] + text(rng, 9)


def squad_values(squad, golds, answer):
    golds = [g for g in golds if squad.normalize_answer(g)] or [""]
    return max(squad.compute_exact(g, answer) for g in golds), max(squad.compute_f1(g, answer) for g in golds)


def main():
    squad, plain, stemmed, chrf, chrfpp = load(sys.argv[1])
    rng = random.Random(int(sys.argv[3]))
    for _ in range(int(sys.argv[2])):
        most = 120 if rng.random() < 0.1 else 25
        golds = [text(rng, most) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
        answer = variant(rng, rng.choice(golds)) if rng.random() < 0.8 else text(rng, most)
        values = dict(zip(("exact_match", "f1"), squad_values(squad, golds, answer)))
        for suffix, scorer in (("", plain), ("_stem", stemmed)):
            for gold in golds:
                for name, score in scorer.score(gold, answer).items():
                    values[name + suffix] = max(values.get(name + suffix, 0), score.fmeasure)
        values["chrf"] = chrf.sentence_score(answer, golds).score / 100
        values["chrf++"] = chrfpp.sentence_score(answer, golds).score / 100
        print(json.dumps({"golds": golds, "answer": answer, "values": values}))


main()
