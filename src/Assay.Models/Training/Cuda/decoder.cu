// Kernels of a decoder's training. All values are float, all matrices row-major; a "row" is a token. Nothing adds with atomics, so that the same batch gives the same bytes.
// Products of matrices are cuBLAS's. Compiled at run time; HEAD_DIM is 64 and blocks have 256 threads everywhere.
#ifndef INFINITY
#define INFINITY __int_as_float(0x7f800000)
#endif
#define FULL 0xffffffffu
#define TILE 64
#define PITCH 68
#define HEAD_DIM 64

// Over so many neighbouring lanes: a warp, or the 16 that share a row of a tile.
__device__ __forceinline__ float lanes_sum(float v, int lanes)
{
    for (int o = lanes / 2; o > 0; o >>= 1) v += __shfl_xor_sync(FULL, v, o);
    return v;
}

__device__ __forceinline__ float lanes_max(float v, int lanes)
{
    for (int o = lanes / 2; o > 0; o >>= 1) v = fmaxf(v, __shfl_xor_sync(FULL, v, o));
    return v;
}

__device__ __forceinline__ float4 load4(const float* p) { return *(const float4*)p; }
__device__ __forceinline__ float dot4(float4 a, float4 b, float s) { return fmaf(a.x, b.x, fmaf(a.y, b.y, fmaf(a.z, b.z, fmaf(a.w, b.w, s)))); }

// x[row] = table[token[row]]
extern "C" __global__ void __launch_bounds__(256) embed(const float* table, const int* tokens, float* x, int rows, int width)
{
    long long i = (long long)blockIdx.x * 256 + threadIdx.x;
    if (i >= (long long)rows * width) return;
    int row = (int)(i / width), j = (int)(i % width);
    x[i] = table[(long long)tokens[row] * width + j];
}

// Slopes of the table: each block has one token and adds up the rows that it stands in, in their order.
extern "C" __global__ void __launch_bounds__(256) embed_backward(const float* dx, const int* distinct, const int* starts, const int* places, float* dtable, int width)
{
    int token = distinct[blockIdx.x], from = starts[blockIdx.x], to = starts[blockIdx.x + 1];
    for (int j = threadIdx.x; j < width; j += 256)
    {
        float sum = 0;
        for (int i = from; i < to; i++) sum += dx[(long long)places[i] * width + j];
        dtable[(long long)token * width + j] += sum;
    }
}

// Eight rows a block, one a warp. sum = x + add (where add is given), inverse = 1/rms(sum), y = sum · inverse · scale.
extern "C" __global__ void __launch_bounds__(256) rms_norm(const float* x, const float* add, float* sum, const float* scale, float eps, float* y, float* inverse, int rows, int width)
{
    int row = blockIdx.x * 8 + threadIdx.x / 32, lane = threadIdx.x % 32;
    if (row >= rows) return;
    const float* in = x + (long long)row * width;
    const float* more = add ? add + (long long)row * width : 0;
    float* kept = sum ? sum + (long long)row * width : 0;
    float squares = 0;
    for (int j = lane; j < width; j += 32)
    {
        float v = in[j];
        if (more) v += more[j];
        if (kept) kept[j] = v;
        squares += v * v;
    }
    float inv = 1.0f / sqrtf(lanes_sum(squares, 32) / width + eps);
    if (lane == 0) inverse[row] = inv;
    float* out = y + (long long)row * width;
    for (int j = lane; j < width; j += 32)
    {
        float v = more ? in[j] + more[j] : in[j];
        out[j] = v * inv * scale[j];
    }
}

// dx (+)= the slopes along the rows before the normalisation.
extern "C" __global__ void __launch_bounds__(256) rms_norm_backward(const float* x, const float* inverse, const float* scale, const float* dy, float* dx, int add, int rows, int width)
{
    int row = blockIdx.x * 8 + threadIdx.x / 32, lane = threadIdx.x % 32;
    if (row >= rows) return;
    const float* in = x + (long long)row * width;
    const float* slope = dy + (long long)row * width;
    float inv = inverse[row], dot = 0;
    for (int j = lane; j < width; j += 32) dot += slope[j] * scale[j] * in[j];
    dot = lanes_sum(dot, 32) * inv * inv / width;
    float* out = dx + (long long)row * width;
    for (int j = lane; j < width; j += 32)
    {
        float v = inv * (slope[j] * scale[j] - in[j] * dot);
        out[j] = add ? out[j] + v : v;
    }
}

