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
