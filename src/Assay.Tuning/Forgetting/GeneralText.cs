namespace Assay.Tuning.Forgetting;

/// <summary>A text that has nothing to do with what is tuned: how well a model expects it shows what it still knows.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Text">The text.</param>
public sealed record GeneralText(string Name, string Text);
