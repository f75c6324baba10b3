using System.Collections.Immutable;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Scoring;

/// <summary>Measures how well a model expects texts.</summary>
/// <remarks>For one caller at a time; results do not depend on the number of threads.</remarks>
/// <param name="model">The model.</param>
/// <param name="team">Who works on it.</param>
public sealed class TextScorer(RunningModel model, WorkerTeam team)
{
    private readonly ScoreReader reader = new([model], team);
    private readonly TokenDistribution distribution = new(model.Vocabulary);

    /// <summary>Scores texts.</summary>
    /// <param name="texts">Their tokens, and which of them count.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    /// <returns>One for each text, in order.</returns>
    /// <exception cref="InputException">A text is longer than the model's window.</exception>
    public ImmutableArray<ScoredText> Score(IReadOnlyList<SupervisedText> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (SupervisedText text in texts)
        {
            if (text.Tokens.Length > model.Model.Config.MaxPositions)
                throw new InputException(new Problem("examples", text.Line, $"the text has {text.Tokens.Length} tokens, and the model takes {model.Model.Config.MaxPositions}. Shorten it, or leave it out."));
        }

        var scores = texts.Select(_ => ImmutableArray.CreateBuilder<TokenScore>()).ToArray();
        reader.Read([.. texts.Select(t => (ReadOnlyMemory<int>)t.Tokens)], i => Math.Max(1, Array.IndexOf(texts[i].Learned, true)) - 1, (text, position, next, _) =>
        {
            int at = position + 1, token = texts[text].Tokens[at];
            if (texts[text].Learned[at]) scores[text].Add(new TokenScore(at, distribution.LogProbability(next, token), TokenDistribution.Best(next) == token));
        }, cancellationToken);
        return [.. scores.Select(s => new ScoredText(s.ToImmutable()))];
    }
}
