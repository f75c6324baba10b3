using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Polly;

namespace Assay.Models.Providers;

/// <summary>
/// The one layer that repeats failed requests and limits their time. It repeats transient <see cref="ProviderException"/>s with exponential pauses and jitter, or
/// after the pause the provider asks for; the caller's cancellation stays an <see cref="OperationCanceledException"/> and a time-out never is one. Safe for concurrent use.
/// </summary>
public sealed class ResilientChatClient : DelegatingChatClient
{
    /// <summary>
    /// Additional property of a drained answer's last piece: milliseconds of the attempt that gave it, as a <see cref="double"/>. Failed attempts and the pauses
    /// between them are left out: they tell of the provider's day, not of the model's speed.
    /// </summary>
    public const string ElapsedMsProperty = "assay.elapsed_ms";

    private readonly ProviderOptions options;
    private readonly TimeProvider time;
    private readonly ProviderErrors errors;
    private readonly ResiliencePipeline pipeline;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">Fails with <see cref="ProviderException"/>; owned by this client.</param>
    /// <param name="options">Attempts, pauses and time-outs.</param>
    /// <param name="timeProvider">The clock of pauses and time-outs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ResilientChatClient(IChatClient innerClient, ProviderOptions options, TimeProvider timeProvider) : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        options.Validate();
        this.options = options;
        time = timeProvider;
        ChatClientMetadata? metadata = innerClient.GetService<ChatClientMetadata>();
        errors = new(metadata?.ProviderName ?? "The provider", metadata?.DefaultModelId ?? "", "", null);
        pipeline = Attempts.Pipeline(options, timeProvider);
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatMessage> sent = [.. messages];
        return await pipeline.ExecuteAsync(async token =>
        {
            using AttemptDeadline deadline = Deadline(token);
            return await deadline.LimitAsync(limited => base.GetResponseAsync(sent, options, limited)).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Streams an answer; see <see cref="ProviderOptions.RestartBrokenStreams"/> for when its pieces are handed on.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">The request's own options.</param>
    /// <param name="cancellationToken">Stops the request and its repetitions.</param>
    /// <returns>The pieces; the last one or two carry the finish reason and, where the server counts, the usage.</returns>
    /// <exception cref="ProviderException">There is no complete answer.</exception>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatMessage> sent = [.. messages];
        return this.options.RestartBrokenStreams ? DrainAsync(sent, options, cancellationToken) : FollowAsync(sent, options, cancellationToken);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> DrainAsync(List<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<ChatResponseUpdate> answer = await pipeline.ExecuteAsync(async token =>
        {
            using AttemptDeadline deadline = Deadline(token);
            return await deadline.LimitAsync(limited => CollectAsync(messages, options, limited)).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate update in answer)
            yield return update;
    }

    private async Task<List<ChatResponseUpdate>> CollectAsync(List<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        List<ChatResponseUpdate> answer = [];
        long started = time.GetTimestamp();
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
            answer.Add(update);
        if (answer.Count > 0)
            (answer[^1].AdditionalProperties ??= [])[ElapsedMsProperty] = time.GetElapsedTime(started).TotalMilliseconds;
        return answer;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> FollowAsync(List<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LiveStream stream = await pipeline.ExecuteAsync(async token => await OpenAsync(messages, options, cancellationToken, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            foreach (ChatResponseUpdate update in stream.Begun)
                yield return update;
            while (await stream.AdvanceAsync().ConfigureAwait(false))
                yield return stream.Current;
        }
    }

    // Reads up to the first text: until then nobody has seen anything and a failure can be repeated.
    private async Task<LiveStream> OpenAsync(List<ChatMessage> messages, ChatOptions? options, CancellationToken caller, CancellationToken attempt)
    {
        attempt.ThrowIfCancellationRequested();
        LiveStream stream = new(Deadline(caller), limited => base.GetStreamingResponseAsync(messages, options, limited).GetAsyncEnumerator(limited));
        bool opened = false;
        try
        {
            while (await stream.AdvanceAsync().ConfigureAwait(false))
            {
                stream.Begun.Add(stream.Current);
                if (stream.Current.Text.Length > 0)
                    break;
            }
            opened = true;
            return stream;
        }
        finally
        {
            if (!opened)
                await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private AttemptDeadline Deadline(CancellationToken caller) => new(options.RequestTimeout, time, errors, caller);

    /// <summary>A stream under a deadline, with what was read of it already.</summary>
    private sealed class LiveStream(AttemptDeadline deadline, Func<CancellationToken, IAsyncEnumerator<ChatResponseUpdate>> open) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<ChatResponseUpdate> updates = open(deadline.Token);

        public List<ChatResponseUpdate> Begun { get; } = [];

        public ChatResponseUpdate Current => updates.Current;

        public Task<bool> AdvanceAsync() => deadline.LimitAsync(_ => updates.MoveNextAsync().AsTask());

        public async ValueTask DisposeAsync()
        {
            await updates.DisposeAsync().ConfigureAwait(false);
            deadline.Dispose();
        }
    }
}
