using System.Collections.Frozen;
using Assay.Decisions.Prices;
using Assay.Retrieval.Search.Expansion;

namespace Assay.Expanding;

/// <summary>Questions with what a model added to them.</summary>
/// <param name="found">By kind and question; a question that is not there is searched for as it is.</param>
/// <param name="price">Price of the model; null when unknown.</param>
public sealed class ExpandedQuestions(IEnumerable<ExpandedQuestion> found, ModelPrice? price)
{
    private readonly FrozenDictionary<(QueryExpansion Kind, string Question), ExpandedQuery> _found =
        found.DistinctBy(f => (f.Query.Kind, f.Question)).ToFrozenDictionary(f => (f.Query.Kind, f.Question), f => f.Query);

    /// <summary>No question is expanded.</summary>
    public static ExpandedQuestions None { get; } = new([], null);

    /// <summary>Whether no question is.</summary>
    public bool IsEmpty => _found.Count == 0;

    /// <summary>Questions without a reply: asking again may help.</summary>
    public int WithoutReply => _found.Values.Count(e => e.Outcome is ExpansionOutcome.NoReply or ExpansionOutcome.TimedOut);

    /// <summary>Made-up passages of all questions.</summary>
    public IEnumerable<string> MadeUp => _found.Values.SelectMany(e => e.MadeUp);

    /// <summary>A question's expansion.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="question">Its text.</param>
    /// <returns>Null when none was asked for.</returns>
    public ExpandedQuery? Find(QueryExpansion kind, string question) => _found.GetValueOrDefault((kind, question));

    /// <summary>All expansions of a question.</summary>
    /// <param name="question">Its text.</param>
    /// <returns>One for each kind that was asked for.</returns>
    public IEnumerable<ExpandedQuery> All(string question) => Enum.GetValues<QueryExpansion>().Select(k => Find(k, question)).OfType<ExpandedQuery>();

    /// <summary>What a reply cost when it was made.</summary>
    /// <param name="expanded">The question with its reply; null for nothing.</param>
    /// <returns>US dollars; null when the price is unknown.</returns>
    public decimal? CostUsd(ExpandedQuery? expanded) => expanded?.Reply is not { } reply ? 0 : price?.CostUsd(reply.InputTokens, reply.CachedInputTokens, reply.OutputTokens);
}
