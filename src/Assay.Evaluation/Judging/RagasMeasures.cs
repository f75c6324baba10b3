using System.Collections.Immutable;

namespace Assay.Evaluation.Judging;

/// <summary>The measures of ragas (Es et al. 2023, arXiv 2309.15217; <c>src/ragas/metrics</c>) as functions of verdicts.</summary>
public static class RagasMeasures
{
    /// <summary>Supported claims / claims: faithfulness, and context recall over the claims of the reference answer.</summary>
    /// <param name="supported">One a claim.</param>
    /// <returns>Null without a claim, where ragas has NaN.</returns>
    public static double? Share(ImmutableArray<bool> supported) => supported.IsEmpty ? null : (double)supported.Count(v => v) / supported.Length;

    /// <summary>Context precision: <c>Σ v(i) · (v(1) + … + v(i)) / i</c> over the passages in rank order, divided by the useful ones. Average precision over what was retrieved; what was not retrieved does not count.</summary>
    /// <param name="useful">One a passage, in rank order.</param>
    /// <returns>0 when none is useful; null without a passage.</returns>
    public static double? ContextPrecision(ImmutableArray<bool> useful)
    {
        if (useful.IsEmpty) return null;
        double sum = 0;
        int found = 0;
        for (int i = 0; i < useful.Length; i++)
        {
            if (useful[i]) sum += (double)++found / (i + 1);
        }

        return found == 0 ? 0 : sum / found;
    }

    /// <summary>Answer correctness with all weight on the facts: <c>TP / (TP + (FP + FN) / 2)</c>, where TP and FP are the claims of the answer that the reference answer entails or not, FN the claims of the reference answer that the answer does not entail.</summary>
    /// <param name="correct">For each claim of the answer: whether the reference answer entails it.</param>
    /// <param name="recalled">For each claim of the reference answer: whether the answer entails it.</param>
    /// <returns>Null without a claim of the reference answer; 0 for an answer that claims nothing.</returns>
    public static double? Correctness(ImmutableArray<bool> correct, ImmutableArray<bool> recalled)
    {
        if (recalled.IsEmpty) return null;
        int right = correct.Count(v => v), wrong = correct.Length - right, left = recalled.Count(v => !v);
        return right == 0 ? 0 : right / (right + ((wrong + left) / 2.0));
    }
}
