using System.Collections.Immutable;

namespace Assay.Models.Generation;

/// <summary>A token that was chosen.</summary>
/// <param name="Token">Its number.</param>
/// <param name="LogProbability">Natural logarithm of its probability before temperature and filters; 0 or less.</param>
/// <param name="Top">The most probable tokens at its place with theirs, best first; empty when they were not asked for.</param>
public readonly record struct TokenScore(int Token, float LogProbability, ImmutableArray<(int Token, float LogProbability)> Top);
