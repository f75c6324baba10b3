using Assay.Arms;
using Assay.Comparing;
using Assay.Decisions.Costs;
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
    /// <param name="costs">What it costs; null where that is not known.</param>
    /// <param name="followsDocuments">Whether it is trained anew whenever the documents change.</param>
    public ArmEvidence Of(Run run, CostInputs? costs, bool followsDocuments)
    {
        AnswerRow[] answered = ComparisonBuilder.Answered(run);
        return new ArmEvidence
        {
            Arm = run.Arm,
            Scores = ComparisonBuilder.Scores(run),
            LatencyMs = answered.ToDictionary(r => r.Question, r => r.SearchMs + r.AnswerMs, StringComparer.Ordinal),
            Cost = answered.All(r => r.CostUsd is not null) ? answered.ToDictionary(r => r.Question, r => (double)(r.CostUsd!.Value / usdPerUnit), StringComparer.Ordinal) : [],
            Money = costs is null ? ArmMoney.None : Money(costs, followsDocuments),
            CanCite = run.CanCite,
            CanAudit = run.CanCite,
            SendsDataOut = SendsDataOut(run.Arm),
            IsReference = run.IsReference,
        };
    }

    private bool SendsDataOut(string arm) => (project.Model.IsRemote && !ArmCatalog.IsTuned(arm))
        || (arm is ArmCatalog.Rag or ArmCatalog.Hybrid && project.Retrieval.Expansion != QueryExpansion.Off && project.ExpansionModel!.IsRemote)
        || (arm is ArmCatalog.Rag or ArmCatalog.Hybrid or ArmCatalog.LongContext && project.Embedder is { IsRemote: true });

    // What the model calls cost was measured question by question, and wrong answers are weighed by the verdict itself.
    private static ArmMoney Money(CostInputs costs, bool followsDocuments)
    {
        CostBreakdown[] cases = [.. new[] { CostCase.Cheapest, CostCase.Mode, CostCase.Dearest }.Select(c => CostModel.Breakdown(costs, 1, at: c))];
        MoneyRange Sum(Func<CostLine, decimal> amount, Func<CostGroup, bool> of)
        {
            double[] sums = [.. cases.Select(c => (double)c.Lines.Where(l => of(l.Group)).Sum(amount))];

            // A line that is billed by the month in one case and by the question in another could turn them round.
            Array.Sort(sums);
            return new MoneyRange(sums[0], sums[1], sums[2]);
        }

        bool Counted(CostGroup group) => group is not (CostGroup.Tokens or CostGroup.WrongAnswers) && !(followsDocuments && group == CostGroup.Retraining);
        double times = costs.Training?.RetrainingsPerMonth?.Value.Mode ?? 0;
        return new ArmMoney(
            Sum(l => l.Once, Counted),
            followsDocuments && times > 0 ? Sum(l => l.Monthly / (decimal)times, g => g == CostGroup.Retraining) : default,
            Sum(l => l.PerQuery > 0 ? 0 : l.Monthly, Counted),
            Sum(l => l.PerQuery, Counted));
    }
}
