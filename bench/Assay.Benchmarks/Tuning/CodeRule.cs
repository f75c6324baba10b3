namespace Assay.Benchmarks.Tuning;

/// <summary>How the model and near findings decide together: the part of a code with the greatest <c>ln P(part) + weight · ln(share + floor)</c>, with the model's probability and the share of the neighbours' votes.</summary>
/// <remarks>What is weighed are the parts that near findings have and the one that the model itself answers.</remarks>
/// <param name="Vote">How near findings vote.</param>
/// <param name="Weight">What the neighbours count.</param>
/// <param name="Floor">The share that a part without votes is given.</param>
internal sealed record CodeRule(NeighbourVote Vote, double Weight, double Floor)
{
    private static readonly double[] Weights = [1, 2, 4, 8], Floors = [0.001, 0.01, 0.05];

    /// <summary>What is tried.</summary>
    public static IEnumerable<CodeRule> All => from vote in NeighbourVote.All from weight in Weights from floor in Floors select new CodeRule(vote, weight, floor);

    /// <summary>The part that is decided on.</summary>
    /// <param name="level">Which part.</param>
    /// <param name="words">The finding.</param>
    /// <param name="shares">The shares of the votes by <see cref="Vote"/>.</param>
    /// <param name="answer">The category that the model answers.</param>
    /// <param name="odds">The model's probabilities.</param>
    public string Decide(CodeLevel level, string words, IReadOnlyDictionary<string, double> shares, string answer, CodeOdds odds)
    {
        IEnumerable<string> parts = level.Named(answer) is { } own ? shares.Keys.Append(own) : shares.Keys;
        return parts.Distinct(StringComparer.Ordinal).OrderByDescending(p => odds.Of(words, p) + Weight * Math.Log(shares.GetValueOrDefault(p) + Floor)).ThenBy(p => p, StringComparer.Ordinal).FirstOrDefault(level.Near.Majority);
    }
}
