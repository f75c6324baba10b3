using System.Collections.Immutable;

namespace Assay.Evaluation.Judging;

/// <summary>RAGChecker's diagnostics of one answer (Ru et al. 2024, arXiv 2408.08067; <c>ragchecker/computation.py</c>).</summary>
/// <remarks>
/// From four tables of who entails whom; neutral and contradicting count alike as not entailed. Where RAGChecker divides by nothing and writes 0, the measure is null here: it does not apply. For every answer with claims and passages
/// faithfulness + hallucination + self-knowledge = 1. Lower is better for noise sensitivity and hallucination.
/// </remarks>
public sealed record ClaimDiagnostics
{
    /// <summary>Claims of the answer that the reference answer entails / claims of the answer.</summary>
    public double? Precision { get; private init; }

    /// <summary>Claims of the reference answer that the answer entails / claims of the reference answer.</summary>
    public double? Recall { get; private init; }

    /// <summary>2PR / (P + R); 0 when both are 0; null when either is.</summary>
    public double? F1 { get; private init; }

    /// <summary>Claims of the reference answer that any passage entails / claims of the reference answer.</summary>
    public double? ClaimRecall { get; private init; }

    /// <summary>Passages that entail any claim of the reference answer (relevant passages) / passages.</summary>
    public double? ContextPrecision { get; private init; }

    /// <summary>Of the claims of the reference answer that the passages entail, those that the answer entails too.</summary>
    public double? ContextUtilization { get; private init; }

    /// <summary>Wrong claims of the answer that a relevant passage entails / claims of the answer.</summary>
    public double? NoiseInRelevant { get; private init; }

    /// <summary>Wrong claims of the answer that only irrelevant passages entail / claims of the answer.</summary>
    public double? NoiseInIrrelevant { get; private init; }

    /// <summary>Wrong claims of the answer that no passage entails / claims of the answer.</summary>
    public double? Hallucination { get; private init; }

    /// <summary>Right claims of the answer that no passage entails / claims of the answer.</summary>
    public double? SelfKnowledge { get; private init; }

    /// <summary>Claims of the answer that any passage entails / claims of the answer.</summary>
    public double? Faithfulness { get; private init; }

    /// <summary>Computes them.</summary>
    /// <param name="correct">For each claim of the answer: whether the reference answer entails it.</param>
    /// <param name="recalled">For each claim of the reference answer: whether the answer entails it.</param>
    /// <param name="answerIn">For each passage and claim of the answer: whether the passage entails it.</param>
    /// <param name="referenceIn">For each passage and claim of the reference answer: whether the passage entails it.</param>
    /// <returns>The diagnostics.</returns>
    /// <exception cref="ArgumentException">The tables are not of the same claims and passages.</exception>
    public static ClaimDiagnostics Of(ImmutableArray<bool> correct, ImmutableArray<bool> recalled, ImmutableArray<ImmutableArray<bool>> answerIn, ImmutableArray<ImmutableArray<bool>> referenceIn)
    {
        if (answerIn.Any(p => p.Length != correct.Length) || referenceIn.Any(p => p.Length != recalled.Length) || answerIn.Length != referenceIn.Length) throw new ArgumentException("Every passage needs a verdict on every claim.");
        int answer = correct.Length, reference = recalled.Length, passages = answerIn.Length;
        bool[] relevant = [.. referenceIn.Select(p => p.Any(v => v))];
        bool[] inContext = [.. Enumerable.Range(0, reference).Select(c => referenceIn.Any(p => p[c]))];
        bool[] inRelevant = [.. Enumerable.Range(0, answer).Select(c => Enumerable.Range(0, passages).Any(p => relevant[p] && answerIn[p][c]))];
        bool[] inAny = [.. Enumerable.Range(0, answer).Select(c => answerIn.Any(p => p[c]))];
        double? precision = Share(answer, c => correct[c], reference > 0), recall = Share(reference, c => recalled[c]);
        return new ClaimDiagnostics
        {
            Precision = precision,
            Recall = recall,
            F1 = precision is { } p && recall is { } r ? p + r == 0 ? 0 : 2 * p * r / (p + r) : null,
            ClaimRecall = Share(reference, c => inContext[c], passages > 0),
            ContextPrecision = Share(passages, p => relevant[p], reference > 0),
            ContextUtilization = passages == 0 ? null : Share(inContext.Count(v => v), i => recalled[At(inContext, i)]),
            NoiseInRelevant = Generated(c => inRelevant[c] && !correct[c]),
            NoiseInIrrelevant = Generated(c => inAny[c] && !inRelevant[c] && !correct[c]),
            Hallucination = Generated(c => !inAny[c] && !correct[c]),
            SelfKnowledge = Generated(c => !inAny[c] && correct[c]),
            Faithfulness = Share(answer, c => inAny[c], passages > 0),
        };

        double? Generated(Func<int, bool> isMeant) => Share(answer, isMeant, passages > 0 && reference > 0);
    }

    private static double? Share(int all, Func<int, bool> isMeant, bool applies = true) => all == 0 || !applies ? null : (double)Enumerable.Range(0, all).Count(isMeant) / all;

    private static int At(bool[] flags, int number) => Enumerable.Range(0, flags.Length).Where(i => flags[i]).ElementAt(number);
}
