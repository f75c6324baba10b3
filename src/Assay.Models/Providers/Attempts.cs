using Polly;
using Polly.Retry;

namespace Assay.Models.Providers;

/// <summary>How failed requests are repeated, the same for every kind of model.</summary>
internal static class Attempts
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>Repeats transient <see cref="ProviderException"/>s with exponential pauses and jitter, or after the pause the provider asks for.</summary>
    /// <param name="options">Attempts and pauses.</param>
    /// <param name="time">The clock of the pauses.</param>
    /// <returns>Safe for concurrent use.</returns>
    public static ResiliencePipeline Pipeline(ProviderOptions options, TimeProvider time)
    {
        if (options.MaxAttempts == 1)
            return ResiliencePipeline.Empty;
        Random random = new(options.JitterSeed);
        Lock gate = new();
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = LongestPause,
                Randomizer = () =>
                {
                    lock (gate)
                        return random.NextDouble();
                },
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is ProviderException { IsTransient: true }),
                DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as ProviderException)?.RetryAfter),
            })
            .Build();
    }
}
