using Assay.Models.Hub;
using Assay.Models.Providers;

namespace Assay.Models.Local;

/// <summary>Where a model of this machine lies, and what it is called.</summary>
internal static class ModelPath
{
    /// <summary>Its folder, or one GGUF file.</summary>
    /// <param name="model">A folder or a stored model.</param>
    /// <param name="options">The environment that says where the store is.</param>
    /// <exception cref="Assay.Text.InputException">It is not stored: says how to get it.</exception>
    public static string Of(ModelReference model, ProviderOptions options) => model.Kind == ModelKind.HuggingFace ? ModelStore.Open(options.Environment).Find(model.ToString()).Path : model.Name;

    /// <summary>What it is called where people other than its owner may read it: a folder without what is above it.</summary>
    public static string NameOf(ModelReference model) => model.Kind == ModelKind.Folder && Path.GetFileName(Path.TrimEndingDirectorySeparator(model.Name)) is { Length: > 0 } name ? name : model.ToString();
}
