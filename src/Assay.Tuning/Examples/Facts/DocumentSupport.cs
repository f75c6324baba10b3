namespace Assay.Tuning.Examples.Facts;

/// <summary>Says how well the documents support a text.</summary>
/// <param name="text">A sentence, or some words of one.</param>
/// <returns>0 for not at all to 1 for wholly.</returns>
public delegate double DocumentSupport(string text);
