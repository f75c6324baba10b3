using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Numerics.Layers.Rotary;
using Assay.Numerics.Matrices;
using Assay.Text;

namespace Assay.Models.Encoders;

/// <summary>An encoder's weights, ready to be multiplied: BERT, RoBERTa, XLM-RoBERTa and ModernBERT.</summary>
/// <remarks>Reading is safe from any number of threads; the memory of a pass is in <see cref="EncoderPass"/>.</remarks>
public sealed class EncoderModel : IDisposable
{
    private readonly EncoderLayer[] layers;
    private readonly Lock growing = new();
    private volatile RotaryPair? rotary;

    private EncoderModel(EncoderConfig config, EncoderLoader loader)
    {
        Config = config;
        Tokens = loader.Tokens();
        PositionTable = loader.Positions();
        TypeTable = loader.Types();
        EmbeddingNorm = loader.EmbeddingNorm();
        FinalNorm = loader.FinalNorm();
        layers = new EncoderLayer[config.Layers];
        for (int i = 0; i < layers.Length; i++) layers[i] = loader.Layer(i);
    }

    /// <summary>The architecture.</summary>
    public EncoderConfig Config { get; }

    /// <summary>Memory that the matrices take, in bytes.</summary>
    public long LengthBytes => Tokens.LengthBytes + (sizeof(float) * ((long)PositionTable.Length + TypeTable.Length)) + layers.Sum(l => l.Products.Sum(p => p.Weights.LengthBytes));

    /// <summary>A row for every token.</summary>
    internal IWeightMatrix Tokens { get; }

    /// <summary>A row for every position; empty for ModernBERT.</summary>
    internal float[] PositionTable { get; }

    /// <summary>A row for every type of token; empty for ModernBERT.</summary>
    internal float[] TypeTable { get; }

    /// <summary>Of what goes into the first layer.</summary>
    internal NormLayer EmbeddingNorm { get; }

    /// <summary>Of what comes out of the last; null for BERT.</summary>
    internal NormLayer? FinalNorm { get; }

    /// <summary>The layers, first to last.</summary>
    internal ReadOnlySpan<EncoderLayer> Layers => layers;

    /// <summary>Loads a model.</summary>
    /// <param name="folder">A folder with <c>config.json</c> and safetensors files.</param>
    /// <param name="precision">The form in which matrices are kept.</param>
    /// <returns>The model; its files are not needed any more.</returns>
    /// <exception cref="InputException">It is not there, not one that Assay runs, or too large for the memory that is free: told before anything is loaded.</exception>
    /// <exception cref="ModelFormatException">A weight file is damaged or does not fit its configuration.</exception>
    public static EncoderModel Open(string folder, WeightPrecision precision = WeightPrecision.AsStored)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        EncoderConfig config = EncoderConfigReader.Read(Path.Combine(folder, "config.json"));
        using WeightFile weights = WeightFile.Open(folder);
        return Load(folder, config, new EncoderLoader(weights, config, precision));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tokens.Dispose();
        foreach (EncoderLayer layer in layers) layer.Dispose();
        rotary?.Dispose();
    }

    /// <summary>Loads the encoder of a file that also has something else, such as a classifier.</summary>
    internal static EncoderModel Load(string folder, EncoderConfig config, EncoderLoader loader)
    {
        FreeMemory.Require(folder, loader.LengthBytes(), FreeMemory.Bytes());
        return new EncoderModel(config, loader);
    }

    /// <summary>How positions turn queries and keys in layers that see all and in those that see a window; only for ModernBERT.</summary>
    internal RotaryPair Rotary(int positions)
    {
        if (rotary is { } enough && positions <= enough.Global.Positions) return enough;
        lock (growing)
        {
            // The one before may be in use; the collector frees it.
            if (rotary is { } grown && positions <= grown.Global.Positions) return grown;
            int count = Math.Min(Config.MaxTokens, Math.Max(positions, Math.Max(512, 2 * (rotary?.Global.Positions ?? 0))));
            RotaryTable Table(RotaryConfig turning) => new(RotaryFrequencies.Plain(turning.Theta, Config.HeadDim), count, RotaryLayout.Halves);
            return rotary = new RotaryPair(Table(Config.GlobalRotary!), Table(Config.LocalRotary!));
        }
    }
}

/// <summary>The two ways of turning that ModernBERT's layers take turns with.</summary>
internal sealed record RotaryPair(RotaryTable Global, RotaryTable Local) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Global.Dispose();
        Local.Dispose();
    }
}
