// llama.cpp's own library beside Assay: a model file, and what it takes and gives. Linked with libllama; the conversation is that of peer.py:
// `ready {json}` first, then one line of answer for every line asked, which begins with the verb. Tokens are numbers separated by spaces.
//   load FILE f32|f16     opens a model; f32 or f16 is what its attention works with   -> load VOCABULARY
//   load FILE none|mean|cls   opens an encoder, in 32 bits; what becomes of its states -> load VOCABULARY
//   adapter FILE          puts LoRA weights on top of the model                        -> adapter 1
//   threads N             threads from now on                                          -> threads N
//   prompt TOKENS         reads the tokens as one prompt                               -> prompt SECONDS
//   generate TOKENS       reads them one by one, as generation does                    -> generate SECONDS
//   logits PATH TOKENS    writes the logits after every token to PATH as floats        -> logits ROWS VOCABULARY
//   embed PATH TOKENS     writes the states of the tokens, or one vector, to PATH      -> embed ROWS WIDTH
//   tokens TEXT           the ids of a text, special ones included                     -> tokens TOKEN ...
//   greedy N TOKENS       N times the best token after TOKENS and those before it      -> greedy TOKEN:LOGIT:SECOND:LOGIT ...
//
// The package that brings the library brings no headers. So this file declares what it calls, and takes the two structures of parameters as
// bytes that are passed on: the first three numbers of the context's are those the library documents, the types of the cache and the choice of
// fused attention are found by their default values, and what the context then says of itself is compared with what was asked of it.
// With f16 fused attention is the library's own choice, as it is by default; with f32 it is off, because it rounds keys and values to 16 bits
// even where the cache keeps 32.
//
// The threads are those of a pool, as in llama.cpp's own programs: without one the library makes new threads for every token. After every answer the
// pool is paused, or its threads would keep the processors busy while others are measured.
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_TOKENS = 2048, BATCH = 512, TYPE_F32 = 0, TYPE_F16 = 1, WARNING = 3, CONTINUED = 5 };
enum { POOL_THREADS = 512 / 4 };  // the number of threads follows a mask of 512 processors
enum { CONTEXT = 0, LOGICAL_BATCH = 1, PHYSICAL_BATCH = 2 };  // numbers of 32 bits from the start of the context's parameters

typedef struct { uint64_t words[128]; } parameters;  // larger than the library's, which reads the start of it
typedef struct { int32_t count; int32_t* token; float* embedding; int32_t* position; int32_t* sequences; int32_t** sequence; int8_t* wanted; } batch;
typedef struct model model;
typedef struct context context;
typedef struct vocabulary vocabulary;
typedef struct memory memory;
typedef struct adapter adapter;
typedef struct pool pool;

void ggml_backend_load_all_from_path(const char* folder);
const char* ggml_version(void);
void* ggml_backend_dev_by_type(int type);
void* ggml_backend_dev_backend_reg(void* device);
void* ggml_backend_reg_get_proc_address(void* registry, const char* name);
parameters ggml_threadpool_params_default(int threads);
void llama_backend_init(void);
void llama_log_set(void (*log)(int level, const char* text, void* data), void* data);
parameters llama_model_default_params(void);
parameters llama_context_default_params(void);
model* llama_model_load_from_file(const char* path, parameters how);
context* llama_init_from_model(model* of, parameters how);
void llama_model_free(model* m);
void llama_free(context* c);
const vocabulary* llama_model_get_vocab(const model* m);
int32_t llama_vocab_n_tokens(const vocabulary* v);
uint32_t llama_n_ctx(const context* c);
uint32_t llama_n_batch(const context* c);
uint32_t llama_n_ubatch(const context* c);
void llama_set_n_threads(context* c, int32_t one, int32_t many);
int32_t llama_n_threads(context* c);
memory* llama_get_memory(const context* c);
void llama_memory_clear(memory* m, bool data);
batch llama_batch_init(int32_t tokens, int32_t embedding, int32_t sequences);
batch llama_batch_get_one(int32_t* tokens, int32_t count);
int32_t llama_decode(context* c, batch b);
adapter* llama_adapter_lora_init(model* m, const char* path);
int32_t llama_set_adapters_lora(context* c, adapter** adapters, size_t count, float* scales);
int32_t llama_encode(context* c, batch b);
void llama_synchronize(context* c);
float* llama_get_logits_ith(context* c, int32_t i);
void llama_attach_threadpool(context* c, pool* one, pool* many);
void llama_detach_threadpool(context* c);
void llama_set_embeddings(context* c, bool wanted);
int32_t llama_pooling_type(const context* c);
int32_t llama_model_n_embd(const model* m);
float* llama_get_embeddings_ith(context* c, int32_t i);
float* llama_get_embeddings_seq(context* c, int32_t sequence);
int32_t llama_tokenize(const vocabulary* v, const char* text, int32_t length, int32_t* tokens, int32_t most, bool special, bool parse);

