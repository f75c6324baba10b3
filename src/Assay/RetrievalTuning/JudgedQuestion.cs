using Assay.Retrieval.Search;

namespace Assay.RetrievalTuning;

/// <summary>A question with the documents that answer it.</summary>
/// <param name="Id">Id of the question.</param>
/// <param name="Text">What is searched for.</param>
/// <param name="Grades">Grade by document id; more than 0 is relevant.</param>
/// <param name="Options">On whose behalf, from which documents; null for the defaults.</param>
public sealed record JudgedQuestion(string Id, string Text, IReadOnlyDictionary<string, int> Grades, SearchOptions? Options = null);
