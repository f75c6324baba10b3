using System.Collections.Immutable;
using Assay.Evaluation.Statistics;
using Assay.Projects;

namespace Assay.ChunkingEvaluation;

/// <summary>Ways of cutting side by side, in the form that <c>assay eval chunking --json</c> prints.</summary>
public sealed record ChunkingReport
{
    /// <summary>Name of the project or collection.</summary>
    public required string Collection { get; init; }

    /// <summary>Documents cut.</summary>
    public required int Documents { get; init; }

    /// <summary>Questions that settings were compared on.</summary>
    public required int Queries { get; init; }

    /// <summary>What quality is: <c>containment</c> where questions have accepted answers, else <c>ndcg@10</c>.</summary>
    public required string Quality { get; init; }

    /// <summary>The current setting, then the others.</summary>
    public required ImmutableArray<ChunkingRow> Settings { get; init; }

    /// <summary>The setting to use: the current one, unless another is better beyond chance, or as good and cheaper.</summary>
    public required string Recommended { get; init; }

    /// <summary>Why.</summary>
    public required string Why { get; init; }

    /// <summary>What the reader should know.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>Puts measurements side by side.</summary>
    /// <param name="collection">Name and number of documents.</param>
    /// <param name="settings">The current setting first.</param>
    /// <param name="measured">One per setting, on the same questions.</param>
    /// <param name="warnings">Passed on.</param>
    /// <returns>The report.</returns>
    internal static ChunkingReport Of(
        (string Name, int Documents) collection, ImmutableArray<RetrievalSettings> settings, ImmutableArray<ChunkingMeasurement> measured, ImmutableArray<string> warnings)
    {
        bool answers = measured[0].Questions.Any(q => q.Contains is not null);
        Func<ChunkingMeasurement.Question, double?> quality = answers ? q => q.Contains : q => q.Ndcg;
        (double, double, double)[] choices = [.. measured.Select(m => (Mean(m, quality) ?? 0, ContextTokens(m), (double)m.IndexBytes))];
        bool[] front = ParetoFront.Mark(choices);
        ImmutableArray<ChunkingRow> rows = [.. settings.Select((setting, i) => new ChunkingRow
        {
            Setting = ChunkingGrid.Write(setting),
            Current = i == 0,
            OnFront = front[i],
            Quality = choices[i].Item1,
            Difference = i == 0 ? null : PairedBootstrap.Difference(Values(measured[i], quality), Values(measured[0], quality)),
            Containment = Mean(measured[i], q => q.Contains),
            Ndcg10 = Mean(measured[i], q => q.Ndcg),
            Recall10 = Mean(measured[i], q => q.Recall),
            Handed = Mean(measured[i], q => q.Handed),
            ContextTokens = choices[i].Item2,
            Chunks = measured[i].Chunks,
            IndexBytes = measured[i].IndexBytes,
            Yaml = ChunkingGrid.Yaml(setting),
        })];
        (ChunkingRow chosen, string why) = Choose(rows);
        return new ChunkingReport
        {
            Collection = collection.Name,
            Documents = collection.Documents,
            Queries = measured[0].Questions.Count(q => quality(q) is not null),
            Quality = answers ? "containment" : "ndcg@10",
            Settings = rows,
            Recommended = chosen.Setting,
            Why = why,
            Warnings = warnings,
        };
    }

    /// <summary>The best setting that beats the current one beyond chance; else the cheapest on the front that is not worse; else the current one.</summary>
    private static (ChunkingRow Row, string Why) Choose(ImmutableArray<ChunkingRow> rows)
    {
        const double harmlessLoss = 0.01;
        const double worthwhileSaving = 0.9;
        ChunkingRow current = rows[0];
        ChunkingRow? better = rows.Where(r => r.Difference?.Interval is { Low: > 0 }).OrderByDescending(r => r.Quality).ThenBy(r => r.ContextTokens).ThenBy(r => r.Setting, StringComparer.Ordinal).FirstOrDefault();
        if (better is not null) return (better, "better than the current setting beyond chance; it was chosen on the questions it was measured on, so expect less on new ones");
        ChunkingRow? cheaper = rows.Where(r => r.OnFront && r.Difference is { Mean: >= 0, Interval.Low: >= -harmlessLoss } && r.ContextTokens <= worthwhileSaving * current.ContextTokens && r.IndexBytes <= current.IndexBytes)
            .OrderBy(r => r.ContextTokens).ThenBy(r => r.Setting, StringComparer.Ordinal).FirstOrDefault();
        return cheaper is not null
            ? (cheaper, "as good as the current setting with less context")
            : (current, "no setting is better than the current one beyond chance on these questions");
    }

    private static double? Mean(ChunkingMeasurement measured, Func<ChunkingMeasurement.Question, double?> value)
    {
        double[] known = [.. measured.Questions.Select(value).Where(v => v is not null).Select(v => v!.Value)];
        return known.Length == 0 ? null : known.Sum() / known.Length;
    }

    private static double ContextTokens(ChunkingMeasurement measured) => measured.Questions.Sum(q => (double)q.ContextTokens) / measured.Questions.Length;

    private static Dictionary<string, double?> Values(ChunkingMeasurement measured, Func<ChunkingMeasurement.Question, double?> value) =>
        measured.Questions.ToDictionary(q => q.Id, value, StringComparer.Ordinal);
}
