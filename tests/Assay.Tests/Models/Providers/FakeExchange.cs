using System.Text;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Models.Providers;

/// <summary>One request and the means to answer it.</summary>
internal sealed record FakeExchange(FakeModelServer Server, HttpContext Context, FakeRequest Request)
{
    public async Task AnswerAsync(string text, string finish, FakeUsage? usage)
    {
        if (!Request.IsStream)
        {
            await RawAsync("application/json", Server.Whole(Request, text, finish, usage));
            return;
        }
        await BeginStreamAsync();
        foreach (string piece in FakeModelServer.Pieces(text))
            await EventAsync(Server.Delta(piece));
        foreach (string last in Server.End(Request, finish, usage))
            await EventAsync(last);
    }

    public async Task ErrorAsync(int status, string body, params (string Name, string Value)[] headers)
    {
        Context.Response.StatusCode = status;
        foreach ((string name, string value) in headers)
            Context.Response.Headers[name] = value;
        Context.Response.ContentType = "application/json";
        await Context.Response.WriteAsync(body);
    }

    public async Task RawAsync(string contentType, string body)
    {
        Context.Response.ContentType = contentType;
        await Context.Response.WriteAsync(body, Encoding.UTF8);
    }

    public async Task BeginStreamAsync()
    {
        Context.Response.ContentType = "text/event-stream";
        foreach (string first in Server.Begin(Request))
            await EventAsync(first);
    }

    public async Task EventAsync(string text)
    {
        await Context.Response.WriteAsync(text + "\n\n", Context.RequestAborted);
        await Context.Response.Body.FlushAsync(Context.RequestAborted);
    }

    public async Task UntilClientLeavesAsync()
    {
        Server.Held.TrySetResult();
        await Task.Delay(Timeout.Infinite, Context.RequestAborted);
    }
}
