using System.Collections.Immutable;
using Assay.Decisions.Requirements;

namespace Assay.Decisions.Rules.Judging;

/// <summary>What the rules add up to.</summary>
/// <param name="Scores">Log odds of each arm, in the order of <see cref="NeedFields.Products"/>, simplest first.</param>
/// <param name="ExcludedBy">The rule that excludes each arm, or null.</param>
/// <param name="WorseThan">The arm that each was measured to be worse than, or null.</param>
/// <param name="Tried">Whether each arm was tried and not good enough.</param>
/// <param name="HostingScores">Log odds of managed and self-hosted; negative infinity where excluded.</param>
internal sealed record Standing(ImmutableArray<double> Scores, ImmutableArray<Rule?> ExcludedBy, ImmutableArray<string?> WorseThan, ImmutableArray<bool> Tried, (double Managed, double SelfHosted) HostingScores)
{
    private const double Same = 1e-9;

    /// <summary>The places of the arms that are left, best first; of equal ones the simpler first, as AWS advises.</summary>
    public ImmutableArray<int> Ranking => [.. Enumerable.Range(0, Scores.Length).Where(a => ExcludedBy[a] is null).OrderByDescending(a => Rounded(a))];

    /// <summary>The arm that leads; null where all are excluded.</summary>
    public string? Leader
    {
        get
        {
            int best = -1;
            for (int a = 0; a < Scores.Length; a++)
            {
                if (ExcludedBy[a] is null && (best < 0 || Rounded(a) > Rounded(best))) best = a;
            }

            return best < 0 ? null : NeedFields.Products[best];
        }
    }

    /// <summary>Whether something is left, but nothing that was not tried.</summary>
    public bool NothingNew => Ranking is { Length: > 0 } left && left.All(a => Tried[a]);

    /// <summary>Who should run the model; managed where nothing tells.</summary>
    public Hosting Hosting => HostingScores.SelfHosted > HostingScores.Managed + Same ? Hosting.SelfHosted : Hosting.Managed;

    /// <summary>The share of <see cref="Hosting"/>.</summary>
    public double HostingShare => 1 / (1 + Math.Exp(-Math.Abs(HostingScores.Managed - HostingScores.SelfHosted)));

    /// <summary>Shares of the arms: <c>rate · softmax(scores) + (1 - rate) / n</c> over the n arms that are left, 0 for the others.</summary>
    /// <param name="rate">How often the rules are right, from 0 to 1.</param>
    /// <returns>One share for each arm.</returns>
    public ImmutableArray<double> Shares(double rate)
    {
        int left = ExcludedBy.Count(e => e is null);
        if (left == 0) return [.. Scores.Select(_ => 0.0)];
        double most = Scores.Where((_, a) => ExcludedBy[a] is null).Max();
        double[] odds = [.. Scores.Select((s, a) => ExcludedBy[a] is null ? Math.Exp(s - most) : 0)];
        double sum = odds.Sum();
        return [.. odds.Select((o, a) => ExcludedBy[a] is null ? (rate * o / sum) + ((1 - rate) / left) : 0)];
    }

    private double Rounded(int arm) => Math.Round(Scores[arm] / Same);
}
