namespace Assay.Tuning.Examples.Checks;

/// <summary>A document of the project, to find out which examples quote it and which answers it contains.</summary>
/// <param name="Id">Its id, as questions and examples name it.</param>
/// <param name="Text">Its text.</param>
public sealed record SourceDocument(string Id, string Text);
