using System.Text.Json;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Generation;
using Assay.Text;
using Microsoft.Extensions.AI;

namespace Assay.Tests.Models.Local;

public sealed class LocalChatClientTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LocalChatClientTests()
    {
        TinyDecoder.Write(folder.Path, "qwen2", "\"vocab_size\":260,\"eos_token_id\":257", seed: 9);
        folder.Write("tokenizer.json", ByteTokenizer.Json());
        folder.Write("tokenizer_config.json", """{"bos_token":"<s>","eos_token":"</s>","chat_template":"{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"}""");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_conversation_goes_through_the_template_and_is_counted()
    {
        using IChatClient client = ChatModels.Create(ModelReference.Parse(folder.Path), new(), TimeProvider.System);
        ChatResponse response = await client.GetResponseAsync([new(ChatRole.User, "Hi")], new ChatOptions { MaxOutputTokens = 12 });

        // <s> <user> H i </s> <assistant>
        Assert.Equal((6, 12), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal(response.Text, (await client.GetResponseAsync([new(ChatRole.User, "Hi")], new ChatOptions { MaxOutputTokens = 12 })).Text);
        Assert.Equal(folder.Path, client.GetService<ChatClientMetadata>()!.DefaultModelId);
    }

    [Fact]
    public async Task Prompts_are_counted_as_the_model_gets_them_and_not_cut_to_a_limit_of_the_tokenizer()
    {
        folder.Write("tokenizer.json", ByteTokenizer.Json().Replace("\"truncation\":null", "\"truncation\":{\"direction\":\"Right\",\"max_length\":8,\"strategy\":\"LongestFirst\",\"stride\":0}", StringComparison.Ordinal));
        using var client = new LocalChatClient(LocalModel.Open(folder.Path), "tiny", TimeProvider.System);
        ChatMessage[] messages = [new(ChatRole.User, "How many seats?"), new(ChatRole.Assistant, "Four."), new(ChatRole.User, "Sure? ☺")];

        // <s>, two marks of users, one of the assistant, three ends, <assistant>, and the bytes.
        Assert.Equal(8 + 15 + 5 + 9, client.CountTokens(messages));
        ChatResponse response = await client.GetResponseAsync(messages, new ChatOptions { MaxOutputTokens = 3 });
        Assert.Equal(client.CountTokens(messages), response.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task A_schema_is_kept()
    {
        using var client = new LocalChatClient(LocalModel.Open(folder.Path), "tiny", TimeProvider.System);
        JsonElement schema = JsonDocument.Parse("""{"type":"object","properties":{"yes":{"type":"boolean"}},"required":["yes"],"additionalProperties":false}""").RootElement;
        ChatResponse response = await client.GetResponseAsync([new(ChatRole.User, "?")], new ChatOptions { MaxOutputTokens = 40, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) });
        Assert.True(JsonDocument.Parse(response.Text).RootElement.GetProperty("yes").ValueKind is JsonValueKind.True or JsonValueKind.False);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said()
    {
        using var client = new LocalChatClient(LocalModel.Open(folder.Path), "tiny", TimeProvider.System);
        ProviderException error = await Assert.ThrowsAsync<ProviderException>(() => client.GetResponseAsync([new(ChatRole.User, new string('x', 500))]));
        Assert.Equal(ProviderErrorKind.ContextOverflow, error.Kind);
        Assert.Contains("cannot call tools", Assert.Throws<AssayException>(() => client.GetStreamingResponseAsync([new(ChatRole.User, "x")], new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1)] })).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(folder.Path, "tokenizer.json"));
        Assert.Contains("expected tokenizer.json or tokenizer.model", Assert.Throws<InputException>(() => LocalModel.Open(folder.Path)).Message, StringComparison.Ordinal);
    }
}
