// What the machine gives at this moment, one thread: f32 fused multiply-adds (GF/s) and reading from memory (GB/s).
// Answers every line `probe` with `probe GFLOPS GBPS`. Neighbours can halve a shared machine without any other sign.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

typedef float lane16 __attribute__((vector_size(64)));
enum { CHAINS = 12, BYTES = 256 << 20 };
static volatile float sink;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// Twelve independent chains hide the latency of the unit. Written out, because the compiler keeps an array of accumulators in memory.
#define FMA(i) "vfmadd213ps %13, %12, %" #i "\n"
#define ALL_FMA FMA(0) FMA(1) FMA(2) FMA(3) FMA(4) FMA(5) FMA(6) FMA(7) FMA(8) FMA(9) FMA(10) FMA(11)
#ifdef __AVX512F__
typedef float lanes __attribute__((vector_size(64)));
#else
typedef float lanes __attribute__((vector_size(32)));
#endif

static double multiply_add(long rounds) {
    lanes b = {0}, c = {0};
    b += 1.0000001f;
    c += 1e-9f;
    lanes a0 = b, a1 = b, a2 = b, a3 = b, a4 = b, a5 = b, a6 = b, a7 = b, a8 = b, a9 = b, a10 = b, a11 = b;
    double started = now();
    for (long i = 0; i < rounds; i++)
        __asm__ volatile(ALL_FMA : "+v"(a0), "+v"(a1), "+v"(a2), "+v"(a3), "+v"(a4), "+v"(a5), "+v"(a6), "+v"(a7), "+v"(a8), "+v"(a9), "+v"(a10), "+v"(a11) : "v"(b), "v"(c));
    double spent = now() - started;
    a0 += a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11;
    sink = a0[0];
    return (double)rounds * CHAINS * (sizeof(lanes) / sizeof(float)) * 2 / spent / 1e9;
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
