"""Writes llama.json: a tiny decoder, one batch, its gradients and the losses of twenty steps of AdamW, as PyTorch computes them.

    python3 llama.py > llama.json        (made with PyTorch 1.13.1, in double precision)
"""
import json

import torch
import torch.nn.functional as F

VOCABULARY, WIDTH, FEED_FORWARD, LAYERS, HEADS, KEY_HEADS, THETA, EPSILON = 19, 16, 24, 2, 4, 2, 10000.0, 1e-5
HEAD = WIDTH // HEADS
torch.set_default_dtype(torch.float64)
torch.manual_seed(1)

shapes = {"model.embed_tokens.weight": (VOCABULARY, WIDTH), "model.norm.weight": (WIDTH,)}
for i in range(LAYERS):
    at = f"model.layers.{i}."
    shapes |= {
        at + "input_layernorm.weight": (WIDTH,), at + "post_attention_layernorm.weight": (WIDTH,),
        at + "self_attn.q_proj.weight": (WIDTH, WIDTH), at + "self_attn.k_proj.weight": (KEY_HEADS * HEAD, WIDTH),
        at + "self_attn.v_proj.weight": (KEY_HEADS * HEAD, WIDTH), at + "self_attn.o_proj.weight": (WIDTH, WIDTH),
        at + "mlp.gate_proj.weight": (FEED_FORWARD, WIDTH), at + "mlp.up_proj.weight": (FEED_FORWARD, WIDTH), at + "mlp.down_proj.weight": (WIDTH, FEED_FORWARD),
    }
# Rounded, so that the text of the file is what was computed with.
weights = {name: torch.round((torch.randn(shape) * 0.3 + (1 if len(shape) == 1 else 0)) * 10000) / 10000 for name, shape in shapes.items()}
weights = {name: w.float().double().requires_grad_() for name, w in weights.items()}


def norm(x, w):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + EPSILON) * w


def turn(x, cosines, sines):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cosines - b * sines, b * cosines + a * sines), -1)


def logits(w, ids):
    angles = torch.outer(torch.arange(ids.shape[0]).double(), 1.0 / THETA ** (torch.arange(0, HEAD, 2).double() / HEAD))
    cosines, sines = angles.cos(), angles.sin()
    mask = torch.full((ids.shape[0], ids.shape[0]), float("-inf")).triu(1)
    x = w["model.embed_tokens.weight"][ids]
    for i in range(LAYERS):
        at = f"model.layers.{i}."
        h = norm(x, w[at + "input_layernorm.weight"])

        def heads(name, count):
            return F.linear(h, w[at + f"self_attn.{name}_proj.weight"]).view(-1, count, HEAD).transpose(0, 1)

        q, k, v = turn(heads("q", HEADS), cosines, sines), turn(heads("k", KEY_HEADS), cosines, sines), heads("v", KEY_HEADS)
        k, v = k.repeat_interleave(HEADS // KEY_HEADS, 0), v.repeat_interleave(HEADS // KEY_HEADS, 0)
        attended = torch.softmax(q @ k.transpose(-1, -2) * HEAD**-0.5 + mask, -1) @ v
        x = x + F.linear(attended.transpose(0, 1).reshape(-1, WIDTH), w[at + "self_attn.o_proj.weight"])
        h = norm(x, w[at + "post_attention_layernorm.weight"])
        x = x + F.linear(F.silu(F.linear(h, w[at + "mlp.gate_proj.weight"])) * F.linear(h, w[at + "mlp.up_proj.weight"]), w[at + "mlp.down_proj.weight"])
    return F.linear(norm(x, w["model.norm.weight"]), w["model.embed_tokens.weight"])


texts = [[3, 7, 1, 18, 4, 4, 9, 2, 11], [5, 0, 12, 6], [17, 16, 15, 14, 13, 12]]
targets = [[7, 1, -100, 4, 4, 9, -100, 11, 0], [0, 12, 6, -100], [16, -100, 14, 13, 12, 1]]
count = sum(t != -100 for row in targets for t in row)


def loss(w):
    return sum(F.cross_entropy(logits(w, torch.tensor(i)), torch.tensor(t), ignore_index=-100, reduction="sum") for i, t in zip(texts, targets)) / count


loss(weights).backward()
gradients = {name: w.grad.flatten().tolist() for name, w in weights.items()}
start = {name: w.detach().clone().flatten().tolist() for name, w in weights.items()}
optimizer = torch.optim.AdamW(
    [{"params": [w for w in weights.values() if w.dim() > 1], "weight_decay": 0.05}, {"params": [w for w in weights.values() if w.dim() == 1], "weight_decay": 0.0}], lr=3e-3, betas=(0.9, 0.95))
losses = []
for _ in range(20):
    optimizer.zero_grad()
    value = loss(weights)
    value.backward()
    optimizer.step()
    losses.append(value.item())
if __name__ == "__main__":
    print(json.dumps({
        "version": torch.__version__, "texts": texts, "targets": targets, "losses": losses, "learningRate": 3e-3, "weightDecay": 0.05, "beta2": 0.95,
        "config": {"model_type": "llama", "vocab_size": VOCABULARY, "hidden_size": WIDTH, "intermediate_size": FEED_FORWARD, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS,
                   "num_key_value_heads": KEY_HEADS, "max_position_embeddings": 64, "rms_norm_eps": EPSILON, "rope_theta": THETA, "tie_word_embeddings": True},
        "shapes": {name: list(shape) for name, shape in shapes.items()},
        "weights": {name: [round(v, 4) for v in values] for name, values in start.items()},
        "gradients": {name: [float(f"{v:.9g}") for v in values] for name, values in gradients.items()},
    }))
