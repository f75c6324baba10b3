using Assay.Retrieval.Search;

namespace Assay.RetrievalTuning;

/// <summary>One stage of a selection.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Choice">Name of what was chosen; <c>default</c> when nothing beat it.</param>
/// <param name="Profile">The profile with the stages up to this one.</param>
public sealed record StageStep(string Stage, string Choice, SearchProfile Profile);
