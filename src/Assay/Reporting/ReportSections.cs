using System.Collections.Immutable;
using Assay.Comparing;
using Assay.Deciding;
using Assay.Decisions.Costs;
using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>The sections below the first page, in their order.</summary>
internal static class ReportSections
{
    private const int HashShown = 16;

    /// <summary>Writes all sections that there is something to say in.</summary>
    /// <param name="content">What the report is made of.</param>
    /// <param name="briefing">The first page: what it had no room for follows here.</param>
    public static ReportBody Of(ReportContent content, Briefing briefing)
    {
        var body = new ReportBody();
        Rest(body, "why", "Why", briefing.Why);
        if (content.Comparison is { } comparison)
        {
            ScoreSections.Scores(body, comparison);
            PairSection.Append(body, comparison);
            if (content.Verdict is { } verdict) ChanceSection.Append(body, verdict);
            EffortSection.Append(body, comparison);
        }

        if (content.Decision?.Costs is { } costs)
        {
            CostSection.Append(body, costs.Arms, costs.Simulation, costs.QueriesPerMonth, content.Leader);
            if (content.Books is not null) CostSection.Disputes(body, PublishedCosts.Bundled());
        }

        FlipSection.Append(body, content.Verdict, content.Decision?.Paper);
        if (content.Comparison is { } measured) Measured(body, measured, content);
        if (content.Decision is { } decision) Decided(body, decision, content);
        Rest(body, "reliance", "Before you rely on it", briefing.Risks);
        Reproduce(body, content);
        return body;
    }

    private static void Measured(ReportBody body, Comparison comparison, ReportContent content)
    {
        ScoreSections.Outcomes(body, comparison);
        ScoreSections.Parts(body, comparison);
        DecodingSection.Append(body, comparison);
        ScoreSections.Tags(body, comparison);
        CauseSection.Append(body, content.Causes);
        ScoreSections.Retrieval(body, comparison);
        if (content.Stages is { } stages) StageSection.Append(body, stages);
        TunedSection.Append(body, comparison, content.Version?.Result.Strengths ?? [], content.Version?.Strength ?? 1);
        if (content.Questions is { } questions) FailureList.Append(body, content.Runs, questions, content.Leader);
    }

    private static void Decided(ReportBody body, Decision decision, ReportContent content)
    {
        PaperSection.Append(body, decision.Paper, content.Books?.Rules.Contradictions ?? [], content.Verdict is not null);
        if (decision.Vendors is { } vendors) VendorSection.Append(body, vendors);
        NeedSection.Needs(body, decision);
        NeedSection.Assumptions(body, decision);
        NeedSection.History(body, decision.Since, content.History);
    }

    private static void Rest(ReportBody body, string id, string title, ImmutableArray<Reason> sentences)
    {
        if (!FirstPage.IsCut(sentences)) return;
        body.Heading(id, title, "All of it; the first page had room for the beginning.");
        body.List(sentences);
    }

    private static void Reproduce(ReportBody body, ReportContent content)
    {
        body.Heading("reproduce", "Reproduce", "The same documents, questions, settings and model give the same answers and scores.");
        foreach (string command in new[] { content.Comparison?.Command, content.Decision?.Command }.OfType<string>().Distinct()) body.Code(command);
        if (content.Comparison is { } comparison) body.Soft($"Inputs {comparison.Inputs[..Math.Min(HashShown, comparison.Inputs.Length)]}");
    }
}
