using System.Text.Json;

namespace Assay.Models.Providers;

/// <summary>Makes the exceptions of one provider and model, with the key struck out of whatever the server said.</summary>
/// <param name="provider">The provider as the user knows it.</param>
/// <param name="model">The model's name at the provider.</param>
/// <param name="keyVariable">The environment variable that holds the key.</param>
/// <param name="key">The key to strike out; null when there is none.</param>
internal sealed class ProviderErrors(string provider, string model, string keyVariable, string? key)
{
    private const int LongestQuote = 300;

    private static readonly string[] OverflowSigns =
    [
        "context_length_exceeded", "exceed_context_size_error", "prompt is too long", "maximum context length", "context length exceeded",
        "exceeds the available context size", "exceed context limit", "exceeds the context window", "request_too_large",
    ];

    public string Provider => provider;

    public string Model => model;

    public ProviderException FromResponse(HttpResponseMessage response, string body, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        ErrorBody error = ErrorBody.Read(body);
        ProviderErrorKind kind = KindOf(status, error);
        bool transient = error.Code != "insufficient_quota" && kind is not ProviderErrorKind.ContextOverflow && status is 408 or 409 or 429 or 500 or 502 or 503 or 504 or 529;
        if (response.Headers.TryGetValues("x-should-retry", out IEnumerable<string>? advice))
            transient = transient && !advice.Contains("false", StringComparer.OrdinalIgnoreCase);
        string said = response.Headers.Location is { } target ? $"It redirects to {Clean(target.GetLeftPart(UriPartial.Path))}. " : Quote(error.Message);
        return new ProviderException($"{provider} answered {status} for model '{model}'. {(kind == ProviderErrorKind.Authentication ? "" : said)}{Advice(kind, error)}")
        {
            Provider = provider,
            Model = model,
            Kind = kind,
            Status = status,
            IsTransient = transient,
            RetryAfter = transient ? Providers.RetryAfter.Read(response.Headers, now) : null,
        };
    }

    public ProviderException FromStream(JsonElement error)
    {
        ErrorBody parsed = ErrorBody.Read(error);
        ProviderErrorKind kind = IsOverflow(parsed) ? ProviderErrorKind.ContextOverflow : parsed.Type switch
        {
            "rate_limit_error" or "rate_limit_exceeded" or "tokens" or "requests" => ProviderErrorKind.RateLimited,
            "authentication_error" or "permission_error" => ProviderErrorKind.Authentication,
            "invalid_request_error" or "BadRequestError" or "not_found_error" => ProviderErrorKind.Rejected,
            "timeout_error" => ProviderErrorKind.TimedOut,
            _ => ProviderErrorKind.Unavailable,
        };
        bool transient = kind is ProviderErrorKind.RateLimited or ProviderErrorKind.Unavailable or ProviderErrorKind.TimedOut;
        return Make(kind, transient, $"broke its answer off with an error. {Quote(parsed.Message)}{Advice(kind, parsed)}", null);
    }

    public ProviderException Disconnected(string what, Exception? cause) =>
        Make(ProviderErrorKind.Disconnected, true, $"{what} Check that the address is right and the server is running.", cause);

    public ProviderException TimedOut(string what, Exception? cause) => Make(ProviderErrorKind.TimedOut, true, what, cause);

    public ProviderException Malformed(string what, bool transient, Exception? cause) => Make(ProviderErrorKind.Malformed, transient, what, cause);

    private ProviderException Make(ProviderErrorKind kind, bool transient, string what, Exception? cause)
    {
        string message = $"{provider}, model '{model}': {what}";
        return cause is null
            ? new ProviderException(message) { Provider = provider, Model = model, Kind = kind, IsTransient = transient }
            : new ProviderException(message, cause) { Provider = provider, Model = model, Kind = kind, IsTransient = transient };
    }

    private static ProviderErrorKind KindOf(int status, ErrorBody error) => status switch
    {
        429 => ProviderErrorKind.RateLimited,
        401 or 403 => ProviderErrorKind.Authentication,
        408 => ProviderErrorKind.TimedOut,
        413 => ProviderErrorKind.ContextOverflow,
        _ when IsOverflow(error) => ProviderErrorKind.ContextOverflow,
        409 or >= 500 => ProviderErrorKind.Unavailable,
        _ => ProviderErrorKind.Rejected,
    };

    private static bool IsOverflow(ErrorBody error) => Array.Exists(OverflowSigns, sign =>
        error.Code == sign || error.Type == sign || error.Message.Contains(sign, StringComparison.OrdinalIgnoreCase));

    private string Advice(ProviderErrorKind kind, ErrorBody error) => kind switch
    {
        ProviderErrorKind.Authentication => $"The key was not accepted: check {keyVariable}, and that it may use this model.",
        ProviderErrorKind.ContextOverflow => "The prompt and the answer are too long for the model's context: retrieve fewer or shorter passages, lower the answer's length, or take a model with a longer context.",
        ProviderErrorKind.RateLimited when error.Code == "insufficient_quota" => "The account's quota is used up: add credit or take another key.",
        ProviderErrorKind.RateLimited => "Its rate limit is reached: ask with less concurrency or later.",
        ProviderErrorKind.Rejected => "Check the model's name, the address and the options.",
        _ => "Try again later.",
    };

    private string Quote(string said) => said.Length == 0 ? "" : $"It said: \"{Clean(said)}\". ";

    private string Clean(string text)
    {
        string safe = string.IsNullOrEmpty(key) ? text : text.Replace(key, "***", StringComparison.Ordinal);
        safe = string.Concat(safe.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return safe.Length <= LongestQuote ? safe : $"{safe.AsSpan(0, LongestQuote)}...";
    }
}
