using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assay.Tests.Tuning.Hosted;

/// <summary>How a request to the fake server goes wrong.</summary>
internal enum Trouble
{
    None,

    /// <summary>The connection breaks before anything was done.</summary>
    LoseRequest,

    /// <summary>The connection breaks after it was done.</summary>
    LoseAnswer,

    /// <summary>No answer, nothing done.</summary>
    HangBefore,

    /// <summary>No answer, although it was done.</summary>
    HangAfter,

    /// <summary>429 with Retry-After, nothing done.</summary>
    TooMany,

    /// <summary>500 although it was done.</summary>
    FailAfter,

    /// <summary>Done, and the answer is no JSON.</summary>
    Garbage,
}

/// <summary>One request that arrived.</summary>
internal sealed record TuningCall(string Method, string Path, string Query, string Body);

/// <summary>A hosted tuning service on a loopback port, in memory: files, jobs that move one status on with each look, events, checkpoints. Counts what was really done.</summary>
internal abstract class FakeTuningServer : IAsyncDisposable
{
    public const string Key = "sk-secret-key-123";

    private readonly ConcurrentQueue<TuningCall> calls = new();
    private WebApplication? app;
    private int count;

    public string Url { get; private set; } = "";

    public List<JsonObject> Files { get; } = [];

    public List<string> FileContents { get; } = [];

    public List<JsonObject> Jobs { get; } = [];

    public IReadOnlyList<TuningCall> Calls => [.. calls];

    /// <summary>What the job does: one status for each look at it.</summary>
    public string[] Life { get; set; } = [];

    /// <summary>Which trouble the nth request (from 0) has.</summary>
    public Func<int, TuningCall, Trouble> Mishap { get; set; } = static (_, _) => Trouble.None;

    /// <summary>How many looks at a list do not show what was made, as lists that lag do.</summary>
    public int Lag { get; set; }

    /// <summary>Completes when a request hangs.</summary>
    public TaskCompletionSource Held { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers lists; null for the usual answer.</summary>
    public Func<TuningCall, string?> Special { get; set; } = static _ => null;

    public int Looks { get; set; }

    public abstract Task<(int Status, JsonNode Body)> AnswerAsync(TuningCall call, HttpContext context, IFormCollection? form);

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
    }

    public async Task ListenAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        Url = app.Urls.Single();
    }

    public void Forget()
    {
        while (calls.TryDequeue(out _)) { }
        count = 0;
        Held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    protected static JsonObject List(IEnumerable<JsonObject> items, bool more = false) =>
        new() { ["object"] = "list", ["data"] = new JsonArray([.. items.Select(i => i.DeepClone())]), ["has_more"] = more };

    protected static (int Status, JsonNode Body) Refuse(int status, string message) =>
        (status, new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = "invalid_request_error", ["code"] = null } });

    private async Task HandleAsync(HttpContext context)
    {
        IFormCollection? form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        string body = form is null ? await new StreamReader(context.Request.Body, Encoding.UTF8).ReadToEndAsync() : "";
        TuningCall call = new(context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", body);
        calls.Enqueue(call);
        Trouble trouble = Mishap(Interlocked.Increment(ref count) - 1, call);
        if (trouble is Trouble.LoseRequest) context.Abort();
        else if (trouble is Trouble.TooMany) await WriteAsync(context, 429, """{"error":{"message":"slow down","type":"requests"}}""", ("Retry-After", "7"));
        else if (trouble is Trouble.HangBefore) await HangAsync(context);
        else await FinishAsync(context, call, form, trouble);
    }

    private async Task FinishAsync(HttpContext context, TuningCall call, IFormCollection? form, Trouble trouble)
    {
        string shown = context.Request.Headers.Authorization.ToString();
        (int status, JsonNode body) = shown != $"Bearer {Key}" ? Refuse(401, $"Incorrect API key provided: {shown}") : await AnswerAsync(call, context, form);
        string text = status != 401 && Special(call) is { } special ? special : body.ToJsonString();
        if (trouble is Trouble.LoseAnswer) context.Abort();
        else if (trouble is Trouble.HangAfter) await HangAsync(context);
        else if (trouble is Trouble.FailAfter) await WriteAsync(context, 500, """{"error":{"message":"boom"}}""");
        else await WriteAsync(context, status, trouble is Trouble.Garbage ? "{\"id\": \"fi" : text);
    }

    private async Task HangAsync(HttpContext context)
    {
        Held.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client is gone.
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, string body, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach ((string name, string value) in headers) context.Response.Headers[name] = value;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }
}
