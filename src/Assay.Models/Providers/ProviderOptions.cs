namespace Assay.Models.Providers;

/// <summary>How chat models are called: what is asked of them, how long is waited, how often is tried.</summary>
public sealed record ProviderOptions
{
    /// <summary>Looks up an environment variable (OPENAI_API_KEY and so on); null when it is not set. The library reads no environment by itself.</summary>
    /// <value>Default: nothing is set.</value>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary>Sampling temperature for requests that set none, 0 to 2. Left out for models that refuse it; Anthropic's API has had none since its version 2026-10-21 and samples at 1.</summary>
    /// <value>Default 0: the most likely answer.</value>
    public float? Temperature { get; init; } = 0;

    /// <summary>Longest answer in tokens for requests that set none, 1 or more.</summary>
    /// <value>Default 512.</value>
    public int MaxOutputTokens { get; init; } = 512;

    /// <summary>Longest wait for one whole answer, per attempt, at most a day.</summary>
    /// <value>Default 120 s.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest silence between two pieces of a stream, once its headers are there.</summary>
    /// <value>Default 30 s.</value>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is sent at most, the first time included; 1 means no repetition.</summary>
    /// <value>Default 5.</value>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>First pause before a repetition; it doubles with each, with jitter. Ignored when the provider says how long to wait.</summary>
    /// <value>Default 0.5 s.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Largest answer in bytes as sent (a stream needs about 300 bytes a token); more is cut off as endless.</summary>
    /// <value>Default 4 MiB.</value>
    public int MaxResponseBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Whether a stream that breaks after its first token is asked for again. The pieces are then handed on only when the answer is complete, so that none
    /// is seen twice. False hands each piece on at once, for somebody who reads along, and a later break is an error.
    /// </summary>
    /// <value>Default true.</value>
    public bool RestartBrokenStreams { get; init; } = true;

    /// <summary>Seed of the jitter in the pauses, so that a run can be repeated.</summary>
    /// <value>Default 17.</value>
    public int JitterSeed { get; init; } = 17;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names it.</exception>
    internal void Validate()
    {
        if (Temperature is { } temperature && !(temperature >= 0 && temperature <= 2))
            throw new ArgumentOutOfRangeException(nameof(Temperature), temperature, "Temperature is 0 to 2, or null for the model's own.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOutputTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RequestTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RequestTimeout, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(IdleTimeout, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(IdleTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxResponseBytes, 1);
    }
}
