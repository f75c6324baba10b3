using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Weights;

namespace Assay.Benchmarks.Inference;

/// <summary>Writes decoders with random weights as GGUF files, which llama.cpp and Assay both load.</summary>
/// <remarks>
/// The weights are scaled so that every part of a layer gives values of about the size of those it is given, which makes the feed-forward parts twice what they would be without a
/// factor: then the text that the model writes does not end in one token. Logits spread by about three. Queries and keys are not larger than that: twice as large, thirty layers
/// make twelve times the error of every rounding.
/// </remarks>
internal sealed class RandomGguf
{
    // Llama 3.1's, but for the positions it is stretched from, so that a short text shows all three bands.
    private const double ScalingFactor = 8, LowFrequency = 1, HighFrequency = 4, OriginalPositions = 256;
    private const int ContextLength = 2048, FirstWord = 259;
    private const int RunLength = 1 << 16;
    private const float LogitDeviation = 3, DownGain = 2;

    private readonly DecoderShape shape;
    private readonly WeightType type;
    private readonly ulong seed;
    private readonly List<TensorDraft> tensors = [];

    private RandomGguf(DecoderShape shape, WeightType type, ulong seed) => (this.shape, this.type, this.seed) = (shape, type, seed);

    /// <summary>Writes a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The architecture.</param>
    /// <param name="type">How matrices are stored; vectors are F32.</param>
    /// <param name="seed">Of the weights.</param>
    public static void Write(string path, DecoderShape shape, WeightType type, ulong seed)
    {
        var model = new RandomGguf(shape, type, seed);
        model.AddTensors();
        GgufWriter.Write(path, model.Values(), model.tensors);
    }

    /// <summary>Random words: tokens that are neither bytes nor marks.</summary>
    /// <param name="shape">The architecture.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of the choice.</param>
    public static int[] Prompt(DecoderShape shape, int count, ulong seed)
    {
        var random = new SeededFloats(seed);
        return [.. Enumerable.Range(0, count).Select(_ => FirstWord + random.Below(shape.Vocabulary - FirstWord))];
    }

