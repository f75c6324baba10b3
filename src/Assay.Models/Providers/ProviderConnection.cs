using System.Net.Http.Headers;
using System.Text.Json;
using Assay.Text;
using Polly;

namespace Assay.Models.Providers;

/// <summary>
/// The rest of a provider's interface, beyond chat and embeddings: JSON over HTTP with the same keys, limits, time-outs, repetitions and exceptions. Safe for concurrent use.
/// </summary>
public sealed class ProviderConnection : IDisposable
{
    private readonly HttpClient http;
    private readonly ProviderErrors errors;
    private readonly ProviderOptions options;
    private readonly TimeProvider time;
    private readonly ResiliencePipeline pipeline;
    private readonly string? key;

    private ProviderConnection(Uri address, string? key, ProviderErrors errors, ProviderOptions options, TimeProvider time)
    {
        (Address, this.key, this.errors, this.options, this.time) = (address, key, errors, options, time);
        http = ChatModels.Http(errors, options, key is not null, time);
        pipeline = Attempts.Pipeline(options, time);
    }

    /// <summary>The base address, usually ending in <c>/v1</c>; holds no user name, password or query.</summary>
    public Uri Address { get; }

    /// <summary>The provider as the user knows it: <c>OpenAI</c>, or the address of a server.</summary>
    public string Provider => errors.Provider;

    /// <summary>Opens the interface of the provider that serves a model. Nothing is sent until it is used.</summary>
    /// <param name="model">The model: <c>openai:NAME</c> or <c>http://host/v1#NAME</c>.</param>
    /// <param name="options">Keys, limits, time-outs; those of chat answers do not matter.</param>
    /// <param name="timeProvider">The clock of time-outs and pauses.</param>
    /// <returns>The connection; the caller disposes it.</returns>
    /// <exception cref="AssayException">The model is not of such a provider, a key is missing, or a base address is unusable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static ProviderConnection Open(ModelReference model, ProviderOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        options.Validate();
        if (model.Kind is not (ModelKind.OpenAi or ModelKind.OpenAiCompatible))
            throw new AssayException($"'{model}' is not served by a provider with OpenAI's interface. Name one as openai:NAME or http://host/v1#NAME.");
        bool hosted = model.Kind == ModelKind.OpenAi;
        string variable = hosted ? ChatModels.OpenAiKey : ChatModels.ServerKey;
        string? key = hosted ? ChatModels.Key(options, variable, model) : options.Environment(variable)?.Trim() is { Length: > 0 } given ? given : null;
        Uri address = hosted ? ChatModels.BaseAddress(options, "OPENAI_BASE_URL", "https://api.openai.com/v1") : model.Endpoint!;
        ProviderErrors errors = new(hosted ? "OpenAI" : address.GetLeftPart(UriPartial.Authority), model.Name, variable, key);
        return new(new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/')), key, errors, options, timeProvider);
    }

    /// <summary>Asks for something; transient failures are repeated.</summary>
    /// <param name="path">Path and query below <see cref="Address"/>, for example <c>/files?limit=100</c>.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The answer: a JSON object.</returns>
    /// <exception cref="ProviderException">No usable answer came.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken = default) =>
        await pipeline.ExecuteAsync(async token => await OnceAsync(HttpMethod.Get, path, null, options.RequestTimeout, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Sends something, once: it may have been received although no answer came, so only the caller knows whether it can be sent again (<see cref="ProviderException.IsTransient"/>
    /// says only that it may succeed then).
    /// </summary>
    /// <param name="path">Path and query below <see cref="Address"/>.</param>
    /// <param name="content">What is sent; disposed. Null for nothing.</param>
    /// <param name="longest">Longest wait for the whole answer; null for <see cref="ProviderOptions.RequestTimeout"/>.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The answer: a JSON object.</returns>
    /// <exception cref="ProviderException">No usable answer came.</exception>
    public Task<JsonElement> PostOnceAsync(string path, HttpContent? content, TimeSpan? longest = null, CancellationToken cancellationToken = default) =>
        OnceAsync(HttpMethod.Post, path, content, longest ?? options.RequestTimeout, cancellationToken);

    /// <summary>The exception for an answer that is not what the protocol says.</summary>
    /// <param name="what">What is wrong with it, and what to do: a sentence.</param>
    /// <returns>A transient one: the next answer may be sound.</returns>
    public ProviderException Malformed(string what) => errors.Malformed(what, true, null);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => http.Dispose();

    private async Task<JsonElement> OnceAsync(HttpMethod method, string path, HttpContent? content, TimeSpan longest, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, $"{Address}{path}") { Content = content };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using AttemptDeadline deadline = new(longest, time, errors, cancellationToken);
        return await deadline.LimitAsync(token => ReadAsync(request, token)).ConfigureAwait(false);
    }

    private async Task<JsonElement> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(body, default, cancellationToken).ConfigureAwait(false);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw NotJson(request, null);
        }
        catch (JsonException e)
        {
            throw NotJson(request, e);
        }
    }

    private ProviderException NotJson(HttpRequestMessage request, JsonException? cause) =>
        errors.Malformed($"the answer to {request.Method} {request.RequestUri!.AbsolutePath} is not a JSON object. Check that the address is one of a server with this interface.", true, cause);
}
