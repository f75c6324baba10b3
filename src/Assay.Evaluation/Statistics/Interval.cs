namespace Assay.Evaluation.Statistics;

/// <summary>A closed range of values.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end; <paramref name="Low"/> or more.</param>
public readonly record struct Interval(double Low, double High);
