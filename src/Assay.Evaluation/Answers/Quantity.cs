namespace Assay.Evaluation.Answers;

/// <summary>A number with its unit, or a date.</summary>
/// <param name="Value">In the base unit of its dimension (bytes, seconds, metres, grams, litres, hertz, kelvin, percent, one of the currency); a date in days since 1 January of year 1.</param>
/// <param name="Written">The number as it stands, scale words such as "million" included.</param>
/// <param name="Dimension">What it measures: <c>bytes</c>, <c>time</c>, <c>length</c>, <c>mass</c>, <c>volume</c>, <c>frequency</c>, <c>temperature</c>, <c>%</c>, <c>date</c>, a currency code; empty for a number without a unit that is known.</param>
public readonly record struct Quantity(double Value, double Written, string Dimension);
