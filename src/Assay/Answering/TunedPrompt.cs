namespace Assay.Answering;

/// <summary>How a trained model is asked: as its examples were.</summary>
/// <param name="SystemPrompt">The system message that all of them had; null for none.</param>
/// <param name="WithPassages">Whether they had passages before the question.</param>
public sealed record TunedPrompt(string? SystemPrompt, bool WithPassages);
