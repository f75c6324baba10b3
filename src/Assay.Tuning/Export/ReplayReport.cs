using Assay.Tuning.Scoring;

namespace Assay.Tuning.Export;

/// <summary>What a replay of prompts with an exported model found.</summary>
/// <param name="Prompts">Prompts that were replayed.</param>
/// <param name="Tokens">Tokens that the model in memory wrote behind them.</param>
/// <param name="SameTexts">Prompts behind which the exported model writes the same text, near ties aside.</param>
/// <param name="Agreement">Share of tokens at which it has the same best token, near ties aside; 1 is the same.</param>
/// <param name="MeanDivergence">Mean distance of its next-token distributions, in nats (Kullback-Leibler); 0 is the same.</param>
/// <param name="WorstDivergence">The same of the prompt where it is greatest.</param>
/// <param name="WorstPrompt">That prompt, from 0.</param>
public sealed record ReplayReport(int Prompts, int Tokens, int SameTexts, double Agreement, double MeanDivergence, double WorstDivergence, int WorstPrompt)
{
    /// <summary>The first prompt behind which it writes something else, from 0, and where; null where there is none.</summary>
    public (int Prompt, TokenDifference Difference)? FirstDifference { get; init; }
}
