using System.Collections.Immutable;
using Assay.Models.Adapters;
using Assay.Models.Configuration;
using Assay.Models.Weights;
using Assay.Numerics.Layers.Rotary;
using Assay.Text;

namespace Assay.Models.Decoders.Export;

/// <summary>Writes a decoder from its folder as a GGUF file, with its tokenizer and chat template, for llama.cpp and what is built on it; an adapter may be added to the weights on the way.</summary>
/// <remarks>Sums of weights and an adapter are made in 32 bits and rounded once. What llama.cpp would compute otherwise is refused.</remarks>
public static class DecoderExport
{
    /// <summary>Writes a model.</summary>
    /// <param name="folder">A folder as Hugging Face lays it out.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="type">How matrices are stored: F32, F16, BF16 or Q80 (F16 where rows do not fill blocks of 32); null for as they are. Vectors are F32.</param>
    /// <param name="adapter">What is added to the weights; null for nothing.</param>
    /// <param name="cancellationToken">Ends it between rows; what was there before is untouched.</param>
    /// <exception cref="InputException">The folder is not one that Assay runs, or the model is one that llama.cpp would compute or cut into tokens otherwise.</exception>
    /// <exception cref="AssayException">The file cannot be written, or a weight does not fit its type.</exception>
    public static void Write(string folder, string path, WeightType? type = null, LoraAdapter? adapter = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (type is { } asked && !DecoderTensors.CanStore(asked)) throw new ArgumentException($"Matrices of a decoder cannot be stored as {asked}.", nameof(type));
        DecoderConfig config = DecoderConfigReader.Read(Path.Combine(folder, "config.json"));
        if (adapter is not null && !adapter.Fits(config)) throw new ArgumentException($"The adapter '{adapter.Name}' is for a model of another shape.", nameof(adapter));
        Check(folder, config);
        ImmutableArray<KeyValuePair<string, GgufValue>> vocabulary = [.. new VocabularyValues(folder, config).Values()];
        using WeightFile file = WeightFile.Open(folder);
        TensorDraft[] tensors = [.. new DecoderTensors(file, config, adapter, type, cancellationToken).Drafts(), .. Frequencies(config)];
        GgufWriter.Write(path, [.. Values(folder, config, tensors), .. vocabulary], tensors);
    }

    // All of Assay's decoders but for these are computed alike there.
    private static void Check(string folder, DecoderConfig config)
    {
        if (config.Windows.FirstOrDefault(w => w > 0 && w < config.MaxPositions) is > 0 and var window)
            throw new InputException(new Problem(Path.Combine(folder, "config.json"), null, $"this model cannot be written as a GGUF file: its tokens see only the {window} before them in some layers, and llama.cpp shows them all in this architecture. Export it as safetensors, or lower max_position_embeddings to {window}."));
    }

    private static List<KeyValuePair<string, GgufValue>> Values(string folder, DecoderConfig config, TensorDraft[] tensors)
    {
        string name = GgufAdapterReader.Architecture(config.Family);
        List<KeyValuePair<string, GgufValue>> values = [];
        void Set(string key, GgufValue value) => values.Add(new(key, value));
        void Count(string key, int value) => Set($"{name}.{key}", GgufValue.Of((uint)value));
        Set("general.architecture", GgufValue.Of(name));
        Set("general.type", GgufValue.Of("model"));
        Set("general.name", GgufValue.Of(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))));
        Set("general.file_type", GgufValue.Of(FileType(tensors)));
        Set("general.quantization_version", GgufValue.Of(2u));
        Count("vocab_size", config.VocabularySize);
        Count("context_length", config.MaxPositions);
        Count("embedding_length", config.Width);
        Count("block_count", config.Layers);
        Count("feed_forward_length", config.FeedForwardWidth);
        Count("attention.head_count", config.Heads);
        Count("attention.head_count_kv", config.KeyValueHeads);
        Count("attention.key_length", config.HeadDim);
        Count("attention.value_length", config.HeadDim);
        Count("rope.dimension_count", config.HeadDim);
        Set($"{name}.attention.layer_norm_rms_epsilon", GgufValue.Of(config.NormEpsilon));
        Set($"{name}.rope.freq_base", GgufValue.Of((float)config.Rotary.Theta));
        if (config.Rotary.Scaling is RotaryScaling.Linear { Factor: var factor })
        {
            Set($"{name}.rope.scaling.type", GgufValue.Of("linear"));
            Set($"{name}.rope.scaling.factor", GgufValue.Of((float)factor));
        }

        return values;
    }

    // The number that most matrices' type has in llama.cpp's list of file types.
    private static uint FileType(TensorDraft[] tensors) => tensors.Where(t => t.Shape.Length == 2).GroupBy(t => t.Type).OrderByDescending(g => g.Count()).First().Key switch
    {
        WeightType.F16 => 1,
        WeightType.Q80 => 7,
        WeightType.BF16 => 32,
        _ => 0,
    };

    // Llama 3's scaling as what each pair's frequency is divided by.
    private static IEnumerable<TensorDraft> Frequencies(DecoderConfig config)
    {
        float[]? factors = config.Rotary.Scaling switch
        {
            RotaryScaling.Llama3 s => [.. RotaryFrequencies.Plain(config.Rotary.Theta, config.HeadDim)
                .Zip(RotaryFrequencies.Llama3(config.Rotary.Theta, config.HeadDim, s.Factor, s.LowFrequencyFactor, s.HighFrequencyFactor, s.OriginalPositions), (plain, scaled) => (float)(plain / scaled))],
            RotaryScaling.PerPair p => p.Factors.ToArray(),
            _ => null,
        };
        if (factors is not null) yield return TensorDraft.Of("rope_freqs.weight", [factors.Length], factors);
    }
}
