namespace Assay.Tuning.Preferences;

/// <summary>
/// Direct preference optimisation: with <c>z = beta · ((log p(chosen) - log p₀(chosen)) - (log p(rejected) - log p₀(rejected)))</c> the loss of a pair is
/// <c>-(1 - e) log sigmoid(z) - e log sigmoid(-z) - w · log p(chosen) / |chosen|</c>.
/// </summary>
/// <remarks>Rafailov and others 2023; <c>e</c> is the label smoothing, <c>w</c> the weight of the wanted answer's own loss, <c>p₀</c> the model before training, <c>|chosen|</c> the answer's tokens.</remarks>
/// <param name="Options">Beta, smoothing and weight.</param>
internal readonly record struct PreferenceLoss(PreferenceOptions Options)
{
    /// <summary>How far the model's preference went from that of the model before: <c>z</c>.</summary>
    public double Margin(ScoredPair pair, PairLogs now) => Options.Beta * (now.Chosen - pair.Reference.Chosen - (now.Rejected - pair.Reference.Rejected));

    /// <summary>The loss of a pair, in nats.</summary>
    public double Of(ScoredPair pair, PairLogs now)
    {
        double z = Margin(pair, now);
        return ((1 - Options.LabelSmoothing) * SoftPlus(-z)) + (Options.LabelSmoothing * SoftPlus(z)) - (Options.SftWeight * now.Chosen / Math.Max(1, pair.Pair.Chosen.LearnedCount));
    }

    /// <summary>The slopes of a pair's loss along the loss <c>-log p</c> of each token of the wanted answer and of the other.</summary>
    public (double Chosen, double Rejected) Slopes(ScoredPair pair, PairLogs now)
    {
        double z = Margin(pair, now), along = Options.Beta * (((1 - Options.LabelSmoothing) * Sigmoid(-z)) - (Options.LabelSmoothing * Sigmoid(z)));
        return (along + (Options.SftWeight / Math.Max(1, pair.Pair.Chosen.LearnedCount)), -along);
    }

    // log(1 + e^x) without overflow.
    private static double SoftPlus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}
