using Assay.Evaluation.Answers;

namespace Assay.Sql;

/// <summary>What became of a query.</summary>
/// <param name="Table">Its rows; null when it failed.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record SqlResult(Table? Table, string? Error);
