using Assay.Arms;
using Assay.Comparing;
using Assay.Decisions.Verdicts;
using Assay.Projects;
using Assay.Retrieval.Search.Expansion;
using Assay.Running;

namespace Assay.Deciding;

/// <summary>Turns runs into what a verdict looks at.</summary>
/// <param name="project">Says where questions and documents go.</param>
/// <param name="usdPerUnit">US dollars for one unit of the currency of the decision.</param>
internal sealed class EvidenceBuilder(Project project, decimal usdPerUnit)
{
    /// <summary>What was measured of one arm.</summary>
    /// <param name="run">Its answers.</param>
    /// <param name="money">What it costs beside its model calls.</param>
    public ArmEvidence Of(Run run, ArmMoney money)
    {
        AnswerRow[] answered = ComparisonBuilder.Answered(run);
        return new ArmEvidence
        {
            Arm = run.Arm,
            Scores = ComparisonBuilder.Scores(run),
            LatencyMs = answered.ToDictionary(r => r.Question, r => r.SearchMs + r.AnswerMs, StringComparer.Ordinal),
            Cost = answered.All(r => r.CostUsd is not null) ? answered.ToDictionary(r => r.Question, r => (double)(r.CostUsd!.Value / usdPerUnit), StringComparer.Ordinal) : [],
            Money = money,
            CanCite = run.CanCite,
            CanAudit = run.CanCite,
            SendsDataOut = SendsDataOut(run.Arm),
            IsReference = run.IsReference,
        };
    }

    private bool SendsDataOut(string arm) => (project.Model.IsRemote && !ArmCatalog.IsTuned(arm))
        || (arm is ArmCatalog.Rag or ArmCatalog.Hybrid && project.Retrieval.Expansion != QueryExpansion.Off && project.ExpansionModel!.IsRemote)
        || (arm is ArmCatalog.Rag or ArmCatalog.Hybrid or ArmCatalog.LongContext && project.Embedder is { IsRemote: true });
}
