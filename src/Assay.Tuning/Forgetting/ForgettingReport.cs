using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Statistics;
using Assay.Tuning.Registry;

namespace Assay.Tuning.Forgetting;

/// <summary>How a model's command of general texts changed.</summary>
/// <param name="Before">Before tuning.</param>
/// <param name="After">After it.</param>
public sealed record GeneralChange(GeneralScore Before, GeneralScore After)
{
    /// <summary>How much the loss of a token rose, in nats; the mean over texts, each counting the same, with its interval. Above 0 something was forgotten. Means little where the two cut texts differently.</summary>
    public DifferenceEstimate Loss { get; } = Differences(Before, After, t => t.TotalLoss / t.Tokens);

    /// <summary>How much the loss of a byte rose, alike; what to go by where the two cut texts differently.</summary>
    public DifferenceEstimate LossPerByte { get; } = Differences(Before, After, t => t.TotalLoss / t.Bytes);

    /// <summary>How much the share of tokens that were the most probable ones rose, alike; below 0 something was forgotten.</summary>
    public DifferenceEstimate Accuracy { get; } = Differences(Before, After, t => (double)t.Right / t.Tokens);

    private static DifferenceEstimate Differences(GeneralScore before, GeneralScore after, Func<GeneralTextScore, double> value) =>
        PairedBootstrap.Differences(after.Texts.Zip(before.Texts, (a, b) => value(a) - value(b)));
}

/// <summary>What became of the answer to a pinned prompt.</summary>
/// <param name="Name">The prompt's.</param>
/// <param name="Before">The answer before tuning, always with the most probable token.</param>
/// <param name="After">The answer after it.</param>
public sealed record PinnedAnswer(string Name, string Before, string After)
{
    /// <summary>Whether it is the same, token by token.</summary>
    public required bool IsSame { get; init; }

    /// <summary>Whether it was the wanted answer before, white space at its ends aside; null where none is wanted.</summary>
    public bool? RightBefore { get; init; }

    /// <summary>Whether it is the wanted answer after tuning.</summary>
    public bool? RightAfter { get; init; }

    /// <summary>Mean distance of the tuned model's next-token distributions from the earlier ones along the earlier answer, in nats (Kullback-Leibler); null where the two models have other vocabularies.</summary>
    public double? Divergence { get; init; }
}

/// <summary>How a model's answers to pinned prompts changed.</summary>
/// <param name="Answers">Each of them.</param>
public sealed record PinnedChange(ImmutableArray<PinnedAnswer> Answers)
{
    /// <summary>Share of the answers that changed.</summary>
    public MeanEstimate Changed { get; } = PairedBootstrap.Mean(Answers.Select(a => (double?)(a.IsSame ? 0 : 1)));

    /// <summary>How much the share of right answers rose, of the prompts with a wanted answer; null where there is none.</summary>
    public DifferenceEstimate? Right { get; } = Answers.Any(a => a.RightBefore is not null)
        ? PairedBootstrap.Differences(Answers.Where(a => a.RightBefore is not null).Select(a => (a.RightAfter == true ? 1.0 : 0) - (a.RightBefore == true ? 1 : 0)))
        : null;

    /// <summary>Mean divergence; null where the two models have other vocabularies.</summary>
    public DifferenceEstimate? Divergence { get; } = Answers.All(a => a.Divergence is not null) ? PairedBootstrap.Differences(Answers.Select(a => a.Divergence!.Value)) : null;
}

/// <summary>What tuning cost a model of what it could do before.</summary>
/// <param name="General">On general texts.</param>
/// <param name="Pinned">On pinned prompts; null where there are none.</param>
public sealed record ForgettingReport(GeneralChange General, PinnedChange? Pinned)
{
    /// <summary>The gate that decides by the loss of general texts.</summary>
    /// <param name="budget">How much the loss of a token may rise, in nats, shown by the upper end of its interval; 0 or more.</param>
    /// <returns>The gate; its value is the mean.</returns>
    public Gate ToGate(double budget)
    {
        string pinned = Pinned is { } p ? string.Create(CultureInfo.InvariantCulture, $"; {p.Answers.Count(a => !a.IsSame)} of {p.Answers.Length} pinned answers changed{(p.Right is { } right ? $", right answers by {right.Mean:+0%;-0%;0%}" : "")}") : "";
        string text = string.Create(CultureInfo.InvariantCulture, $"rise of the loss of a token of {General.After.Texts.Length} general texts, in nats (perplexity {General.Before.Perplexity:0.00} before, {General.After.Perplexity:0.00} after; {General.Before.Accuracy:0%} and {General.After.Accuracy:0%} of their tokens foreseen){pinned}");
        return Gate.AtMost(GateReport.Forgetting, General.Loss.Interval?.High, budget, text) with { Value = General.Loss.Mean, Low = General.Loss.Interval?.Low, High = General.Loss.Interval?.High };
    }
}
