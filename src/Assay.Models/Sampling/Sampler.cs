using System.Globalization;
using Assay.Text;

namespace Assay.Models.Sampling;

/// <summary>A token and the natural logarithm of its probability.</summary>
/// <param name="Token">Its id.</param>
/// <param name="LogProbability">At most 0; negative infinity for a token that was excluded.</param>
public readonly record struct TokenLogProbability(int Token, double LogProbability);

/// <summary>Chooses tokens of one sequence. Allocates nothing after it is made. Not safe for concurrent use.</summary>
/// <remarks>
/// Penalties come first; then top-k, top-p, min-p and temperature in the chosen <see cref="SamplingOrder"/>; then a token is drawn with xoshiro256**.
/// Each filter sees the probabilities of what the ones before it have kept. A logit of negative infinity, or none, excludes a token.
/// </remarks>
public sealed class Sampler
{
    private readonly SamplingOptions options;
    private readonly Candidates candidates;
    private readonly PenaltyWindow window;
    private readonly TokenLogProbability[] best;
    private readonly int vocabulary;
    private readonly float[] penalised;
    private Xoshiro256 generator;
    private int bestCount;

    /// <summary>A sampler for one sequence.</summary>
    /// <param name="options">How tokens are chosen.</param>
    /// <param name="vocabularySize">Number of logits.</param>
    /// <exception cref="InputException">An option is out of its range; all of them are named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary is empty.</exception>
    public Sampler(SamplingOptions options, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        Problem[] problems = [.. options.Validate().Select(p => new Problem("", null, p))];
        if (problems.Length > 0) throw new InputException(problems);
        this.options = options;
        vocabulary = vocabularySize;
        bool needed = options.Temperature > 0 || options.LogProbabilities is not null;
        candidates = new Candidates(needed ? vocabularySize : 0);
        window = new PenaltyWindow(options, vocabularySize);
        penalised = new float[window.IsActive ? vocabularySize : 0];
        best = new TokenLogProbability[Math.Min(vocabularySize, options.LogProbabilities ?? 0)];
        generator = new Xoshiro256(options.Seed);
    }

    /// <summary>Log-probability of the token chosen last, by the logits as they were passed, before penalties and filters; NaN when none were asked for.</summary>
    public double LogProbability { get; private set; } = double.NaN;

    /// <summary>The most probable tokens of the last choice by the same logits, most probable first.</summary>
    public ReadOnlySpan<TokenLogProbability> MostProbable => best.AsSpan(0, bestCount);

    /// <summary>Chooses the next token. Does not <see cref="Accept"/> it.</summary>
    /// <param name="logits">Logits of the vocabulary.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">The number of logits is not the size of the vocabulary.</exception>
    /// <exception cref="AssayException">No logit is a number above negative infinity.</exception>
    public int Sample(ReadOnlySpan<float> logits)
    {
        if (logits.Length != vocabulary) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"There are {logits.Length} logits for {vocabulary} tokens."), nameof(logits));
        int likeliest = IndexOfGreatest(logits);
        if (likeliest < 0) throw new AssayException("The model returned no logit that is a number. Its weights may be damaged: download it again, or try another model.");
        double logSum = options.LogProbabilities is null ? double.NaN : Rank(logits);
        ReadOnlySpan<float> adjusted = Adjust(logits);
        int token = options.Temperature > 0 ? Draw(adjusted) : IndexOfGreatest(adjusted);
        LogProbability = logits[token] - logSum;
        return token;
    }

    /// <summary>Notes a token of the sequence for the penalties: one that was chosen, forced or part of the prompt.</summary>
    /// <param name="token">Its id.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a token of the vocabulary.</exception>
    public void Accept(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, vocabulary);
        window.Add(token);
    }

    private static int IndexOfGreatest(ReadOnlySpan<float> logits)
    {
        int best = -1;
        float greatest = float.NegativeInfinity;
        for (int token = 0; token < logits.Length; token++)
        {
            // A logit that is not a number is never greater.
            if (!(logits[token] > greatest)) continue;
            (best, greatest) = (token, logits[token]);
        }

        return best;
    }

    private ReadOnlySpan<float> Adjust(ReadOnlySpan<float> logits)
    {
        if (!window.IsActive) return logits;
        logits.CopyTo(penalised);
        window.Apply(penalised);
        return penalised;
    }

    private int Draw(ReadOnlySpan<float> logits)
    {
        candidates.Fill(logits);
        if (options.Order == SamplingOrder.TemperatureFirst) candidates.Heat(options.Temperature);
        if (options.TopK > 0) candidates.KeepTop(options.TopK);
        if (options.TopP < 1) candidates.KeepMass(options.TopP);
        if (options.MinP > 0) candidates.KeepShare(options.MinP);
        if (options.Order == SamplingOrder.FiltersFirst) candidates.Heat(options.Temperature);
        return candidates.Draw(generator.NextUnit());
    }

    private double Rank(ReadOnlySpan<float> logits)
    {
        candidates.Fill(logits);
        double logSum = candidates.LogSum();
        candidates.Rank(best.Length);
        bestCount = Math.Min(best.Length, candidates.Count);
        for (int i = 0; i < bestCount; i++) best[i] = new TokenLogProbability(candidates[i].Token, candidates[i].Logit - logSum);
        return logSum;
    }
}
