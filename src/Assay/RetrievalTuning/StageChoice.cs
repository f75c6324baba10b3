using Assay.Retrieval.Search;

namespace Assay.RetrievalTuning;

/// <summary>One way to run a stage.</summary>
/// <param name="Name">For tables: <c>b 0.4</c>, <c>off</c>.</param>
/// <param name="Apply">Makes a profile with it.</param>
/// <param name="IsOff">Whether it is to leave the stage out.</param>
public sealed record StageChoice(string Name, Func<SearchProfile, SearchProfile> Apply, bool IsOff = false);
