// A CPU emulator of the parts of the CUDA driver API, NVRTC and cuBLAS that a program calls through
// libcuda, libnvrtc and libcublas. See README.md for what it is for and what it cannot find.
//
// A device pointer is a host pointer. A kernel is compiled by g++ into a shared object, and a launch
// runs its blocks one after another; in a block every thread is a fiber, so that barriers and warp
// shuffles really wait. Everything is done when the call returns; streams are ignored.

#include <algorithm>
#include <atomic>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <numeric>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>
#if !defined(__x86_64__) || defined(EMULATOR_UCONTEXT)
#include <ucontext.h>
#endif

namespace {

// ---------------------------------------------------------------------------------------------
// What the emulator and a compiled kernel know of each other: code here and text in the prelude.

#define ON_BOTH_SIDES(...) __VA_ARGS__ const char* const interface_text = #__VA_ARGS__;

ON_BOTH_SIDES(
    struct EmuIndex { unsigned x, y, z; };

    struct EmuRuntime {
        EmuIndex thread, block, blockSize, gridSize;
        int lane;
        void (*syncBlock)(int line);
        unsigned long long (*exchange)(int line, unsigned mask, unsigned long long value, int source);
        void (*fail)(const char* file, int line, const char* text);
    };

    struct EmuKernel {
        const char* name;
        void (*run)(void** arguments);
        int maxThreads;
    };

    struct EmuModule {
        const EmuRuntime** runtime;
        const EmuKernel* kernels;
        char* staticShared;
        char* staticSharedEnd;
        char* dynamicShared;
    };
)

constexpr size_t kMaxDynamicShared = 227 * 1024;  // as on compute capability 9.0
constexpr size_t kDefaultDynamicShared = 48 * 1024;
constexpr size_t kDynamicGuard = 4096;

// The CUDA dialect, as far as g++ needs it explained. The interface above goes before it.
const char* const prelude_text = R"(
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <type_traits>
#include <utility>

extern "C" {
__attribute__((visibility("hidden"))) const EmuRuntime* emu_runtime;
__attribute__((visibility("hidden"), aligned(1024))) char emu_dynamic_shared[EMU_DYNAMIC_BYTES];
extern __attribute__((visibility("hidden"), weak)) char __start_emu_shared[], __stop_emu_shared[];

// What g++ calls when a check of -fsanitize=alignment,bounds,integer-divide-by-zero fails.
struct EmuPlace { const char* file; unsigned line, column; };
#define EMU_CHECK(text, name, ...) \
    void __ubsan_handle_##name##_abort(void* at, __VA_ARGS__) { emu_runtime->fail(((EmuPlace*)at)->file, ((EmuPlace*)at)->line, text); }
EMU_CHECK("a misaligned address", type_mismatch_v1, void*)
EMU_CHECK("an array index out of bounds", out_of_bounds, void*)
EMU_CHECK("an integer division by zero", divrem_overflow, void*, void*)
}

#define __global__
#define __device__
#define __host__
#define __constant__
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
#define __forceinline__ inline __attribute__((always_inline))
#define __shared__ static __attribute__((section("emu_shared")))

#define threadIdx (emu_runtime->thread)
#define blockIdx (emu_runtime->block)
#define blockDim (emu_runtime->blockSize)
#define gridDim (emu_runtime->gridSize)
#define warpSize 32

#define EMU_VECTORS(T, name, bytes) \
    struct alignas(bytes / 2) name##2 { T x, y; }; \
    struct name##3 { T x, y, z; }; \
    struct alignas(bytes < 16 ? bytes : 16) name##4 { T x, y, z, w; }; \
    inline name##2 make_##name##2(T x, T y) { return {x, y}; } \
    inline name##3 make_##name##3(T x, T y, T z) { return {x, y, z}; } \
    inline name##4 make_##name##4(T x, T y, T z, T w) { return {x, y, z, w}; }
EMU_VECTORS(float, float, 16)
EMU_VECTORS(int, int, 16)
EMU_VECTORS(unsigned, uint, 16)
EMU_VECTORS(double, double, 32)

// Barriers and shuffles carry their line, so that a message can name it.
struct emu_at {
    int line;

    void syncthreads() { emu_runtime->syncBlock(line); }
    void syncwarp(unsigned mask = ~0u) { emu_runtime->exchange(line, mask, 0, emu_runtime->lane); }

