using System.Collections.Immutable;
using Assay.Comparing;
using Assay.Deciding;
using Assay.Decisions.Costs;
using Assay.Decisions.Rules;
using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>What somebody reads who decides on the money and on nothing else: the verdict, how sure it is, what it costs, what could go wrong, what to do next.</summary>
internal sealed record Briefing
{
    private const double LeastChance = 0.05;

    /// <summary>How the verdict ends, as a style: <c>ship</c>, <c>undecided</c>, <c>none</c>, <c>paper</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it rests on, in a few words.</summary>
    public required string Basis { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public required string Decision { get; init; }

    /// <summary>How sure it is, in a sentence.</summary>
    public required string Confidence { get; init; }

    /// <summary>The figures to know.</summary>
    public required ImmutableArray<BriefingFigure> Figures { get; init; }

    /// <summary>Why, the most important first.</summary>
    public required ImmutableArray<Reason> Why { get; init; }

    /// <summary>What would change it.</summary>
    public required ImmutableArray<Reason> Changes { get; init; }

    /// <summary>What to know before relying on it: contradictions and warnings.</summary>
    public required ImmutableArray<Reason> Risks { get; init; }

    /// <summary>What to do next.</summary>
    public required string Next { get; init; }

    /// <summary>The briefing of what is known.</summary>
    /// <param name="content">A comparison, a decision, or both.</param>
    public static Briefing Of(ReportContent content) => content.Verdict is { } verdict ? Measured(content, verdict) : Paper(content.Decision!);

    private static Briefing Measured(ReportContent content, Verdict verdict)
    {
        Comparison? comparison = content.Comparison;
        string decision = comparison is null ? VerdictText.Short(verdict, null) : VerdictText.Short(comparison);
        return new Briefing
        {
            Kind = verdict.Kind switch { VerdictKind.Ship or VerdictKind.NoDetectableDifference => "ship", VerdictKind.Undecided => "undecided", _ => "none" },
            Basis = "Verdict",
            Decision = Capital(decision),
            Confidence = Sure(verdict),
            Figures = [.. Scores(comparison, verdict), .. Money(content.Decision?.Costs, content.Leader), .. Speed(comparison)],
            Why = [.. verdict.Reasons, .. verdict.Nearest?.Misses ?? []],
            Changes = [.. verdict.Nearest?.Fixes ?? [], .. verdict.Caveats, .. Flips(verdict)],
            Risks = Dangers(content),
            Next = content.Decision?.NextStep ?? Step(verdict),
        };
    }

    private static Briefing Paper(Decision decision)
    {
        PaperDecision paper = decision.Paper;
        ArmShare? leader = paper.Arms.FirstOrDefault(a => a.Arm == paper.Leader);
        return new Briefing
        {
            Kind = leader is null ? "none" : "paper",
            Basis = "Decided on paper",
            Decision = leader is null ? "Every arm is excluded" : $"Begin with {leader.Arm}",
            Confidence = leader is null ? paper.Summary : Reporting.Figures.Text($"Nothing was measured. From published rules alone {leader.Arm} is the best with a chance of {VerdictText.Percent(leader.Share)}, {VerdictText.Percent(leader.Low)} to {VerdictText.Percent(leader.High)} if one publication is wrong or one open question is answered."),
            Figures =
            [
                .. leader is null ? ImmutableArray<BriefingFigure>.Empty : [new("confidence on paper", VerdictText.Percent(leader.Share), Reporting.Figures.Text($"{VerdictText.Percent(leader.Low)} to {VerdictText.Percent(leader.High)}"))],
                .. paper.RunnerUp is { } second && paper.Arms.FirstOrDefault(a => a.Arm == second) is { } next ? [new BriefingFigure("next best", second, VerdictText.Percent(next.Share))] : ImmutableArray<BriefingFigure>.Empty,
                new("hosting", paper.Hosting == Hosting.Managed ? "managed" : "self-hosted", VerdictText.Percent(paper.HostingShare)),
                .. Money(decision.Costs, paper.Leader),
            ],
            Why = [.. paper.Fired.Where(f => f.ContradictedBy is null && leader is not null && f.Rule.Towards(leader.Arm) > 0).OrderByDescending(f => f.Rule.Strength).Select(f => new Reason(f.Rule.Statement, $"#rule-{f.Rule.Id}"))],
            Changes = [.. paper.Flips.Concat(paper.Unanswered).Select(f => new Reason(FlipSection.Sentence(f), "#flips"))],
            Risks = Dangers(new ReportContent { Decision = decision }),
            Next = decision.NextStep,
        };
    }

    // What was moved and changes nothing, in hardly a resample that is not open anyhow, is one sentence here; each stands in its section.
    private static IEnumerable<Reason> Flips(Verdict verdict)
    {
        foreach (FlipPoint flip in verdict.FlipPoints.Where(f => !IsFirm(f, verdict)).OrderBy(f => f.Changes ? 0 : 1)) yield return new Reason(flip.Text, "#flips");
        FlipPoint[] firm = [.. verdict.FlipPoints.Where(f => IsFirm(f, verdict))];
        if (firm.Length == 1) yield return new Reason(firm[0].Text, "#flips");
        else if (firm.Length > 1) yield return new Reason($"It stays the same for {string.Join(" and ", firm.Select(f => FlipSection.Name(f.Axis)).Distinct())}, as far as they were moved.", "#flips");
    }

    private static bool IsFirm(FlipPoint flip, Verdict verdict) => !flip.Changes && flip.Chance < LeastChance + 1 - verdict.Confidence;

    private static string Sure(Verdict verdict)
    {
        string leading = verdict.Ship ?? verdict.Chances.OrderByDescending(c => c.Best).FirstOrDefault()?.Arm ?? "";
        return verdict.Kind switch
        {
            _ when verdict.Chances.IsEmpty => "How sure that is cannot be said: there was nothing to weigh.",
            VerdictKind.NoneMeetsRequirements => Reporting.Figures.Text($"In {VerdictText.Percent(verdict.NoneMeets)} of the resamples of questions, latency and costs no arm meets the requirements."),
            VerdictKind.Undecided => Reporting.Figures.Text($"{leading} leads: it is the choice in {VerdictText.Percent(verdict.Confidence)} of the resamples of questions, latency and costs, which is not enough."),
            _ => Reporting.Figures.Text($"{Capital(VerdictText.Percent(verdict.Confidence))} sure: in that share of the resamples of questions, latency and costs {leading} is the choice."),
        };
    }

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static IEnumerable<BriefingFigure> Scores(Comparison? comparison, Verdict verdict)
    {
        if (verdict.QuestionsNeeded is { } more) yield return new("questions needed", Reporting.Figures.Text($"+{more:N0}"), comparison is null ? "" : $"beside the {Reporting.Figures.Count(comparison.Questions)} asked");
        else if (verdict.Ship is not null) yield return new("confidence", VerdictText.Percent(verdict.Confidence), "chance that it is the right choice");
        if (comparison is not null && VerdictText.Leader(comparison) is { } leader) yield return new($"score of {leader.Arm}, of 100", Reporting.Figures.Points(leader.Score), $"95% interval {Reporting.Figures.Interval(leader.Low, leader.High)}");
    }

    private static IEnumerable<BriefingFigure> Speed(Comparison? comparison)
    {
        if (comparison is null || VerdictText.Leader(comparison) is not { } leader) yield break;
        if (leader.LatencyMs.P95 is { } p95) yield return new("time to answer", $"{Reporting.Figures.Milliseconds(p95)} ms", "95 of 100 answers are at least as fast");
        yield return new("model calls", leader.CostPerQuestion is null ? "unknown" : $"{Reporting.Figures.PerThousand(leader.CostPerQuestion)} USD", "for 1,000 questions");
    }

    private static IEnumerable<BriefingFigure> Money(CostEstimate? costs, string? arm)
    {
        if (costs?.Simulation.Arms.FirstOrDefault(a => a.Arm == arm) is not { } drawn || costs.Arms.FirstOrDefault(a => a.Arm == arm) is not { } likely) yield break;
        yield return Band(Reporting.Figures.Text($"cost over {costs.Months} months"), drawn.Total, costs.Currency);
        if (drawn.Cumulative.Length > 0) yield return Band("building and first month", drawn.Cumulative[0], costs.Currency);
        yield return new("a month of running", $"{Reporting.Figures.Rough(likely.Monthly)} {costs.Currency}", costs.QueriesPerMonth is { } queries ? Reporting.Figures.Text($"likeliest, at {queries:N0} questions a month") : "likeliest, without any question");
    }

    private static BriefingFigure Band(string name, CostBand band, string currency) =>
        new(name, $"{Reporting.Figures.Rough(band.P50)} {currency}", $"{Reporting.Figures.Rough(band.P10)} to {Reporting.Figures.Rough(band.P90)} (p10 to p90)");

    private static ImmutableArray<Reason> Dangers(ReportContent content) =>
    [
        .. (content.Decision?.Contradictions ?? []).Select(c => new Reason($"{c.Name} was stated as {c.Stated} and measured as {c.Measured}; the measurement counts.", $"#need-{c.Name}")),
        .. (content.Comparison?.Warnings ?? []).Concat(content.Decision?.Warnings ?? []).Distinct().Select(w => new Reason(w)),
        .. (content.Decision?.Paper.Warnings ?? []).Select(w => new Reason(w.Text, $"#rule-{w.Rule.Id}")),
    ];

    private static string Step(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Undecided when verdict.QuestionsNeeded is { } more => Reporting.Figures.Text($"Add {more:N0} questions and run the comparison again."),
        VerdictKind.Ship or VerdictKind.NoDetectableDifference => $"Read the answers of {verdict.Ship} that are not right, then put it into use.",
        _ => "Read the answers below: they say what fails.",
    };
}

/// <summary>A figure to know.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Value">The figure with its unit.</param>
/// <param name="Meaning">Its range, or what it means.</param>
internal sealed record BriefingFigure(string Name, string Value, string Meaning);
