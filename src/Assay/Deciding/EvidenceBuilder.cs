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
/// <param name="months">The horizon over which building is spread.</param>
internal sealed class EvidenceBuilder(Project project, decimal usdPerUnit, int months)
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
    private ArmMoney Money(CostInputs costs, bool followsDocuments)
    {
        CostBreakdown[] cases = [.. new[] { CostCase.Cheapest, CostCase.Mode, CostCase.Dearest }.Select(c => CostModel.Breakdown(costs, 1, at: c))];
        MoneyRange Sum(Func<CostLine, double> amount)
        {
            double[] sums = [.. cases.Select(c => c.Lines.Where(l => l.Group is not (CostGroup.Tokens or CostGroup.WrongAnswers)).Sum(amount))];

            // A line that is billed by the month in one case and by the question in another could turn them round.
            Array.Sort(sums);
            return new MoneyRange(sums[0], sums[1], sums[2]);
        }

        bool buildIsStated = project.Costs.Build.ContainsKey(costs.Arm), workIsStated = project.Costs.PersonHour is not null;
        double times = followsDocuments ? costs.Training?.RetrainingsPerMonth?.Value.Mode ?? 0 : 0;
        bool IsAssumed(CostLine line) => (line.Group == CostGroup.Build && !buildIsStated) || (line.Group == CostGroup.Retraining && times == 0 && !workIsStated);
        return new ArmMoney(
            Sum(l => IsAssumed(l) ? 0 : (double)l.Once),
            times > 0 ? Sum(l => l.Group == CostGroup.Retraining ? (double)l.Monthly / times : 0) : default,
            Sum(l => IsAssumed(l) || l.PerQuery > 0 || (times > 0 && l.Group == CostGroup.Retraining) ? 0 : (double)l.Monthly),
            Sum(l => (double)l.PerQuery))
        {
            Assumed = Sum(l => IsAssumed(l) ? ((double)l.Once / months) + (double)l.Monthly : 0),
            RetrainingIsAssumed = !workIsStated,
        };
    }
}
