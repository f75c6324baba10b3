using System.Globalization;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search.Reranking;
using Assay.Text;

namespace Assay.Retrieval.Search;

/// <summary>Which stages a search has and with which numbers: the defaults, or what was measured to pay on a project's own questions.</summary>
public sealed record SearchProfile
{
    /// <summary>The profile used when none was measured.</summary>
    /// <remarks>
    /// Chosen on six public sets (expert claims, aerodynamics and electronics abstracts, encyclopedia paragraphs twice, product help) as the
    /// values after which no set gains by moving further without another losing more; docs/design/retrieval.md has the figures.
    /// </remarks>
    public static SearchProfile Default { get; } = new();

    /// <summary>How the keyword index scores.</summary>
    /// <value>k1 = 1.2, b = 0.65, a word in the title counts 2, in the headings 1.5.</value>
    public Bm25Options Keyword { get; init; } = new() { B = 0.65, TitleWeight = 2, HeadingWeight = 1.5 };

    /// <summary>Terms learned from the best chunks of a first search.</summary>
    public FeedbackOptions Feedback { get; init; } = new();

    /// <summary>What terms of the query that stand near each other add.</summary>
    public ProximityOptions Proximity { get; init; } = new();

    /// <summary>How results by words and by meaning become one ranking, where chunks have vectors.</summary>
    public FusionOptions Fusion { get; init; } = new();

    /// <summary>What the other chunks of a document add to each.</summary>
    public SupportOptions Support { get; init; } = new();

    /// <summary>What the variants count that a chat model added to a question, where one is asked.</summary>
    public ExpansionOptions Expansion { get; init; } = new();

    /// <summary>The reranker trained on the project's questions; null for none.</summary>
    public RerankModel? Reranker { get; init; }

    /// <summary>What the reranker that reads passages counts, where the project names one.</summary>
    public CrossEncoderOptions CrossEncoder { get; init; } = new();

    /// <summary>Checks every number.</summary>
    /// <returns>All problems; empty when the profile can be used.</returns>
    public IReadOnlyList<Problem> Validate()
    {
        var problems = new List<Problem>();
        void Range(string name, double value, double least, double most)
        {
            if (!(value >= least && value <= most)) problems.Add(new Problem("", null, string.Create(CultureInfo.InvariantCulture, $"Search profile: {name} must be {least} to {most}, not {value}.")));
        }

        Range("keyword k1", Keyword.K1, 0.001, 1e6);
        Range("keyword b", Keyword.B, 0, 1);
        Range("title weight", Keyword.TitleWeight, 0, 1e6);
        Range("heading weight", Keyword.HeadingWeight, 0, 1e6);
        Range("body weight", Keyword.BodyWeight, 0, 1e6);
        if (Keyword is { TitleWeight: <= 0, HeadingWeight: <= 0, BodyWeight: <= 0 }) problems.Add(new Problem("", null, "Search profile: one of the title, heading and body weights must be more than 0."));
        Range("feedback weight", Feedback.Weight, 0, 0.95);
        Range("feedback documents", Feedback.Documents, 1, 100);
        Range("feedback terms", Feedback.Terms, 1, 200);
        Range("feedback gate low", Feedback.GateLow, 0, 1);
        Range("feedback gate high", Feedback.GateHigh, Feedback.GateLow, 1);
        Range("proximity weight", Proximity.Weight, 0, 10);
        Range("proximity window", Proximity.Window, 2, 16);
        Range("proximity depth", Proximity.Depth, 1, 10_000);
        Range("weight of results by meaning", Fusion.DenseWeight, 0, 1);
        Range("fusion gate low", Fusion.GateLow, 0, 1);
        Range("fusion gate high", Fusion.GateHigh, Fusion.GateLow, 1);
        Range("constant of reciprocal rank fusion", Fusion.Constant, 1, 10_000);
        if (!Enum.IsDefined(Fusion.Method)) problems.Add(new Problem("", null, $"Search profile: the fusion method must be one of {string.Join(", ", Enum.GetNames<FusionMethod>())}."));
        Range("support weight", Support.Weight, 0, 1);
        Range("support of single chunks", Support.SingleChunk, 0, 1);
        Range("multi-query weight", Expansion.MultiQuery, 0, 1);
        Range("hyde weight", Expansion.Hyde, 0, 1);
        Range("decompose weight", Expansion.Decompose, 0, 1);
        Range("expansion constant", Expansion.Constant, 1, 10_000);
        Range("cross-encoder weight", CrossEncoder.Weight, 0, 1);
        if (Reranker is not null) problems.AddRange(Reranker.Validate());
        return problems;
    }
}
