using Assay.Text;
using Assay.Tuning.Hosted.Dialects;

namespace Assay.Tuning.Hosted;

/// <summary>Checks the settings of a request: the ranges of OpenAI's schema, and what a dialect refuses.</summary>
internal static class HostedSettings
{
    private const int LongestSuffix = 20;

    /// <summary>All that is wrong.</summary>
    /// <param name="request">The request.</param>
    /// <param name="dialect">The provider's.</param>
    /// <returns>One problem for each setting.</returns>
    public static IEnumerable<Problem> Problems(HostedTuningRequest request, IHostedDialect dialect) =>
        Ranges(request).Concat(dialect.Refusals(request)).Select(message => new Problem("", null, message));

    private static IEnumerable<string> Ranges(HostedTuningRequest request)
    {
        HostedHyperparameters settings = request.Hyperparameters;
        if (settings.Epochs is < 1 or > 50) yield return $"Epochs are 1 to 50; found {settings.Epochs}.";
        if (settings.BatchSize is < 1 or > 256) yield return $"The batch size is 1 to 256; found {settings.BatchSize}.";
        if (settings.LearningRateMultiplier is { } factor && !(factor > 0 && double.IsFinite(factor))) yield return $"The learning rate multiplier is above 0; found {factor}.";
        if (settings.LearningRate is { } rate && !(rate > 0 && double.IsFinite(rate))) yield return $"The learning rate is above 0; found {rate}.";
        if (settings.Beta is { } beta && !(beta > 0 && beta <= 2)) yield return $"Beta is above 0 and at most 2; found {beta}.";
        if (settings.Beta is not null && settings.Method != HostedMethod.Preference) yield return "Beta belongs to preference tuning: leave it out or choose that method.";
        if (settings.LoraRank is < 1) yield return $"The LoRA rank is 1 or more; found {settings.LoraRank}.";
        if (request.Seed is < 0) yield return $"The seed is 0 or more; found {request.Seed}.";
        if (request.Attempt < 1) yield return $"The attempt is 1 or more; found {request.Attempt}.";
        if (request.MaxCostUsd is < 0) yield return $"The limit of the cost is 0 or more; found {request.MaxCostUsd}.";
        if (request.TrainingUsdPerMillion is < 0) yield return $"The price is 0 or more; found {request.TrainingUsdPerMillion}.";
        if (request.ContextTokens is < 1) yield return $"The context is 1 token or more; found {request.ContextTokens}.";
        if (request.Suffix is { } suffix && (suffix.Length is 0 or > LongestSuffix || suffix.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))))
            yield return $"The suffix is 1 to {LongestSuffix} letters a-z, digits and hyphens; found '{suffix}'.";
    }
}
