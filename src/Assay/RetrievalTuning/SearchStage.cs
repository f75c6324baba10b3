using System.Collections.Immutable;
using System.Text.Json;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Expansion;

namespace Assay.RetrievalTuning;

/// <summary>A stage of the search and the ways to run it that are tried.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Choices">Tried beside what the profile has; none for the trained reranker.</param>
public sealed record SearchStage(string Name, ImmutableArray<StageChoice> Choices)
{
    /// <summary>Name of the trained reranker's stage.</summary>
    public const string Rerank = "rerank";

    private static readonly double[] s_weights = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>The stages of a search without any model, in the order in which they are decided.</summary>
    public static ImmutableArray<SearchStage> Lexical { get; } =
    [
        new("length", [.. new[] { 0.4, 0.55, 0.75, 0.9 }.Select(b => Choice($"b {b:0.##}", p => p with { Keyword = p.Keyword with { B = b } }))]),
        new("saturation", [.. new[] { 0.8, 1.6, 2.2 }.Select(k => Choice($"k1 {k:0.##}", p => p with { Keyword = p.Keyword with { K1 = k } }))]),
        new("title", [.. new[] { 1.0, 3, 5 }.Select(w => Choice($"title {w:0.##}", p => p with { Keyword = p.Keyword with { TitleWeight = w } }))]),
        new("headings", [.. new[] { 0.5, 1, 3 }.Select(w => Choice($"headings {w:0.##}", p => p with { Keyword = p.Keyword with { HeadingWeight = w } }))]),
        new("feedback",
        [
            Off(p => p with { Feedback = p.Feedback with { Weight = 0 } }),
            Choice($"weight 0.2", p => p with { Feedback = p.Feedback with { Weight = 0.2 } }),
            Choice($"weight 0.2, no gate", p => p with { Feedback = p.Feedback with { Weight = 0.2, GateLow = 0, GateHigh = 0 } }),
            Choice($"weight 0.4, no gate", p => p with { Feedback = p.Feedback with { Weight = 0.4, GateLow = 0, GateHigh = 0 } }),
            Choice($"weight 0.2, 5 documents", p => p with { Feedback = p.Feedback with { Weight = 0.2, Documents = 5, GateLow = 0, GateHigh = 0 } }),
        ]),
        new("proximity", [.. new[] { 0.05, 0.1, 0.2 }.Select(w => Choice($"weight {w:0.##}", p => p with { Proximity = p.Proximity with { Weight = w } }))]),
        new("support",
        [
            Off(p => p with { Support = p.Support with { Weight = 0 } }),
            .. new[] { 0.05, 0.2, 0.4 }.Select(w => Choice($"weight {w:0.##}", p => p with { Support = p.Support with { Weight = w } })),
        ]),
        new(Rerank, []),
    ];

    /// <summary>The stages of a search by words and by meaning: fusion is decided when the search by words stands, and before the reranker.</summary>
    public static ImmutableArray<SearchStage> Hybrid { get; } =
    [
        .. Lexical[..^2],
        new("fusion",
        [
            Off(p => p with { Fusion = p.Fusion with { DenseWeight = 0 } }) with { Name = "words only" },
            Choice($"meaning only", p => p with { Fusion = p.Fusion with { DenseWeight = 1 } }),
            .. new[] { 0.5, 0.7 }.Select(w => Choice($"ranks, weight {w:0.##}", p => p with { Fusion = p.Fusion with { Method = FusionMethod.ReciprocalRank, DenseWeight = w } })),
            .. s_weights.Select(w => Choice($"scores, weight {w:0.##}", p => p with { Fusion = p.Fusion with { Method = FusionMethod.Scores, DenseWeight = w } })),
            .. s_weights.Select(w => Choice($"scores from floor, weight {w:0.##}", p => p with { Fusion = p.Fusion with { Method = FusionMethod.ScoresFromFloor, DenseWeight = w } })),
        ]) { TakesBest = true },
        .. Lexical[^2..],
    ];

    /// <summary>
    /// Whether the best choice on the questions looked at is taken, however small its lead: none of the choices is more usual than another, and what is taken must not be
    /// below one of them there. Otherwise a change must gain more than chance gives.
    /// </summary>
    public bool TakesBest { get; init; }

    /// <summary>Everything a model can be asked to add to a question.</summary>
    public static ImmutableArray<QueryExpansion> Expansions { get; } = [QueryExpansion.MultiQuery, QueryExpansion.Hyde, QueryExpansion.Decompose];

    /// <summary>Stages with a model that expands questions: what it adds is decided before the reranker.</summary>
    /// <param name="stages">The stages without it, the reranker last.</param>
    /// <returns>One stage more.</returns>
    public static ImmutableArray<SearchStage> WithExpansion(ImmutableArray<SearchStage> stages) =>
    [
        .. stages[..^1],
        new("expansion", [.. Expansions.SelectMany(k => new[] { 0.25, 0.5, 1 }.Select(w => Choice($"{Setting(k)} {w:0.##}", p => p with { Expansion = Only(k, w) })))]),
        stages[^1],
    ];

    /// <summary>Stages with the project's reranker, which reads what all others put in order.</summary>
    /// <param name="stages">The stages without it.</param>
    /// <returns>One stage more.</returns>
    public static ImmutableArray<SearchStage> WithCrossEncoder(ImmutableArray<SearchStage> stages) =>
        [.. stages, new("cross-encoder", [.. new[] { 0.2, 0.4, 0.7, 1 }.Select(w => Choice($"weight {w:0.##}", p => p with { CrossEncoder = p.CrossEncoder with { Weight = w } }))])];

    /// <summary>How a kind is written in settings.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>For example <c>multi-query</c>.</returns>
    public static string Setting(QueryExpansion kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    /// <summary>The weights with which one kind of expansion counts.</summary>
    /// <param name="kind">The kind; off for none.</param>
    /// <param name="weight">Its weight.</param>
    /// <returns>Options in which the others count nothing.</returns>
    public static ExpansionOptions Only(QueryExpansion kind, double weight)
    {
        double Weight(QueryExpansion other) => kind == other ? weight : 0;
        return new ExpansionOptions { MultiQuery = Weight(QueryExpansion.MultiQuery), Hyde = Weight(QueryExpansion.Hyde), Decompose = Weight(QueryExpansion.Decompose) };
    }

    private static StageChoice Choice(FormattableString name, Func<SearchProfile, SearchProfile> apply) => new(FormattableString.Invariant(name), apply);

    private static StageChoice Off(Func<SearchProfile, SearchProfile> apply) => new("off", apply, IsOff: true);
}
