using System.Collections.Immutable;
using Assay.Evaluation.Statistics;
using Assay.Retrieval.Search;

namespace Assay.RetrievalTuning;

/// <summary>What the stages gain and which of them are kept.</summary>
/// <param name="Questions">Questions measured.</param>
/// <param name="Folds">Folds of the cross-validation.</param>
/// <param name="ByDocument">Whether no relevant document has questions in two folds.</param>
/// <param name="Default">nDCG@10 of the defaults.</param>
/// <param name="CrossValidated">nDCG@10 of the choice, each question measured with what was chosen without its fold.</param>
/// <param name="Gain">The paired difference of the two.</param>
/// <param name="Stages">Stage by stage.</param>
/// <param name="Profile">The profile chosen on all questions; the start when the choice does not pay.</param>
public sealed record StageResult(
    int Questions, int Folds, bool ByDocument, MeanEstimate Default, MeanEstimate CrossValidated, DifferenceEstimate Gain, ImmutableArray<StageOutcome> Stages, SearchProfile Profile);