    template <class T> T exchange(unsigned mask, T value, int source) {
        static_assert(sizeof(T) == 4 || sizeof(T) == 8, "a shuffle moves 4 or 8 bytes");
        unsigned long long bits = 0;
        memcpy(&bits, &value, sizeof value);
        bits = emu_runtime->exchange(line, mask, bits, source);
        memcpy(&value, &bits, sizeof value);
        return value;
    }
    template <class T> T shfl(unsigned mask, T value, int source, int width = 32) {
        return exchange(mask, value, (emu_runtime->lane & -width) | (source & (width - 1)));
    }
    template <class T> T shfl_xor(unsigned mask, T value, int bits, int width = 32) {
        int lane = emu_runtime->lane, source = lane ^ bits;
        return exchange(mask, value, source < (lane & -width) + width ? source : lane);
    }
    template <class T> T shfl_down(unsigned mask, T value, unsigned delta, int width = 32) {
        int lane = emu_runtime->lane;
        return exchange(mask, value, (lane & (width - 1)) + delta < width ? lane + delta : lane);
    }
    template <class T> T shfl_up(unsigned mask, T value, unsigned delta, int width = 32) {
        int lane = emu_runtime->lane;
        return exchange(mask, value, (lane & (width - 1)) >= delta ? lane - delta : lane);
    }
};
#define __syncthreads() emu_at{__LINE__}.syncthreads()
#define __syncwarp(...) emu_at{__LINE__}.syncwarp(__VA_ARGS__)
#define __shfl_sync(...) emu_at{__LINE__}.shfl(__VA_ARGS__)
#define __shfl_xor_sync(...) emu_at{__LINE__}.shfl_xor(__VA_ARGS__)
#define __shfl_down_sync(...) emu_at{__LINE__}.shfl_down(__VA_ARGS__)
#define __shfl_up_sync(...) emu_at{__LINE__}.shfl_up(__VA_ARGS__)
#define __threadfence()
#define __threadfence_block()

template <class T> T __ldg(const T* p) { return *p; }
template <class A, class B> auto min(A a, B b) -> decltype(a + b) {
    if constexpr (std::is_floating_point_v<decltype(a + b)>) return std::fmin(a, b); else return b < a ? b : a;
}
template <class A, class B> auto max(A a, B b) -> decltype(a + b) {
    if constexpr (std::is_floating_point_v<decltype(a + b)>) return std::fmax(a, b); else return a < b ? b : a;
}
inline float rsqrtf(float x) { return 1 / sqrtf(x); }
inline double rsqrt(double x) { return 1 / sqrt(x); }
inline float __fdividef(float a, float b) { return a / b; }
inline float __int_as_float(int i) { float f; memcpy(&f, &i, 4); return f; }
inline int __float_as_int(float f) { int i; memcpy(&i, &f, 4); return i; }
#define __expf expf
#define __logf logf
#define __powf powf
#define __sinf sinf
#define __cosf cosf

// Only one thread runs at a time, so plain code is atomic.
template <class T> using emu_same = std::common_type_t<T>;
template <class T> T atomicAdd(T* p, emu_same<T> v) { T old = *p; *p = old + v; return old; }
template <class T> T atomicMax(T* p, emu_same<T> v) { T old = *p; if (v > old) *p = v; return old; }
template <class T> T atomicMin(T* p, emu_same<T> v) { T old = *p; if (v < old) *p = v; return old; }
template <class T> T atomicExch(T* p, emu_same<T> v) { T old = *p; *p = v; return old; }
template <class T> T atomicCAS(T* p, emu_same<T> from, emu_same<T> to) { T old = *p; if (old == from) *p = to; return old; }

template <class... P, size_t... I> void emu_unpack(void (*kernel)(P...), void** arguments, std::index_sequence<I...>) {
    kernel(*(std::remove_reference_t<P>*)arguments[I]...);
}
template <class... P> void emu_call(void (*kernel)(P...), void** arguments) {
    emu_unpack(kernel, arguments, std::index_sequence_for<P...>());
}
constexpr int emu_bound(int threads = 1024, int = 0, int = 0) { return threads; }
)";

// ---------------------------------------------------------------------------------------------
// Results

enum Result {
    kSuccess = 0, kInvalidValue = 1, kOutOfMemory = 2, kNotInitialized = 3, kInvalidDevice = 101, kInvalidImage = 200,
    kInvalidContext = 201, kNotFound = 500, kIllegalAddress = 700, kOutOfResources = 701,
};

enum NvrtcResult { kNvrtcSuccess = 0, kNvrtcInvalidProgram = 4, kNvrtcCompilation = 6 };

enum CublasResult {
    kCublasSuccess = 0, kCublasNotInitialized = 1, kCublasInvalidValue = 7, kCublasExecutionFailed = 13, kCublasNotSupported = 15,
};

struct ResultText { int code; const char* name; const char* text; };

