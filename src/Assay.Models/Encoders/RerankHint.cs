using Assay.Models.Configuration;

namespace Assay.Models.Encoders;

/// <summary>How much a reranker's order counts beside that of the search before it, as measured by who made it: <c>"assay": {"rerank": {"weight": 0.3}}</c> in <c>config.json</c>.</summary>
/// <param name="Weight">Its share, above 0 to 1; at 1 it orders alone.</param>
public sealed record RerankHint(double Weight)
{
    /// <summary>Reads the hint of a configuration.</summary>
    /// <param name="config">A model's <c>config.json</c>.</param>
    /// <returns>Null where it has none.</returns>
    /// <exception cref="Assay.Text.InputException">The number is missing or outside its range.</exception>
    internal static RerankHint? Of(ConfigFields config) =>
        config.Object("assay")?.Object("rerank") is { } fields ? new RerankHint(fields.Number("weight", 1e-6, 1) ?? throw fields.Refuse("weight", "is missing; expected a number above 0, at most 1.")) : null;
}