// Slopes of the scale over a chunk of rows a block: parts[block][j].
extern "C" __global__ void __launch_bounds__(256) rms_norm_scale_parts(const float* x, const float* inverse, const float* dy, float* parts, int rows, int width, int chunk)
{
    int from = blockIdx.x * chunk, to = min(rows, from + chunk);
    for (int j = threadIdx.x; j < width; j += 256)
    {
        float sum = 0;
        for (int r = from; r < to; r++) sum += dy[(long long)r * width + j] * x[(long long)r * width + j] * inverse[r];
        parts[(long long)blockIdx.x * width + j] = sum;
    }
}

// out[j] += the sum of a column of parts.
extern "C" __global__ void __launch_bounds__(256) add_parts(const float* parts, float* out, int count, int width)
{
    int j = blockIdx.x * 256 + threadIdx.x;
    if (j >= width) return;
    float sum = 0;
    for (int i = 0; i < count; i++) sum += parts[(long long)i * width + j];
    out[j] += sum;
}

// Turns the queries and keys of a row, [query heads | key heads | ...] with a stride; table[position] = cosines of the pairs, then sines. direction -1 turns back.
extern "C" __global__ void __launch_bounds__(256) rotate(float* x, const float* table, const int* positions, float direction, int rows, int heads, int stride)
{
    long long i = (long long)blockIdx.x * 256 + threadIdx.x;
    const int half = HEAD_DIM / 2;
    if (i >= (long long)rows * heads * half) return;
    int pair = (int)(i % half), head = (int)(i / half % heads), row = (int)(i / half / heads);
    const float* turn = table + (long long)positions[row] * HEAD_DIM;
    float c = turn[pair], s = direction * turn[half + pair];
    float* at = x + (long long)row * stride + head * HEAD_DIM + pair;
    float a = at[0], b = at[half];
    at[0] = a * c - b * s;
    at[half] = b * c + a * s;
}

// A tile of TILE rows of one head into shared memory, zeros past the last row.
__device__ __forceinline__ void load_tile(float* to, const float* from, int first, int rows, int stride)
{
    for (int i = threadIdx.x; i < TILE * HEAD_DIM / 4; i += 256)
    {
        int r = i / (HEAD_DIM / 4), c = i % (HEAD_DIM / 4) * 4;
        float4 v = make_float4(0, 0, 0, 0);
        if (first + r < rows) v = load4(from + (long long)(first + r) * stride + c);
        *(float4*)(to + r * PITCH + c) = v;
    }
}

// s[i][j] = a[ty*4+i] · b[tx+16j]
__device__ __forceinline__ void scores(const float* a, const float* b, int ty, int tx, float s[4][4])
{
    for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) s[i][j] = 0;
    #pragma unroll 4
    for (int d = 0; d < HEAD_DIM; d += 4)
    {
        float4 u[4], v[4];
        #pragma unroll
        for (int i = 0; i < 4; i++) u[i] = load4(a + (ty * 4 + i) * PITCH + d);
        #pragma unroll
        for (int j = 0; j < 4; j++) v[j] = load4(b + (tx + 16 * j) * PITCH + d);
        #pragma unroll
        for (int i = 0; i < 4; i++)
            #pragma unroll
            for (int j = 0; j < 4; j++) s[i][j] = dot4(u[i], v[j], s[i][j]);
    }
}

