"""PyTorch training a decoder: low-rank additions to all linear layers (r 16, alpha 32), or everything, in f32 with AdamW.

    lora.py SHAPE MODE THREADS        SHAPE: WIDTH,LAYERS,HEADS,KEYVALUEHEADS,FEEDFORWARD,VOCABULARY   MODE: lora | full
After `ready {json}` it answers
    step       -> step SECONDS LOSS     one whole step on the same batch of 8 texts of 256 tokens
    memory     -> memory BYTES          the greatest memory that the process had so far
"""
import json
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

WIDTH, LAYERS, HEADS, KEY_HEADS, FEED_FORWARD, VOCABULARY = map(int, sys.argv[1].split(","))
MODE, THREADS = sys.argv[2], int(sys.argv[3])
BATCH, LENGTH, RANK, ALPHA, HEAD = 8, 256, 16, 32, WIDTH // HEADS


class Linear(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) * 0.02, requires_grad=MODE == "full")
        if MODE == "lora":
            self.a = nn.Parameter(torch.randn(RANK, inputs) * 0.02)
            self.b = nn.Parameter(torch.zeros(outputs, RANK))

    def forward(self, x):
        y = F.linear(x, self.weight)
        return y + F.linear(F.linear(x, self.a), self.b) * (ALPHA / RANK) if MODE == "lora" else y


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDTH), requires_grad=MODE == "full")

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


def turn(x, cosines, sines):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cosines - b * sines, b * cosines + a * sines), -1)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = Norm(), Norm()
        self.q, self.o = Linear(WIDTH, WIDTH), Linear(WIDTH, WIDTH)
        self.k, self.v = Linear(WIDTH, KEY_HEADS * HEAD), Linear(WIDTH, KEY_HEADS * HEAD)
        self.gate, self.up, self.down = Linear(WIDTH, FEED_FORWARD), Linear(WIDTH, FEED_FORWARD), Linear(FEED_FORWARD, WIDTH)

    def forward(self, x, cosines, sines, mask):
        h = self.norm1(x)
        batch, length, _ = h.shape
        q = turn(self.q(h).view(batch, length, HEADS, HEAD).transpose(1, 2), cosines, sines)
        k = turn(self.k(h).view(batch, length, KEY_HEADS, HEAD).transpose(1, 2), cosines, sines)
        v = self.v(h).view(batch, length, KEY_HEADS, HEAD).transpose(1, 2)
        if KEY_HEADS != HEADS:
            k, v = k.repeat_interleave(HEADS // KEY_HEADS, 1), v.repeat_interleave(HEADS // KEY_HEADS, 1)
        attended = torch.softmax(q @ k.transpose(-1, -2) * HEAD**-0.5 + mask, -1) @ v
        x = x + self.o(attended.transpose(1, 2).reshape(batch, length, WIDTH))
        h = self.norm2(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Parameter(torch.randn(VOCABULARY, WIDTH) * 0.02, requires_grad=MODE == "full")
        self.layers, self.norm = nn.ModuleList(Layer() for _ in range(LAYERS)), Norm()
        angles = torch.outer(torch.arange(LENGTH).float(), 1.0 / 10000 ** (torch.arange(0, HEAD, 2) / HEAD))
        self.cosines, self.sines = angles.cos(), angles.sin()
        self.mask = torch.full((LENGTH, LENGTH), float("-inf")).triu(1)

    def forward(self, ids):
        x = F.embedding(ids, self.embedding)
        for layer in self.layers:
            x = layer(x, self.cosines, self.sines, self.mask)
        return F.linear(self.norm(x), self.embedding)


torch.manual_seed(0)
torch.set_num_threads(THREADS)
model = Decoder()
optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
ids = torch.randint(0, VOCABULARY, (BATCH, LENGTH + 1))
print("ready " + json.dumps({"name": "PyTorch", "version": torch.__version__, "buildSeconds": 0.0, "bytes": 0}), flush=True)
for line in sys.stdin:
    if line.strip() == "step":
        started = time.perf_counter()
        loss = F.cross_entropy(model(ids[:, :-1]).reshape(-1, VOCABULARY), ids[:, 1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(f"step {time.perf_counter() - started:.6f} {loss.item():.6f}", flush=True)
    elif line.strip() == "memory":
        print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}", flush=True)
