namespace Assay.Decisions.Costs;

/// <summary>What building an arm costs according to a source.</summary>
/// <param name="Id">Name of the figure; the same as in <see cref="PublishedCosts"/>.</param>
/// <param name="Arm">The arm.</param>
/// <param name="Kind">What is built: <c>product</c>, <c>prototype</c>, <c>first version</c>.</param>
/// <param name="Low">US dollars.</param>
/// <param name="High">US dollars.</param>
/// <param name="Usual">Whether it is taken where nothing else is stated.</param>
/// <param name="Source">Id of the source in <see cref="PublishedCosts"/>.</param>
/// <param name="Quote">Its words.</param>
public sealed record EngineeringRange(string Id, string Arm, string Kind, decimal Low, decimal High, bool Usual, string Source, string Quote)
{
    /// <summary>The range as a quantity to draw from.</summary>
    /// <param name="usdPerUnit">US dollars for one unit of the currency of the costs.</param>
    /// <returns>Named after the arm.</returns>
    public Quantity ToQuantity(decimal usdPerUnit = 1) => new($"{Arm} engineering", CostRange.Between((double)(Low / usdPerUnit), (double)(High / usdPerUnit))) { Source = $"{Id}: {Quote}" };
}