// sum[i][c] += Σk p[ty*4+i][k] · v[k][tx*4+c]
__device__ __forceinline__ void add_rows(const float* p, const float* v, int ty, int tx, float sum[4][4])
{
    #pragma unroll 4
    for (int k = 0; k < TILE; k += 4)
    {
        float4 u[4], w[4];
        #pragma unroll
        for (int i = 0; i < 4; i++) u[i] = load4(p + (ty * 4 + i) * PITCH + k);
        #pragma unroll
        for (int j = 0; j < 4; j++) w[j] = load4(v + (k + j) * PITCH + tx * 4);
        #pragma unroll
        for (int i = 0; i < 4; i++)
        {
            sum[i][0] = fmaf(u[i].x, w[0].x, fmaf(u[i].y, w[1].x, fmaf(u[i].z, w[2].x, fmaf(u[i].w, w[3].x, sum[i][0]))));
            sum[i][1] = fmaf(u[i].x, w[0].y, fmaf(u[i].y, w[1].y, fmaf(u[i].z, w[2].y, fmaf(u[i].w, w[3].y, sum[i][1]))));
            sum[i][2] = fmaf(u[i].x, w[0].z, fmaf(u[i].y, w[1].z, fmaf(u[i].z, w[2].z, fmaf(u[i].w, w[3].z, sum[i][2]))));
            sum[i][3] = fmaf(u[i].x, w[0].w, fmaf(u[i].y, w[1].w, fmaf(u[i].z, w[2].w, fmaf(u[i].w, w[3].w, sum[i][3]))));
        }
    }
}

// sum[i][c] += Σq p[q][ty*4+i] · v[q][tx*4+c]
__device__ __forceinline__ void add_columns(const float* p, const float* v, int ty, int tx, float sum[4][4])
{
    #pragma unroll 4
    for (int q = 0; q < TILE; q++)
    {
        float4 u = load4(p + q * PITCH + ty * 4), w = load4(v + q * PITCH + tx * 4);
        sum[0][0] = fmaf(u.x, w.x, sum[0][0]); sum[0][1] = fmaf(u.x, w.y, sum[0][1]); sum[0][2] = fmaf(u.x, w.z, sum[0][2]); sum[0][3] = fmaf(u.x, w.w, sum[0][3]);
        sum[1][0] = fmaf(u.y, w.x, sum[1][0]); sum[1][1] = fmaf(u.y, w.y, sum[1][1]); sum[1][2] = fmaf(u.y, w.z, sum[1][2]); sum[1][3] = fmaf(u.y, w.w, sum[1][3]);
        sum[2][0] = fmaf(u.z, w.x, sum[2][0]); sum[2][1] = fmaf(u.z, w.y, sum[2][1]); sum[2][2] = fmaf(u.z, w.z, sum[2][2]); sum[2][3] = fmaf(u.z, w.w, sum[2][3]);
        sum[3][0] = fmaf(u.w, w.x, sum[3][0]); sum[3][1] = fmaf(u.w, w.y, sum[3][1]); sum[3][2] = fmaf(u.w, w.z, sum[3][2]); sum[3][3] = fmaf(u.w, w.w, sum[3][3]);
    }
}

