using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Statistics;

namespace Assay.Decisions.Verdicts;

/// <summary>An arm beside another one, on the questions both have a score for.</summary>
/// <param name="Arm">The rival.</param>
/// <param name="Estimate">The other one's mean score minus the rival's.</param>
/// <param name="AdjustedP">p-value of no difference, over all pairs of the family.</param>
/// <param name="Tests">Pairs in the family.</param>
/// <param name="Link">Anchor of the pair in the report.</param>
internal sealed record Rival(ArmEvidence Arm, ClusteredEstimate Estimate, double AdjustedP, int Tests, string Link)
{
    /// <summary>Mean difference; 0 without a question in common.</summary>
    public double Mean => Estimate.Mean ?? 0;

    /// <summary>Whether the two are told apart and the rival is worse.</summary>
    public bool IsBeaten => Mean > 0 && AdjustedP <= PairedFamily.Level;

    /// <summary>Without a question in common nothing is known: the widest interval there is.</summary>
    public Interval Interval => Estimate.Interval ?? new Interval(-1, 1);

    /// <summary>One arm beside another, from the pairs of all arms; an estimate turned round has the same errors.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="rival">The other.</param>
    /// <param name="arms">All arms.</param>
    /// <param name="pairs">Their pairs.</param>
    public static Rival Of(ArmEvidence arm, ArmEvidence rival, IReadOnlyList<ArmEvidence> arms, ImmutableArray<FamilyPair> pairs)
    {
        FamilyPair pair = pairs.First(p => (arms[p.A] == arm && arms[p.B] == rival) || (arms[p.A] == rival && arms[p.B] == arm));
        ClusteredEstimate d = pair.Difference;
        return new Rival(rival, arms[pair.A] == arm ? d : d.TurnedRound(), pair.AdjustedP, pair.Tests, Wording.PairLink(arms[pair.A].Arm, arms[pair.B].Arm));
    }

    /// <summary>The difference with its interval.</summary>
    public string Range => Wording.Signed(Mean, Interval);

    /// <summary>Why the two are not told apart.</summary>
    public string NotShown => Interval is { Low: <= 0, High: >= 0 } || Tests < 2
        ? "which holds 0"
        : string.Create(CultureInfo.InvariantCulture, $"which is not enough when {Tests} pairs are compared (adjusted p {AdjustedP:0.000})");

    /// <summary>Questions still to be asked of both.</summary>
    /// <param name="matters">The difference that matters.</param>
    /// <param name="againstMargin">Whether a difference is shown already, and what is not known is whether it matters.</param>
    public int MoreQuestions(double matters, bool againstMargin)
    {
        if (!againstMargin)
        {
            StudyDesign design = new() { Tests = Math.Max(1, Tests) };
            int planned = SamplePlanner.QuestionsNeeded(Estimate.StandardDeviation ?? 1, Math.Max(matters, Math.Abs(Mean)), Estimate.N == 0 ? design : design.Like(Estimate));
            if (planned > Estimate.N) return planned - Estimate.N;
        }

        // Enough to find such a difference, had it been there: what is missing is an interval narrow enough to leave 0 or the margin out.
        double reach = (Interval.High - Interval.Low) / 2, gap = Math.Abs(matters - Math.Abs(Mean));
        double room = Math.Max(againstMargin ? gap : Math.Max(Math.Abs(Mean), matters - Mean), matters / 4);
        return Math.Max(1, (int)Math.Min(int.MaxValue, Math.Ceiling(Estimate.N * ((reach / room * (reach / room)) - 1))));
    }
}
