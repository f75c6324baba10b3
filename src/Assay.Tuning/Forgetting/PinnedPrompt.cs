using System.Collections.Immutable;
using Assay.Models.Local;
using Microsoft.Extensions.AI;

namespace Assay.Tuning.Forgetting;

/// <summary>A prompt that a user wants answered as before, or in a certain way, whatever is tuned.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Prompt">What is asked.</param>
public sealed record PinnedPrompt(string Name, string Prompt)
{
    /// <summary>The system message before it.</summary>
    /// <value>Null by default: none.</value>
    public string? System { get; init; }

    /// <summary>The wanted answer.</summary>
    /// <value>Null by default: the answer before tuning.</value>
    public string? Answer { get; init; }

    /// <summary>Its tokens for a model, up to where the answer begins.</summary>
    internal ImmutableArray<int> Tokens(LocalModel model)
    {
        List<ChatMessage> messages = System is null ? [] : [new ChatMessage(ChatRole.System, System)];
        messages.Add(new ChatMessage(ChatRole.User, Prompt));

        // A fixed time: the same prompt is the same tokens on every day.
        return ChatPrompt.Tokens(model, Name, messages, DateTimeOffset.UnixEpoch);
    }
}
