"""Writes small.gguf and what is in it, small.json, with nothing but Python's struct: a second reading of the format's description.

    python3 make.py                 writes both files beside this script (Python 3.11)
    python3 make.py read FILE       prints what is in another GGUF file, as the same JSON

The numbers come from a linear congruential generator, so that every run writes the same bytes.
"""
import json
import math
import struct
import sys
from pathlib import Path

SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
TEXT, ARRAY = 8, 9
# ggml type: name, values in a block, bytes of a block
TYPES = {0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 8: ("Q8_0", 32, 34), 12: ("Q4_K", 256, 144), 14: ("Q6_K", 256, 210), 30: ("BF16", 1, 2)}
ALIGNMENT = 64


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def next(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def scalar(kind, value):
    return text(value) if kind == TEXT else struct.pack(SCALARS[kind], value)


def array(kind, values):
    body = b"".join(array(k, v) if kind == ARRAY else scalar(kind, v) for k, v in ((v if kind == ARRAY else (None, v)) for v in values))
    return struct.pack("<IQ", kind, len(values)) + body


def half(data):
    return struct.unpack("<e", data)[0]


def single(value):
    """Rounds to single precision, as a reader that computes in it would."""
    return struct.unpack("<f", struct.pack("<f", value))[0]


def scale_of_32(scales, j):
    if j < 4:
        return scales[j] & 63, scales[j + 4] & 63
    return (scales[j + 4] & 15) | (scales[j - 4] >> 6 << 4), (scales[j + 4] >> 4) | (scales[j] >> 6 << 4)


def decode_q4_k(block):
    d, low = half(block[:2]), half(block[2:4])
    values = []
    for j in range(8):
        scale, minimum = scale_of_32(block[4:16], j)
        for i in range(32):
            byte = block[16 + j // 2 * 32 + i]
            values.append(d * scale * (byte >> 4 if j % 2 else byte & 15) - low * minimum)
    return values


def decode_q6_k(block):
    low, high, scales, d = block[:128], block[128:192], struct.unpack("<16b", block[192:208]), half(block[208:])
    values = [0.0] * 256
    for part in range(2):
        for quarter in range(4):
            for i in range(32):
                nibble = low[part * 64 + quarter % 2 * 32 + i]
                nibble = nibble >> 4 if quarter >= 2 else nibble & 15
                q = nibble | (high[part * 32 + i] >> 2 * quarter & 3) << 4
                values[part * 128 + quarter * 32 + i] = d * scales[part * 8 + quarter * 2 + i // 16] * (q - 32)
    return values


def decode(kind, block):
    name = TYPES[kind][0]
    if name == "F32":
        return list(struct.unpack("<f", block))
    if name == "F16":
        return [half(block)]
    if name == "BF16":
        return list(struct.unpack("<f", b"\0\0" + block))
    if name == "Q8_0":
        return [half(block[:2]) * q for q in struct.unpack("<32b", block[2:])]
    if name == "Q4_0":
        return [half(block[:2]) * ((b & 15) - 8) for b in block[2:]] + [half(block[:2]) * ((b >> 4) - 8) for b in block[2:]]
    return decode_q4_k(block) if name == "Q4_K" else decode_q6_k(block)


def block_of(kind, numbers):
    """A block of random bits whose floats are small and finite."""
    name, _, size = TYPES[kind]
    value = (numbers.next(4001) - 2000) / 1024
    if name == "F32":
        return struct.pack("<f", value)
    if name == "F16":
        return struct.pack("<e", value)
    if name == "BF16":
        return struct.pack("<f", value)[2:]
    data = bytearray(numbers.next(256) for _ in range(size))
    if name == "Q6_K":
        data[208:] = struct.pack("<e", value / 64)
    else:
        data[:2] = struct.pack("<e", value / 64)
    if name == "Q4_K":
        data[2:4] = struct.pack("<e", (numbers.next(1000) - 500) / 65536)
    return bytes(data)


def make():
    numbers = Numbers(7)
    values = [
        ("general.architecture", TEXT, "llama"), ("general.alignment", 4, ALIGNMENT),
        ("t.u8", 0, 255), ("t.i8", 1, -128), ("t.u16", 2, 65535), ("t.i16", 3, -32768), ("t.u32", 4, 4294967295), ("t.i32", 5, -2147483648),
        ("t.f32", 6, 0.1), ("t.true", 7, True), ("t.false", 7, False), ("t.text", TEXT, "naïve 日本 😀"), ("t.empty", TEXT, ""),
        ("t.u64", 10, 2**64 - 1), ("t.i64", 11, -2**63), ("t.f64", 12, 0.1),
        ("a.tokens", ARRAY, (TEXT, ["<s>", "▁a", ""])), ("a.scores", ARRAY, (6, [0.0, -1.5])), ("a.types", ARRAY, (5, [3, 1, 1])), ("a.none", ARRAY, (4, [])),
        ("a.flags", ARRAY, (7, [True, False])), ("a.nested", ARRAY, (ARRAY, [(0, [1, 2]), (TEXT, ["x"])])),
    ]
    tensors = [("token_embd.weight", 8, [64, 3]), ("blk.0.attn_q.weight", 2, [32, 2, 2]), ("norm.weight", 0, [5]), ("h", 1, [3, 2]), ("b", 30, [3]), ("k4", 12, [256, 2]), ("k6", 14, [512])]
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(values))
    for key, kind, value in values:
        head += text(key) + struct.pack("<I", kind) + (array(*value) if kind == ARRAY else scalar(kind, value))
    data = b""
    for name, kind, dims in tensors:
        head += text(name) + struct.pack("<I", len(dims)) + b"".join(struct.pack("<Q", d) for d in dims) + struct.pack("<IQ", kind, len(data))
        data += b"".join(block_of(kind, numbers) for _ in range(math.prod(dims) // TYPES[kind][1]))
        data += bytes(-len(data) % ALIGNMENT)
    return head + bytes(-len(head) % ALIGNMENT) + data


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def one(self, form):
        (value,) = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return value

    def text(self):
        length = self.one("<Q")
        self.at += length
        return self.data[self.at - length:self.at].decode()

    def value(self, kind):
        if kind == TEXT:
            return self.text()
        if kind == ARRAY:
            kind, count = self.one("<I"), self.one("<Q")
            return [self.value(kind) for _ in range(count)]
        return self.one(SCALARS[kind])


def read(data):
    reader = Reader(data)
    assert reader.one("<4s") == b"GGUF" and reader.one("<I") == 3
    tensor_count, value_count = reader.one("<Q"), reader.one("<Q")
    values = {}
    for _ in range(value_count):
        key = reader.text()
        values[key] = reader.value(reader.one("<I"))
    infos = [(reader.text(), [reader.one("<Q") for _ in range(reader.one("<I"))], reader.one("<I"), reader.one("<Q")) for _ in range(tensor_count)]
    alignment = values.get("general.alignment", 32)
    start = reader.at + -reader.at % alignment
    tensors = {}
    for name, dims, kind, offset in infos:
        label, length, size = TYPES[kind]
        count = math.prod(dims) // length
        blocks = [data[start + offset + i * size:start + offset + (i + 1) * size] for i in range(count)]
        tensors[name] = {"type": label, "shape": dims[::-1], "values": [single(v) for b in blocks for v in decode(kind, b)]}
    return {"values": values, "tensors": tensors}


def main():
    if sys.argv[1:2] == ["read"]:
        print(json.dumps(read(Path(sys.argv[2]).read_bytes()), ensure_ascii=False))
        return
    here = Path(__file__).parent
    data = make()
    (here / "small.gguf").write_bytes(data)
    (here / "small.json").write_text(json.dumps(read(data), ensure_ascii=False) + "\n", encoding="utf-8")


main()
