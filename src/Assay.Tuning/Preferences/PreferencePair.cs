using Assay.Tuning.Tokens;

namespace Assay.Tuning.Preferences;

/// <summary>Two answers to one prompt as tokens; what is learned of each is the answer.</summary>
/// <param name="Line">Line of the example, from 1.</param>
/// <param name="Chosen">Prompt and wanted answer.</param>
/// <param name="Rejected">The same prompt and the answer that is not wanted.</param>
public sealed record PreferencePair(int Line, SupervisedText Chosen, SupervisedText Rejected)
{
    /// <summary>Tokens of both.</summary>
    public int Length => Chosen.Tokens.Length + Rejected.Tokens.Length;
}

/// <summary>Logarithms of the probabilities of both answers to a prompt, in nats.</summary>
/// <param name="Chosen">Of the wanted one.</param>
/// <param name="Rejected">Of the other.</param>
public readonly record struct PairLogs(double Chosen, double Rejected);

/// <summary>A pair, and how likely its answers were for the model before training.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Reference">The model's as it was.</param>
public sealed record ScoredPair(PreferencePair Pair, PairLogs Reference);
