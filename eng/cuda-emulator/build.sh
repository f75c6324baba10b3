#!/bin/sh
# Builds the emulator into a folder: one library under the three names a CUDA program opens.
#   build.sh OUTDIR
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh OUTDIR}
mkdir -p "$out"
g++ -O2 -std=c++17 -Wall -shared -fPIC -fvisibility=hidden "$here/emulator.cpp" -o "$out/libcuda.so.1" -ldl -pthread
for name in libcuda.so libnvrtc.so libnvrtc.so.12 libnvrtc.so.13 libcublas.so libcublas.so.12 libcublas.so.13; do ln -sf libcuda.so.1 "$out/$name"; done
