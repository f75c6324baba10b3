using Assay.Models.Adapters;
using Assay.Models.Configuration;
using Assay.Models.Weights;
using Assay.Numerics.Layers.Rotary;
using Assay.Numerics.Matrices;
using Assay.Text;

namespace Assay.Models.Decoders;

/// <summary>A decoder's weights, ready to be multiplied: Llama, Mistral, Qwen 2 and Qwen 3 are one class with the switches of <see cref="DecoderConfig"/>.</summary>
/// <remarks>Reading is safe from any number of threads; what a text needs of its own is in <see cref="DecoderPass"/> and <see cref="KeyValueCache"/>.</remarks>
public sealed class DecoderModel : IDisposable
{
    private readonly DecoderLayer[] layers;
    private readonly IWeightMatrix embedding;
    private readonly IWeightMatrix? output;
    private readonly Lock growing = new();
    private volatile RotaryTable rotary;

    private DecoderModel(DecoderConfig config, DecoderLoader loader)
    {
        Config = config;
        layers = new DecoderLayer[config.Layers];
        embedding = loader.Embedding();
        output = config.TiedEmbeddings ? null : loader.Output();
        OutputNorm = loader.OutputNorm();
        for (int i = 0; i < layers.Length; i++) layers[i] = loader.Layer(i);
        rotary = Table(Math.Min(config.MaxPositions, 1024));
    }

    /// <summary>The architecture.</summary>
    public DecoderConfig Config { get; }

    /// <summary>The fingerprint of the adapter that is part of the weights; null for none.</summary>
    public string? MergedAdapter { get; private init; }

    /// <summary>Memory that the matrices take, in bytes.</summary>
    public long LengthBytes => embedding.LengthBytes + (output?.LengthBytes ?? 0) + layers.Sum(l => l.Matrices.Sum(m => m.LengthBytes));

    /// <summary>A row for every token.</summary>
    internal IWeightMatrix Embedding => embedding;

    /// <summary>From the width of the model to scores of tokens.</summary>
    internal IWeightMatrix Output => output ?? embedding;

    /// <summary>Scale of the last normalisation.</summary>
    internal float[] OutputNorm { get; }

    /// <summary>The layers, first to last.</summary>
    internal ReadOnlySpan<DecoderLayer> Layers => layers;

    /// <summary>Loads a model.</summary>
    /// <param name="path">A folder with <c>config.json</c> and safetensors files, or a GGUF file.</param>
    /// <param name="precision">The form in which matrices are kept.</param>
    /// <param name="mergedAdapter">
    /// A folder or GGUF file of LoRA weights to add to the model's, for one that is never used without; null for none. Sums are kept in the form of <paramref name="precision"/>: exact but
    /// for rounding in 32 bits, rounded to them where the file has 16, quantised again in 8 bits because that was asked for; a file's own blocks are refused.
    /// </param>
    /// <returns>The model; its files are not needed any more.</returns>
    /// <exception cref="InputException">It is not there, not one that Assay runs, or too large for the memory that is free: told before anything is loaded.</exception>
    /// <exception cref="ModelFormatException">A weight file is damaged or does not fit its configuration.</exception>
    public static DecoderModel Open(string path, WeightPrecision precision = WeightPrecision.AsStored, string? mergedAdapter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            using GgufFile gguf = GgufFile.Open(path);
            return Load(path, gguf.Weights, GgufDecoderConfig.Read(gguf), DecoderNames.Gguf, precision, mergedAdapter);
        }

        DecoderConfig config = DecoderConfigReader.Read(Path.Combine(path, "config.json"));
        using WeightFile weights = WeightFile.Open(path);
        return Load(path, weights, config, DecoderNames.HuggingFace, precision, mergedAdapter);
    }

    /// <summary>A cache for a new text.</summary>
    /// <param name="adapter">What the text is read and continued with; null for the model alone.</param>
    /// <returns>Empty.</returns>
    /// <exception cref="ArgumentException">The adapter is for a model of another shape.</exception>
    public KeyValueCache NewCache(LoraAdapter? adapter = null)
    {
        if (adapter is not null && !adapter.Fits(Config)) throw new ArgumentException($"The adapter '{adapter.Name}' is for a model of another shape.", nameof(adapter));
        return new KeyValueCache(Config.Layers, Config.KeyValueHeads * Config.HeadDim, Config.MaxPositions, adapter);
    }

    /// <summary>How positions turn queries and keys, for as many positions as are needed.</summary>
    internal RotaryTable Rotary(int positions)
    {
        if (positions <= rotary.Positions) return rotary;
        lock (growing)
        {
            // The one before may be in use; the collector frees it.
            if (positions > rotary.Positions) rotary = Table((int)Math.Min(Config.MaxPositions, Math.Max(positions, 2L * rotary.Positions)));
            return rotary;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        embedding.Dispose();
        output?.Dispose();
        foreach (DecoderLayer layer in layers) layer.Dispose();
        rotary.Dispose();
    }

    private static DecoderModel Load(string path, WeightFile weights, DecoderConfig config, DecoderNames names, WeightPrecision precision, string? mergedAdapter)
    {
        using LoraAdapter? merged = mergedAdapter is null ? null : LoraAdapter.Open(mergedAdapter, config);
        var loader = new DecoderLoader(weights, config, names, precision, merged);
        FreeMemory.Require(path, loader.LengthBytes(), FreeMemory.Bytes());
        return new DecoderModel(config, loader) { MergedAdapter = merged?.Fingerprint };
    }

    private RotaryTable Table(int positions)
    {
        (double theta, RotaryScaling? scaling) = Config.Rotary;
        double[] frequencies = scaling switch
        {
            RotaryScaling.Linear linear => RotaryFrequencies.Linear(theta, Config.HeadDim, linear.Factor),
            RotaryScaling.Llama3 llama => RotaryFrequencies.Llama3(theta, Config.HeadDim, llama.Factor, llama.LowFrequencyFactor, llama.HighFrequencyFactor, llama.OriginalPositions),
            RotaryScaling.PerPair factors => [.. RotaryFrequencies.Plain(theta, Config.HeadDim).Zip(factors.Factors.ToArray(), (frequency, factor) => frequency / factor)],
            _ => RotaryFrequencies.Plain(theta, Config.HeadDim),
        };
        return new RotaryTable(frequencies, positions, RotaryLayout.Halves);
    }
}
