using System.Collections.Frozen;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Expansion;

namespace Assay.RetrievalTuning;

/// <summary>A question with the documents that answer it.</summary>
/// <param name="Id">Id of the question.</param>
/// <param name="Text">What is searched for.</param>
/// <param name="Grades">Grade by document id; more than 0 is relevant.</param>
/// <param name="Options">On whose behalf, from which documents; null for the defaults.</param>
public sealed record JudgedQuestion(string Id, string Text, IReadOnlyDictionary<string, int> Grades, SearchOptions? Options = null)
{
    /// <summary>What a model took to expand it, by kind; kinds that were not asked for are not there.</summary>
    public IReadOnlyDictionary<QueryExpansion, ModelEffort> Expansion { get; init; } = FrozenDictionary<QueryExpansion, ModelEffort>.Empty;

    /// <summary>What a model takes for it with a profile: nothing for kinds that the profile does not use.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The sum over the kinds.</returns>
    public ModelEffort EffortWith(SearchProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ModelEffort[] used = [.. Expansion.Where(e => profile.Expansion.WeightOf(e.Key) > 0).Select(e => e.Value)];
        return new ModelEffort(used.Sum(e => e.Ms), used.Any(e => e.Usd is null) ? null : used.Sum(e => e.Usd));
    }
}
