using System.Collections.Immutable;
using Assay.Retrieval.Search;

namespace Assay.RetrievalTuning;

/// <summary>What was chosen on some questions, stage by stage.</summary>
/// <param name="Steps">One for each stage, in their order.</param>
public sealed record StageSelection(ImmutableArray<StageStep> Steps)
{
    /// <summary>The profile after the last stage.</summary>
    public SearchProfile Profile => Steps[^1].Profile;
}
