using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Models.Adapters;

/// <summary>LoRA weights for a decoder: what was learnt beside its weights, for some or all of its linear layers.</summary>
/// <remarks>
/// Belongs to one text at a time or to many: <see cref="DecoderModel.NewCache"/> takes one, and texts with different adapters share a pass. Reading is safe from any number of
/// threads. Dispose it only when no text uses it any more.
/// </remarks>
public sealed class LoraAdapter : IDisposable
{
    private readonly FrozenDictionary<(DecoderPart Part, int Layer), LoraLayer> byPlace;

    /// <summary>An adapter of layers that are in memory.</summary>
    /// <param name="name">What messages call it: its path, where it has one.</param>
    /// <param name="model">The base model.</param>
    /// <param name="layers">One for every linear layer that is changed; owned by the adapter.</param>
    /// <exception cref="ArgumentException">The model has no such linear layer, a layer is there twice, or its shape is another.</exception>
    public LoraAdapter(string name, DecoderConfig model, IEnumerable<LoraLayer> layers)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(layers);
        (Name, Model) = (name, model);
        Layers = [.. layers.OrderBy(l => l.Module, StringComparer.Ordinal)];
        Dictionary<string, LinearModule> modules = LinearModule.Of(model).ToDictionary(m => m.Path, StringComparer.Ordinal);
        var places = new Dictionary<(DecoderPart, int), LoraLayer>();
        foreach (LoraLayer layer in Layers)
        {
            if (!modules.TryGetValue(layer.Module, out LinearModule? module)) throw new ArgumentException($"'{layer.Module}' is no linear layer of the model.", nameof(layers));
            if (layer.Outputs != module.Outputs || layer.Inputs != module.Inputs) throw new ArgumentException($"'{layer.Module}' is for {layer.Outputs} x {layer.Inputs} weights; the model's are {module.Outputs} x {module.Inputs}.", nameof(layers));
            if (!places.TryAdd((module.Part, module.Layer), layer)) throw new ArgumentException($"'{layer.Module}' is there twice.", nameof(layers));
        }

        if (places.Count == 0) throw new ArgumentException("An adapter changes at least one linear layer.", nameof(layers));
        byPlace = places.ToFrozenDictionary();
        Fingerprint = FingerprintOf(Layers);
    }

    /// <summary>What messages call it: its path, where it has one.</summary>
    public string Name { get; }

    /// <summary>The base model that it was made for, or checked against.</summary>
    public DecoderConfig Model { get; }

    /// <summary>What is changed, ordered by module.</summary>
    public ImmutableArray<LoraLayer> Layers { get; }

    /// <summary>A hash of all that it adds, whatever file it came from: tells it from every other.</summary>
    public string Fingerprint { get; }

    /// <summary>Largest rank of its layers.</summary>
    public int MostRank => Layers.Max(l => l.Scale.Rank);

    /// <summary>Number of weights.</summary>
    public long Parameters => Layers.Sum(l => (long)l.Scale.Rank * (l.Inputs + l.Outputs));

    /// <summary>Memory that they take, in bytes.</summary>
    public long LengthBytes => Layers.Sum(l => l.A.LengthBytes + l.B.LengthBytes);

    /// <summary>Reads an adapter.</summary>
    /// <param name="path">A folder as peft writes it (<c>adapter_config.json</c>, <c>adapter_model.safetensors</c>), or a GGUF file.</param>
    /// <param name="model">The base model, which every tensor is checked against.</param>
    /// <returns>The adapter; its files are not needed any more.</returns>
    /// <exception cref="InputException">It is not there, or of a kind that cannot be applied as it is: the message says which and what to do.</exception>
    /// <exception cref="ModelFormatException">A file is damaged, or a tensor is missing, not known, not finite, or made for another base model.</exception>
    public static LoraAdapter Open(string path, DecoderConfig model)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        return path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? GgufAdapterReader.Read(path, model) : PeftAdapterReader.Read(path, model);
    }

    /// <summary>The same adapter at another strength, folded into the alpha of its layers: 0 is the base model alone, 1 this adapter.</summary>
    /// <param name="strength">What all that it adds is multiplied with; a finite number.</param>
    /// <returns>An adapter that shares the matrices of this one: it is usable as long as this one, and disposing it frees nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The strength is no finite number.</exception>
    public LoraAdapter WithStrength(double strength)
    {
        if (!double.IsFinite(strength)) throw new ArgumentOutOfRangeException(nameof(strength), strength, "A strength is a finite number.");
        return new LoraAdapter(Name, Model, Layers.Select(l => l.WithStrength(strength)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LoraLayer layer in Layers) layer.Dispose();
    }

    /// <summary>What is added to a matrix; null for nothing.</summary>
    internal LoraLayer? Find(DecoderPart part, int layer) => byPlace.GetValueOrDefault((part, layer));

    /// <summary>Whether it can be applied to a model: all shapes are those that it was checked against.</summary>
    internal bool Fits(DecoderConfig model) => ReferenceEquals(model, Model) || LinearModule.Of(model).SequenceEqual(LinearModule.Of(Model));

    private static string FingerprintOf(ImmutableArray<LoraLayer> layers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (LoraLayer layer in layers)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{layer.Module}\n{layer.Scale.Rank}\n{layer.Scale.Factor:R}\n")));
            hash.AppendData(layer.ContentDigest);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
