namespace Assay.Prompting;

/// <summary>A prompt other than the project's own.</summary>
/// <param name="Instructions">What stands at its top; null for the project's instructions.</param>
/// <param name="Shots">The examples it shows; null for none.</param>
public sealed record PromptPlan(string? Instructions, ShotPicker? Shots);

/// <summary>The prompts of a project's arms.</summary>
/// <param name="Alone">Without documents; null for the project's own.</param>
/// <param name="WithDocuments">With passages; null for the project's own.</param>
public sealed record PromptPlans(PromptPlan? Alone, PromptPlan? WithDocuments);