static model* loaded;
static context* opened;
static pool* threads;
static int words, pooling;  // pooling as the library numbers it; -1 for a decoder
static pool* (*new_pool)(parameters* how);
static void (*free_pool)(pool* p);
static void (*pause_pool)(pool* p);
static bool says_f32, says_f16, says_unfused;

static void fail(const char* what, const char* detail) {
    fprintf(stderr, "llama: %s %s\n", what, detail);
    exit(2);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// The only place where the library says what its cache keeps is its log.
static void listen(int level, const char* text, void* data) {
    (void)data;
    if (strstr(text, "K (f32)") && strstr(text, "V (f32)")) says_f32 = true;
    if (strstr(text, "K (f16)") && strstr(text, "V (f16)")) says_f16 = true;
    if (strstr(text, "flash_attn") && strstr(text, "= disabled")) says_unfused = true;
    if (level >= WARNING && level != CONTINUED) fputs(text, stderr);
}

static void set_number(parameters* p, int at, uint32_t value) { memcpy((char*)p + 4 * at, &value, 4); }

static uint32_t number(const parameters* p, int at) {
    uint32_t value;
    memcpy(&value, (const char*)p + 4 * at, 4);
    return value;
}

// Key and value type stand side by side, both F16 by default, between two callbacks with their data, all null by default.
static int cache_types(const parameters* p) {
    for (int at = 6; at < 60; at += 2) {
        bool found = number(p, at) == TYPE_F16 && number(p, at + 1) == TYPE_F16;
        for (int i = 1; i <= 4; i++) found &= number(p, at - i) == 0 && number(p, at + 1 + i) == 0;
        if (found) return at;
    }
    fail("the parameters of this version do not look as expected:", "no types of the cache in them");
    return 0;
}

// Rotary scaling, pooling, kind of attention and fused attention stand side by side, -1 (let the library choose) by default.
static int fused_attention(const parameters* p) {
    for (int at = 6; at < 20; at++) {
        bool found = true;
        for (int i = 0; i < 4; i++) found &= number(p, at + i) == UINT32_MAX;
        if (found && number(p, at + 4) != UINT32_MAX) return at + 3;
    }
    fail("the parameters of this version do not look as expected:", "no choice of fused attention in them");
    return 0;
}

// The functions of a pool are in the code for this processor, which the library loads itself; it hands out two of them and hides the third.
static void find_pools(void) {
    void* registry = ggml_backend_dev_backend_reg(ggml_backend_dev_by_type(0));
    *(void**)&new_pool = ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_new");
    *(void**)&free_pool = ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_free");
    Dl_info backend;
    void* code = new_pool && dladdr(*(void**)&new_pool, &backend) ? dlopen(backend.dli_fname, RTLD_NOW | RTLD_NOLOAD) : NULL;
    if (code) *(void**)&pause_pool = dlsym(code, "ggml_threadpool_pause");
    if (!new_pool || !free_pool || !pause_pool) fail("no pools of threads in", "the backend");
}

static void set_threads(int count) {
    llama_set_n_threads(opened, count, count);
    if (llama_n_threads(opened) != count) fail("cannot set", "threads");
    llama_detach_threadpool(opened);
    if (threads) free_pool(threads);
    parameters p;
    memset(&p, 0, sizeof p);
    p = ggml_threadpool_params_default(count);
    if (number(&p, POOL_THREADS) != (uint32_t)count) fail("the parameters of this version do not look as expected:", "no number of threads in those of a pool");
    threads = new_pool(&p);
    if (!threads) fail("cannot make", "a pool of threads");
    llama_attach_threadpool(opened, threads, threads);
}

static void load(const char* path, bool f32) {
    if (opened) llama_free(opened);
    if (loaded) llama_model_free(loaded);
    opened = NULL;
    loaded = llama_model_load_from_file(path, llama_model_default_params());
    if (!loaded) fail("cannot load", path);
    words = llama_vocab_n_tokens(llama_model_get_vocab(loaded));
    parameters p;
    memset(&p, 0, sizeof p);
    p = llama_context_default_params();
    set_number(&p, CONTEXT, MOST_TOKENS);
    set_number(&p, LOGICAL_BATCH, BATCH);
    set_number(&p, PHYSICAL_BATCH, BATCH);
    int types = cache_types(&p);
    set_number(&p, types, f32 ? TYPE_F32 : TYPE_F16);
    set_number(&p, types + 1, f32 ? TYPE_F32 : TYPE_F16);
    int fused = fused_attention(&p);
    if (f32) set_number(&p, fused, 0);
    if (pooling >= 0) set_number(&p, fused - 2, (uint32_t)pooling);
    says_f32 = says_f16 = says_unfused = false;
    opened = llama_init_from_model(loaded, p);
    if (!opened) fail("no context for", path);
    bool as_asked = llama_n_ctx(opened) == MOST_TOKENS && llama_n_batch(opened) == BATCH && llama_n_ubatch(opened) == BATCH;
    if (pooling < 0) as_asked &= says_f32 == f32 && says_f16 != f32;  // an encoder has no cache
    else as_asked &= llama_pooling_type(opened) == pooling;
    if (!as_asked || says_unfused != f32) fail("the context is not as asked for:", path);
    llama_set_embeddings(opened, pooling >= 0);
    set_threads(1);
}

static int pooling_of(const char* name) {
    static const char* names[] = {"none", "mean", "cls"};
    for (int i = 0; i < 3; i++) if (!strcmp(name, names[i])) return i;
    return -1;
}

// Freed with its model.
static void adapt(const char* path) {
    adapter* a = llama_adapter_lora_init(loaded, path);
    float scale = 1;
    if (!a || llama_set_adapters_lora(opened, &a, 1, &scale)) fail("cannot use", path);
    printf("adapter 1\n");
}

static void decode(batch b) {
    if (llama_decode(opened, b)) fail("cannot decode", "");
    llama_synchronize(opened);
}

static double prompt(int32_t* tokens, int count) {
    llama_memory_clear(llama_get_memory(opened), true);
    double started = now();
    decode(llama_batch_get_one(tokens, count));
    return now() - started;
}

static double generate(int32_t* tokens, int count) {
    llama_memory_clear(llama_get_memory(opened), true);
    double started = now();
    for (int i = 0; i < count; i++) decode(llama_batch_get_one(tokens + i, 1));
    return now() - started;
}

// All tokens of a text at once, with results wanted for each.
static batch whole(const int32_t* tokens, int count) {
    static batch b;
    if (!b.token) b = llama_batch_init(BATCH, 0, 1);
    b.count = count;
    for (int i = 0; i < count; i++) {
        b.token[i] = tokens[i];
        b.position[i] = i;
        b.sequences[i] = 1;
        b.sequence[i][0] = 0;
        b.wanted[i] = 1;
    }
    return b;
}

static void embed(const char* path, const int32_t* tokens, int count) {
    if (llama_encode(opened, whole(tokens, count))) fail("cannot encode", "");
    llama_synchronize(opened);
    int width = llama_model_n_embd(loaded), rows = pooling == 0 ? count : 1;
    FILE* out = fopen(path, "wb");
    if (!out) fail("cannot write", path);
    for (int i = 0; i < rows; i++) fwrite(pooling == 0 ? llama_get_embeddings_ith(opened, i) : llama_get_embeddings_seq(opened, 0), sizeof(float), (size_t)width, out);
    if (fclose(out)) fail("cannot write", path);
    printf("embed %d %d\n", rows, width);
}

static void tokenize(const char* text, int32_t* tokens) {
    int count = llama_tokenize(llama_model_get_vocab(loaded), text, (int32_t)strlen(text), tokens, BATCH, true, false);
    if (count < 0) fail("too long:", text);
    printf("tokens");
    for (int i = 0; i < count; i++) printf(" %d", tokens[i]);
    printf("\n");
}

static void logits(const char* path, const int32_t* tokens, int count) {
    llama_memory_clear(llama_get_memory(opened), true);
    decode(whole(tokens, count));
    FILE* out = fopen(path, "wb");
    if (!out) fail("cannot write", path);
    for (int i = 0; i < count; i++) fwrite(llama_get_logits_ith(opened, i), sizeof(float), (size_t)words, out);
    if (fclose(out)) fail("cannot write", path);
    printf("logits %d %d\n", count, words);
}

static void greedy(int steps, int32_t* tokens, int count) {
    llama_memory_clear(llama_get_memory(opened), true);
    printf("greedy");
    decode(llama_batch_get_one(tokens, count));
    for (int step = 0; step < steps; step++) {
        const float* score = llama_get_logits_ith(opened, -1);
        int best = score[1] > score[0], second = !best;
        for (int i = 2; i < words; i++) {
            if (score[i] > score[best]) { second = best; best = i; }
            else if (score[i] > score[second]) second = i;
        }
        printf(" %d:%.9g:%d:%.9g", best, score[best], second, score[second]);
        int32_t next = best;
        if (step + 1 < steps) decode(llama_batch_get_one(&next, 1));
    }
    printf("\n");
}

static int numbers(int32_t* into) {
    int count = 0;
    for (char* part; count < BATCH && (part = strtok(NULL, " \n")); count++) {
        into[count] = atoi(part);
        if (into[count] < 0 || into[count] >= words) fail("not a token:", part);
    }
    if (count == 0) fail("no tokens", "");
    return count;
}

static void answer(const char* verb) {
    static int32_t tokens[BATCH];
    if (!strcmp(verb, "load")) {
        const char* path = strtok(NULL, " \n");
        const char* kept = strtok(NULL, " \n");
        if (!path || !kept) fail("load needs", "FILE f32|f16|none|mean|cls");
        pooling = pooling_of(kept);
        load(path, strcmp(kept, "f16") != 0);
        printf("load %d\n", words);
    } else if (!opened) {
        fail("no model for", verb);
    } else if (!strcmp(verb, "adapter")) {
        const char* path = strtok(NULL, " \n");
        adapt(path ? path : "");
    } else if (!strcmp(verb, "threads")) {
        const char* count = strtok(NULL, " \n");
        set_threads(count ? atoi(count) : 1);
        printf("threads %d\n", llama_n_threads(opened));
    } else if (!strcmp(verb, "prompt")) {
        int count = numbers(tokens);
        printf("prompt %.9f\n", prompt(tokens, count));
    } else if (!strcmp(verb, "generate")) {
        int count = numbers(tokens);
        printf("generate %.9f\n", generate(tokens, count));
    } else if (!strcmp(verb, "logits")) {
        const char* path = strtok(NULL, " \n");
        logits(path ? path : "", tokens, numbers(tokens));
    } else if (!strcmp(verb, "embed")) {
        const char* path = strtok(NULL, " \n");
        embed(path ? path : "", tokens, numbers(tokens));
    } else if (!strcmp(verb, "tokens")) {
        const char* text = strtok(NULL, "\n");
        tokenize(text ? text : "", tokens);
    } else if (!strcmp(verb, "greedy")) {
        const char* steps = strtok(NULL, " \n");
        greedy(steps ? atoi(steps) : 0, tokens, numbers(tokens));
    } else {
        fail("unknown verb", verb);
    }
}

int main(int count, char** arguments) {
    if (count != 2) fail("usage: llama", "FOLDER-OF-BACKENDS");
    llama_log_set(listen, NULL);
    ggml_backend_load_all_from_path(arguments[1]);
    llama_backend_init();
    find_pools();
    printf("ready {\"name\":\"llama.cpp\",\"version\":\"%s (ggml %s)\",\"buildSeconds\":0,\"bytes\":0}\n", RELEASE, ggml_version());
    fflush(stdout);
    char* line = NULL;
    for (size_t size = 0; getline(&line, &size, stdin) > 0;) {
        const char* verb = strtok(line, " \n");
        if (!verb) continue;
        answer(verb);
        if (threads) pause_pool(threads);
        fflush(stdout);
    }
    return 0;
}
