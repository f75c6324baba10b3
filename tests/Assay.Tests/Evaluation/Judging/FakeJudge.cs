using Microsoft.Extensions.AI;

namespace Assay.Tests.Evaluation.Judging;

/// <summary>A chat model that replies what a test wants, and keeps what it was asked.</summary>
internal sealed class FakeJudge(Func<int, IReadOnlyList<ChatMessage>, CancellationToken, Task<string>> reply) : IChatClient
{
    public FakeJudge(Func<string, string> reply) : this((_, messages, _) => Task.FromResult(reply(messages[^1].Text)))
    {
    }

    public List<IReadOnlyList<ChatMessage>> Asked { get; } = [];

    public List<ChatOptions?> Options { get; } = [];

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Asked.Add([.. messages]);
        Options.Add(options);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, await reply(Asked.Count, Asked[^1], cancellationToken)));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
