// Unit vectors in Gaussian clusters, the same for the same arguments.
// Usage: clusters COUNT DIMENSIONS CLUSTERS SIGMA SEED QUERIES BASE QUERYFILE   (little-endian f32, row after row)
// Centres lean on 64 common directions, and every cluster has a width of its own, so that distances are not all alike.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIRECTIONS = 64 };
static uint64_t state[2];

// xorshift128+ (Vigna 2017)
static uint64_t next(void) {
    uint64_t a = state[0], b = state[1];
    state[0] = b;
    a ^= a << 23;
    state[1] = a ^ b ^ (a >> 17) ^ (b >> 26);
    return state[1] + b;
}

static float uniform(void) { return ((float)(next() >> 40) + 0.5f) / 16777216.0f; }
static float normal(void) { return sqrtf(-2 * logf(uniform())) * cosf(6.2831853f * uniform()); }

static void write_vectors(const char* path, long count, int dimensions, int clusters, const float* centres, const float* widths) {
    FILE* file = fopen(path, "wb");
    float* x = malloc(sizeof(float) * (size_t)dimensions);
    if (!file || !x) { perror(path); exit(1); }
    for (long i = 0; i < count; i++) {
        size_t cluster = next() % (uint64_t)clusters;
        double squares = 0;
        for (int j = 0; j < dimensions; j++) {
            x[j] = centres[cluster * (size_t)dimensions + (size_t)j] + widths[cluster] * normal();
            squares += x[j] * x[j];
        }
        float scale = (float)(1 / sqrt(squares));
        for (int j = 0; j < dimensions; j++) x[j] *= scale;
        fwrite(x, sizeof(float), (size_t)dimensions, file);
    }
    free(x);
    fclose(file);
}

int main(int argc, char** argv) {
    if (argc != 9) { fprintf(stderr, "usage: clusters COUNT DIMENSIONS CLUSTERS SIGMA SEED QUERIES BASE QUERYFILE\n"); return 2; }
    long count = atol(argv[1]), queries = atol(argv[6]);
    int dimensions = atoi(argv[2]), clusters = atoi(argv[3]);
    float sigma = (float)atof(argv[4]);
    state[0] = (uint64_t)atol(argv[5]) * 7919 + 1;
    state[1] = 88172645463325252ULL;
    for (int i = 0; i < 50; i++) next();
    size_t width = (size_t)dimensions;
    float* common = malloc(sizeof(float) * DIRECTIONS * width);
    float* centres = malloc(sizeof(float) * (size_t)clusters * width);
    float* widths = malloc(sizeof(float) * (size_t)clusters);
    for (size_t i = 0; i < DIRECTIONS * width; i++) common[i] = normal();
    for (size_t i = 0; i < (size_t)clusters; i++) {
        size_t direction = next() % DIRECTIONS;
        for (size_t j = 0; j < width; j++) centres[i * width + j] = common[direction * width + j] * 0.7f + normal() * 0.7f;
        widths[i] = sigma * (0.5f + uniform());
    }
    write_vectors(argv[7], count, dimensions, clusters, centres, widths);
    write_vectors(argv[8], queries, dimensions, clusters, centres, widths);
}
