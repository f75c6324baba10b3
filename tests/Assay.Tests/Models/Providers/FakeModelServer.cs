using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assay.Tests.Models.Providers;

/// <summary>
/// A model server on a real loopback port, for tests in this process and for commands run as children. Replies come from the queue; when it is
/// empty, from the <see cref="Respond"/> function. Every request is kept.
/// </summary>
internal abstract class FakeModelServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<FakeReply> queue = new();
    private readonly ConcurrentQueue<FakeRequest> requests = new();
    private WebApplication? app;
    private Func<FakeRequest, string> respond = static _ => "ok";

    /// <summary>The key that clients must show; null accepts everybody.</summary>
    public string? Key { get; init; } = "test-key-123";

    /// <summary>The address with port, without path: <c>http://127.0.0.1:12345</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The requests received so far, in the order of arrival.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. requests];

    /// <summary>Completes when a reply starts to hold its client back (<see cref="FakeReplies.Hang"/>, <see cref="FakeReplies.SilentAfter"/>).</summary>
    public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The path of chat answers.</summary>
    protected abstract string Path { get; }

    /// <summary>Whether a path is served.</summary>
    protected virtual bool Serves(string path) => path == Path;

    /// <summary>Adds replies, one for each of the next requests.</summary>
    public void Enqueue(params FakeReply[] replies)
    {
        foreach (FakeReply reply in replies)
            queue.Enqueue(reply);
    }

    /// <summary>Answers all requests beyond the queue; tokens are counted as words.</summary>
    public void Respond(Func<JsonObject, string> answer) => respond = request => answer(request.Body);

    /// <summary>Answers all requests beyond the queue from the last user message.</summary>
    public void RespondTo(Func<string, string> answer) => respond = request => answer(request.Question);

    public abstract string Whole(FakeRequest request, string text, string finish, FakeUsage? usage);

    public abstract IEnumerable<string> Begin(FakeRequest request);

    public abstract string Delta(string text);

    public abstract IEnumerable<string> End(FakeRequest request, string finish, FakeUsage? usage);

    public abstract string ErrorBody(string message, string type, string? code);

    /// <summary>The words of a text with their blanks, so that they join to the text.</summary>
    public static IEnumerable<string> Pieces(string text)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf(' ', start) + 1;
            yield return end == 0 ? text[start..] : text[start..end];
            start = end == 0 ? text.Length : end;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
    }

    /// <summary>What is wrong with the headers of a request; null when nothing is.</summary>
    protected abstract (int Status, string Body)? Refuse(FakeRequest request);

    protected async Task ListenAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        Url = app.Urls.Single();
    }

    private async Task HandleAsync(HttpContext context)
    {
        FakeRequest request = await FakeRequest.ReadAsync(context);
        requests.Enqueue(request);
        FakeExchange exchange = new(this, context, request);
        if (context.Request.Method != "POST" || !Serves(request.Path))
            await exchange.ErrorAsync(404, ErrorBody($"No such path: {request.Path}", "not_found_error", null));
        else if (Refuse(request) is { } refusal)
            await exchange.ErrorAsync(refusal.Status, refusal.Body);
        else
            await ReplyAsync(exchange);
    }

    private async Task ReplyAsync(FakeExchange exchange)
    {
        try
        {
            await (queue.TryDequeue(out FakeReply? reply) ? reply(exchange) : RespondAsync(exchange));
        }
        catch (OperationCanceledException)
        {
            // The client went away, as some replies want it to.
        }
    }

    /// <summary>Answers a request that is beyond the queue.</summary>
    protected virtual Task RespondAsync(FakeExchange exchange)
    {
        string answer = respond(exchange.Request);
        int input = exchange.Request.Body["messages"]!.ToJsonString().Split(' ').Length;
        return exchange.AnswerAsync(answer, "stop", new FakeUsage(input, answer.Split(' ').Length));
    }
}
