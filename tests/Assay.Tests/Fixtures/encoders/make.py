"""Tiny random encoders and what plain PyTorch makes of token sequences with them: the parity fixtures beside this script.

    python3 make.py [OUT]

BERT, XLM-RoBERTa and ModernBERT are written here from their papers and from the names of their tensors, in double precision, without the transformers library; sequences are padded and
masked, which Assay never does. Each folder has config.json, tokenizer.json, model.safetensors (a classifier with one label, so tensors have the prefix of their kind) and
expected.safetensors: "ids", "types" and "states" of sequence i are "i.ids", "i.types", "i.states"; "scores" are the classifier's. Made with Python 3.11 and PyTorch 1.13.0a0 (Debian 12).
"""
import json
import math
import os
import struct
import sys

import torch
import torch.nn.functional as F

WIDTH, HEADS, INNER, VOCAB = 32, 4, 48, 60
LENGTHS = [1, 5, 17, 40]


class Weights:
    """Random weights by name; each is drawn once, in the order of use."""

    def __init__(self, seed):
        self.random = torch.Generator().manual_seed(seed)
        self.tensors = {}

    def draw(self, name, *shape, mean=0.0, spread=1.0):
        if name not in self.tensors:
            self.tensors[name] = mean + spread * torch.randn(*shape, generator=self.random)
        return self.tensors[name].double()

    def linear(self, name, x, outputs, bias=True):
        weight = self.draw(name + ".weight", outputs, x.shape[-1], spread=1.3 / math.sqrt(x.shape[-1]))
        return F.linear(x, weight, self.draw(name + ".bias", outputs, spread=0.3) if bias else None)

    def norm(self, name, x, eps, bias=True):
        scale = self.draw(name + ".weight", x.shape[-1], mean=1.0, spread=0.2)
        return F.layer_norm(x, x.shape[-1:], scale, self.draw(name + ".bias", x.shape[-1], spread=0.2) if bias else None, eps)


