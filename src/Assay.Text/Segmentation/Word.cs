namespace Assay.Text.Segmentation;

/// <summary>A word with the form it is compared in.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Normal">Lower case, typographic apostrophes made plain, possessive ending and digit grouping dropped; not empty.</param>
public readonly record struct Word(TextSpan Span, string Normal);
