namespace Assay.Tuning.Examples.Checks;

/// <summary>What goes wrong when an example is turned into text and tokens.</summary>
/// <param name="Line">The example's line.</param>
/// <param name="Message">What, and what to do.</param>
public sealed record RowFault(int Line, string Message);
