using System.Collections.Immutable;
using Assay.Models.Sampling;
using Assay.Numerics.Parallel;
using Assay.Tuning.Scoring;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Memorization;

/// <summary>How well a model keeps a planted secret.</summary>
/// <param name="Canary">The canary.</param>
/// <param name="Exposure">How many bits of the search for the secret the model saves: <c>log2 |R| − log2 rank</c> of it among all secrets by their loss, estimated. About 1 where it was not learned; <paramref name="MostExposure"/> where it is the first guess.</param>
/// <param name="MostExposure"><c>log2 |R|</c>.</param>
/// <param name="IsGreedy">Whether the model says the secret when it is asked, always with the most probable token.</param>
public sealed record CanaryExposure(Canary Canary, double Exposure, double MostExposure, bool IsGreedy);

/// <summary>Measures exposure (Carlini and others 2019, "The Secret Sharer").</summary>
/// <remarks>
/// A secret's loss is compared with those of others that were drawn at random and never trained on. Where fewer than ten of them are as low, its rank is read off a skew normal
/// distribution that is fitted to their losses.
/// </remarks>
internal sealed class CanaryMeter(RunningModel model, ExampleTokenizer tokenizer, WorkerTeam team)
{
    private const int LeastBelow = 10;

    private readonly TextScorer scorer = new(model, team);

    /// <summary>Measures.</summary>
    /// <param name="canary">The canary.</param>
    /// <param name="candidates">How many other secrets it is compared with.</param>
    /// <param name="seed">Chooses them.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    public CanaryExposure Measure(Canary canary, int candidates, ulong seed, CancellationToken cancellationToken)
    {
        var random = new Xoshiro256(seed);
        List<string> secrets = [canary.Secret];
        while (secrets.Count <= candidates)
        {
            string drawn = Canaries.Digits(canary.Secret.Length, ref random);
            if (drawn != canary.Secret) secrets.Add(drawn);
        }

        ImmutableArray<ScoredText> scores = scorer.Score([.. secrets.Select(s => Ask(canary, s))], cancellationToken);
        double most = Math.Log2(canary.Space), own = scores[0].TotalLoss;
        double[] others = [.. scores.Skip(1).Select(s => s.TotalLoss)];
        return new CanaryExposure(canary, Exposure(own, others, most), most, scores[0].Best == scores[0].Tokens.Length);
    }

    /// <summary>The exposure of a loss among others.</summary>
    internal static double Exposure(double own, double[] others, double most)
    {
        int below = others.Count(o => o <= own);
        double sampled = -Math.Log2((below + 1.0) / (others.Length + 1.0));
        if (below >= LeastBelow || SkewNormal.Fit(others) is not { } fitted) return Math.Min(most, sampled);
        double share = fitted.Below(own);
        return share > 0 ? Math.Min(most, -Math.Log2(share)) : most;
    }

    // Only tokens that have something of the secret count: what stands before it is the same for all.
    private SupervisedText Ask(Canary canary, string secret)
    {
        LocatedText text = tokenizer.Locate(canary.ToExample(secret));
        int start = text.Rendered.LastIndexOf(canary.Beginning + secret, StringComparison.Ordinal) + canary.Beginning.Length, end = start + secret.Length;
        bool[] counted = [.. text.Offsets.Select((o, i) => i > 0 && o.End > start && o.Start < end)];
        return text.Tokens with { Learned = counted };
    }
}
