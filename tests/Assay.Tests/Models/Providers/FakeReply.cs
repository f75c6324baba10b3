using System.Globalization;

namespace Assay.Tests.Models.Providers;

/// <summary>What a fake server does with one request.</summary>
internal delegate Task FakeReply(FakeExchange exchange);

/// <summary>The behaviours of servers, good and bad. Each works for a plain request and for a stream, in either protocol.</summary>
internal static class FakeReplies
{
    /// <summary>A complete answer; a stream has one piece per word.</summary>
    public static FakeReply Answer(string text, string finish = "stop", FakeUsage? usage = null) => exchange => exchange.AnswerAsync(text, finish, usage);

    /// <summary>An error status with the protocol's error body.</summary>
    public static FakeReply Error(int status, string message = "Something is wrong.", string type = "api_error", string? code = null, params (string Name, string Value)[] headers) =>
        exchange => exchange.ErrorAsync(status, exchange.Server.ErrorBody(message, type, code), headers);

    /// <summary>429 with a Retry-After header.</summary>
    public static FakeReply RateLimited(string retryAfter, string header = "retry-after") =>
        Error(429, "Rate limit reached.", "rate_limit_error", "rate_limit_exceeded", (header, retryAfter));

    /// <summary>Status 200 with any body.</summary>
    public static FakeReply Raw(string contentType, string body) => exchange => exchange.RawAsync(contentType, body);

    /// <summary>The first words of an answer, then the connection is cut.</summary>
    public static FakeReply CutAfter(string text) => async exchange =>
    {
        await exchange.BeginStreamAsync();
        foreach (string word in FakeModelServer.Pieces(text))
            await exchange.EventAsync(exchange.Server.Delta(word));
        exchange.Context.Abort();
    };

    /// <summary>The first words of an answer; the connection is cut when the client has told that it saw them, because a cut may overtake what was sent.</summary>
    public static FakeReply CutWhen(Task seen, string text) => async exchange =>
    {
        await exchange.BeginStreamAsync();
        foreach (string word in FakeModelServer.Pieces(text))
            await exchange.EventAsync(exchange.Server.Delta(word));
        await seen;
        exchange.Context.Abort();
    };

    /// <summary>The connection is cut before any byte of the answer.</summary>
    public static FakeReply CutAtOnce() => exchange =>
    {
        exchange.Context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>The first words of an answer, then a clean end of the stream without finish reason or terminator.</summary>
    public static FakeReply EndAfter(string text) => async exchange =>
    {
        await exchange.BeginStreamAsync();
        foreach (string word in FakeModelServer.Pieces(text))
            await exchange.EventAsync(exchange.Server.Delta(word));
    };

    /// <summary>A stream with one more event after its first word.</summary>
    public static FakeReply TextWithEvent(string text, string rawEvent, FakeUsage? usage = null) => async exchange =>
    {
        await exchange.BeginStreamAsync();
        foreach (string word in FakeModelServer.Pieces(text))
        {
            await exchange.EventAsync(exchange.Server.Delta(word));
            await exchange.EventAsync(rawEvent);
        }
        foreach (string last in exchange.Server.End(exchange.Request, "stop", usage))
            await exchange.EventAsync(last);
    };

    /// <summary>A stream that never ends.</summary>
    public static FakeReply Endless() => async exchange =>
    {
        await exchange.BeginStreamAsync();
        while (!exchange.Context.RequestAborted.IsCancellationRequested)
            await exchange.EventAsync(exchange.Server.Delta("and so on "));
    };

    /// <summary>One word, then silence until the client goes away.</summary>
    public static FakeReply SilentAfter(string text) => async exchange =>
    {
        await exchange.BeginStreamAsync();
        await exchange.EventAsync(exchange.Server.Delta(text));
        await exchange.UntilClientLeavesAsync();
    };

    /// <summary>Headers and a part of a body, then nothing until the client goes away.</summary>
    public static FakeReply StallWithin(string contentType, string part) => async exchange =>
    {
        await exchange.RawAsync(contentType, part);
        await exchange.Context.Response.Body.FlushAsync();
        await exchange.UntilClientLeavesAsync();
    };

    /// <summary>Not even headers, until the client goes away.</summary>
    public static FakeReply Hang() => exchange => exchange.UntilClientLeavesAsync();

    /// <summary>A date for a Retry-After header.</summary>
    public static string HttpDate(DateTimeOffset date) => date.ToUniversalTime().ToString("r", CultureInfo.InvariantCulture);
}
