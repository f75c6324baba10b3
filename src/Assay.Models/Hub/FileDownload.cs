using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace Assay.Models.Hub;

/// <summary>Fetches one file until it is there whole and has the checksum it should have. Goes on where a cut connection or an earlier process stopped.</summary>
/// <param name="hub">The repository.</param>
/// <param name="commit">At which commit.</param>
/// <param name="options">How often is tried.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Is told the step, the file's bytes so far, and a note.</param>
internal sealed class FileDownload(HubConnection hub, string commit, HubOptions options, TimeProvider time, Action<PullStep, long, string?> report)
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>How many bytes came over the network.</summary>
    public long FetchedBytes { get; private set; }

    /// <summary>Fetches what is missing and checks the whole.</summary>
    /// <param name="partial">What is there so far.</param>
    /// <param name="cancellationToken">Stops it; what was fetched is kept.</param>
    /// <returns>SHA-256 of the content.</returns>
    /// <exception cref="HubException">The server does not give it, or gives something else.</exception>
    public async Task<string> RunAsync(PartialFile partial, CancellationToken cancellationToken)
    {
        var attempts = new PullAttempts(options, time, note => report(PullStep.Retrying, partial.Length, note));
        long best = partial.Length;
        while (true)
        {
            try
            {
                if (partial.Length < partial.Expected.Bytes) await FetchAsync(partial, cancellationToken).ConfigureAwait(false);
                return await CheckAsync(partial, cancellationToken).ConfigureAwait(false);
            }
            catch (HubException e)
            {
                long length = partial.Length;
                await attempts.FailedAsync(e, length > best, cancellationToken).ConfigureAwait(false);

                // A server that cannot go on in the middle and never comes further is given up in the end; after a false content all is begun anew.
                best = e.IsWrongContent ? length : Math.Max(best, length);
            }
        }
    }

    private async Task FetchAsync(PartialFile partial, CancellationToken cancellationToken)
    {
        long from = partial.Length;
        EntityTagHeaderValue? etag = partial.Etag;
        try
        {
            using HttpResponseMessage response = await hub.GetFileAsync(commit, partial.Expected.Path, from, etag, cancellationToken).ConfigureAwait(false);
            Examine(response, partial, from, etag);
            if (response.StatusCode == HttpStatusCode.OK) partial.Discard();
            await CopyAsync(response, partial, cancellationToken).ConfigureAwait(false);
        }
        catch (HubException e) when (e.Status == (int)HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            partial.Discard();
            throw hub.Errors.WrongContent(partial.Expected.Path, string.Create(CultureInfo.InvariantCulture, $"the server has no bytes from {from} on, {partial.Expected.Bytes} are listed"));
        }
    }

    // What the head of an answer says about its body, before a byte of it is kept.
    private void Examine(HttpResponseMessage response, PartialFile partial, long from, EntityTagHeaderValue? etag)
    {
        string path = partial.Expected.Path;
        long expected = partial.Expected.Bytes!.Value;
        HttpContentHeaders headers = response.Content.Headers;
        if (headers.ContentEncoding.Any(e => !e.Equals("identity", StringComparison.OrdinalIgnoreCase))) throw hub.Errors.WrongContent(path, $"it is packed as {string.Join(", ", headers.ContentEncoding)}");
        if (response.StatusCode == HttpStatusCode.OK)
        {
            if (headers.ContentLength is { } length && length != expected) throw hub.Errors.WrongContent(path, string.Create(CultureInfo.InvariantCulture, $"{length} bytes are announced, {expected} are listed"));
            return;
        }

        ContentRangeHeaderValue? range = headers.ContentRange;
        bool fits = response.StatusCode == HttpStatusCode.PartialContent && range?.From == from && (range.Length is null || range.Length == expected) && (headers.ContentLength is null || headers.ContentLength <= expected - from);
        bool same = etag is null || response.Headers.ETag is null || response.Headers.ETag.Equals(etag);
        if (fits && same) return;
        partial.Discard();
        throw hub.Errors.WrongContent(path, fits ? "its entity tag changed" : string.Create(CultureInfo.InvariantCulture, $"bytes from {from} of {expected} were asked for, '{range?.ToString() ?? "another part"}' came with status {(int)response.StatusCode}"));
    }

    private async Task CopyAsync(HttpResponseMessage response, PartialFile partial, CancellationToken cancellationToken)
    {
        long expected = partial.Expected.Bytes!.Value;
        FileStream file = partial.Append(response.Headers.ETag);
        await using ConfiguredAsyncDisposable open = file.ConfigureAwait(false);
        using var silence = new SilenceLimit(options.IdleTimeout, time, cancellationToken);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            for (long length = file.Length; ;)
            {
                int count = await ReadAsync(body, buffer, partial, silence).ConfigureAwait(false);
                if (count == 0) break;
                if (count > expected - length)
                {
                    file.SetLength(0);
                    throw hub.Errors.WrongContent(partial.Expected.Path, string.Create(CultureInfo.InvariantCulture, $"more than the {expected} bytes that are listed came"));
                }

                await WriteAsync(file, buffer.AsMemory(0, count), partial, cancellationToken).ConfigureAwait(false);
                length += count;
                FetchedBytes += count;
                report(PullStep.Fetching, length, null);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        // An answer without a length ends where the connection does: nobody says whether by intention.
        if (file.Length < expected) throw hub.Errors.Broken(partial.Expected.Path, new EndOfStreamException());
    }

    private async Task<int> ReadAsync(Stream body, byte[] buffer, PartialFile partial, SilenceLimit silence)
    {
        try
        {
            return await body.ReadAsync(buffer.AsMemory(0, BufferBytes), silence.Restart()).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw hub.Errors.Broken(partial.Expected.Path, e);
        }
        catch (OperationCanceledException) when (silence.IsOver)
        {
            throw hub.Errors.Silent(options.Endpoint);
        }
    }

    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, PartialFile partial, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw partial.Unwritable(e);
        }
    }

    private async Task<string> CheckAsync(PartialFile partial, CancellationToken cancellationToken)
    {
        FileDigest digest = partial.Expected.Digest!;
        if (partial.Expected.Bytes == 0)
        {
            FileStream empty = partial.Append(null);
            await empty.DisposeAsync().ConfigureAwait(false);
        }

        (string found, string sha256) = await FileDigest.OfAsync(partial.Path, digest.IsGit, read => report(PullStep.Checking, read, null), cancellationToken).ConfigureAwait(false);
        if (found == digest.Hex) return sha256;
        partial.Discard();
        throw hub.Errors.WrongContent(partial.Expected.Path, $"its checksum is {digest with { Hex = found }}, {digest} is listed");
    }
}
