"""Writes int8.safetensors and the numbers that are in it, int8.json, with nothing but Python's struct: a second reading of docs/models/int8.md.

    python3 make.py                 writes both files beside this script (Python 3.11)
    python3 make.py read FILE       prints what is in another safetensors file, as the same JSON

The numbers come from a linear congruential generator, so that every run writes the same bytes.
"""
import json
import struct
import sys
from pathlib import Path

HERE = Path(__file__).parent
FORMATS = {"F32": "f", "F16": "e", "I8": "b"}


def numbers():
    state = 7
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (state >> 33) / 2**31


def read(path):
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    stored = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        if entry["dtype"] == "BF16":
            words = struct.unpack_from(f"<{(entry['data_offsets'][1] - entry['data_offsets'][0]) // 2}H", data, 8 + length + entry["data_offsets"][0])
            values = [struct.unpack("<f", struct.pack("<I", w << 16))[0] for w in words]
        else:
            form = FORMATS[entry["dtype"]]
            count = (entry["data_offsets"][1] - entry["data_offsets"][0]) // struct.calcsize(form)
            values = list(struct.unpack_from(f"<{count}{form}", data, 8 + length + entry["data_offsets"][0]))
        stored[name] = (entry["dtype"], entry["shape"], values)
    result = {}
    for name, (dtype, shape, values) in stored.items():
        if name.endswith("_scale"):
            continue
        if dtype == "I8":
            scales = stored[name + "_scale"][2]
            group = len(values) // len(scales)
            values = [v * scales[i // group] for i, v in enumerate(values)]
        result[name] = {"shape": shape, "values": [struct.unpack("<f", struct.pack("<f", v))[0] for v in values]}
    return result


def write(path):
    draw = numbers()

    def array(form, count, low, high):
        return struct.pack(f"<{count}{form}", *[(low + (high - low) * next(draw)) if form != "b" else int(low + (high - low) * next(draw)) for _ in range(count)])

    tensors = [
        ("norm.weight", "F32", [32], array("f", 32, 0.5, 1.5)),
        ("rows.weight_scale", "F32", [3], array("f", 3, 0.001, 0.1)),
        ("parts.weight_scale", "BF16", [2, 3], struct.pack("<6H", 0x3C23, 0x3D4C, 0xBC23, 0x3F80, 0x0000, 0x3B03)),
        ("blocks.weight_scale", "F16", [4, 2], array("e", 8, 0.001, 0.1)),
        ("blocks.weight", "I8", [4, 64], array("b", 256, -128, 127.99)),
        ("parts.weight", "I8", [2, 24], array("b", 48, -128, 127.99)),
        ("rows.weight", "I8", [3, 20], array("b", 60, -128, 127.99)),
    ]
    header, offset = {}, 0
    for name, dtype, shape, data in tensors:
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(t[3] for t in tensors))


if len(sys.argv) == 3 and sys.argv[1] == "read":
    print(json.dumps(read(Path(sys.argv[2]))))
else:
    write(HERE / "int8.safetensors")
    (HERE / "int8.json").write_text(json.dumps(read(HERE / "int8.safetensors")) + "\n")
