using Assay.Models.Providers;
using Microsoft.Extensions.AI;
using static Assay.Tests.Models.Providers.FakeReplies;

namespace Assay.Tests.Models.Providers;

/// <summary>What holds for every provider; derived once for each. Timers of pauses go off at once, those of time-outs only where a test wants it.</summary>
public abstract partial class ProviderContractTests : IAsyncLifetime
{
    private protected const string Secret = "test-key-123";

    private protected static readonly ProviderOptions Patient = new()
    {
        RequestTimeout = TimeSpan.FromHours(2),
        IdleTimeout = TimeSpan.FromHours(1),
        RetryDelay = TimeSpan.FromMilliseconds(100),
    };

    private protected ImpatientTimeProvider Clock { get; } = new(static due => due <= TimeSpan.FromSeconds(60));

    private protected FakeModelServer Server { get; private set; } = null!;

    private protected abstract string Reference { get; }

    public async Task InitializeAsync() => Server = await StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    private protected abstract Task<FakeModelServer> StartAsync();

    private protected abstract string? Variable(string name);

    private protected IChatClient Open(ProviderOptions? options = null, TimeProvider? clock = null, string? reference = null) =>
        ChatModels.Create(ModelReference.Parse(reference ?? Reference), (options ?? Patient) with { Environment = Variable }, clock ?? Clock);

    private protected static async Task<ChatResponse> AskAsync(IChatClient client, bool streaming, CancellationToken cancellationToken = default) =>
        streaming
            ? await client.GetStreamingResponseAsync("What is the answer?", cancellationToken: cancellationToken).ToChatResponseAsync(cancellationToken)
            : await client.GetResponseAsync("What is the answer?", cancellationToken: cancellationToken);

