"""Writes bert.json: a tiny BERT as an embedder and as a reranker, one batch of each, the gradients and the losses of twenty steps of AdamW, as PyTorch computes them.

    python3 bert.py > bert.json        (made with PyTorch 1.13.1, in double precision)
"""
import json

import torch
import torch.nn.functional as F

VOCABULARY, WIDTH, FEED_FORWARD, LAYERS, HEADS, POSITIONS, TYPES, EPSILON = 60, 12, 16, 2, 3, 20, 2, 1e-12
HEAD = WIDTH // HEADS
torch.set_default_dtype(torch.float64)
torch.manual_seed(2)

shapes = {
    "bert.embeddings.word_embeddings.weight": (VOCABULARY, WIDTH), "bert.embeddings.position_embeddings.weight": (POSITIONS, WIDTH),
    "bert.embeddings.token_type_embeddings.weight": (TYPES, WIDTH), "bert.embeddings.LayerNorm.weight": (WIDTH,), "bert.embeddings.LayerNorm.bias": (WIDTH,),
}
for i in range(LAYERS):
    at = f"bert.encoder.layer.{i}."
    for name, outputs, inputs in (("attention.self.query", WIDTH, WIDTH), ("attention.self.key", WIDTH, WIDTH), ("attention.self.value", WIDTH, WIDTH), ("attention.output.dense", WIDTH, WIDTH),
                                  ("intermediate.dense", FEED_FORWARD, WIDTH), ("output.dense", WIDTH, FEED_FORWARD)):
        shapes |= {at + name + ".weight": (outputs, inputs), at + name + ".bias": (outputs,)}
    for name in ("attention.output.LayerNorm", "output.LayerNorm"):
        shapes |= {at + name + ".weight": (WIDTH,), at + name + ".bias": (WIDTH,)}
shapes |= {"bert.pooler.dense.weight": (WIDTH, WIDTH), "bert.pooler.dense.bias": (WIDTH,), "classifier.weight": (1, WIDTH), "classifier.bias": (1,)}


def start(name, shape):
    values = torch.randn(shape) * 0.3 + (1 if name.endswith("LayerNorm.weight") else 0)
    return (torch.round(values * 10000) / 10000).float().double()  # Rounded, so that the text of the file is what was computed with.


initial = {name: start(name, shape) for name, shape in shapes.items()}


def states(w, ids, types):
    x = w["bert.embeddings.word_embeddings.weight"][ids] + w["bert.embeddings.position_embeddings.weight"][: len(ids)] + w["bert.embeddings.token_type_embeddings.weight"][types]

    def norm(x, name):
        return F.layer_norm(x, (WIDTH,), w[name + ".weight"], w[name + ".bias"], EPSILON)

    def linear(x, name):
        return F.linear(x, w[name + ".weight"], w[name + ".bias"])

    x = norm(x, "bert.embeddings.LayerNorm")
    for i in range(LAYERS):
        at = f"bert.encoder.layer.{i}."
        q, k, v = (linear(x, at + f"attention.self.{name}").view(-1, HEADS, HEAD).transpose(0, 1) for name in ("query", "key", "value"))
        attended = torch.softmax(q @ k.transpose(-1, -2) * HEAD**-0.5, -1) @ v
        x = norm(x + linear(attended.transpose(0, 1).reshape(-1, WIDTH), at + "attention.output.dense"), at + "attention.output.LayerNorm")
        x = norm(x + linear(F.gelu(linear(x, at + "intermediate.dense")), at + "output.dense"), at + "output.LayerNorm")
    return x


# Queries, then the passages: passage i is what query i asks for, those after them are hard negatives; query 3 asks for passage 0 too, so it is left out there.
queries = [[3, 7, 1, 18], [5, 0, 12, 6, 44], [17, 16], [59, 2, 30, 31, 32, 33]]
passages = [[4, 4, 9, 2, 11, 58], [8, 8, 21], [50, 49, 48, 47, 46, 45, 44], [1, 2, 3, 4], [19, 20, 21, 22], [33], [41, 40, 39, 38, 37]]
masked = [[3, 0]]
TEMPERATURE, PREFIXES, PREFIX_WEIGHTS = 0.2, [4, 12], [0.5, 1.0]


