"""Writes preferences.json: direct preference optimisation of the decoder of llama.py, as PyTorch computes it.

    python3 preferences.py > preferences.json        (made with PyTorch 1.13.1, in double precision)

Gradients are those of a model that has moved away from the one before training; losses are those of twelve steps of AdamW from that one on.
"""
import json

import torch
import torch.nn.functional as F

from llama import logits, start, shapes

BETA, SMOOTHING, SFT_WEIGHT, RATE = 0.3, 0.1, 0.2, 3e-3
# Prompt, wanted answer, the other one.
pairs = [([3, 7, 1], [18, 4, 4, 9], [2, 11]), ([5], [0, 12, 6], [6, 6, 6, 6, 1]), ([17, 16, 15, 14], [13], [12])]


def tensors(values):
    return {name: torch.tensor(v, dtype=torch.float64).view(shapes[name]) for name, v in values.items()}


before = tensors(start)
# Rounded, so that the text of the file is what was computed with; away from the start in every entry.
moved = {name: (torch.round((w + 0.05 * torch.cos(torch.arange(w.numel(), dtype=torch.float64) * 1.7).view(w.shape)) * 10000) / 10000).float().double() for name, w in before.items()}


def likely(w, prompt, answer):
    ids = torch.tensor(prompt + answer)
    return -F.cross_entropy(logits(w, ids[:-1])[len(prompt) - 1:], ids[len(prompt):], reduction="sum")


with torch.no_grad():
    reference = [(likely(before, p, c), likely(before, p, r)) for p, c, r in pairs]


def loss(w):
    total = 0
    for (prompt, chosen, rejected), (ref_chosen, ref_rejected) in zip(pairs, reference):
        now = likely(w, prompt, chosen)
        z = BETA * (now - ref_chosen - (likely(w, prompt, rejected) - ref_rejected))
        total = total - (1 - SMOOTHING) * F.logsigmoid(z) - SMOOTHING * F.logsigmoid(-z) - SFT_WEIGHT * now / len(chosen)
    return total / len(pairs)


policy = {name: w.clone().requires_grad_() for name, w in moved.items()}
value = loss(policy)
value.backward()
trained = {name: w.clone().requires_grad_() for name, w in before.items()}
optimizer = torch.optim.AdamW([{"params": [w for w in trained.values() if w.dim() > 1], "weight_decay": 0.05}, {"params": [w for w in trained.values() if w.dim() == 1], "weight_decay": 0.0}], lr=RATE, betas=(0.9, 0.95))
losses = []
for _ in range(12):
    optimizer.zero_grad()
    step = loss(trained)
    step.backward()
    optimizer.step()
    losses.append(step.item())
print(json.dumps({
    "version": torch.__version__, "beta": BETA, "smoothing": SMOOTHING, "sftWeight": SFT_WEIGHT, "learningRate": RATE, "weightDecay": 0.05, "beta2": 0.95,
    "pairs": [{"prompt": p, "chosen": c, "rejected": r} for p, c, r in pairs], "reference": [[c.item(), r.item()] for c, r in reference],
    "loss": value.item(), "losses": losses,
    "moved": {name: [round(v, 4) for v in w.flatten().tolist()] for name, w in moved.items()},
    "gradients": {name: [float(f"{v:.9g}") for v in w.grad.flatten().tolist()] for name, w in policy.items()},
}))