const ResultText kResultTexts[] = {
    {kSuccess, "CUDA_SUCCESS", "no error"},
    {kInvalidValue, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {kOutOfMemory, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {kNotInitialized, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {kInvalidDevice, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {kInvalidImage, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {kInvalidContext, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {kNotFound, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {kIllegalAddress, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {kOutOfResources, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested for launch"},
};

const ResultText* findText(int code) {
    for (const ResultText& text : kResultTexts)
        if (text.code == code) return &text;
    return nullptr;
}

__attribute__((format(printf, 1, 2))) void complain(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("CUDA emulator: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

template <class T> T refuse(T result, const char* text) {
    complain("%s", text);
    return result;
}

// One lock for all: a real device takes calls from many threads, an emulated one takes turns.
std::recursive_mutex gate;
using Turn = std::lock_guard<std::recursive_mutex>;

bool initialized;
char context;  // the one context is known by its address
thread_local void* current_context;

int checkContext() {
    if (!initialized) return kNotInitialized;
    return current_context ? kSuccess : kInvalidContext;
}

// Begins every driver function that needs a current context.
#define ENTER() Turn turn(gate); if (int refused = checkContext()) return refused

// ---------------------------------------------------------------------------------------------
// Memory. A block ends as close before an inaccessible page as its alignment lets it; the bytes to
// both sides of it up to the pages' ends are a red zone, looked at after every launch.

constexpr size_t kAlignment = 64;
constexpr size_t kRedZone = 64;
constexpr unsigned char kRedByte = 0xA5;
constexpr unsigned char kUnwritten = 0xFF;  // read as a float: NaN

struct Allocation {
    size_t size;
    char* mapping;
    size_t mapped;
    unsigned char* before() const { return (unsigned char*)mapping + page(); }
    unsigned char* end() const { return (unsigned char*)mapping + mapped - page(); }
    static size_t page() { static const size_t size = sysconf(_SC_PAGESIZE); return size; }
};

std::map<uint64_t, Allocation> allocations;

// The last allocation that begins at or before an address.
const std::pair<const uint64_t, Allocation>* findAllocation(uint64_t address) {
    auto next = allocations.upper_bound(address);
    return next == allocations.begin() ? nullptr : &*std::prev(next);
}

bool checkRange(const char* what, uint64_t address, size_t size) {
    if (size == 0) return true;
    auto found = findAllocation(address);
    if (found && address - found->first <= found->second.size && size <= found->second.size - (address - found->first)) return true;
    if (found && address - found->first < found->second.size)
        complain("%s: %zu bytes from byte %zu of an allocation of %zu bytes", what, size, (size_t)(address - found->first), found->second.size);
    else
        complain("%s: 0x%llx is in no allocation", what, (unsigned long long)address);
    return false;
}

int allocate(uint64_t* pointer, size_t size) {
    if (!pointer || size == 0) return kInvalidValue;
    size_t page = Allocation::page(), padded = (size + kAlignment - 1) / kAlignment * kAlignment;
    size_t inner = (padded + kRedZone + page - 1) / page * page;
    void* mapping = mmap(nullptr, inner + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapping == MAP_FAILED) return kOutOfMemory;
    Allocation made{size, (char*)mapping, inner + 2 * page};
    if (mprotect(made.before(), inner, PROT_READ | PROT_WRITE) != 0) {
        munmap(mapping, made.mapped);
        return kOutOfMemory;
    }
    unsigned char* start = made.end() - padded;
    memset(made.before(), kRedByte, start - made.before());
    memset(start, kUnwritten, size);
    memset(start + size, kRedByte, padded - size);
    *pointer = (uint64_t)start;
    allocations.emplace(*pointer, made);
    return kSuccess;
}

bool isFilled(const unsigned char* from, const unsigned char* to, unsigned char value) {
    return std::all_of(from, to, [=](unsigned char byte) { return byte == value; });
}

// ---------------------------------------------------------------------------------------------
// Fibers: a stack each, and a switch from one to another.

#if defined(__x86_64__) && !defined(EMULATOR_UCONTEXT)

extern "C" void emulator_switch(void** from, void* to);
asm(R"(
    .text
    .type emulator_switch, @function
emulator_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size emulator_switch, . - emulator_switch
)");

struct Fiber {
    void* stack_pointer;

    void start(char* stack, size_t size, void (*body)()) {
        void** top = (void**)(stack + size) - 1;  // the ABI wants the stack 8 short of 16 bytes at an entry
        *top = nullptr;
        *--top = (void*)body;
        stack_pointer = top - 6;                  // six registers that nobody reads
    }
    static void change(Fiber& from, Fiber& to) { emulator_switch(&from.stack_pointer, to.stack_pointer); }
};

#else

struct Fiber {
    ucontext_t state;

    void start(char* stack, size_t size, void (*body)()) {
        getcontext(&state);
        state.uc_stack.ss_sp = stack;
        state.uc_stack.ss_size = size;
        state.uc_link = nullptr;
        makecontext(&state, body, 0);
    }
    static void change(Fiber& from, Fiber& to) { swapcontext(&from.state, &to.state); }
};

#endif

constexpr unsigned kMaxThreads = 1024;
constexpr size_t kStack = 64 * 1024;

// A page at each stack's low end is inaccessible, so that an overflow is a fault.
char* stackOf(unsigned thread) {
    static char* const stacks = [] {
        void* made = mmap(nullptr, kMaxThreads * kStack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (made == MAP_FAILED) abort();
        for (unsigned i = 0; i < kMaxThreads; i++) mprotect((char*)made + i * kStack, Allocation::page(), PROT_NONE);
        return (char*)made;
    }();
    return stacks + thread * kStack;
}

// ---------------------------------------------------------------------------------------------
// A launch

enum class State { Ready, AtBarrier, AtWarp, Ended };

struct Thread {
    Fiber fiber;
    EmuIndex index;
    State state;
    int line;            // where it waits
    unsigned mask;       // of the warp operation it waits in
    uint64_t value;      // what it gives to it, then what it gets
    int source;
};

struct Warp { unsigned live, waiting; };

EmuRuntime runtime;
Fiber scheduler;
Thread threads[kMaxThreads];
Warp warps[kMaxThreads / 32];
unsigned thread_count, live_threads, waiting_threads, current;
const EmuKernel* kernel;
void** kernel_arguments;
std::atomic<bool> in_kernel;
pthread_t kernel_caller;

// Ends the process with what is known of the place: the kernel, and the block and thread if it was one.
enum class Blame { Launch, Block, Thread };

[[noreturn]] void fail(Blame blame, const char* format, va_list arguments) {
    const EmuIndex &block = runtime.block, &thread = runtime.thread;
    fprintf(stderr, "CUDA emulator: kernel %s", kernel->name);
    if (blame >= Blame::Block) fprintf(stderr, ", block (%u,%u,%u)", block.x, block.y, block.z);
    if (blame >= Blame::Thread) fprintf(stderr, ", thread (%u,%u,%u)", thread.x, thread.y, thread.z);
    fputs(": ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    abort();
}

#define FAILURE(name, blame) \
    [[noreturn]] __attribute__((format(printf, 1, 2))) void name(const char* format, ...) { \
        va_list arguments; \
        va_start(arguments, format); \
        fail(blame, format, arguments); \
    }
FAILURE(failLaunch, Blame::Launch)
FAILURE(failBlock, Blame::Block)
FAILURE(failThread, Blame::Thread)

void failAt(const char* file, int line, const char* text) { failThread("%s in %s:%d", text, file, line); }

void pause() { Fiber::change(threads[current].fiber, scheduler); }

// Lets the block's threads go on once every one that has not ended has come.
void settleBarrier() {
    if (waiting_threads == 0 || waiting_threads < live_threads) return;
    int line = 0;
    for (Thread* thread = threads; thread < threads + thread_count; thread++) {
        if (thread->state != State::AtBarrier) continue;
        if (line != 0 && thread->line != line)
            failBlock("the threads of one block wait at different barriers: __syncthreads in lines %d and %d", line, thread->line);
        line = thread->line;
        thread->state = State::Ready;
    }
    waiting_threads = 0;
}

// The same for the lanes of a mask in one warp; every lane gets its source's value, or all ones
// (a NaN) when that lane takes no part.
void settleLanes(unsigned warp, unsigned mask) {
    Thread* lanes = threads + warp * 32;
    unsigned group = mask & warps[warp].live;
    if ((group & ~warps[warp].waiting) != 0) return;
    uint64_t values[32];
    int line = 0;
    for (int i = 0; i < 32; i++) {
        if (!(group >> i & 1)) continue;
        if (lanes[i].mask != mask) failBlock("lanes of one warp wait with different masks, %08x and %08x", mask, lanes[i].mask);
        if (line != 0 && lanes[i].line != line)
            failBlock("lanes of one warp wait in different warp operations, in lines %d and %d", line, lanes[i].line);
        line = lanes[i].line;
        values[i] = lanes[i].value;
    }
    for (int i = 0; i < 32; i++) {
        if (!(group >> i & 1)) continue;
        int source = lanes[i].source;
        lanes[i].value = source >= 0 && source < 32 && (group >> source & 1) ? values[source] : ~0ull;
        lanes[i].state = State::Ready;
    }
    warps[warp].waiting &= ~group;
}

void syncBlock(int line) {
    threads[current].state = State::AtBarrier;
    threads[current].line = line;
    waiting_threads++;
    settleBarrier();
    pause();
}

unsigned long long exchange(int line, unsigned mask, unsigned long long value, int source) {
    unsigned self = current, warp = self / 32, bit = 1u << self % 32;
    if (!(mask & bit)) failThread("a thread calls a warp operation in line %d with a mask, %08x, that lacks its own lane", line, mask);
    Thread& thread = threads[self];
    thread.state = State::AtWarp;
    thread.line = line;
    thread.mask = mask;
    thread.value = value;
    thread.source = source;
    warps[warp].waiting |= bit;
    settleLanes(warp, mask);
    pause();
    return thread.value;
}

// The body of every fiber. A thread that ends counts as come wherever the others wait for it.
void runThread() {
    kernel->run(kernel_arguments);
    unsigned warp = current / 32;
    threads[current].state = State::Ended;
    live_threads--;
    warps[warp].live &= ~(1u << current % 32);
    settleBarrier();
    for (int i = 0; i < 32; i++)
        if (warps[warp].waiting >> i & 1) settleLanes(warp, threads[warp * 32 + i].mask);
    pause();
}

[[noreturn]] void failStuck() {
    std::map<std::pair<State, int>, int> places;
    for (unsigned i = 0; i < thread_count; i++)
        if (threads[i].state != State::Ended) places[{threads[i].state, threads[i].line}]++;
    std::ostringstream text;
    for (auto& [place, count] : places)
        text << "; " << count << (place.first == State::AtBarrier ? " at __syncthreads" : " in a warp operation") << " in line " << place.second;
    failBlock("the threads of the block wait for each other for ever%s", text.str().c_str());
}

void runBlock(const std::vector<unsigned>& order) {
    live_threads = thread_count;
    waiting_threads = 0;
    for (unsigned i = 0; i < thread_count; i += 32) warps[i / 32] = {thread_count - i < 32 ? (1u << (thread_count - i)) - 1 : ~0u, 0};
    for (unsigned i = 0; i < thread_count; i++) {
        EmuIndex size = runtime.blockSize;
        threads[i].index = {i % size.x, i / size.x % size.y, i / size.x / size.y};
        threads[i].state = State::Ready;
        threads[i].fiber.start(stackOf(i), kStack, runThread);
    }
    while (live_threads > 0) {
        bool moved = false;
        for (unsigned i : order) {
            if (threads[i].state != State::Ready) continue;
            moved = true;
            current = i;
            runtime.thread = threads[i].index;
            runtime.lane = i % 32;
            Fiber::change(scheduler, threads[i].fiber);
        }
        if (!moved) failStuck();
    }
}

// The order of a block's threads: forwards, backwards and shuffled in turn. A thread that needs
// a barrier to see what another wrote is then wrong in at least one of any three launches.
std::vector<unsigned> orderOf(unsigned launch) {
    std::vector<unsigned> order(thread_count);
    std::iota(order.begin(), order.end(), 0u);
    if (launch % 3 == 1) std::reverse(order.begin(), order.end());
    if (launch % 3 == 2) {
        uint32_t random = launch * 2654435761u + 1;
        for (unsigned i = thread_count; i > 1; i--) {
            random = random * 1664525u + 1013904223u;
            std::swap(order[i - 1], order[(random >> 8) % i]);
        }
    }
    return order;
}

// ---------------------------------------------------------------------------------------------
// Faults: a bad access in a kernel ends the process with the kernel's name, thread and source line.

const int kFaults[] = {SIGSEGV, SIGBUS, SIGFPE};
struct sigaction former_actions[std::size(kFaults)];

std::string sourceLine(void* code) {
    Dl_info object;
    if (!code || !dladdr(code, &object)) return "?";
    std::ostringstream command;
    command << "addr2line -s -e '" << object.dli_fname << "' 0x" << std::hex << (char*)code - (char*)object.dli_fbase << " 2>/dev/null";
    char line[256] = "";
    if (FILE* pipe = popen(command.str().c_str(), "r")) {
        if (!fgets(line, sizeof line, pipe)) line[0] = 0;
        pclose(pipe);
    }
    return std::string(line, strcspn(line, " \n"));
}

void onFault(int signal, siginfo_t* info, void* state) {
    if (!in_kernel || !pthread_equal(pthread_self(), kernel_caller)) {  // not ours
        struct sigaction& former = former_actions[std::find(kFaults, std::end(kFaults), signal) - kFaults];
        if (former.sa_flags & SA_SIGINFO) former.sa_sigaction(signal, info, state);
        else if (former.sa_handler != SIG_DFL && former.sa_handler != SIG_IGN) former.sa_handler(signal);
        else ::signal(signal, SIG_DFL);
        return;
    }
    in_kernel = false;
    void* code = nullptr;
#ifdef __x86_64__
    code = (void*)((ucontext_t*)state)->uc_mcontext.gregs[REG_RIP];
#endif
    std::string line = sourceLine(code);
    uint64_t address = (uint64_t)info->si_addr;
    char* stack = stackOf(current);
    if (signal == SIGFPE) failThread("an arithmetic fault in %s", line.c_str());
    if ((char*)address >= stack && (char*)address < stack + Allocation::page()) failThread("its stack overflows in %s", line.c_str());
    for (auto& [start, allocation] : allocations) {
        uint64_t mapping = (uint64_t)allocation.mapping;
        if (address >= mapping && address < mapping + allocation.mapped)
            failThread("an illegal address in %s: byte %lld of an allocation of %zu bytes", line.c_str(), (long long)(address - start), allocation.size);
    }
    failThread("an illegal address in %s: 0x%llx is in no allocation", line.c_str(), (unsigned long long)address);
}

// The handler has a stack of its own: a fiber's may be what overflowed.
struct FaultWatch {
    stack_t former_stack;

    FaultWatch() {
        static char stack[4 * kStack];
        stack_t own = {};
        own.ss_sp = stack;
        own.ss_size = sizeof stack;
        sigaltstack(&own, &former_stack);
        struct sigaction action = {};
        action.sa_sigaction = onFault;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        kernel_caller = pthread_self();
        for (size_t i = 0; i < std::size(kFaults); i++) sigaction(kFaults[i], &action, &former_actions[i]);
        in_kernel = true;
    }
    ~FaultWatch() {
        in_kernel = false;
        for (size_t i = 0; i < std::size(kFaults); i++) sigaction(kFaults[i], &former_actions[i], nullptr);
        sigaltstack(&former_stack, nullptr);
    }
};

void checkRedZones() {
    for (auto& [start, allocation] : allocations) {
        auto block = (const unsigned char*)start;
        if (!isFilled(block - kRedZone, block, kRedByte))
            failLaunch("a thread wrote before the start of an allocation of %zu bytes", allocation.size);
        if (!isFilled(block + allocation.size, allocation.end(), kRedByte))
            failLaunch("a thread wrote past the end of an allocation of %zu bytes", allocation.size);
    }
}

// ---------------------------------------------------------------------------------------------
// Modules and programs

struct Module;
struct Function { Module* module; const EmuKernel* kernel; size_t max_dynamic_shared = kDefaultDynamicShared; };
struct Module { void* library; const EmuModule* content; std::map<std::string, Function> functions; };

struct Program {
    std::string source, name, log, image;
    std::vector<std::pair<std::string, std::string>> headers;
};

void launch(const Function& function, EmuIndex grid, EmuIndex block, unsigned dynamic_shared, void** arguments) {
    static unsigned launches;
    const EmuModule& content = *function.module->content;
    *content.runtime = &runtime;
    runtime.syncBlock = syncBlock;
    runtime.exchange = exchange;
    runtime.fail = failAt;
    runtime.gridSize = grid;
    runtime.blockSize = block;
    kernel = function.kernel;
    kernel_arguments = arguments;
    thread_count = block.x * block.y * block.z;
    auto guard = (unsigned char*)content.dynamicShared + dynamic_shared;
    memset(guard, kRedByte, kDynamicGuard);

    FaultWatch watch;
    std::vector<unsigned> order = orderOf(launches);
    uint64_t blocks = (uint64_t)grid.x * grid.y * grid.z;
    for (uint64_t i = 0; i < blocks; i++) {
        uint64_t b = launches % 2 == 0 ? i : blocks - 1 - i;
        runtime.block = {(unsigned)(b % grid.x), (unsigned)(b / grid.x % grid.y), (unsigned)(b / grid.x / grid.y)};
        if (content.staticShared) memset(content.staticShared, kUnwritten, content.staticSharedEnd - content.staticShared);
        memset(content.dynamicShared, kUnwritten, dynamic_shared);
        runBlock(order);
        if (!isFilled(guard, guard + kDynamicGuard, kRedByte))
            failBlock("a thread wrote past the %u bytes of dynamic shared memory", dynamic_shared);
    }
    checkRedZones();
    launches++;
}

namespace files = std::filesystem;

// Holds the compiled programs; an image names a file in it, so it lives as long as the process.
struct WorkFolder {
    files::path path;
    int programs = 0;
    WorkFolder() {
        std::string pattern = files::temp_directory_path() / "cuda-emulator-XXXXXX";
        if (!mkdtemp(pattern.data())) { perror("CUDA emulator: mkdtemp"); abort(); }
        path = pattern;
    }
    ~WorkFolder() {
        std::error_code ignored;
        files::remove_all(path, ignored);
    }
};

std::string readFile(const files::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string quote(const std::string& text) { return "'" + std::regex_replace(text, std::regex("'"), "'\\''") + "'"; }

// The preprocessed source with what only a macro of two words could do, and a table of its kernels.
std::string translate(const std::string& preprocessed) {
    static const std::regex dynamic(R"(extern\s+(__align__\s*\(\s*\d+\s*\)\s*)?__shared__\s+([^;]*);)");
    static const std::regex entry(R"re(extern\s+"C"\s+__global__\s+(?:void\s+__launch_bounds__\s*\(([^()]*)\)|__launch_bounds__\s*\(([^()]*)\)\s*void|void)\s+(\w+)\s*\()re");
    std::ostringstream text;
    text << "#define EMU_DYNAMIC_BYTES " << kMaxDynamicShared + kDynamicGuard << '\n' << interface_text << prelude_text;
    text << std::regex_replace(preprocessed, dynamic, "extern $1 $2 __asm__(\"emu_dynamic_shared\");");
    text << "\n# 1 \"kernel table\"\nstatic const EmuKernel emu_kernels[] = {\n";
    std::set<std::string> seen;
    for (std::sregex_iterator at(preprocessed.begin(), preprocessed.end(), entry), none; at != none; ++at) {
        const std::string name = (*at)[3], bounds = (*at)[1].matched ? (*at)[1] : (*at)[2];
        if (seen.insert(name).second)
            text << "{\"" << name << "\", [](void** a) { emu_call(&" << name << ", a); }, emu_bound(" << bounds << ")},\n";
    }
    text << "{}};\nextern \"C\" __attribute__((visibility(\"default\"))) const EmuModule emu_module = "
            "{&emu_runtime, emu_kernels, __start_emu_shared, __stop_emu_shared, emu_dynamic_shared};\n";
    return text.str();
}

int compile(Program& program, const std::vector<std::string>& options) {
    static WorkFolder work;
    files::path folder = work.path / std::to_string(work.programs++);
    files::create_directories(folder);
    std::ofstream(folder / program.name) << program.source;
    for (auto& [name, text] : program.headers) {
        files::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << text;
    }

    std::string defines;
    for (size_t i = 0; i < options.size(); i++) {
        const std::string& option = options[i];
        static const std::string longer = "--define-macro=";
        if (option == "-D" && i + 1 < options.size()) defines += " -D" + quote(options[++i]);
        else if (option.rfind("-D", 0) == 0) defines += ' ' + quote(option);
        else if (option.rfind(longer, 0) == 0) defines += " -D" + quote(option.substr(longer.size()));
    }

    auto run = [&](const std::string& command) {
        int status = system(("cd " + quote(folder) + " && " + command + " >>log 2>&1").c_str());
        program.log = readFile(folder / "log");
        return status;
    };
    run("g++ -E -x c++ -std=gnu++17 -nostdinc -I. -D__CUDACC__ -D__CUDACC_RTC__ -D__CUDA_ARCH__=900" + defines + " -o source.ii " + quote(program.name));
    if (!files::exists(folder / "source.ii")) return kNvrtcCompilation;
    std::ofstream(folder / "kernels.cpp") << translate(readFile(folder / "source.ii"));

    // -fno-weak keeps the shared arrays of inline functions in the one section for shared memory.
    const char* checks = getenv("CUDA_EMULATOR_FAST") ? "" : " -fsanitize=alignment,bounds,integer-divide-by-zero -fno-sanitize-recover=all";
    run(std::string("g++ -c -O1 -g -std=gnu++17 -fPIC -w -fvisibility=hidden -fno-weak -fno-strict-aliasing -fno-exceptions -ffp-contract=off -march=native")
        + checks + " -o kernels.o kernels.cpp");
    if (!files::exists(folder / "kernels.o")) return kNvrtcCompilation;
    run("g++ -shared -o kernels.so kernels.o");
    if (!files::exists(folder / "kernels.so")) return kNvrtcCompilation;
    program.image = folder / "kernels.so";
    return kNvrtcSuccess;
}

}  // namespace

#define EXPORT extern "C" __attribute__((visibility("default")))

// ---------------------------------------------------------------------------------------------
// Driver API

EXPORT int cuInit(unsigned flags) {
    if (flags != 0) return kInvalidValue;
    initialized = true;
    return kSuccess;
}

EXPORT int cuDriverGetVersion(int* version) { return version ? (*version = 12040, kSuccess) : kInvalidValue; }

EXPORT int cuDeviceGetCount(int* count) {
    if (!initialized) return kNotInitialized;
    return count ? (*count = 1, kSuccess) : kInvalidValue;
}

EXPORT int cuDeviceGet(int* device, int ordinal) {
    if (!initialized) return kNotInitialized;
    if (ordinal != 0) return kInvalidDevice;
    *device = 0;
    return kSuccess;
}

EXPORT int cuDeviceGetName(char* name, int size, int device) {
    if (device != 0) return kInvalidDevice;
    if (!name || size <= 0) return kInvalidValue;
    snprintf(name, size, "CUDA emulator");
    return kSuccess;
}

EXPORT int cuDeviceGetAttribute(int* value, int attribute, int device) {
    if (device != 0) return kInvalidDevice;
    switch (attribute) {
        case 16: *value = 1; break;                  // multiprocessors
        case 75: *value = 9; break;                  // compute capability, major
        default: *value = 0; break;
    }
    return kSuccess;
}

EXPORT int cuDeviceTotalMem_v2(size_t* bytes, int device) {
    if (device != 0) return kInvalidDevice;
    *bytes = (size_t)sysconf(_SC_PHYS_PAGES) * Allocation::page();
    return kSuccess;
}

EXPORT int cuDevicePrimaryCtxRetain(void** made, int device) {
    if (!initialized) return kNotInitialized;
    if (device != 0) return kInvalidDevice;
    *made = &context;
    return kSuccess;
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int device) { return device == 0 ? kSuccess : kInvalidDevice; }

EXPORT int cuCtxSetCurrent(void* wanted) {
    if (!initialized) return kNotInitialized;
    if (wanted && wanted != &context) return kInvalidContext;
    current_context = wanted;
    return kSuccess;
}

EXPORT int cuCtxSynchronize() { return checkContext(); }

EXPORT int cuMemAlloc_v2(uint64_t* pointer, size_t size) {
    ENTER();
    return allocate(pointer, size);
}

EXPORT int cuMemFree_v2(uint64_t pointer) {
    ENTER();
    auto found = allocations.find(pointer);
    if (found == allocations.end()) return pointer == 0 ? kSuccess : refuse(kInvalidValue, "cuMemFree: not the start of an allocation");
    munmap(found->second.mapping, found->second.mapped);
    allocations.erase(found);
    return kSuccess;
}

EXPORT int cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t size) {
    ENTER();
    if (!checkRange("cuMemcpyHtoD", to, size)) return kIllegalAddress;
    memcpy((void*)to, from, size);
    return kSuccess;
}

EXPORT int cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t size, void*) { return cuMemcpyHtoD_v2(to, from, size); }

EXPORT int cuMemcpyDtoH_v2(void* to, uint64_t from, size_t size) {
    ENTER();
    if (!checkRange("cuMemcpyDtoH", from, size)) return kIllegalAddress;
    memcpy(to, (const void*)from, size);
    return kSuccess;
}

EXPORT int cuMemcpyDtoD_v2(uint64_t to, uint64_t from, size_t size) {
    ENTER();
    if (!checkRange("cuMemcpyDtoD, target", to, size) || !checkRange("cuMemcpyDtoD, source", from, size)) return kIllegalAddress;
    memmove((void*)to, (const void*)from, size);
    return kSuccess;
}

EXPORT int cuMemsetD8_v2(uint64_t to, unsigned char value, size_t size) {
    ENTER();
    if (!checkRange("cuMemsetD8", to, size)) return kIllegalAddress;
    memset((void*)to, value, size);
    return kSuccess;
}

EXPORT int cuMemsetD8Async(uint64_t to, unsigned char value, size_t size, void*) { return cuMemsetD8_v2(to, value, size); }

EXPORT int cuModuleLoadData(void** module, const void* image) {
    ENTER();
    if (!module || !image) return kInvalidValue;
    if (*(const char*)image != '/') return refuse(kInvalidImage, "cuModuleLoadData: not an image of this emulator's NVRTC");
    void* library = dlopen((const char*)image, RTLD_NOW | RTLD_LOCAL);
    auto content = library ? (const EmuModule*)dlsym(library, "emu_module") : nullptr;
    if (!content) return refuse(kInvalidImage, dlerror());
    auto made = new Module{library, content, {}};
    for (const EmuKernel* kernel = content->kernels; kernel->name; kernel++) made->functions[kernel->name] = {made, kernel};
    *module = made;
    return kSuccess;
}

EXPORT int cuModuleUnload(void* module) {
    ENTER();
    dlclose(((Module*)module)->library);
    delete (Module*)module;
    return kSuccess;
}

EXPORT int cuModuleGetFunction(void** function, void* module, const char* name) {
    ENTER();
    auto& functions = ((Module*)module)->functions;
    auto found = functions.find(name);
    if (found == functions.end()) return kNotFound;
    *function = &found->second;
    return kSuccess;
}

EXPORT int cuFuncSetAttribute(void* function, int attribute, int value) {
    ENTER();
    if (attribute != 8) return kSuccess;  // 8: the most dynamic shared memory
    if (value < 0 || (size_t)value > kMaxDynamicShared) return kInvalidValue;
    ((Function*)function)->max_dynamic_shared = value;
    return kSuccess;
}

EXPORT int cuLaunchKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void*,
                          void** parameters, void** extra) {
    ENTER();
    const Function& target = *(Function*)function;
    uint64_t size = (uint64_t)bx * by * bz;
    if (extra) return refuse(kInvalidValue, "cuLaunchKernel: the parameter 'extra' is not emulated");
    if (gx == 0 || gy == 0 || gz == 0 || gx > INT_MAX || gy > 65535 || gz > 65535) return refuse(kInvalidValue, "cuLaunchKernel: an impossible grid");
    if (size == 0 || size > kMaxThreads || bz > 64) return refuse(kInvalidValue, "cuLaunchKernel: an impossible block");
    if (size > (uint64_t)target.kernel->maxThreads) return refuse(kOutOfResources, "cuLaunchKernel: more threads than the kernel's launch bounds");
    if (shared > target.max_dynamic_shared) return refuse(kInvalidValue, "cuLaunchKernel: more dynamic shared memory than the kernel may use");
    launch(target, {gx, gy, gz}, {bx, by, bz}, shared, parameters);
    return kSuccess;
}

EXPORT int cuGetErrorName(int code, const char** name) {
    const ResultText* found = findText(code);
    *name = found ? found->name : nullptr;
    return found ? kSuccess : kInvalidValue;
}

EXPORT int cuGetErrorString(int code, const char** text) {
    const ResultText* found = findText(code);
    *text = found ? found->text : nullptr;
    return found ? kSuccess : kInvalidValue;
}

// ---------------------------------------------------------------------------------------------
// NVRTC. An image, be it asked for as CUBIN or as PTX, is the path of a shared object.

EXPORT int nvrtcVersion(int* major, int* minor) {
    *major = 12;
    *minor = 4;
    return kNvrtcSuccess;
}

EXPORT int nvrtcCreateProgram(void** program, const char* source, const char* name, int count, const char* const* headers, const char* const* names) {
    auto made = new Program{source, name && *name ? files::path(name).filename().string() : "default_program", "", "", {}};
    for (int i = 0; i < count; i++) made->headers.emplace_back(names[i], headers[i]);
    *program = made;
    return kNvrtcSuccess;
}

EXPORT int nvrtcDestroyProgram(void** program) {
    delete (Program*)*program;
    *program = nullptr;
    return kNvrtcSuccess;
}

EXPORT int nvrtcCompileProgram(void* program, int count, const char* const* options) {
    Turn turn(gate);
    return compile(*(Program*)program, {options, options + count});
}

EXPORT int nvrtcGetProgramLogSize(void* program, size_t* size) {
    *size = ((Program*)program)->log.size() + 1;
    return kNvrtcSuccess;
}

EXPORT int nvrtcGetProgramLog(void* program, char* log) {
    strcpy(log, ((Program*)program)->log.c_str());
    return kNvrtcSuccess;
}

EXPORT int nvrtcGetCUBINSize(void* program, size_t* size) {
    const std::string& image = ((Program*)program)->image;
    *size = image.empty() ? 0 : image.size() + 1;
    return image.empty() ? kNvrtcInvalidProgram : kNvrtcSuccess;
}

EXPORT int nvrtcGetCUBIN(void* program, char* image) {
    const std::string& made = ((Program*)program)->image;
    if (made.empty()) return kNvrtcInvalidProgram;
    strcpy(image, made.c_str());
    return kNvrtcSuccess;
}

EXPORT int nvrtcGetPTXSize(void* program, size_t* size) { return nvrtcGetCUBINSize(program, size); }
EXPORT int nvrtcGetPTX(void* program, char* image) { return nvrtcGetCUBIN(program, image); }

EXPORT const char* nvrtcGetErrorString(int code) {
    switch (code) {
        case kNvrtcSuccess: return "NVRTC_SUCCESS";
        case kNvrtcInvalidProgram: return "NVRTC_ERROR_INVALID_PROGRAM";
        case kNvrtcCompilation: return "NVRTC_ERROR_COMPILATION";
        default: return "NVRTC_ERROR unknown";
    }
}

// ---------------------------------------------------------------------------------------------
// cuBLAS

EXPORT int cublasCreate_v2(void** handle) {
    *handle = &context;
    return kCublasSuccess;
}

EXPORT int cublasDestroy_v2(void*) { return kCublasSuccess; }
EXPORT int cublasSetStream_v2(void*, void*) { return kCublasSuccess; }
EXPORT int cublasSetMathMode(void*, int) { return kCublasSuccess; }
EXPORT int cublasSetWorkspace_v2(void*, void* workspace, size_t size) {
    Turn turn(gate);
    return !workspace || checkRange("cublasSetWorkspace", (uint64_t)workspace, size) ? kCublasSuccess : kCublasInvalidValue;
}

// C = alpha op(A) op(B) + beta C, by columns, floats summed as doubles.
EXPORT int cublasGemmEx(void* handle, int transa, int transb, int m, int n, int k, const void* alpha, const void* a, int a_type, int lda, const void* b,
                        int b_type, int ldb, const void* beta, void* c, int c_type, int ldc, int compute_type, int /*algorithm*/) {
    Turn turn(gate);
    if (handle != &context) return kCublasNotInitialized;
    if (a_type != 0 || b_type != 0 || c_type != 0) return refuse(kCublasNotSupported, "cublasGemmEx: only floats are emulated");
    if (compute_type != 68 && compute_type != 69 && compute_type != 74 && compute_type != 75 && compute_type != 77)
        return refuse(kCublasNotSupported, "cublasGemmEx: only the compute types for floats are emulated");
    if (transa < 0 || transa > 1 || transb < 0 || transb > 1 || m < 0 || n < 0 || k < 0 || !alpha || !beta) return kCublasInvalidValue;
    int a_rows = transa ? k : m, b_rows = transb ? n : k;
    if (lda < std::max(1, a_rows) || ldb < std::max(1, b_rows) || ldc < std::max(1, m))
        return refuse(kCublasInvalidValue, "cublasGemmEx: a leading dimension is too small");
    if (m == 0 || n == 0) return kCublasSuccess;

    auto checkMatrix = [](const char* what, const void* matrix, int rows, int columns, int leading) {
        return rows == 0 || columns == 0 || checkRange(what, (uint64_t)matrix, ((size_t)(columns - 1) * leading + rows) * sizeof(float));
    };
    if (!checkMatrix("cublasGemmEx, A", a, a_rows, transa ? m : k, lda) || !checkMatrix("cublasGemmEx, B", b, b_rows, transb ? k : n, ldb) ||
        !checkMatrix("cublasGemmEx, C", c, m, n, ldc))
        return kCublasExecutionFailed;

    auto A = (const float*)a;
    auto B = (const float*)b;
    auto C = (float*)c;
    float scale = *(const float*)alpha, keep = *(const float*)beta;
    std::vector<float> turned;
    if (transa) {
        turned.resize((size_t)m * k);
        for (int i = 0; i < m; i++)
            for (int l = 0; l < k; l++) turned[(size_t)l * m + i] = A[(size_t)i * lda + l];
        A = turned.data();
        lda = m;
    }
    std::vector<double> sums(m);
    for (int j = 0; j < n; j++) {
        std::fill(sums.begin(), sums.end(), 0.0);
        for (int l = 0; l < k; l++) {
            double factor = transb ? B[(size_t)l * ldb + j] : B[(size_t)j * ldb + l];
            const float* column = A + (size_t)l * lda;
            for (int i = 0; i < m; i++) sums[i] += factor * column[i];
        }
        float* out = C + (size_t)j * ldc;
        for (int i = 0; i < m; i++) out[i] = (float)(scale * sums[i] + (keep == 0 ? 0.0 : (double)keep * out[i]));
    }
    return kCublasSuccess;
}