// Attention of texts packed one behind the other: row i sees rows first[i] to i (Dao 2023, FlashAttention-2). A block has TILE queries of a head.
// qkv[row] = queries, keys and values of all heads; out[row] = all heads; sums[row][head] = the logarithm of the sum of the exponentials.
extern "C" __global__ void __launch_bounds__(256) attention(const float* qkv, const int* first, float* out, float* sums, int rows, int heads, float scale)
{
    extern __shared__ float shared[];
    float *Q = shared, *K = Q + TILE * PITCH, *V = K + TILE * PITCH, *P = V + TILE * PITCH;
    const int width = heads * HEAD_DIM, stride = 3 * width, tx = threadIdx.x % 16, ty = threadIdx.x / 16;
    const int q0 = blockIdx.x * TILE, head = blockIdx.y;
    const float* base = qkv + head * HEAD_DIM;
    load_tile(Q, base, q0, rows, stride);
    int from[4];
    float most[4], total[4], sum[4][4];
    for (int i = 0; i < 4; i++)
    {
        int row = q0 + ty * 4 + i;
        from[i] = row < rows ? first[row] : rows;
        most[i] = -INFINITY;
        total[i] = 0;
        for (int j = 0; j < 4; j++) sum[i][j] = 0;
    }
    int end = min(q0 + TILE, rows);
    for (int k0 = first[q0] / TILE * TILE; k0 < end; k0 += TILE)
    {
        __syncthreads();
        load_tile(K, base + width, k0, rows, stride);
        load_tile(V, base + 2 * width, k0, rows, stride);
        __syncthreads();
        float s[4][4];
        scores(Q, K, ty, tx, s);
        for (int i = 0; i < 4; i++)
        {
            int row = q0 + ty * 4 + i;
            float top = -INFINITY;
            for (int j = 0; j < 4; j++)
            {
                int key = k0 + tx + 16 * j;
                s[i][j] = key >= from[i] && key <= row ? s[i][j] * scale : -INFINITY;
                top = fmaxf(top, s[i][j]);
            }
            top = fmaxf(most[i], lanes_max(top, 16));
            float keep = most[i] == -INFINITY ? 0 : __expf(most[i] - top), part = 0;
            for (int j = 0; j < 4; j++)
            {
                float p = s[i][j] == -INFINITY ? 0 : __expf(s[i][j] - top);
                part += p;
                P[(ty * 4 + i) * PITCH + tx + 16 * j] = p;
            }
            total[i] = total[i] * keep + lanes_sum(part, 16);
            most[i] = top;
            for (int c = 0; c < 4; c++) sum[i][c] *= keep;
        }
        __syncthreads();
        add_rows(P, V, ty, tx, sum);
    }
    for (int i = 0; i < 4; i++)
    {
        int row = q0 + ty * 4 + i;
        if (row >= rows) continue;
        float inv = 1.0f / total[i];
        *(float4*)(out + (long long)row * width + head * HEAD_DIM + tx * 4) = make_float4(sum[i][0] * inv, sum[i][1] * inv, sum[i][2] * inv, sum[i][3] * inv);
        if (tx == 0) sums[(long long)row * heads + head] = most[i] + logf(total[i]);
    }
}

// delta[row][head] = out · dout
extern "C" __global__ void __launch_bounds__(256) attention_delta(const float* out, const float* dout, float* delta, int rows, int heads)
{
    int at = blockIdx.x * 8 + threadIdx.x / 32, lane = threadIdx.x % 32;
    if (at >= rows * heads) return;
    const float* a = out + (long long)at * HEAD_DIM;
    const float* b = dout + (long long)at * HEAD_DIM;
    float sum = lanes_sum(a[lane] * b[lane] + a[lane + 32] * b[lane + 32], 32);
    if (lane == 0) delta[at] = sum;
}

// P and the slopes of the scores of one tile of queries and one of keys, from what is in shared memory.
__device__ __forceinline__ void score_slopes(const float* Q, const float* K, const float* V, const float* G, float* P, float* S, int q0, int k0, const int* first, const float* sums, const float* delta,
    int rows, int heads, int head, float scale, int ty, int tx)
{
    float s[4][4], g[4][4];
    scores(Q, K, ty, tx, s);
    scores(G, V, ty, tx, g);
    for (int i = 0; i < 4; i++)
    {
        int row = q0 + ty * 4 + i;
        bool inside = row < rows;
        int from = inside ? first[row] : rows;
        float log_sum = inside ? sums[(long long)row * heads + head] : 0, d = inside ? delta[(long long)row * heads + head] : 0;
        for (int j = 0; j < 4; j++)
        {
            int key = k0 + tx + 16 * j, place = (ty * 4 + i) * PITCH + tx + 16 * j;
            float p = inside && key >= from && key <= row ? __expf(s[i][j] * scale - log_sum) : 0;
            if (P) P[place] = p;
            S[place] = p * (g[i][j] - d) * scale;
        }
    }
}

