namespace Assay.Tuning.Examples.Facts;

/// <summary>What an example teaches, and the sentence that shows it.</summary>
/// <param name="Line">The example's line.</param>
/// <param name="Kind">What it teaches.</param>
/// <param name="Sentence">The sentence of the answer that decided; empty for behaviour.</param>
public sealed record FactVerdict(int Line, FactKind Kind, string Sentence);
