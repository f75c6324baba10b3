using System.Text.Json;
using Assay.Models.Decoders;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Tuning.Registry;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>A trained version with the model that it is used on.</summary>
/// <param name="Version">The version.</param>
/// <param name="Base">The model it was trained from; a folder is absolute.</param>
/// <param name="IsChampion">Whether it is the version in use.</param>
public sealed record TunedModel(AdapterVersion Version, ModelReference Base, bool IsChampion)
{
    /// <summary>LoRA weights on top of <see cref="Model"/>; null for a model that was trained whole.</summary>
    public string? Adapter => Version.IsWhole ? null : Version.Folder;

    /// <summary>What is loaded: the base model, or the version itself where it is a whole model.</summary>
    public ModelReference Model => Version.IsWhole ? new ModelReference(ModelKind.Folder, Version.Folder, null) : Base;

    /// <summary>The form in which the base model was held in training, and so is held to answer: an adapter makes up for what quantising lost.</summary>
    public WeightPrecision BaseWeights => Version.IsWhole ? WeightPrecision.AsStored : Version.Manifest.Settings?.Deserialize<TuneSettings>(JsonFormat.Compact)?.BaseWeights ?? WeightPrecision.AsStored;

    /// <summary>Where what is loaded lies.</summary>
    /// <param name="providers">The environment that says where stored and bundled models are.</param>
    /// <returns>A folder or a GGUF file.</returns>
    /// <exception cref="Assay.Text.InputException">The base model is not there.</exception>
    public string Path(ProviderOptions providers) => ModelPath.Of(Model, (providers ?? throw new ArgumentNullException(nameof(providers))).Environment);

    /// <summary>Refuses a version whose base model, template or tokenizer is not the one that it was trained with, or whose weights were changed.</summary>
    /// <param name="providers">The environment that says where stored models are.</param>
    /// <exception cref="Assay.Text.InputException">Something differs or is missing.</exception>
    public void Check(ProviderOptions providers)
    {
        ArgumentNullException.ThrowIfNull(providers);
        Version.Check(Path(providers));
    }
}