// Slopes along queries: a block has TILE queries of a head.
extern "C" __global__ void __launch_bounds__(256) attention_backward_queries(const float* qkv, const float* dout, const float* sums, const float* delta, const int* first, float* dqkv, int rows, int heads, float scale)
{
    extern __shared__ float shared[];
    float *Q = shared, *K = Q + TILE * PITCH, *V = K + TILE * PITCH, *G = V + TILE * PITCH, *S = G + TILE * PITCH;
    const int width = heads * HEAD_DIM, stride = 3 * width, tx = threadIdx.x % 16, ty = threadIdx.x / 16;
    const int q0 = blockIdx.x * TILE, head = blockIdx.y;
    const float* base = qkv + head * HEAD_DIM;
    load_tile(Q, base, q0, rows, stride);
    load_tile(G, dout + head * HEAD_DIM, q0, rows, width);
    float sum[4][4];
    for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) sum[i][j] = 0;
    int end = min(q0 + TILE, rows);
    for (int k0 = first[q0] / TILE * TILE; k0 < end; k0 += TILE)
    {
        __syncthreads();
        load_tile(K, base + width, k0, rows, stride);
        load_tile(V, base + 2 * width, k0, rows, stride);
        __syncthreads();
        score_slopes(Q, K, V, G, 0, S, q0, k0, first, sums, delta, rows, heads, head, scale, ty, tx);
        __syncthreads();
        add_rows(S, K, ty, tx, sum);
    }
    for (int i = 0; i < 4; i++)
    {
        int row = q0 + ty * 4 + i;
        if (row < rows) *(float4*)(dqkv + (long long)row * stride + head * HEAD_DIM + tx * 4) = make_float4(sum[i][0], sum[i][1], sum[i][2], sum[i][3]);
    }
}

// Slopes along keys and values: a block has TILE keys of a head; row i is seen by rows i to last[i].
extern "C" __global__ void __launch_bounds__(256) attention_backward_keys(const float* qkv, const float* dout, const float* sums, const float* delta, const int* first, const int* last, float* dqkv, int rows, int heads, float scale)
{
    extern __shared__ float shared[];
    float *Q = shared, *K = Q + TILE * PITCH, *V = K + TILE * PITCH, *G = V + TILE * PITCH, *S = G + TILE * PITCH, *P = S + TILE * PITCH;
    const int width = heads * HEAD_DIM, stride = 3 * width, tx = threadIdx.x % 16, ty = threadIdx.x / 16;
    const int k0 = blockIdx.x * TILE, head = blockIdx.y;
    const float* base = qkv + head * HEAD_DIM;
    load_tile(K, base + width, k0, rows, stride);
    load_tile(V, base + 2 * width, k0, rows, stride);
    float dk[4][4], dv[4][4];
    for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) dk[i][j] = dv[i][j] = 0;
    int end = last[min(k0 + TILE, rows) - 1];
    for (int q0 = k0; q0 <= end; q0 += TILE)
    {
        __syncthreads();
        load_tile(Q, base, q0, rows, stride);
        load_tile(G, dout + head * HEAD_DIM, q0, rows, width);
        __syncthreads();
        score_slopes(Q, K, V, G, P, S, q0, k0, first, sums, delta, rows, heads, head, scale, ty, tx);
        __syncthreads();
        add_columns(S, Q, ty, tx, dk);
        add_columns(P, G, ty, tx, dv);
    }
    for (int i = 0; i < 4; i++)
    {
        int row = k0 + ty * 4 + i;
        if (row >= rows) continue;
        float* at = dqkv + (long long)row * stride + width + head * HEAD_DIM + tx * 4;
        *(float4*)at = make_float4(dk[i][0], dk[i][1], dk[i][2], dk[i][3]);
        *(float4*)(at + width) = make_float4(dv[i][0], dv[i][1], dv[i][2], dv[i][3]);
    }
}

// product = silu(gate) · up of rows [gate | up]
extern "C" __global__ void __launch_bounds__(256) gated(const float* both, float* product, int rows, int width)
{
    long long i = (long long)blockIdx.x * 256 + threadIdx.x;
    if (i >= (long long)rows * width) return;
    long long at = i / width * 2 * width + i % width;
    float g = both[at];
    product[i] = g / (1.0f + __expf(-g)) * both[at + width];
}

// Slopes along gate and up take their places.
extern "C" __global__ void __launch_bounds__(256) gated_backward(float* both, const float* dproduct, int rows, int width)
{
    long long i = (long long)blockIdx.x * 256 + threadIdx.x;
    if (i >= (long long)rows * width) return;
    long long at = i / width * 2 * width + i % width;
    float g = both[at], u = both[at + width], d = dproduct[i], sigmoid = 1.0f / (1.0f + __expf(-g));
    both[at] = d * u * sigmoid * (1.0f + g * (1.0f - sigmoid));
    both[at + width] = d * g * sigmoid;
}

