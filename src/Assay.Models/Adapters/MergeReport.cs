namespace Assay.Models.Adapters;

/// <summary>What became of an adapter that was merged into a model's weights.</summary>
/// <param name="Matrices">Matrices that were changed.</param>
/// <param name="LargestRounding">Largest distance of a stored weight from the exact sum.</param>
/// <param name="Tensor">Where that was; null where nothing was rounded.</param>
/// <param name="ShareLost">Root of the mean square of all roundings, as a share of that of the adapter's changes: near 0 all of it was kept, near 1 rounding is as large as what was learnt.</param>
public sealed record MergeReport(int Matrices, double LargestRounding, string? Tensor, double ShareLost);