    private protected async Task<ProviderException> FailAsync(bool streaming, ProviderOptions? options = null, TimeProvider? clock = null)
    {
        using IChatClient client = Open(options, clock);
        return await Assert.ThrowsAsync<ProviderException>(() => AskAsync(client, streaming));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Answer_comes_with_text_reason_and_usage(bool streaming)
    {
        Server.Enqueue(Answer("The answer is 42.", usage: new FakeUsage(20, 6, 5)));
        using IChatClient client = Open();
        ChatResponse response = await AskAsync(client, streaming);
        Assert.Equal("The answer is 42.", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((20L, 6L, 5L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.CachedInputTokenCount));
        Assert.Equal(26, response.Usage.TotalTokenCount);
        FakeRequest request = Assert.Single(Server.Requests);
        Assert.Equal(streaming, request.IsStream);
        Assert.Equal("What is the answer?", request.Question);
    }

    [Fact]
    public async Task Stream_ends_with_its_usage()
    {
        Server.Enqueue(Answer("one two three", usage: new FakeUsage(9, 3)));
        using IChatClient client = Open();
        List<ChatResponseUpdate> updates = await client.GetStreamingResponseAsync("count").ToListAsync();
        Assert.Contains(updates[^1].Contents, c => c is UsageContent { Details.OutputTokenCount: 3 });
        Assert.True(updates.Count(u => u.Text.Length > 0) == 3, "each piece is an update of its own");
    }

    [Theory]
    [InlineData(false, "length", "length"), InlineData(true, "length", "length")]
    [InlineData(false, "content_filter", "content_filter"), InlineData(true, "content_filter", "content_filter")]
    public async Task Answer_that_was_cut_says_why(bool streaming, string sent, string expected)
    {
        Server.Enqueue(Answer("The answer", sent));
        using IChatClient client = Open();
        ChatResponse response = await AskAsync(client, streaming);
        Assert.Equal(expected, response.FinishReason?.Value);
        Assert.Equal("The answer", response.Text);
    }

    [Theory]
    [InlineData("retry-after", "7", 7), InlineData("retry-after", "0.25", 0.25), InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("retry-after", "3600", 60), InlineData("retry-after", "Sun, 01 Mar 2026 12:00:09 GMT", 9), InlineData("retry-after", "Sun, 01 Mar 2026 13:00:00 GMT", 60)]
    public async Task Rate_limit_is_waited_out_as_the_server_asks(string header, string value, double seconds)
    {
        foreach (bool streaming in new[] { false, true })
        {
            Server.Enqueue(RateLimited(value, header), Answer("fine"));
            using IChatClient client = Open();
            Assert.Equal("fine", (await AskAsync(client, streaming)).Text);
        }
        Assert.Equal([TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds)], Clock.Waited);
        Assert.Equal(4, Server.Requests.Count);
    }

    [Theory, InlineData("0"), InlineData("-5"), InlineData("Sun, 01 Mar 2026 11:00:00 GMT")]
    public async Task Rate_limit_that_is_over_is_not_waited_for(string value)
    {
        Server.Enqueue(RateLimited(value), Answer("fine"));
        using IChatClient client = Open();
        Assert.Equal("fine", (await AskAsync(client, false)).Text);
        Assert.Empty(Clock.Waited);
    }

    [Theory, InlineData("soon"), InlineData("NaN")]
    public async Task Unreadable_retry_after_falls_back_to_the_usual_pause(string value)
    {
        Server.Enqueue(RateLimited(value), Answer("fine"));
        using IChatClient client = Open();
        Assert.Equal("fine", (await AskAsync(client, false)).Text);
        Assert.InRange(Assert.Single(Clock.Waited), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Server_that_stays_broken_is_given_up_after_all_attempts(bool streaming)
    {
        Server.Enqueue([.. Enumerable.Repeat(Error(500), 5)]);
        ProviderException failure = await FailAsync(streaming);
        Assert.Equal((ProviderErrorKind.Unavailable, 500, true), (failure.Kind, failure.Status, failure.IsTransient));
        Assert.Equal(5, Server.Requests.Count);
        Assert.Equal(4, Clock.Waited.Count);
        Assert.True(Clock.Waited[^1] > Clock.Waited[0], "pauses grow");
    }

    [Fact]
    public async Task Pauses_repeat_with_the_seed_and_differ_between_seeds()
    {
        async Task<IReadOnlyList<TimeSpan>> PausesAsync(int seed)
        {
            ImpatientTimeProvider clock = new(static due => due <= TimeSpan.FromSeconds(60));
            Server.Enqueue([.. Enumerable.Repeat(Error(503), 5)]);
            await FailAsync(false, Patient with { JitterSeed = seed }, clock);
            return clock.Waited;
        }

        IReadOnlyList<TimeSpan> first = await PausesAsync(1);
        Assert.Equal(first, await PausesAsync(1));
        Assert.NotEqual(first, await PausesAsync(2));
    }

    [Theory, InlineData(408), InlineData(409), InlineData(429), InlineData(500), InlineData(502), InlineData(503), InlineData(504), InlineData(529)]
    public async Task Passing_failure_is_tried_again(int status)
    {
        foreach (bool streaming in new[] { false, true })
        {
            Server.Enqueue(Error(status), Answer("fine"));
            using IChatClient client = Open();
            Assert.Equal("fine", (await AskAsync(client, streaming)).Text);
        }
        Assert.Equal(4, Server.Requests.Count);
    }

    [Theory]
    [InlineData(400, "Rejected"), InlineData(401, "Authentication"), InlineData(403, "Authentication"), InlineData(404, "Rejected")]
    [InlineData(413, "ContextOverflow"), InlineData(422, "Rejected"), InlineData(501, "Unavailable"), InlineData(307, "Rejected")]
    public async Task Lasting_failure_is_not_tried_again(int status, string kind)
    {
        foreach (bool streaming in new[] { false, true })
        {
            Server.Enqueue(Error(status, "No.", "some_error", null, ("location", "http://elsewhere.example/v1")));
            ProviderException failure = await FailAsync(streaming);
            Assert.Equal((kind, status, false), (failure.Kind.ToString(), failure.Status, failure.IsTransient));
        }
        Assert.Equal(2, Server.Requests.Count);
        Assert.Empty(Clock.Waited);
    }

    [Fact]
    public async Task Server_may_forbid_another_attempt()
    {
        Server.Enqueue(Error(503, headers: ("x-should-retry", "false")));
        Assert.False((await FailAsync(false)).IsTransient);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("prompt is too long: 208310 tokens > 200000 maximum", "invalid_request_error", null)]
    [InlineData("This model's maximum context length is 8192 tokens.", "invalid_request_error", "context_length_exceeded")]
    [InlineData("the request exceeds the available context size", "exceed_context_size_error", "400")]
    public async Task Prompt_that_does_not_fit_is_called_so(string message, string type, string? code)
    {
        foreach (bool streaming in new[] { false, true })
        {
            Server.Enqueue(Error(400, message, type, code));
            ProviderException failure = await FailAsync(streaming);
            Assert.Equal((ProviderErrorKind.ContextOverflow, false), (failure.Kind, failure.IsTransient));
            Assert.Contains("fewer or shorter passages", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(401), InlineData(400), InlineData(500)]
    public async Task Key_is_never_shown_even_if_the_server_repeats_it(int status)
    {
        Server.Enqueue(Error(status, $"Incorrect API key provided: {Secret}."));
        ProviderException failure = await FailAsync(false, Patient with { MaxAttempts = 1 });
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, (Patient with { Environment = Variable }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_error_text_is_shortened_and_kept_on_one_line()
    {
        Server.Enqueue(Error(400, "bad\n" + new string('x', 5000)));
        ProviderException failure = await FailAsync(false);
        Assert.InRange(failure.Message.Length, 1, 600);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Many_requests_at_once_get_their_own_answers(bool streaming)
    {
        Server.RespondTo(static question => $"You asked {question}");
        using IChatClient client = Open();
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => streaming
            ? (await client.GetStreamingResponseAsync($"number {i}").ToChatResponseAsync()).Text
            : (await client.GetResponseAsync($"number {i}")).Text));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"You asked number {i}"), answers);
        Assert.Equal(20, Server.Requests.Count);
    }
}
