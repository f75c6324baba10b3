namespace Assay.Decisions.Costs;

/// <summary>One published number or statement.</summary>
/// <param name="Id">Short name.</param>
/// <param name="Topic">What it is about, such as <c>build</c>, <c>training</c>, <c>context</c>, <c>volume</c>.</param>
/// <param name="Arm">The arm it speaks of; empty for none.</param>
/// <param name="Low">Lowest value; null where it states none.</param>
/// <param name="High">Highest value; null where it states none.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="Source">Id of its source.</param>
/// <param name="Quote">Its words; <c>…</c> stands for what was left out.</param>
public sealed record PublishedFigure(string Id, string Topic, string Arm, decimal? Low, decimal? High, string Unit, string Source, string Quote);
