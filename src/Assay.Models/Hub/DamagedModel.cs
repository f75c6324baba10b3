namespace Assay.Models.Hub;

/// <summary>A model's folder that cannot be loaded.</summary>
/// <param name="Name"><c>hf:owner/name</c> in lower case.</param>
/// <param name="Folder">Where.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record DamagedModel(string Name, string Folder, string Reason);
