namespace Assay.Models.Providers;

/// <summary>Why a provider gave no answer.</summary>
public enum ProviderErrorKind
{
    /// <summary>Too many requests or tokens in a period, or the quota is used up (429).</summary>
    RateLimited,

    /// <summary>The service is overloaded or broken (409, 5xx, 529).</summary>
    Unavailable,

    /// <summary>The request cannot be served as it is: unknown model, bad parameter (400, 404, 422).</summary>
    Rejected,

    /// <summary>The key is wrong or may not use this model (401, 403).</summary>
    Authentication,

    /// <summary>Prompt and answer do not fit the model's context.</summary>
    ContextOverflow,

    /// <summary>The answer is not what the protocol says: not JSON, no choices, endless.</summary>
    Malformed,

    /// <summary>No answer, or no bytes on a stream, within the limits of <see cref="ProviderOptions"/> (or 408).</summary>
    TimedOut,

    /// <summary>No connection, or it broke before the answer was complete.</summary>
    Disconnected,
}
