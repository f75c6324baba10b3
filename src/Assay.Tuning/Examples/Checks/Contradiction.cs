namespace Assay.Tuning.Examples.Checks;

/// <summary>Two examples with the same question and another answer.</summary>
/// <param name="First">Line of the earlier one.</param>
/// <param name="Second">Line of the later one.</param>
/// <param name="Kind">How the answers differ.</param>
public sealed record Contradiction(int First, int Second, ContradictionKind Kind);
