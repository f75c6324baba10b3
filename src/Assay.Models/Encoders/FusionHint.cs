using Assay.Models.Configuration;
using Assay.Text;

namespace Assay.Models.Encoders;

/// <summary>
/// How much an embedder's results count beside those by words, as measured by who made it: <c>"assay": {"fusion": {"weight": 0.3, "gateLow": 0.3, "gateHigh": 0.5}}</c> in
/// <c>config_sentence_transformers.json</c>.
/// </summary>
/// <param name="Weight">Share of results by meaning, 0 to 1.</param>
/// <param name="GateLow">Flatness of the scores by words at which they begin to count, 0 to 1.</param>
/// <param name="GateHigh">Flatness at which they count in full; 0 for always.</param>
public sealed record FusionHint(double Weight, double GateLow, double GateHigh)
{
    /// <summary>Reads the hint of a folder.</summary>
    /// <param name="folder">A model's folder.</param>
    /// <returns>Null where it has none.</returns>
    /// <exception cref="InputException">The file is malformed, or a number is outside its range.</exception>
    internal static FusionHint? Read(string folder)
    {
        string path = Path.Combine(folder, "config_sentence_transformers.json");
        if (!File.Exists(path) || ConfigFields.Read(path).Object("assay")?.Object("fusion") is not { } fields) return null;
        double low = fields.Number("gateLow", 0, 1) ?? 0;
        return new FusionHint(fields.Number("weight", 0, 1) ?? throw fields.Refuse("weight", "is missing; expected a number from 0 to 1."), low, fields.Number("gateHigh", low, 1) ?? low);
    }
}
