using System.Collections.Immutable;

namespace Assay.Evaluation.Judging;

/// <summary>Citation recall and precision of one answer (Gao et al. 2023, ALCE, arXiv 2305.14627; <c>eval.py</c>), over any judge of entailment.</summary>
/// <remarks>
/// A sentence is recalled when the passages it cites entail it together; without a citation, or with one to a passage that is not there, it is not. A citation is wrong when its passage does not entail the sentence alone and the others still
/// entail it without it; all citations of a sentence that is not recalled are wrong. Precision is 0 for an answer that cites nothing. ALCE's script leaves citations out of range out of the divisor; here they count as wrong.
/// </remarks>
public static class AlceCitations
{
    /// <summary>Recalled sentences / sentences.</summary>
    /// <param name="sentences">One a sentence.</param>
    /// <returns>Null without a sentence.</returns>
    public static double? Recall(ImmutableArray<CitedVerdict> sentences) => sentences.IsEmpty ? null : (double)sentences.Count(s => s.Together) / sentences.Length;

    /// <summary>Right citations / citations.</summary>
    /// <param name="sentences">One a sentence.</param>
    /// <returns>Null without a sentence; 0 without a citation.</returns>
    public static double? Precision(ImmutableArray<CitedVerdict> sentences)
    {
        if (sentences.IsEmpty) return null;
        int all = sentences.Sum(s => s.Citations), right = sentences.Where(s => s.Together).Sum(s => s.Citations == 1 ? 1 : Enumerable.Range(0, s.Citations).Count(i => s.Alone[i] || !s.WithoutIt[i]));
        return all == 0 ? 0 : (double)right / all;
    }
}

/// <summary>What is entailed by the citations of one sentence.</summary>
/// <param name="Citations">How many passages it cites.</param>
/// <param name="Together">Whether all of them together entail it; false without a citation or with one out of range.</param>
public sealed record CitedVerdict(int Citations, bool Together)
{
    /// <summary>For each citation: whether its passage alone entails the sentence. Read for two citations or more.</summary>
    public ImmutableArray<bool> Alone { get; init; } = [];

    /// <summary>For each citation: whether the others entail the sentence. Read for two citations or more.</summary>
    public ImmutableArray<bool> WithoutIt { get; init; } = [];
}
