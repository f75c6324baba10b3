namespace Assay.Models.Encoders;

/// <summary>What a text is to a search: models that were trained with prompts want another for each.</summary>
public enum TextRole
{
    /// <summary>Neither: the model's default prompt, or none.</summary>
    Plain,

    /// <summary>What somebody looks for.</summary>
    Query,

    /// <summary>What can be found.</summary>
    Passage,
}
