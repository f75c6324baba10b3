namespace Assay.Evaluation.Files;

/// <summary>One line of a text file.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Text">Without its line ending.</param>
internal readonly record struct TextLine(int Number, string Text);