// One row a block: its loss, and in place of its logits their slopes. A target below 0 counts nothing.
extern "C" __global__ void __launch_bounds__(256) cross_entropy(float* logits, const int* targets, const float* weights, float share, float* losses, int vocabulary)
{
    __shared__ float parts[8];
    __shared__ float all;
    int row = blockIdx.x, target = targets[row];
    float* at = logits + (long long)row * vocabulary;
    float weight = target < 0 ? 0 : weights[row] * share;
    if (weight == 0)
    {
        for (int j = threadIdx.x; j < vocabulary; j += 256) at[j] = 0;
        if (threadIdx.x == 0) losses[row] = 0;
        return;
    }
    float top = -INFINITY;
    for (int j = threadIdx.x; j < vocabulary; j += 256) top = fmaxf(top, at[j]);
    top = lanes_max(top, 32);
    if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = top;
    __syncthreads();
    if (threadIdx.x == 0)
    {
        float m = parts[0];
        for (int i = 1; i < 8; i++) m = fmaxf(m, parts[i]);
        all = m;
    }
    __syncthreads();
    top = all;
    float sum = 0, aimed = at[target];
    for (int j = threadIdx.x; j < vocabulary; j += 256) sum += __expf(at[j] - top);
    sum = lanes_sum(sum, 32);
    __syncthreads();
    if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = sum;
    __syncthreads();
    if (threadIdx.x == 0)
    {
        float s = 0;
        for (int i = 0; i < 8; i++) s += parts[i];
        all = s;
    }
    __syncthreads();
    sum = all;
    if (threadIdx.x == 0) losses[row] = weight * (logf(sum) + top - aimed);
    float factor = weight / sum;
    for (int j = threadIdx.x; j < vocabulary; j += 256) at[j] = __expf(at[j] - top) * factor - (j == target ? weight : 0);
}

__device__ __forceinline__ float block_sum(float v)
{
    __shared__ float parts[8];
    v = lanes_sum(v, 32);
    if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = v;
    __syncthreads();
    float s = 0;
    for (int i = 0; i < 8; i++) s += parts[i];
    return s;
}

// parts[block] = the sum of a chunk of values, or of their squares.
extern "C" __global__ void __launch_bounds__(256) sum_parts(const float* values, float* parts, int count, int chunk, int squared)
{
    long long from = (long long)blockIdx.x * chunk, to = min((long long)count, from + chunk);
    float sum = 0;
    for (long long i = from + threadIdx.x; i < to; i += 256) sum += squared ? values[i] * values[i] : values[i];
    sum = block_sum(sum);
    if (threadIdx.x == 0) parts[blockIdx.x] = sum;
}

// out[0] = the sum of all parts. One block.
extern "C" __global__ void __launch_bounds__(256) sum_all(const float* parts, float* out, int count)
{
    float sum = 0;
    for (int i = threadIdx.x; i < count; i += 256) sum += parts[i];
    sum = block_sum(sum);
    if (threadIdx.x == 0) out[0] = sum;
}

// AdamW as on the processor; the gradient is clipped to a length and cleared. Values from `flat` on do not decay. A gradient that is not finite changes nothing.
extern "C" __global__ void __launch_bounds__(256) adamw(float* p, float* g, float* m, float* v, int count, int flat, const float* squares, float most, float keep, float beta1, float beta2, float size, float root, float epsilon)
{
    int i = blockIdx.x * 256 + threadIdx.x;
    if (i >= count) return;
    float length = sqrtf(squares[0]), slope = g[i];
    g[i] = 0;
    if (!(length < INFINITY)) return;
    if (length > most) slope *= most / length;
    float mean = m[i] * beta1 + slope * (1 - beta1), square = v[i] * beta2 + slope * slope * (1 - beta2);
    m[i] = mean;
    v[i] = square;
    p[i] = p[i] * (i < flat ? keep : 1) - size * (mean / (sqrtf(square) / root + epsilon));
}
