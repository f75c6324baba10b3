using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Models.Configuration;

/// <summary>Reads a decoder's architecture from the values of a GGUF file.</summary>
public static class GgufDecoderConfig
{
    private static readonly Dictionary<string, DecoderFamily> Families = new(StringComparer.Ordinal)
    {
        ["llama"] = DecoderFamily.Llama,
        ["qwen2"] = DecoderFamily.Qwen2,
        ["qwen3"] = DecoderFamily.Qwen3,
    };

    private static readonly string[] EndKeys = ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"];

    /// <summary>Reads it.</summary>
    /// <param name="file">The file.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="InputException">The architecture is not one that Assay runs, or a value is missing or impossible.</exception>
    public static DecoderConfig Read(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string name = file.Text("general.architecture") ?? "nothing";
        if (!Families.TryGetValue(name, out DecoderFamily family))
            throw Refuse(file, "general.architecture", $"'{name}' is not an architecture that Assay runs; {string.Join(", ", Families.Keys)} are. Choose a model of one of these, or serve this one with an OpenAI-compatible server and name it as URL#NAME.");
        int Count(string key, long least, long most, long? otherwise = null)
        {
            long value = file.WholeNumber($"{name}.{key}") ?? otherwise ?? throw Refuse(file, $"{name}.{key}", $"missing; expected a whole number from {least} to {most}.");
            return value >= least && value <= most ? (int)value : throw Refuse(file, $"{name}.{key}", $"expected a whole number from {least} to {most}; found {value}.");
        }

        int width = Count("embedding_length", 1, 1 << 20), heads = Count("attention.head_count", 1, 1 << 16), layers = Count("block_count", 1, 10_000);
        int keyValueHeads = Count("attention.head_count_kv", 1, heads, heads), headDim = Count("attention.key_length", 2, 4096, width / heads);
        if (heads % keyValueHeads != 0) throw Refuse(file, $"{name}.attention.head_count_kv", $"expected a divisor of the {heads} heads; found {keyValueHeads}.");
        if (Count("attention.value_length", 2, 4096, headDim) != headDim) throw Refuse(file, $"{name}.attention.value_length", $"expected that of the keys, {headDim}.");
        if (headDim % 2 != 0 || Count("rope.dimension_count", 2, 4096, headDim) != headDim) throw Refuse(file, $"{name}.rope.dimension_count", $"expected the whole head, {headDim} values and an even number: heads turned in part are not supported.");
        int window = Count("attention.sliding_window", 0, int.MaxValue - 1, 0);
        WeightTensor embedding = file.Weights.Find("token_embd.weight") ?? throw Refuse(file, "token_embd.weight", "the file has no table of tokens.");
        return new DecoderConfig
        {
            Family = family,
            VocabularySize = embedding.Rows is >= 1 and <= 1 << 24 and var rows ? (int)rows : throw Refuse(file, "token_embd.weight", $"expected 1 to {1 << 24} tokens; found {embedding.Rows}."),
            Width = width,
            FeedForwardWidth = Count("feed_forward_length", 1, 1 << 24),
            Layers = layers,
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadDim = headDim,
            MaxPositions = Count("context_length", 1, 1 << 30),
            NormEpsilon = (float)Number(file, $"{name}.attention.layer_norm_rms_epsilon", 1e-30, 1),
            Rotary = Rotary(file, name, headDim),
            TiedEmbeddings = file.Weights.Find("output.weight") is null,
            QueryKeyValueBias = file.Weights.Find("blk.0.attn_q.bias") is not null,
            OutputBias = file.Weights.Find("blk.0.attn_output.bias") is not null,
            FeedForwardBias = file.Weights.Find("blk.0.ffn_up.bias") is not null,
            QueryKeyNorm = family == DecoderFamily.Qwen3,
            Windows = [.. Enumerable.Repeat(window, layers)],
            BeginToken = Token(file, "tokenizer.ggml.bos_token_id"),
            EndTokens = [.. EndKeys.Select(k => Token(file, k)).OfType<int>().Distinct()],
        };
    }

    private static int? Token(GgufFile file, string key) => file.WholeNumber(key) is >= 0 and <= int.MaxValue and var token ? (int)token : null;

    private static RotaryConfig Rotary(GgufFile file, string name, int headDim)
    {
        double theta = Number(file, $"{name}.rope.freq_base", 1, 1e12, 10_000);
        if (file.Weights.Find("rope_freqs.weight") is { } factors)
        {
            if (factors.Count != headDim / 2) throw Refuse(file, "rope_freqs.weight", $"expected {headDim / 2} factors, one for each pair of a head's values; found {factors.Count}.");
            float[] divisors = factors.ToWeights();
            return divisors.All(d => d > 0) ? new RotaryConfig(theta, new RotaryScaling.PerPair(divisors)) : throw Refuse(file, "rope_freqs.weight", $"expected factors above 0; found {divisors.Min():R}.");
        }

        string scaling = file.Text($"{name}.rope.scaling.type") ?? (file.Number($"{name}.rope.scale_linear") is > 1 ? "linear" : "none");
        string key = $"{name}.rope.scaling.factor", older = $"{name}.rope.scale_linear";
        return scaling switch
        {
            "none" => new RotaryConfig(theta),
            "linear" => Number(file, file.Number(key) is null && file.Number(older) is not null ? older : key, 1, 1e6, 1) is > 1 and var factor ? new RotaryConfig(theta, new RotaryScaling.Linear(factor)) : new RotaryConfig(theta),
            _ => throw Refuse(file, $"{name}.rope.scaling.type", $"'{scaling}' is not supported; none and linear are, and factors in rope_freqs.weight."),
        };
    }

    // NaN lies within no bounds.
    private static double Number(GgufFile file, string key, double least, double most, double? otherwise = null)
    {
        double value = file.Number(key) ?? otherwise ?? throw Refuse(file, key, $"missing; expected a number from {least:R} to {most:R}.");
        return value >= least && value <= most ? value : throw Refuse(file, key, $"expected a number from {least:R} to {most:R}; found {value:R}.");
    }

    private static InputException Refuse(GgufFile file, string key, string why) => new(new Problem(file.Path, null, $"'{key}': {why}"));
}
