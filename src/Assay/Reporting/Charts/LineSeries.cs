using System.Collections.Immutable;

namespace Assay.Reporting.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Written at its end.</param>
/// <param name="Points">From left to right; at least one.</param>
internal sealed record LineSeries(string Name, ImmutableArray<LinePoint> Points);

/// <summary>A point of a line.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">The value.</param>
/// <param name="Low">Lower end of what the value may be; null for none.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct LinePoint(double X, double Y, double? Low = null, double? High = null);

/// <summary>A place on the horizontal axis that is marked from top to bottom.</summary>
/// <param name="Text">Written below the chart, beside the letter of the mark.</param>
/// <param name="X">Where.</param>
/// <param name="Low">Left end of where it may be; null where it is known.</param>
/// <param name="High">Right end.</param>
internal sealed record ChartMark(string Text, double X, double? Low = null, double? High = null);
