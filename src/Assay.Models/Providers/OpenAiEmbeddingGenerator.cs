using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Assay.Models.Providers;

/// <summary>
/// OpenAI's <c>POST /embeddings</c>, of OpenAI or of any compatible server. Values are asked for as numbers: not every server knows the compact form
/// that the SDK asks for. Safe for concurrent use.
/// </summary>
internal sealed class OpenAiEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly Uri address;
    private readonly string? key;
    private readonly HttpClient http;
    private readonly ProviderErrors errors;
    private readonly EmbeddingGeneratorMetadata metadata;

    /// <summary>A generator for one model.</summary>
    /// <param name="endpoint">The base address, usually ending in <c>/v1</c>.</param>
    /// <param name="key">The key; null for a server without keys.</param>
    /// <param name="http">Sends through a <see cref="ProviderHandler"/>; owned by this generator.</param>
    /// <param name="errors">Makes the exceptions and knows the model.</param>
    public OpenAiEmbeddingGenerator(Uri endpoint, string? key, HttpClient http, ProviderErrors errors)
    {
        address = new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/embeddings");
        this.key = key;
        this.http = http;
        this.errors = errors;
        metadata = new(errors.Provider, endpoint, errors.Model);
    }

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values];
        if (texts.Length == 0)
            return [];
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = JsonContent.Create(Body(texts, options)) };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        try
        {
            Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                using JsonDocument document = await JsonDocument.ParseAsync(stream, default, cancellationToken).ConfigureAwait(false);
                return Read(document.RootElement, texts.Length);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw errors.Malformed("the answer is not the JSON of embeddings. Check that the address is one of an OpenAI-compatible server.", true, e);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Closes the connections.</summary>
    public void Dispose() => http.Dispose();

    private Dictionary<string, object> Body(string[] texts, EmbeddingGenerationOptions? options)
    {
        Dictionary<string, object> body = new() { ["model"] = errors.Model, ["input"] = texts, ["encoding_format"] = "float" };
        if (options?.Dimensions is { } dimensions)
            body["dimensions"] = dimensions;
        return body;
    }

    // The order of the vectors is what their indexes say, not the order they stand in.
    private GeneratedEmbeddings<Embedding<float>> Read(JsonElement root, int count)
    {
        var vectors = new float[]?[count];
        int position = 0;
        foreach (JsonElement item in root.GetProperty("data").EnumerateArray())
        {
            int index = item.TryGetProperty("index", out JsonElement said) ? said.GetInt32() : position;
            position++;
            if ((uint)index >= (uint)count || vectors[index] is not null)
                throw errors.Malformed($"it was sent {count} texts and gave a vector for number {index} that was not asked for.", true, null);
            vectors[index] = [.. item.GetProperty("embedding").EnumerateArray().Select(v => v.GetSingle())];
        }
        if (Array.FindIndex(vectors, v => v is null) is >= 0 and int missing)
            throw errors.Malformed($"it was sent {count} texts and gave no vector for number {missing}.", true, null);
        if (vectors[0]!.Length == 0 || Array.Exists(vectors, v => v!.Length != vectors[0]!.Length || !Array.TrueForAll(v, float.IsFinite)))
            throw errors.Malformed("its vectors are empty, of different lengths or hold values that are no numbers.", false, null);
        GeneratedEmbeddings<Embedding<float>> result = [.. vectors.Select(v => new Embedding<float>(v!) { ModelId = errors.Model })];
        if (root.TryGetProperty("usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty("prompt_tokens", out JsonElement tokens))
            result.Usage = new UsageDetails { InputTokenCount = tokens.GetInt64(), TotalTokenCount = tokens.GetInt64() };
        return result;
    }
}
