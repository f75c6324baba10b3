using Assay.Models.Training;
using Assay.Numerics.Layers.Losses;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Training;

/// <summary>Puts texts one behind the other, so that nothing is spent on padding: each still sees itself alone.</summary>
public static class TextPacker
{
    /// <summary>Texts packed into batches of limited length, in their order; one that is longer goes by itself.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="tokensAtOnce">Tokens of a batch at most.</param>
    /// <returns>The batches.</returns>
    public static IEnumerable<TrainingBatch> Pack(IEnumerable<SupervisedText> texts, int tokensAtOnce)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var pack = new List<SupervisedText>();
        int length = 0;
        foreach (SupervisedText text in texts)
        {
            if (pack.Count > 0 && length + text.Tokens.Length > tokensAtOnce)
            {
                yield return Batch(pack);
                pack.Clear();
                length = 0;
            }

            pack.Add(text);
            length += text.Tokens.Length;
        }

        if (pack.Count > 0) yield return Batch(pack);
    }

    /// <summary>Texts as one batch. The target of a token is the one behind it, where that counts.</summary>
    /// <param name="texts">The texts; at least one.</param>
    /// <returns>The batch.</returns>
    public static TrainingBatch Batch(IReadOnlyList<SupervisedText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int length = texts.Sum(t => t.Tokens.Length), at = 0;
        int[] tokens = new int[length], targets = new int[length];
        float[] weights = texts.All(t => t.Weight == 1 && t.PromptWeight == 0) ? [] : new float[length];
        Array.Fill(targets, CrossEntropy.Ignored);
        foreach (SupervisedText text in texts)
        {
            text.Tokens.CopyTo(tokens, at);
            for (int i = 1; i < text.Tokens.Length; i++)
            {
                if (text.Learned[i] || text.PromptWeight > 0) targets[at + i - 1] = text.Tokens[i];
                if (weights.Length > 0) weights[at + i - 1] = text.Learned[i] ? text.Weight : text.PromptWeight;
            }

            at += text.Tokens.Length;
        }

        return new TrainingBatch(tokens, targets, weights, [.. texts.Select(t => t.Tokens.Length)]);
    }
}
