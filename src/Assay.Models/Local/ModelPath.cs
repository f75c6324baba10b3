using Assay.Models.Hub;
using Assay.Models.Providers;

namespace Assay.Models.Local;

/// <summary>Where a model of this machine lies, and what it is called.</summary>
public static class ModelPath
{
    /// <summary>Its folder, or one GGUF file.</summary>
    /// <param name="model">A folder, a stored model or a bundled one.</param>
    /// <param name="environment">Looks up the variables that say where stored and bundled models are.</param>
    /// <returns>The path; that of a folder is given back as it is.</returns>
    /// <exception cref="Assay.Text.InputException">It is not there: says how to get it.</exception>
    public static string Of(ModelReference model, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Kind switch
        {
            ModelKind.HuggingFace => ModelStore.Open(environment).Find(model.ToString()).Path,
            ModelKind.Bundled => BundledModels.Open(environment).Find(model.Name),
            _ => model.Name,
        };
    }

    /// <summary>The model that somebody typed on a command line, where any path is one.</summary>
    /// <param name="given">A path, the name of a bundled model, or one of a stored model.</param>
    /// <param name="environment">Looks up the variables that say where stored and bundled models are.</param>
    /// <returns>The path.</returns>
    /// <exception cref="Assay.Text.InputException">There is none: says how to get it.</exception>
    public static string Named(string given, Func<string, string?> environment) => Path.Exists(given) ? given
        : BundledModels.IsName(given) ? BundledModels.Open(environment).Find(given) : ModelStore.Open(environment).Find(given).Path;

    /// <summary>What it is called where people other than its owner may read it: a folder without what is above it.</summary>
    internal static string NameOf(ModelReference model) => model.Kind == ModelKind.Folder && Path.GetFileName(Path.TrimEndingDirectorySeparator(model.Name)) is { Length: > 0 } name ? name : model.ToString();
}
