using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Assay.Models.Providers;

/// <summary>Translates answers from the OpenAI SDK's types.</summary>
internal static class OpenAiResponse
{
    public static ChatResponse From(ChatCompletion completion)
    {
        ChatMessage message = new(ChatRole.Assistant, [.. Texts(completion.Content, completion.Refusal)]) { MessageId = completion.Id };
        return new ChatResponse(message)
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = completion.CreatedAt,
            FinishReason = Reason(completion.FinishReason),
            Usage = completion.Usage is { } usage ? Usage(usage) : null,
        };
    }

    public static ChatResponseUpdate From(StreamingChatCompletionUpdate update)
    {
        List<AIContent> contents = [.. Texts(update.ContentUpdate, update.RefusalUpdate)];
        if (update.Usage is { } usage)
            contents.Add(new UsageContent(Usage(usage)));
        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = update.CompletionId,
            MessageId = update.CompletionId,
            ModelId = update.Model,
            CreatedAt = update.CreatedAt,
            FinishReason = update.FinishReason is { } reason ? Reason(reason) : null,
        };
    }

    // A refusal is what the model answered: it is scored as such, so it is text and not an error.
    private static IEnumerable<AIContent> Texts(ChatMessageContent? content, string? refusal)
    {
        foreach (ChatMessageContentPart part in content ?? [])
        {
            if (part.Kind == ChatMessageContentPartKind.Text && part.Text is { Length: > 0 })
                yield return new TextContent(part.Text);
        }
        if (!string.IsNullOrEmpty(refusal))
            yield return new TextContent(refusal);
    }

    private static UsageDetails Usage(ChatTokenUsage usage) => new()
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };

    private static ChatFinishReason Reason(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Length => ChatFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };
}
