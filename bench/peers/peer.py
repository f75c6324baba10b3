"""What the Python peers share: the conversation with the benchmark over standard input and output.

A peer builds its index, then writes `ready {json}`. After that it answers `time` with the microseconds of every query in
order, and `top` with the numbers (from 1) of the ten best passages of every query, separated by commas, queries by semicolons.
"""
import json
import sys
import time


def read(path):
    with open(path, encoding="utf8") as file:
        return file.read().split("\n")[:-1]


def serve(about, queries, search):
    print("ready " + json.dumps(about), flush=True)
    for line in sys.stdin:
        if line.strip() == "time":
            spent = []
            for query in queries:
                started = time.perf_counter()
                search(query)
                spent.append(time.perf_counter() - started)
            print("time " + " ".join(f"{seconds * 1e6:.2f}" for seconds in spent), flush=True)
        elif line.strip() == "top":
            print("top " + ";".join(",".join(map(str, search(query))) for query in queries), flush=True)