    private void AddTensors()
    {
        int queries = shape.Heads * shape.HeadDim, keys = shape.KeyValueHeads * shape.HeadDim;
        float tokens = LogitDeviation / MathF.Sqrt(shape.Width);
        Matrix("token_embd", shape.Vocabulary, shape.Width, tokens);
        if (!shape.Tied) Matrix("output", shape.Vocabulary, shape.Width, tokens);
        Vector("output_norm.weight", shape.Width, 1, 0.1f);
        if (shape.LlamaScaling) tensors.Add(TensorDraft.Of("rope_freqs.weight", [shape.HeadDim / 2], Factors()));
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            string block = string.Create(CultureInfo.InvariantCulture, $"blk.{layer}.");
            Vector(block + "attn_norm.weight", shape.Width, 1, 0.1f);
            Linear(block + "attn_q", queries, shape.Width, 1);
            Linear(block + "attn_k", keys, shape.Width, 1);
            Linear(block + "attn_v", keys, shape.Width, 1);
            if (shape.Architecture == "qwen2")
            {
                Vector(block + "attn_q.bias", queries, 0, 0.3f);
                Vector(block + "attn_k.bias", keys, 0, 0.3f);
                Vector(block + "attn_v.bias", keys, 0, 0.3f);
            }

            if (shape.Architecture == "qwen3")
            {
                Vector(block + "attn_q_norm.weight", shape.HeadDim, 1.5f, 0.2f);
                Vector(block + "attn_k_norm.weight", shape.HeadDim, 1.5f, 0.2f);
            }

            Linear(block + "attn_output", shape.Width, queries, 1);
            Vector(block + "ffn_norm.weight", shape.Width, 1, 0.1f);
            Linear(block + "ffn_gate", shape.FeedForward, shape.Width, 1);
            Linear(block + "ffn_up", shape.FeedForward, shape.Width, 1);
            Linear(block + "ffn_down", shape.Width, shape.FeedForward, DownGain);
        }
    }

    private void Linear(string name, int outputs, int inputs, float gain) => Matrix(name, outputs, inputs, gain / MathF.Sqrt(inputs));

    private void Matrix(string name, int outputs, int inputs, float deviation) => Add(name + ".weight", type, [outputs, inputs], 0, deviation);

    private void Vector(string name, int length, float mean, float deviation) => Add(name, WeightType.F32, [length], mean, deviation);

    private void Add(string name, WeightType stored, ImmutableArray<long> dimensions, float mean, float deviation)
    {
        // A seed of its own for every tensor: what is written does not depend on the order of writing.
        ulong own = unchecked((seed * 0x9E3779B97F4A7C15) + ((ulong)tensors.Count * 0xD1B54A32D192ED03));
        tensors.Add(new TensorDraft(name, stored, dimensions, sink => Fill(sink, dimensions, new SeededFloats(own), mean, deviation)));
    }

    private static void Fill(TensorSink sink, ImmutableArray<long> dimensions, SeededFloats random, float mean, float deviation)
    {
        long left = dimensions.Aggregate(1L, (product, dimension) => product * dimension);
        float[] run = new float[(int)Math.Min(left, RunLength)];
        for (; left > 0; left -= run.Length)
        {
            Span<float> part = run.AsSpan(0, (int)Math.Min(left, run.Length));
            random.Fill(part, mean, deviation);
            sink.Write(part);
        }
    }

    // What each pair's frequency is divided by: nothing for short waves, the factor for long ones, between in between.
    private float[] Factors()
    {
        float[] factors = new float[shape.HeadDim / 2];
        for (int i = 0; i < factors.Length; i++)
        {
            double wave = 2 * Math.PI * Math.Pow(shape.Theta, 2.0 * i / shape.HeadDim);
            double smooth = Math.Clamp(((OriginalPositions / wave) - LowFrequency) / (HighFrequency - LowFrequency), 0, 1);
            factors[i] = (float)(1 / (((1 - smooth) / ScalingFactor) + smooth));
        }

        return factors;
    }

    private List<KeyValuePair<string, GgufValue>> Values()
    {
        string name = shape.Architecture;
        List<KeyValuePair<string, GgufValue>> values = [];
        void Set(string key, GgufValue value) => values.Add(new(key, value));
        Set("general.architecture", GgufValue.Of(name));
        Set("general.name", GgufValue.Of(shape.Name));
        Set($"{name}.vocab_size", GgufValue.Of((uint)shape.Vocabulary));
        Set($"{name}.context_length", GgufValue.Of((uint)ContextLength));
        Set($"{name}.embedding_length", GgufValue.Of((uint)shape.Width));
        Set($"{name}.block_count", GgufValue.Of((uint)shape.Layers));
        Set($"{name}.feed_forward_length", GgufValue.Of((uint)shape.FeedForward));
        Set($"{name}.attention.head_count", GgufValue.Of((uint)shape.Heads));
        Set($"{name}.attention.head_count_kv", GgufValue.Of((uint)shape.KeyValueHeads));
        Set($"{name}.attention.key_length", GgufValue.Of((uint)shape.HeadDim));
        Set($"{name}.attention.value_length", GgufValue.Of((uint)shape.HeadDim));
        Set($"{name}.attention.layer_norm_rms_epsilon", GgufValue.Of(1e-5f));
        Set($"{name}.rope.dimension_count", GgufValue.Of((uint)shape.HeadDim));
        Set($"{name}.rope.freq_base", GgufValue.Of(shape.Theta));
        Set("tokenizer.ggml.model", GgufValue.Of("llama"));
        Set("tokenizer.ggml.tokens", GgufValue.OfArray(Tokens()));
        Set("tokenizer.ggml.scores", GgufValue.OfArray([.. Enumerable.Range(0, shape.Vocabulary).Select(i => (float)-i)]));
        Set("tokenizer.ggml.token_type", GgufValue.OfArray([.. Enumerable.Range(0, shape.Vocabulary).Select(i => i switch { 0 => 2, < 3 => 3, < FirstWord => 6, _ => 1 })]));
        Set("tokenizer.ggml.bos_token_id", GgufValue.Of(1u));
        Set("tokenizer.ggml.eos_token_id", GgufValue.Of(2u));
        Set("tokenizer.ggml.unknown_token_id", GgufValue.Of(0u));
        return values;
    }

    private string[] Tokens() =>
        [.. Enumerable.Range(0, shape.Vocabulary).Select(i => i switch
        {
            0 => "<unk>",
            1 => "<s>",
            2 => "</s>",
            < FirstWord => string.Create(CultureInfo.InvariantCulture, $"<0x{i - 3:X2}>"),
            _ => string.Create(CultureInfo.InvariantCulture, $"\u2581w{i - FirstWord}"),
        })];
}
