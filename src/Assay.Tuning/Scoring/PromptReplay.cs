using System.Collections.Immutable;
using Assay.Numerics.Parallel;

namespace Assay.Tuning.Scoring;

/// <summary>Where two models first choose another token behind the same text.</summary>
/// <param name="Position">Tokens of the continuation before it, from 0.</param>
/// <param name="Expected">What the first model writes.</param>
/// <param name="Found">What the second one would write.</param>
/// <param name="Margin">How much more the first model thinks of its token than of its second best, in nats: near 0 the two are as good.</param>
public sealed record TokenDifference(int Position, int Expected, int Found, double Margin);

/// <summary>How far two models are apart on one prompt.</summary>
/// <param name="Written">What the first one writes behind it, always with its best token.</param>
/// <param name="Divergences">For every token of that, how far the second model's distribution is from the first one's, in nats (Kullback-Leibler).</param>
/// <param name="Differences">Where their best tokens differ along that text, first to last.</param>
public sealed record PromptReplay(ImmutableArray<int> Written, ImmutableArray<double> Divergences, ImmutableArray<TokenDifference> Differences)
{
    /// <summary>Mean of the divergences.</summary>
    public double MeanDivergence => Divergences.Length == 0 ? 0 : Divergences.Average();

    /// <summary>Whether the second model writes the same text.</summary>
    public bool IsSame => Differences.IsEmpty;
}

/// <summary>Lets one model continue prompts and asks another what it would have written at every step.</summary>
/// <remarks>As long as the best tokens agree both write the same text, so nothing need be written twice. For one caller at a time.</remarks>
/// <param name="first">The model that writes.</param>
/// <param name="second">The model that is compared with it; its vocabulary has the same size.</param>
/// <param name="team">Who works on it.</param>
public sealed class PromptComparison(RunningModel first, RunningModel second, WorkerTeam team)
{
    private readonly ScoreReader reader = new([first, second], team);
    private readonly TokenDistribution distribution = new(first.Vocabulary);
    private readonly GreedyWriter writer = new(first, team);

    /// <summary>Compares them.</summary>
    /// <param name="prompts">The prompts as tokens; each one or more, and shorter than both windows.</param>
    /// <param name="mostTokens">Most tokens that each is continued by; 1 or more.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    /// <returns>One for each prompt, in order.</returns>
    public ImmutableArray<PromptReplay> Run(IReadOnlyList<ImmutableArray<int>> prompts, int mostTokens, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostTokens);
        ImmutableArray<ImmutableArray<int>> written = writer.Write(prompts, mostTokens, cancellationToken);
        var divergences = prompts.Select(_ => ImmutableArray.CreateBuilder<double>()).ToArray();
        var differences = prompts.Select(_ => ImmutableArray.CreateBuilder<TokenDifference>()).ToArray();
        reader.Read([.. prompts.Select((p, i) => (ReadOnlyMemory<int>)p.Concat(written[i]).ToArray())], i => prompts[i].Length - 1, (text, position, scores, others) =>
        {
            int step = position + 1 - prompts[text].Length, token = written[text][step], found = TokenDistribution.Best(others);
            divergences[text].Add(distribution.Divergence(scores, others));
            if (found != token) differences[text].Add(new TokenDifference(step, token, found, TokenDistribution.Margin(scores, token)));
        }, cancellationToken);
        return [.. written.Select((w, i) => new PromptReplay(w, divergences[i].ToImmutable(), differences[i].ToImmutable()))];
    }
}