def contrastive(w):
    q = torch.stack([states(w, torch.tensor(t), torch.zeros(len(t), dtype=torch.long)).mean(0) for t in queries])
    p = torch.stack([states(w, torch.tensor(t), torch.zeros(len(t), dtype=torch.long)).mean(0) for t in passages])
    hidden = torch.zeros(len(queries), len(passages))
    for row, column in masked:
        hidden[row, column] = float("-inf")
    target, total = torch.arange(len(queries)), 0
    for prefix, weight in zip(PREFIXES, PREFIX_WEIGHTS):
        scores = F.normalize(q[:, :prefix], dim=-1) @ F.normalize(p[:, :prefix], dim=-1).T / TEMPERATURE + hidden
        total = total + weight * (F.cross_entropy(scores, target) + F.cross_entropy(scores[:, : len(queries)].T, target)) / 2
    return total / sum(PREFIX_WEIGHTS)


# Groups of a passage that answers and others that do not, with the types of both halves.
groups = [[([3, 7, 1, 18, 40, 41, 2], [0, 0, 0, 1, 1, 1, 1]), ([3, 7, 1, 19, 20, 2], [0, 0, 0, 1, 1, 1]), ([3, 7, 1, 59, 2], [0, 0, 0, 1, 1])],
          [([3, 30, 31, 1, 12, 2], [0, 0, 0, 0, 1, 1]), ([3, 30, 31, 1, 50, 51, 52, 53, 2], [0, 0, 0, 0, 1, 1, 1, 1, 1])]]


def rerank(w):
    total = 0
    for group in groups:
        scores = []
        for ids, types in group:
            first = states(w, torch.tensor(ids), torch.tensor(types))[0]
            pooled = torch.tanh(F.linear(first, w["bert.pooler.dense.weight"], w["bert.pooler.dense.bias"]))
            scores.append(F.linear(pooled, w["classifier.weight"], w["classifier.bias"])[0])
        total = total + F.cross_entropy(torch.stack(scores)[None], torch.tensor([0]))
    return total / len(groups)


def run(loss):
    w = {name: values.clone().requires_grad_() for name, values in initial.items()}
    loss(w).backward()
    gradients = {name: [float(f"{v:.9g}") for v in values.grad.flatten().tolist()] for name, values in w.items() if values.grad is not None}
    used = {name: w[name] for name in gradients}
    optimizer = torch.optim.AdamW(
        [{"params": [v for v in used.values() if v.dim() > 1], "weight_decay": 0.05}, {"params": [v for v in used.values() if v.dim() == 1], "weight_decay": 0.0}], lr=3e-3, betas=(0.9, 0.95))
    losses = []
    for _ in range(20):
        optimizer.zero_grad()
        value = loss(w)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return {"gradients": gradients, "losses": losses}


print(json.dumps({
    "version": torch.__version__, "learningRate": 3e-3, "weightDecay": 0.05, "beta2": 0.95,
    "config": {"architectures": ["BertForSequenceClassification"], "model_type": "bert", "vocab_size": VOCABULARY, "hidden_size": WIDTH, "intermediate_size": FEED_FORWARD, "num_hidden_layers": LAYERS,
               "num_attention_heads": HEADS, "max_position_embeddings": POSITIONS, "type_vocab_size": TYPES, "layer_norm_eps": EPSILON, "hidden_act": "gelu"},
    "shapes": {name: list(shape) for name, shape in shapes.items()},
    "weights": {name: [round(v, 4) for v in values.flatten().tolist()] for name, values in initial.items()},
    "contrastive": {"queries": queries, "passages": passages, "masked": masked, "temperature": TEMPERATURE, "prefixes": PREFIXES, "prefixWeights": PREFIX_WEIGHTS} | run(contrastive),
    "rerank": {"groups": [[{"ids": ids, "types": types} for ids, types in group] for group in groups]} | run(rerank),
}))
