using System.Collections.Immutable;
using System.Text;
using Assay.Models.Local;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Text.Tokenizers;
using Assay.Tuning.Scoring;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Forgetting;

/// <summary>General texts as the tokens of a model, ready to be scored with and without adapters.</summary>
/// <remarks>A text that is longer than the window goes in pieces, each by itself. The first token of a piece is not expected from anything and does not count, unless the tokenizer puts a token before it.</remarks>
public sealed class GeneralSet
{
    private readonly LocalModel model;
    private readonly ImmutableArray<(int Text, SupervisedText Tokens, long Bytes)> pieces;
    private readonly ImmutableArray<GeneralText> texts;

    /// <summary>Prepares texts.</summary>
    /// <param name="model">The model that they will be scored with.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="window">Most tokens of a piece; cut to what the model takes.</param>
    /// <exception cref="InputException">None of the texts has a token that could be expected.</exception>
    public GeneralSet(LocalModel model, ImmutableArray<GeneralText> texts, int window = 512)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        (this.model, this.texts) = (model, texts);
        pieces = [.. texts.SelectMany((t, i) => Pieces(t.Text, Math.Min(window, model.Config.MaxPositions)).Select(p => (i, p.Tokens, p.Bytes)))];
        if (pieces.IsEmpty) throw new InputException(new Problem("general texts", null, "expected texts of two tokens or more; found none. Give longer ones."));
    }

    /// <summary>Scores the texts.</summary>
    /// <param name="running">The model, with an adapter or without.</param>
    /// <param name="team">Who works on it.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    /// <returns>One score for each text.</returns>
    /// <exception cref="ArgumentException">It is another model than the texts were prepared for.</exception>
    public GeneralScore Score(RunningModel running, WorkerTeam team, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(running);
        if (!ReferenceEquals(running.Model, model)) throw new ArgumentException("The texts were prepared for another model.", nameof(running));
        ImmutableArray<ScoredText> scores = new TextScorer(running, team).Score([.. pieces.Select(p => p.Tokens)], cancellationToken);
        return new GeneralScore([.. pieces.Zip(scores).GroupBy(p => p.First.Text).OrderBy(g => g.Key).Select(g =>
            new GeneralTextScore(texts[g.Key].Name, g.Sum(p => p.Second.TotalLoss), g.Sum(p => p.Second.Tokens.Length), g.Sum(p => p.First.Bytes), g.Sum(p => p.Second.Best)))]);
    }

    private IEnumerable<(SupervisedText Tokens, long Bytes)> Pieces(string text, int window)
    {
        TokenEncoding encoded = model.Tokenizer.Encode(text);
        for (int start = 0; start < encoded.Count; start += window)
        {
            int end = Math.Min(encoded.Count, start + window);
            int[] tokens = [.. encoded.Ids.AsSpan(start, end - start)];
            bool[] expected = [.. Enumerable.Range(start, end - start).Select(i => i > start && !encoded.Added[i])];
            int first = Array.IndexOf(expected, true), last = Array.LastIndexOf(expected, true);
            if (first < 0) continue;
            yield return (new SupervisedText(0, tokens, expected), Encoding.UTF8.GetByteCount(text.AsSpan(encoded.Offsets[start + first].Start..encoded.Offsets[start + last].End)));
        }
    }
}
