namespace Assay.Tuning.Preferences;

/// <summary>How a model prefers answers of pairs that it did not learn from.</summary>
/// <param name="Loss">Mean loss of a pair, in nats.</param>
/// <param name="Accuracy">Share of pairs whose wanted answer gained on the other one; where both moved alike, half.</param>
/// <param name="ChosenReward">Mean of <c>beta · (log p - log p₀)</c> of wanted answers: below 0 where they became less likely.</param>
/// <param name="RejectedReward">The same of the others.</param>
public sealed record PreferenceMeasures(double Loss, double Accuracy, double ChosenReward, double RejectedReward)
{
    /// <summary>How far wanted answers gained on the others.</summary>
    public double Margin => ChosenReward - RejectedReward;
}
