// OpenBLAS (OpenMP build) multiplying float matrices, and what the machine gives for it.
// After `ready {json}` it answers
//   gemm M N K THREADS TIMES   -> gemm SECONDS      of one C = A * B^T of row-major A [M, K] and B [N, K], the mean of TIMES
//   flops THREADS              -> flops GFLOPS      fused multiply-adds of independent registers
//   read THREADS               -> read GBPS         memory summed, 256 MiB a thread
// Threads sleep between the questions: OpenMP's after some milliseconds, those of the probes end.
#include "peer.hpp"
#include <cstdlib>
#include <cstring>
#include <atomic>
#include <cstdio>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

extern "C" {
void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, const float* a, int lda, const float* b, int ldb, float beta, float* c, int ldc);
void openblas_set_num_threads(int);
char* openblas_get_config(void);
char* openblas_get_corename(void);
}

enum { RowMajor = 101, NoTrans = 111, Trans = 112, Chains = 12, FmaRounds = 3000000 };
static const size_t ThreadBytes = size_t(256) << 20;
static volatile float sink;

// The peer shall have its best case: without what the surroundings ask of it, and with its kernels for AVX-512 where a version older than the processor does not see that it
// may use them. The library reads this when it is loaded.
static void choose_kernels(char** argv) {
    const char* step = std::getenv("ASSAY_KERNELS");
    if (!step) {
        setenv("ASSAY_KERNELS", "as detected", 1);
        unsetenv("OPENBLAS_CORETYPE");
        unsetenv("OPENBLAS_L2_SIZE");
        execv("/proc/self/exe", argv);
    }
    std::string core = openblas_get_corename();
    __builtin_cpu_init();
    if (std::string(step) == "chosen" || !__builtin_cpu_supports("avx512dq") || (core != "Haswell" && core != "Zen")) return;
    setenv("ASSAY_KERNELS", "chosen", 1);
    setenv("OPENBLAS_CORETYPE", "SkylakeX", 1);
    execv("/proc/self/exe", argv);
}

static std::vector<float> random_values(size_t count) {
    std::vector<float> values(count);
    unsigned state = 12345;
    for (float& v : values) v = float((state = state * 1664525u + 1013904223u) >> 8) / float(1 << 23) - 1;
    return values;
}

static double gemm(int m, int n, int k, int threads, int times) {
    std::vector<float> a = random_values(size_t(m) * k), b = random_values(size_t(n) * k), c(size_t(m) * n);
    openblas_set_num_threads(threads);
    auto once = [&] { cblas_sgemm(RowMajor, NoTrans, Trans, m, n, k, 1, a.data(), k, b.data(), k, 0, c.data(), n); };
    once();
    once();
    double started = peer::now();
    for (int i = 0; i < times; i++) once();
    return (peer::now() - started) / times;
}

// Written out, because the compiler keeps an array of accumulators in memory.
#define FMA(i) "vfmadd213ps %13, %12, %" #i "\n"
#define ALL_FMA FMA(0) FMA(1) FMA(2) FMA(3) FMA(4) FMA(5) FMA(6) FMA(7) FMA(8) FMA(9) FMA(10) FMA(11)
#ifdef __AVX512F__
typedef float lanes __attribute__((vector_size(64)));
#else
typedef float lanes __attribute__((vector_size(32)));
#endif

static void multiply_add() {
    lanes b = lanes{} + 1.0000001f, c = lanes{} + 1e-9f, a0 = b, a1 = b, a2 = b, a3 = b, a4 = b, a5 = b, a6 = b, a7 = b, a8 = b, a9 = b, a10 = b, a11 = b;
    for (long i = 0; i < FmaRounds; i++)
        __asm__ volatile(ALL_FMA : "+v"(a0), "+v"(a1), "+v"(a2), "+v"(a3), "+v"(a4), "+v"(a5), "+v"(a6), "+v"(a7), "+v"(a8), "+v"(a9), "+v"(a10), "+v"(a11) : "v"(b), "v"(c));
    a0 += a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11;
    sink = a0[0];
}
static const double FlopsOfOne = double(FmaRounds) * Chains * (sizeof(lanes) / sizeof(float)) * 2;

typedef float lane16 __attribute__((vector_size(64)));

static void read_memory(const lane16* data) {
    lane16 s[8] = {};
    for (size_t i = 0; i < ThreadBytes / sizeof(lane16); i += 8) for (size_t j = 0; j < 8; j++) s[j] += data[i + j];
    for (int j = 1; j < 8; j++) s[0] += s[j];
    sink = s[0][0];
}

// Each thread works once before the clock starts, by when every one has a processor of its own. The slowest counts.
template <class Work> static double seconds(int threads, Work work) {
    std::atomic<int> ready{0};
    std::vector<double> spent(size_t(threads), 0.0);
    auto timed = [&](int thread) {
        work(thread);
        for (ready++; ready < threads;) {}
        double started = peer::now();
        work(thread);
        spent[size_t(thread)] = peer::now() - started;
    };
    std::vector<std::thread> others;
    for (int t = 1; t < threads; t++) others.emplace_back(timed, t);
    timed(0);
    for (std::thread& other : others) other.join();
    return *std::max_element(spent.begin(), spent.end());
}

static const lane16* memory(int threads) {
    static lane16* data = nullptr;
    static size_t held = 0;
    size_t bytes = ThreadBytes * size_t(threads);
    if (bytes > held) {
        std::free(data);
        data = static_cast<lane16*>(std::aligned_alloc(size_t(2) << 20, bytes));
        madvise(data, bytes, MADV_HUGEPAGE);
        std::memset(data, 0, bytes);
        held = bytes;
    }
    return data;
}

int main(int, char** argv) {
    choose_kernels(argv);
    std::string config = openblas_get_config();
    std::printf("ready {\"name\":\"OpenBLAS\",\"version\":\"%s, kernels for %s\",\"buildSeconds\":0,\"bytes\":0}\n", config.substr(9, config.find(' ', 9) - 9).c_str(), openblas_get_corename());
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line); std::fflush(stdout)) {
        std::istringstream words(line);
        std::string verb;
        int a = 1, b = 1, c = 1, threads = 1, times = 1;
        words >> verb;
        if (verb == "gemm" && words >> a >> b >> c >> threads >> times) std::printf("gemm %.9f\n", gemm(a, b, c, threads, times));
        else if (verb == "flops" && words >> threads) std::printf("flops %.3f\n", FlopsOfOne * threads / seconds(threads, [](int) { multiply_add(); }) / 1e9);
        else if (verb == "read" && words >> threads) {
            const lane16* data = memory(threads);
            std::printf("read %.3f\n", double(ThreadBytes) * threads / seconds(threads, [&](int t) { read_memory(data + size_t(t) * (ThreadBytes / sizeof(lane16))); }) / 1e9);
        }
    }
}
