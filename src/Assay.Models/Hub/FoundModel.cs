namespace Assay.Models.Hub;

/// <summary>A stored model and what of it is to be loaded.</summary>
/// <param name="Model">The model.</param>
/// <param name="Path">Its folder, or one GGUF file in it.</param>
public sealed record FoundModel(StoredModel Model, string Path)
{
    /// <summary>Whether <see cref="Path"/> is a GGUF file rather than a folder.</summary>
    public bool IsGguf => FileSelection.IsGguf(Path);
}
