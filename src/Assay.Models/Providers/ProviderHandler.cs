using System.Text;

namespace Assay.Models.Providers;

/// <summary>
/// The one place below both SDKs where responses become exceptions: the SDKs keep neither the headers of an error nor the difference between a
/// broken and a complete stream. What passes is a successful response with a guarded body.
/// </summary>
/// <param name="errors">Makes the exceptions.</param>
/// <param name="options">The limits.</param>
/// <param name="keepAuthorization">False removes the placeholder key that the OpenAI SDK insists on, for servers without keys.</param>
/// <param name="time">The clock.</param>
internal sealed class ProviderHandler(ProviderErrors errors, ProviderOptions options, bool keepAuthorization, TimeProvider time) : DelegatingHandler(Network())
{
    private const int LongestErrorBody = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!keepAuthorization)
            request.Headers.Authorization = null;
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw errors.Disconnected($"no connection to {request.RequestUri!.GetLeftPart(UriPartial.Authority)} ({e.HttpRequestError}).", e);
        }
        if (!response.IsSuccessStatusCode)
        {
            using (response)
                throw errors.FromResponse(response, await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false), time.GetUtcNow());
        }
        string type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (type == "text/html")
        {
            response.Dispose();
            throw errors.Malformed($"{request.RequestUri} answered with a web page instead of JSON. Check the address: for an OpenAI-compatible server it usually ends in /v1.", false, null);
        }
        await GuardAsync(response, type == "text/event-stream", cancellationToken).ConfigureAwait(false);
        return response;
    }

    private static SocketsHttpHandler Network() => new()
    {
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        // A redirect would carry the key to a host that nobody named.
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private async Task GuardAsync(HttpResponseMessage response, bool isEventStream, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        StreamContent guarded = new(new GuardedStream(body, isEventStream ? new SseWatch(errors) : null, options, errors, time));
        foreach (KeyValuePair<string, IEnumerable<string>> header in response.Content.Headers)
            guarded.Headers.TryAddWithoutValidation(header.Key, header.Value);
        response.Content = guarded;
    }

    private static async Task<string> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[LongestErrorBody];
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, count);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status is known and says enough.
            return "";
        }
    }
}