def heads(x):
    batch, seq, width = x.shape
    return x.view(batch, seq, HEADS, width // HEADS).transpose(1, 2)


def attention(q, k, v, seen):
    scores = heads(q) @ heads(k).transpose(2, 3) / math.sqrt(WIDTH // HEADS)
    mixed = torch.softmax(scores.masked_fill(~seen, -1e30), -1) @ heads(v)
    return mixed.transpose(1, 2).reshape(q.shape)


def bert(w, ids, types, mask, prefix, positions, table, kinds, eps, gelu):
    x = F.embedding(ids, w.draw(prefix + "embeddings.word_embeddings.weight", VOCAB, WIDTH))
    x = x + F.embedding(types, w.draw(prefix + "embeddings.token_type_embeddings.weight", kinds, WIDTH))
    x = x + F.embedding(positions, w.draw(prefix + "embeddings.position_embeddings.weight", table, WIDTH))
    x = w.norm(prefix + "embeddings.LayerNorm", x, eps)
    seen = mask[:, None, None, :]
    for i in range(2):
        at = f"{prefix}encoder.layer.{i}."
        q, k, v = (w.linear(at + "attention.self." + n, x, WIDTH) for n in ("query", "key", "value"))
        x = w.norm(at + "attention.output.LayerNorm", x + w.linear(at + "attention.output.dense", attention(q, k, v, seen), WIDTH), eps)
        inner = F.gelu(w.linear(at + "intermediate.dense", x, INNER), approximate=gelu)
        x = w.norm(at + "output.LayerNorm", x + w.linear(at + "output.dense", inner, WIDTH), eps)
    return x


def turned(x, theta):
    x = heads(x)
    dim = x.shape[-1]
    angle = torch.arange(x.shape[2], dtype=torch.float64)[:, None] / theta ** (torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    cos, sin = torch.cos(torch.cat([angle, angle], -1)), torch.sin(torch.cat([angle, angle], -1))
    half = torch.cat([-x[..., dim // 2:], x[..., : dim // 2]], -1)
    return (x * cos + half * sin).transpose(1, 2).flatten(2)


def modern(w, ids, mask, c):
    eps = c["norm_eps"]
    x = w.norm("model.embeddings.norm", F.embedding(ids, w.draw("model.embeddings.tok_embeddings.weight", VOCAB, WIDTH)), eps, bias=False)
    near = (torch.arange(ids.shape[1])[:, None] - torch.arange(ids.shape[1])[None, :]).abs() <= c["local_attention"] // 2
    for i in range(c["num_hidden_layers"]):
        at, whole = f"model.layers.{i}.", i % c["global_attn_every_n_layers"] == 0
        h = x if i == 0 else w.norm(at + "attn_norm", x, eps, bias=False)
        q, k, v = w.linear(at + "attn.Wqkv", h, 3 * WIDTH, bias=False).chunk(3, -1)
        theta = c["global_rope_theta"] if whole else c["local_rope_theta"]
        seen = mask[:, None, None, :] & (torch.ones_like(near) if whole else near)
        x = x + w.linear(at + "attn.Wo", attention(turned(q, theta), turned(k, theta), v, seen), WIDTH, bias=False)
        value, gate = w.linear(at + "mlp.Wi", w.norm(at + "mlp_norm", x, eps, bias=False), 2 * INNER, bias=False).chunk(2, -1)
        x = x + w.linear(at + "mlp.Wo", F.gelu(value) * gate, WIDTH, bias=False)
    return w.norm("model.final_norm", x, eps, bias=False)


def safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        whole = not tensor.dtype.is_floating_point
        values = tensor.flatten().tolist()
        packed = struct.pack(f"<{len(values)}{'i' if whole else 'f'}", *values)
        header[name] = {"dtype": "I32" if whole else "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(packed)]}
        data += packed
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def tokenizer(first, separator, pad, unknown, order, pair_type, middle):
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)]
    vocab = {t: i for i, t in enumerate(order + letters + ["##" + l for l in letters] + [".", "?", "the"])}
    assert len(vocab) <= VOCAB, len(vocab)
    special = lambda t, kind=0: {"SpecialToken": {"id": t, "type_id": kind}}
    text = lambda s, kind=0: {"Sequence": {"id": s, "type_id": kind}}
    pair = [special(first), text("A"), special(separator)] + [special(separator)] * middle + [text("B", pair_type), special(separator, pair_type)]
    return {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": 9, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": vocab[pad], "pad_type_id": 0, "pad_token": pad},
        "added_tokens": [{"id": i, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True} for i, t in enumerate(order)],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [special(first), text("A"), special(separator)],
            "pair": pair,
            "special_tokens": {t: {"id": t, "ids": [vocab[t]], "tokens": [t]} for t in (first, separator)},
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": unknown, "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": vocab},
    }


def save(folder, config, words, w, inputs, states, scores):
    os.makedirs(folder, exist_ok=True)
    for name, value in (("config.json", config), ("tokenizer.json", words)):
        with open(os.path.join(folder, name), "w") as file:
            json.dump(value, file, ensure_ascii=False, indent=1 if name == "config.json" else None)
    safetensors(os.path.join(folder, "model.safetensors"), w.tensors)
    expected = {"scores": scores.flatten()}
    for i, length in enumerate(LENGTHS):
        expected[f"{i}.ids"], expected[f"{i}.types"], expected[f"{i}.states"] = inputs[0][i, :length], inputs[1][i, :length], states[i, :length]
    safetensors(os.path.join(folder, "expected.safetensors"), expected)


def sequences(seed, least, pad):
    random = torch.Generator().manual_seed(seed)
    ids = torch.randint(least, VOCAB, (len(LENGTHS), max(LENGTHS)), generator=random)
    mask = torch.arange(max(LENGTHS))[None, :] < torch.tensor(LENGTHS)[:, None]
    return ids.masked_fill(~mask, pad), mask


def main(out):
    common = {"hidden_size": WIDTH, "num_attention_heads": HEADS, "intermediate_size": INNER, "vocab_size": VOCAB, "id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}}

    w = Weights(1)
    ids, mask = sequences(11, 5, 0)
    types = ((torch.arange(max(LENGTHS))[None, :] > 3) & mask).long()
    x = bert(w, ids, types, mask, "bert.", torch.arange(ids.shape[1]).expand_as(ids), 48, 2, 1e-12, "none")
    scores = w.linear("classifier", torch.tanh(w.linear("bert.pooler.dense", x[:, 0], WIDTH)), 1)
    config = dict(common, architectures=["BertForSequenceClassification"], model_type="bert", num_hidden_layers=2, hidden_act="gelu", layer_norm_eps=1e-12, max_position_embeddings=48, type_vocab_size=2, pad_token_id=0, position_embedding_type="absolute")
    save(os.path.join(out, "bert"), config, tokenizer("[CLS]", "[SEP]", "[PAD]", "[UNK]", ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], 1, 0), w, (ids, types), x, scores)

    w = Weights(2)
    ids, mask = sequences(12, 5, 1)
    ids[2, 6] = 1  # a padding token within a text has a position of its own and is not counted
    known = ids != 1
    positions = torch.cumsum(known.long(), 1) * known + 1
    types = torch.zeros_like(ids)
    x = bert(w, ids, types, mask, "roberta.", positions, 50, 1, 1e-5, "tanh")
    scores = w.linear("classifier.out_proj", torch.tanh(w.linear("classifier.dense", x[:, 0], WIDTH)), 1)
    config = dict(common, architectures=["XLMRobertaForSequenceClassification"], model_type="xlm-roberta", num_hidden_layers=2, hidden_act="gelu_new", layer_norm_eps=1e-5, max_position_embeddings=50, type_vocab_size=1, pad_token_id=1)
    save(os.path.join(out, "xlmr"), config, tokenizer("<s>", "</s>", "<pad>", "<unk>", ["<s>", "<pad>", "</s>", "<unk>", "<mask>"], 0, 1), w, (ids, types), x, scores)

    w = Weights(3)
    ids, mask = sequences(13, 5, 0)
    types = torch.zeros_like(ids)
    config = dict(common, architectures=["ModernBertForSequenceClassification"], model_type="modernbert", num_hidden_layers=3, hidden_activation="gelu", norm_eps=1e-5, norm_bias=False, attention_bias=False, mlp_bias=False,
                  max_position_embeddings=64, global_attn_every_n_layers=2, local_attention=8, global_rope_theta=160000.0, local_rope_theta=10000.0, classifier_pooling="mean", classifier_bias=False, classifier_activation="gelu", pad_token_id=0)
    x = modern(w, ids, mask, config)
    mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
    head = w.norm("head.norm", F.gelu(w.linear("head.dense", mean, WIDTH, bias=False)), 1e-5, bias=False)
    save(os.path.join(out, "modernbert"), config, tokenizer("[CLS]", "[SEP]", "[PAD]", "[UNK]", ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], 0, 0), w, (ids, types), x, w.linear("classifier", head, 1))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
