using Assay.Numerics.Layers.Losses;

namespace Assay.Models.Training;

/// <summary>Texts that go through a model together, one behind the other: each sees itself alone, and its positions begin at 0.</summary>
/// <param name="Tokens">Tokens of all texts.</param>
/// <param name="Targets">For every token the one that should follow, or <see cref="CrossEntropy.Ignored"/>.</param>
/// <param name="Weights">How much each target counts; empty for 1 each. Less than 0 where a loss is to grow, with a divisor of the caller's own.</param>
/// <param name="Lengths">Tokens of each text, 1 or more, together as many as there are tokens.</param>
public sealed record TrainingBatch(int[] Tokens, int[] Targets, float[] Weights, int[] Lengths)
{
    /// <summary>The sum of the weights of all targets: what losses are divided by when this is all there is.</summary>
    public double TotalWeight
    {
        get
        {
            double total = 0;
            for (int i = 0; i < Targets.Length; i++)
            {
                if (Targets[i] != CrossEntropy.Ignored) total += Weights.Length == 0 ? 1 : Weights[i];
            }

            return total;
        }
    }

    /// <summary>Refuses what is no batch.</summary>
    /// <param name="vocabularySize">Number of tokens of the model.</param>
    /// <param name="maxPositions">Most tokens of a text.</param>
    /// <exception cref="ArgumentException">Lengths do not match, or a token is unknown.</exception>
    internal void Check(int vocabularySize, int maxPositions)
    {
        if (Tokens.Length == 0) throw new ArgumentException("A batch needs at least one token.");
        if (Targets.Length != Tokens.Length || (Weights.Length != 0 && Weights.Length != Tokens.Length)) throw new ArgumentException($"{Tokens.Length} tokens have {Targets.Length} targets and {Weights.Length} weights.");
        if (Lengths.Sum(l => (long)l) != Tokens.Length || Lengths.Any(l => l < 1)) throw new ArgumentException($"The lengths of the texts do not add up to {Tokens.Length} tokens.");
        if (Lengths.FirstOrDefault(l => l > maxPositions) is > 0 and var tooLong) throw new ArgumentException($"A text of {tooLong} tokens is longer than the {maxPositions} that the model was made for.");
        foreach (int token in Tokens)
        {
            if ((uint)token >= (uint)vocabularySize) throw new ArgumentException($"Token {token} is not one of the {vocabularySize} of the model.");
        }
    }
}
