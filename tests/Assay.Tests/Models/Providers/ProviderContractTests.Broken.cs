using Assay.Models.Providers;
using Microsoft.Extensions.AI;
using static Assay.Tests.Models.Providers.FakeReplies;

namespace Assay.Tests.Models.Providers;

/// <summary>Answers that break, never end, or are no answers.</summary>
public abstract partial class ProviderContractTests
{
    private protected abstract string ErrorEvent(string type, string message);

    [Fact]
    public async Task Stream_that_breaks_is_asked_for_again_and_shown_once()
    {
        Server.Enqueue(CutAfter("The answer "), EndAfter("The answer is "), CutAtOnce(), Answer("The answer is 42."));
        using IChatClient client = Open();
        Assert.Equal("The answer is 42.", (await AskAsync(client, true)).Text);
        Assert.Equal(4, Server.Requests.Count);
    }

    [Fact]
    public async Task Stream_without_terminator_is_never_an_answer()
    {
        Server.Enqueue([.. Enumerable.Repeat(EndAfter("The answer is 4"), 5)]);
        ProviderException failure = await FailAsync(true);
        Assert.Equal((ProviderErrorKind.Disconnected, true), (failure.Kind, failure.IsTransient));
        Assert.Equal(5, Server.Requests.Count);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Stream_read_along_fails_when_it_breaks_after_its_first_token(bool abort)
    {
        TaskCompletionSource first = new();
        Server.Enqueue(Error(503), CutAtOnce(), abort ? CutWhen(first.Task, "The answer ") : EndAfter("The answer "));
        using IChatClient client = Open(Patient with { RestartBrokenStreams = false });
        List<string> seen = [];
        ProviderException failure = await Assert.ThrowsAsync<ProviderException>(async () =>
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("What?"))
            {
                seen.Add(update.Text);
                if (string.Concat(seen) == "The answer ")
                    first.TrySetResult();
            }
        });
        Assert.Equal(ProviderErrorKind.Disconnected, failure.Kind);
        Assert.Equal("The answer ", string.Concat(seen));
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task Stream_read_along_is_handed_on_piece_by_piece()
    {
        Server.Enqueue(SilentAfter("first "));
        using IChatClient client = Open(Patient with { RestartBrokenStreams = false });
        await using IAsyncEnumerator<ChatResponseUpdate> stream = client.GetStreamingResponseAsync("What?").GetAsyncEnumerator();
        do
            Assert.True(await stream.MoveNextAsync());
        while (stream.Current.Text.Length == 0);
        Assert.Equal("first ", stream.Current.Text);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Stream_read_along_is_complete_when_nothing_breaks(bool withUsage)
    {
        Server.Enqueue(Answer("one two", usage: withUsage ? new FakeUsage(3, 2) : null), Answer(""));
        using IChatClient client = Open(Patient with { RestartBrokenStreams = false });
        Assert.Equal("one two", (await AskAsync(client, true)).Text);
        Assert.Equal("", (await AskAsync(client, true)).Text);
    }

    [Fact]
    public async Task Plain_answer_that_breaks_is_asked_for_again()
    {
        Server.Enqueue(CutAtOnce(), Answer("fine"));
        using IChatClient client = Open();
        Assert.Equal("fine", (await AskAsync(client, false)).Text);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task Error_whose_text_breaks_off_is_still_that_error()
    {
        Server.Enqueue(async exchange =>
        {
            exchange.Context.Response.StatusCode = 404;
            exchange.Context.Response.ContentLength = 1000;
            await exchange.RawAsync("application/json", "{\"error\":");
            await exchange.Context.Response.Body.FlushAsync();
            exchange.Context.Abort();
        });
        using IChatClient client = Open(Patient with { MaxAttempts = 1 });
        ProviderException failure = await Assert.ThrowsAsync<ProviderException>(() => AskAsync(client, false));
        // The cut may overtake the headers, then nothing of the answer is known.
        Assert.Contains((failure.Kind, failure.Status), new (ProviderErrorKind, int?)[] { (ProviderErrorKind.Rejected, 404), (ProviderErrorKind.Disconnected, null) });
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Nobody_at_the_address_is_a_lost_connection(bool streaming)
    {
        await Server.DisposeAsync();
        ProviderException failure = await FailAsync(streaming, Patient with { MaxAttempts = 2 });
        Assert.Equal((ProviderErrorKind.Disconnected, true, null), (failure.Kind, failure.IsTransient, failure.Status));
        Assert.Single(Clock.Waited);
    }

    [Theory, InlineData("{\"choices\": [{"), InlineData("[1, 2]"), InlineData("\"text\""), InlineData("{\"choices\": 7, \"type\": 7, \"content\": 7}")]
    public async Task Malformed_answer_is_tried_again_and_then_reported(string json)
    {
        Server.Enqueue(Raw("application/json", json), Raw("application/json", json), Answer("fine"));
        using IChatClient client = Open();
        Assert.Equal("fine", (await AskAsync(client, false)).Text);
        Server.Enqueue([.. Enumerable.Repeat(Raw("application/json", json), 5)]);
        ProviderException failure = await FailAsync(false);
        Assert.Equal((ProviderErrorKind.Malformed, true), (failure.Kind, failure.IsTransient));
        Assert.Equal(8, Server.Requests.Count);
    }

    [Fact]
    public async Task Malformed_event_is_tried_again_and_then_reported()
    {
        FakeReply bad = TextWithEvent("The answer", "event: content_block_delta\ndata: {\"choices\": [{\"delta");
        Server.Enqueue(bad, Answer("fine"));
        using IChatClient client = Open();
        Assert.Equal("fine", (await AskAsync(client, true)).Text);
        Server.Enqueue(bad, bad);
        ProviderException failure = await FailAsync(true, Patient with { MaxAttempts = 2 });
        Assert.Equal(ProviderErrorKind.Malformed, failure.Kind);
        Assert.Equal(4, Server.Requests.Count);
    }

    [Theory]
    [InlineData(false, "application/json"), InlineData(true, "application/json"), InlineData(true, "text/event-stream")]
    public async Task Empty_body_is_tried_again(bool streaming, string contentType)
    {
        Server.Enqueue(Raw(contentType, ""), Answer("fine"));
        using IChatClient client = Open();
        Assert.Equal("fine", (await AskAsync(client, streaming)).Text);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Web_page_instead_of_an_answer_points_to_the_address(bool streaming)
    {
        Server.Enqueue(Raw("text/html; charset=utf-8", "<html><body>Welcome</body></html>"));
        ProviderException failure = await FailAsync(streaming);
        Assert.Equal((ProviderErrorKind.Malformed, false), (failure.Kind, failure.IsTransient));
        Assert.Contains("/v1", failure.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Endless_stream_is_cut_off_by_its_size()
    {
        Server.Enqueue(Endless());
        ProviderException failure = await FailAsync(true, Patient with { MaxResponseBytes = 20_000 });
        Assert.Equal((ProviderErrorKind.Malformed, false), (failure.Kind, failure.IsTransient));
        Assert.Contains("20000 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_answer_is_cut_off_by_its_size()
    {
        Server.Enqueue(Raw("application/json", new string(' ', 30_000)));
        Assert.Contains("20000 bytes", (await FailAsync(false, Patient with { MaxResponseBytes = 20_000 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_stream_times_out()
    {
        Server.Enqueue(SilentAfter("The "), SilentAfter("The "));
        TimeSpan silence = TimeSpan.FromSeconds(61);
        // The silence is over for the clock as soon as it begins; the pieces that are on their way may or may not come through before.
        ImpatientTimeProvider clock = new(due => due <= silence);
        ProviderException failure = await FailAsync(true, Patient with { IdleTimeout = silence, MaxAttempts = 2 }, clock);
        Assert.Equal((ProviderErrorKind.TimedOut, true), (failure.Kind, failure.IsTransient));
        Assert.Contains("silent for 61 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Theory, InlineData(false, true), InlineData(true, true), InlineData(true, false)]
    public async Task Answer_that_takes_too_long_times_out(bool streaming, bool restart)
    {
        Server.Enqueue(Hang(), Hang());
        TimeSpan limit = TimeSpan.FromSeconds(61);
        ImpatientTimeProvider clock = new(due => due <= limit);
        ProviderException failure = await FailAsync(streaming, Patient with { RequestTimeout = limit, MaxAttempts = 2, RestartBrokenStreams = restart }, clock);
        Assert.Equal((ProviderErrorKind.TimedOut, true), (failure.Kind, failure.IsTransient));
        Assert.Contains("within 61 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal([limit, limit], clock.Waited.Where(w => w == limit));
    }

    [Theory]
    [InlineData("event: sparkle\ndata: {\"type\":\"sparkle\",\"glitter\":[1,{}]}"), InlineData("event: sparkle\ndata: {}"), InlineData(": a comment"), InlineData("retry: 3000"), InlineData("id: 7")]
    public async Task Unknown_events_are_skipped(string rawEvent)
    {
        Server.Enqueue(TextWithEvent("The answer is 42.", rawEvent, new FakeUsage(8, 4)));
        using IChatClient client = Open();
        ChatResponse response = await AskAsync(client, true);
        Assert.Equal("The answer is 42.", response.Text);
        Assert.Equal(4, response.Usage!.OutputTokenCount);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("overloaded_error", "Overloaded", "Unavailable", true), InlineData("rate_limit_error", "Slow down", "RateLimited", true)]
    [InlineData("timeout_error", "Too slow", "TimedOut", true), InlineData("invalid_request_error", "prompt is too long: 9 > 8", "ContextOverflow", false)]
    [InlineData("invalid_request_error", "Bad", "Rejected", false), InlineData("authentication_error", "Key revoked", "Authentication", false)]
    public async Task Error_between_the_events_is_an_error(string type, string message, string kind, bool transient)
    {
        Server.Enqueue(TextWithEvent("The answer is 42.", ErrorEvent(type, message)));
        ProviderException failure = await FailAsync(true, Patient with { MaxAttempts = 1 });
        Assert.Equal((kind, transient), (failure.Kind.ToString(), failure.IsTransient));
    }

    [Theory, InlineData(false, true), InlineData(true, true), InlineData(true, false)]
    public async Task Cancelling_before_the_answer_is_a_cancellation(bool streaming, bool restart)
    {
        Server.Enqueue(Hang());
        using CancellationTokenSource caller = new();
        using IChatClient client = Open(Patient with { RestartBrokenStreams = restart });
        Task<ChatResponse> asked = AskAsync(client, streaming, caller.Token);
        await Server.Held.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await caller.CancelAsync();
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
        Assert.Single(Server.Requests);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Cancelling_within_a_stream_is_a_cancellation(bool restart)
    {
        Server.Enqueue(SilentAfter("The "));
        using CancellationTokenSource caller = new();
        using IChatClient client = Open(Patient with { RestartBrokenStreams = restart });
        Task<ChatResponse> asked = AskAsync(client, true, caller.Token);
        await Server.Held.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Cancelling_within_a_plain_answer_is_a_cancellation()
    {
        Server.Enqueue(StallWithin("application/json", "{\"id\":"));
        using CancellationTokenSource caller = new();
        using IChatClient client = Open();
        Task<ChatResponse> asked = AskAsync(client, false, caller.Token);
        await Server.Held.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Plain_answer_that_stalls_times_out()
    {
        Server.Enqueue(StallWithin("application/json", "{\"id\":"));
        TimeSpan limit = TimeSpan.FromMilliseconds(300);
        ProviderException failure = await FailAsync(false, Patient with { RequestTimeout = limit, MaxAttempts = 1 }, TimeProvider.System);
        Assert.Equal(ProviderErrorKind.TimedOut, failure.Kind);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Cancelled_token_sends_nothing(bool streaming)
    {
        using IChatClient client = Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(client, streaming, new CancellationToken(true)));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Cancelling_within_a_pause_is_a_cancellation()
    {
        Server.Enqueue(RateLimited("50"));
        using CancellationTokenSource caller = new();
        ImpatientTimeProvider clock = new(due =>
        {
            if (due == TimeSpan.FromSeconds(50))
                caller.Cancel();
            return false;
        });
        using IChatClient client = Open(null, clock);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(client, false, caller.Token));
        Assert.Single(Server.Requests);
    }
}
