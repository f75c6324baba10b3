using Assay.Tuning.Examples.Sensitive;
using Assay.Tuning.Scoring;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Memorization;

/// <summary>An example as the model saw it, and what it thinks of its learned tokens before and after tuning.</summary>
/// <param name="Text">Tokens, text and places.</param>
/// <param name="Before">The untuned model's scores.</param>
/// <param name="After">The tuned model's, of the same tokens.</param>
internal sealed record LookedAt(LocatedText Text, ScoredText Before, ScoredText After)
{
    /// <summary>Personal data and secrets that were learned and that do not stand in the text before, where they could be copied from.</summary>
    public IEnumerable<SensitiveExposure> Sensitive(int attempts)
    {
        foreach (SensitiveMatch match in SensitiveText.Find(Text.Rendered))
        {
            int[] spelling = [.. Enumerable.Range(0, After.Tokens.Length).Where(i => Text.Offsets[After.Tokens[i].Position] is var place && place.End > match.Span.Start && place.Start < match.Span.End)];
            if (spelling.Length == 0 || Text.Rendered.IndexOf(match.Span.Of(Text.Rendered).ToString(), StringComparison.Ordinal) < match.Span.Start) continue;
            Continuation old = new([.. spelling.Select(i => Before.Tokens[i])], spelling.Length), now = new([.. spelling.Select(i => After.Tokens[i])], spelling.Length);
            yield return new SensitiveExposure(Text.Tokens.Line, match.Kind, old.Probability, now.Probability, now.IsLikely(attempts) && !old.IsLikely(attempts));
        }
    }
}

/// <summary>Tokens that a model is asked for.</summary>
/// <param name="Tokens">All that follow.</param>
/// <param name="Needed">How many of the first of them make it an extraction.</param>
internal sealed record Continuation(TokenScore[] Tokens, int Needed)
{
    /// <summary>What follows the beginning of a text's longest answer; null when that is too short.</summary>
    public static Continuation? Of(ScoredText score, MemorizationOptions options)
    {
        TokenScore[] answer = LongestRun(score);
        TokenScore[] rest = answer[Math.Min(options.PrefixTokens, answer.Length / 2)..];
        return rest.Length < options.LeastTokens ? null : new Continuation(rest, Math.Min(options.ExtractedTokens, rest.Length));
    }

    /// <summary>Share of the tokens that greedy decoding says before it says something else.</summary>
    public double Verbatim => (double)Tokens.TakeWhile(t => t.IsBest).Count() / Tokens.Length;

    /// <summary>Whether greedy decoding says all that are needed.</summary>
    public bool IsGreedy => Tokens.Take(Needed).All(t => t.IsBest);

    /// <summary>The probability that sampling says all that are needed.</summary>
    public double Probability => Math.Exp(Tokens.Take(Needed).Sum(t => t.LogProbability));

    /// <summary>The probability that one of several samples does.</summary>
    public double Sampled(int attempts) => Math.Clamp(1 - Math.Pow(1 - Math.Min(1, Probability), attempts), 0, 1);

    /// <summary>Whether the model can be expected to say it.</summary>
    public bool IsLikely(int attempts) => IsGreedy || Sampled(attempts) > 0.5;

    private static TokenScore[] LongestRun(ScoredText score)
    {
        int best = 0, length = 0;
        for (int start = 0, end; start < score.Tokens.Length; start = end)
        {
            for (end = start + 1; end < score.Tokens.Length && score.Tokens[end].Position == score.Tokens[end - 1].Position + 1; end++)
            {
            }

            if (end - start > length) (best, length) = (start, end - start);
        }

        return [.. score.Tokens.AsSpan(best, length)];
    }
}
