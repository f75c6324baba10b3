// What the machine gives at this moment, one thread: f32 fused multiply-adds (GF/s) and reading from memory (GB/s).
// Answers every line `probe` with `probe GFLOPS GBPS`. Neighbours can halve a shared machine without any other sign.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

typedef float lane16 __attribute__((vector_size(64)));
enum { ACCUMULATORS = 12, BYTES = 256 << 20 };
static volatile float sink;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// Twelve independent chains hide the latency of the unit; the compiler keeps them in registers.
static double multiply_add(long rounds) {
    lane16 a[ACCUMULATORS], b = {0}, c = {0};
    b += 1.0000001f;
    c += 1e-9f;
    for (int j = 0; j < ACCUMULATORS; j++) a[j] = b * (float)(j + 1);
    double started = now();
    for (long i = 0; i < rounds; i++) {
#pragma GCC unroll 12
        for (int j = 0; j < ACCUMULATORS; j++) {
            a[j] = a[j] * b + c;
            __asm__ volatile("" : "+v"(a[j]));
        }
    }
    double spent = now() - started;
    float sum = 0;
    for (int j = 0; j < ACCUMULATORS; j++) for (int k = 0; k < 16; k++) sum += a[j][k];
    sink = sum;
    return (double)rounds * ACCUMULATORS * 16 * 2 / spent / 1e9;
}

static double read_memory(const lane16* data) {
    lane16 s[8] = {{0}};
    double started = now();
    for (size_t i = 0; i < BYTES / sizeof(lane16); i += 8) for (int j = 0; j < 8; j++) s[j] += data[i + (size_t)j];
    double spent = now() - started;
    for (int j = 1; j < 8; j++) s[0] += s[j];
    sink = s[0][0];
    return BYTES / spent / 1e9;
}

static int ascending(const void* a, const void* b) {
    double x = *(const double*)a, y = *(const double*)b;
    return x < y ? -1 : x > y;
}

int main(void) {
    lane16* data = aligned_alloc(1 << 21, BYTES);
    madvise(data, BYTES, MADV_HUGEPAGE);
    memset(data, 0, BYTES);
    printf("ready {\"name\":\"probe\",\"version\":\"\",\"buildSeconds\":0,\"bytes\":0}\n");
    fflush(stdout);
    for (char line[64]; fgets(line, sizeof line, stdin);) {
        double flops[5], bytes[5];
        for (int i = 0; i < 5; i++) {
            flops[i] = multiply_add(2000000);
            bytes[i] = read_memory(data);
        }
        qsort(flops, 5, sizeof *flops, ascending);
        qsort(bytes, 5, sizeof *bytes, ascending);
        printf("probe %.2f %.2f\n", flops[2], bytes[2]);
        fflush(stdout);
    }
}
