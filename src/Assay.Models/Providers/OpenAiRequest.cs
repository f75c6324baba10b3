using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = OpenAI.Chat.ChatMessage;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace Assay.Models.Providers;

/// <summary>Translates requests into the OpenAI SDK's types.</summary>
internal static class OpenAiRequest
{
    /// <summary>The messages in the SDK's types.</summary>
    /// <param name="messages">System, user and assistant messages of text.</param>
    /// <returns>One for each.</returns>
    /// <exception cref="NotSupportedException">A message has another role or holds something else than text.</exception>
    public static List<ChatMessage> Messages(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages) => [.. messages.Select(Message)];

    /// <summary>The options in the SDK's types.</summary>
    /// <param name="options">Options with the defaults filled in.</param>
    /// <param name="oldTokenLimit">Whether to send <c>max_tokens</c>, which every compatible server knows, in place of OpenAI's <c>max_completion_tokens</c>.</param>
    /// <returns>The SDK's options.</returns>
    /// <exception cref="NotSupportedException">The options hold tools.</exception>
    public static ChatCompletionOptions Options(ChatOptions options, bool oldTokenLimit)
    {
        if (options.Tools is { Count: > 0 })
            throw new NotSupportedException("Tools are not offered to models.");
        ChatCompletionOptions sent = new()
        {
            Temperature = options.Temperature,
            TopP = options.TopP,
            FrequencyPenalty = options.FrequencyPenalty,
            PresencePenalty = options.PresencePenalty,
            ResponseFormat = Format(options.ResponseFormat),
        };
        foreach (string stop in options.StopSequences ?? [])
            sent.StopSequences.Add(stop);
#pragma warning disable OPENAI001 // The seed is marked experimental in the SDK; its wire name has been stable since 2023.
        sent.Seed = options.Seed;
#pragma warning restore OPENAI001
        if (!oldTokenLimit)
            sent.MaxOutputTokenCount = options.MaxOutputTokens;
#pragma warning disable SCME0001 // The only way of the SDK to send a field it does not model.
        else if (options.MaxOutputTokens is { } limit)
            sent.Patch.Set("$.max_tokens"u8, limit);
#pragma warning restore SCME0001
        return sent;
    }

    private static ChatMessage Message(Microsoft.Extensions.AI.ChatMessage message)
    {
        if (message.Contents.FirstOrDefault(c => c is not TextContent) is { } other)
            throw new NotSupportedException($"Only text is sent to models; a message holds {other.GetType().Name}.");
        if (message.Role == ChatRole.System)
            return new SystemChatMessage(message.Text);
        if (message.Role == ChatRole.User)
            return new UserChatMessage(message.Text);
        return message.Role == ChatRole.Assistant
            ? new AssistantChatMessage(message.Text)
            : throw new NotSupportedException($"Messages have the roles system, user and assistant; '{message.Role}' is none of them.");
    }

    private static ChatResponseFormat? Format(Microsoft.Extensions.AI.ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => ChatResponseFormat.CreateJsonSchemaFormat(
            json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), json.SchemaDescription, jsonSchemaIsStrict: true), // else OpenAI takes it for a hint
        ChatResponseFormatJson => ChatResponseFormat.CreateJsonObjectFormat(),
        _ => null,
    };
}
