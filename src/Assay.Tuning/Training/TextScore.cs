using Assay.Numerics.Layers.Losses;

namespace Assay.Tuning.Training;

/// <summary>How good a model is on one text, or on one pair of which an answer is preferred.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Loss">Mean loss of its learned tokens, in nats.</param>
/// <param name="Learned">How many there are.</param>
/// <param name="IsExact">
/// Whether each of them is the likeliest token after those before it: exactly then greedy decoding writes the text token by token. Other ways to write the same count as wrong.
/// </param>
public readonly record struct TextScore(int Line, double Loss, int Learned, bool IsExact)
{
    /// <summary>The mean loss of several texts, each token counting the same.</summary>
    /// <param name="scores">The texts.</param>
    /// <returns>In nats; 0 for none.</returns>
    public static double Mean(IReadOnlyCollection<TextScore> scores) => scores.Sum(s => s.Loss * s.Learned) / Math.Max(1, scores.Sum(s => s.Learned));

    internal static TextScore Of(int line, ReadOnlySpan<int> targets, ReadOnlySpan<float> losses, ReadOnlySpan<bool> hits)
    {
        double loss = 0;
        int learned = 0;
        bool exact = true;
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i] == CrossEntropy.Ignored) continue;
            loss += losses[i];
            exact &= hits[i];
            learned++;
        }

        return new TextScore(line, learned == 0 ? 0 : loss / learned, learned, exact);
    }
}
