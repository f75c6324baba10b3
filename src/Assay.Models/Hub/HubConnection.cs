using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Assay.Models.Hub;

/// <summary>
/// Asks one hub for one repository. Follows redirects itself, so that the token stays with the hub's own host; gives back only successes, everything else as a
/// <see cref="HubException"/>.
/// </summary>
/// <param name="options">The hub.</param>
/// <param name="reference">The repository.</param>
/// <param name="network">Sends requests, without following redirects or unpacking; not disposed.</param>
/// <param name="time">The clock.</param>
internal sealed class HubConnection(HubOptions options, HubReference reference, HttpMessageInvoker network, TimeProvider time)
{
    private const int MostRedirects = 8;
    private const int LongestErrorBody = 16 * 1024;
    private const int LongestList = 64 << 20;

    /// <summary>Makes this repository's exceptions.</summary>
    public HubErrors Errors { get; } = new(options, reference);

    /// <summary>The files at the revision.</summary>
    public async Task<HubListing> ListAsync(CancellationToken cancellationToken)
    {
        string revision = Uri.EscapeDataString(reference.Revision ?? HubReference.DefaultRevision);
        using HttpResponseMessage response = await GetAsync(new Uri($"{options.Base}/api/models/{reference.Owner}/{reference.Name}/revision/{revision}?blobs=true"), null, null, cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        using var silence = new SilenceLimit(options.IdleTimeout, time, cancellationToken);
        try
        {
            Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            byte[] buffer = new byte[64 * 1024];
            for (int count; (count = await stream.ReadAsync(buffer, silence.Restart()).ConfigureAwait(false)) > 0;)
            {
                if (body.Length + count > LongestList) throw Errors.NotAList($"it is longer than {LongestList >> 20} MiB");
                body.Write(buffer, 0, count);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Errors.Broken("the list of files", e);
        }
        catch (OperationCanceledException) when (silence.IsOver)
        {
            throw Errors.Silent(options.Endpoint);
        }

        try
        {
            return HubListing.Read(body.GetBuffer().AsMemory(0, (int)body.Length));
        }
        catch (FormatException e)
        {
            throw Errors.NotAList(e.Message);
        }
    }

    /// <summary>Begins to read a file.</summary>
    /// <param name="commit">At which commit.</param>
    /// <param name="path">Safe.</param>
    /// <param name="from">The first byte that is wanted; 0 asks for the whole file.</param>
    /// <param name="etag">Of the part that is there: with another one the whole file is sent. Null when it is not known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A success; whole or in part says its status.</returns>
    public Task<HttpResponseMessage> GetFileAsync(string commit, string path, long from, EntityTagHeaderValue? etag, CancellationToken cancellationToken)
    {
        string escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var address = new Uri($"{options.Base}/{reference.Owner}/{reference.Name}/resolve/{commit}/{escaped}");
        return GetAsync(address, from == 0 ? null : new RangeHeaderValue(from, null), from == 0 ? null : etag, cancellationToken);
    }

    private async Task<HttpResponseMessage> GetAsync(Uri first, RangeHeaderValue? range, EntityTagHeaderValue? etag, CancellationToken cancellationToken)
    {
        Uri address = first;
        bool withHub = true;
        for (int redirects = 0; ; redirects++)
        {
            HttpRequestMessage request = Request(address, withHub, range, etag);
            HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                {
                    throw Errors.FromResponse(response, await BeginningAsync(response, cancellationToken).ConfigureAwait(false), withHub, time.GetUtcNow());
                }

                if (redirects == MostRedirects) throw Errors.BadRedirect("one address after the other");
                Uri next = new(address, location);
                if (next.Scheme is not ("http" or "https")) throw Errors.BadRedirect($"'{next.Scheme}:', which is not the web");
                if (address.Scheme == "https" && next.Scheme == "http") throw Errors.BadRedirect($"{next.Authority} without encryption, from an encrypted address");

                // Once away from the hub, nobody on the way back gets the token either.
                withHub = withHub && Uri.Compare(next, first, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
                address = next;
            }
        }
    }

    private HttpRequestMessage Request(Uri address, bool withHub, RangeHeaderValue? range, EntityTagHeaderValue? etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("assay", typeof(HubConnection).Assembly.GetName().Version!.ToString(3)));

        // A part of packed bytes is no part of the file.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        request.Headers.Range = range;
        if (etag is not null) request.Headers.IfRange = new RangeConditionHeaderValue(etag);
        if (withHub && options.Token is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var silence = new SilenceLimit(options.IdleTimeout, time, cancellationToken);
        try
        {
            return await network.SendAsync(request, silence.Restart()).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw Errors.Disconnected(request.RequestUri!, e);
        }
        catch (OperationCanceledException) when (silence.IsOver)
        {
            throw Errors.Silent(request.RequestUri!);
        }
    }

    private async Task<string> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var silence = new SilenceLimit(options.IdleTimeout, time, cancellationToken);
        try
        {
            byte[] buffer = new byte[LongestErrorBody];
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, silence.Restart()).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, count);
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && silence.IsOver))
        {
            // The status is known and says enough.
            return "";
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;
}
