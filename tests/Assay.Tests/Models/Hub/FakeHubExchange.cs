using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Assay.Tests.Models.Hub;

/// <summary>One request and the means to answer it, rightly or wrongly. The connection is closed after each answer.</summary>
internal sealed record FakeHubExchange(FakeHub Hub, NetworkStream Stream, FakeHubRequest Request, byte[] Content)
{
    private string Etag => $"\"{FakeHub.Sha256(Content)}\"";

    private bool IsPart => Request.From > 0 && !Hub.IgnoresRange && (!Request.Headers.TryGetValue("if-range", out string? etag) || etag == Etag);

    /// <summary>As a hub should: the part that is asked for, or the whole.</summary>
    public async Task RightAsync()
    {
        byte[] body = IsPart ? Content[(int)Request.From..] : Content;
        await HeadAsync(body.Length);
        await Stream.WriteAsync(body);
    }

    /// <summary>Closes the connection after so many bytes of the body.</summary>
    public async Task CutAsync(int bytes)
    {
        byte[] body = IsPart ? Content[(int)Request.From..] : Content;
        await HeadAsync(body.Length);
        await Stream.WriteAsync(body.AsMemory(0, Math.Min(bytes, body.Length)));
    }

    /// <summary>Closes the connection without a word.</summary>
    public Task DropAsync() => Stream.FlushAsync();

    /// <summary>Sends so many bytes of the body and then nothing until the client leaves.</summary>
    public async Task HoldAsync(int bytes)
    {
        await CutAsync(bytes);
        await Stream.FlushAsync();
        Hub.Held.TrySetResult();
        while (await Stream.ReadAsync(new byte[16]) > 0)
        {
            // Nothing more is expected.
        }
    }

    /// <summary>The right body under a false length.</summary>
    public async Task AnnounceAsync(long length)
    {
        await StatusAsync(200, ("Content-Length", length.ToString(CultureInfo.InvariantCulture)), ("ETag", Etag));
        await Stream.WriteAsync(Content.AsMemory(0, (int)Math.Min(length, Content.Length)));
    }

    /// <summary>A body without a length, longer or shorter than the file.</summary>
    public async Task UnannouncedAsync(int more)
    {
        await StatusAsync(200, ("ETag", Etag));
        await Stream.WriteAsync(Content.AsMemory(0, Content.Length + Math.Min(more, 0)));
        if (more > 0) await Stream.WriteAsync(new byte[more]);
    }

    /// <summary>As many bytes as there should be, one of them another.</summary>
    public async Task CorruptAsync()
    {
        byte[] wrong = [.. Content];
        wrong[^1] ^= 1;
        await (this with { Content = wrong }).RightAsync();
    }

    public Task RedirectAsync(string location) => StatusAsync(302, ("Location", location), ("Content-Length", "0"));

    public async Task ErrorAsync(int status, string body, params (string Name, string Value)[] headers)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        await StatusAsync(status, [.. headers, ("Content-Length", bytes.Length.ToString(CultureInfo.InvariantCulture))]);
        await Stream.WriteAsync(bytes);
    }

    public async Task StatusAsync(int status, params (string Name, string Value)[] headers)
    {
        string head = $"HTTP/1.1 {status} Any\r\nConnection: close\r\n{string.Concat(headers.Select(h => $"{h.Name}: {h.Value}\r\n"))}\r\n";
        await Stream.WriteAsync(Encoding.Latin1.GetBytes(head));
    }

    private Task HeadAsync(int length) => IsPart
        ? StatusAsync(206, ("Content-Length", length.ToString(CultureInfo.InvariantCulture)), ("ETag", Etag), ("Content-Range", $"bytes {Request.From}-{Content.Length - 1}/{Content.Length}"))
        : StatusAsync(200, ("Content-Length", length.ToString(CultureInfo.InvariantCulture)), ("ETag", Etag));
}
