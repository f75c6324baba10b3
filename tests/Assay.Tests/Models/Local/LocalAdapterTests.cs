using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Tests.Models.Adapters;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Generation;
using Assay.Text;
using Microsoft.Extensions.AI;

namespace Assay.Tests.Models.Local;

public sealed class LocalAdapterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string first, second;

    public LocalAdapterTests()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "qwen2", "\"vocab_size\":260,\"eos_token_id\":257", seed: 9);
        folder.Write("tokenizer.json", ByteTokenizer.Json());
        first = TinyAdapter.All(tiny).WritePeft(Path.Combine(folder.Path, "a"));
        second = TinyAdapter.All(tiny, seed: 8).WriteGguf(Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "b")).FullName, "b.gguf"), "qwen2", 8);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_request_chooses_its_adapter()
    {
        using IChatClient plain = ChatModels.Create(ModelReference.Parse(folder.Path), new(), TimeProvider.System), adapted = ChatModels.Create(ModelReference.Parse(folder.Path), new(), TimeProvider.System, first);
        LocalModel model = adapted.GetService<LocalModel>()!;
        using LoraAdapter own = model.OpenAdapter(first), other = model.OpenAdapter(second);
        string alone = await TextAsync(plain), with = await TextAsync(adapted);
        Assert.NotEqual(alone, with);
        Assert.Equal(alone, await TextAsync(adapted, null));
        Assert.Equal(with, await TextAsync(adapted, own));
        string[] together = await Task.WhenAll(TextAsync(adapted, other), TextAsync(adapted, null), TextAsync(adapted), TextAsync(adapted, other));
        Assert.Equal([alone, with], together[1..3]);
        Assert.Equal(together[0], together[3]);
        Assert.DoesNotContain(together[0], new[] { alone, with });
        Assert.Equal(own.Fingerprint, adapted.GetService<LoraAdapter>()!.Fingerprint);
        Assert.Null(plain.GetService<LoraAdapter>());
        Assert.Contains("takes a LoraAdapter or null; found String", (await Assert.ThrowsAsync<ArgumentException>(() => TextAsync(adapted, "a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merged_adapter_is_part_of_the_model()
    {
        using var merged = new LocalChatClient(LocalModel.Open(folder.Path, WeightPrecision.AsStored, first), "tiny", TimeProvider.System);
        using var adapted = (LocalChatClient)ChatModels.Create(ModelReference.Parse(folder.Path), new(), TimeProvider.System, first);
        Assert.Equal(await TextAsync(adapted), await TextAsync(merged));
        LocalModel model = adapted.GetService<LocalModel>()!;
        Assert.Equal($"{model.Fingerprint}+{adapted.GetService<LoraAdapter>()!.Fingerprint}", merged.GetService<LocalModel>()!.Fingerprint);
    }

    [Theory]
    [InlineData("openai:gpt-4o-mini", "the weights of 'openai:gpt-4o-mini' do not")]
    [InlineData("http://localhost:1/v1#m", "load the adapter into the server")]
    [InlineData("extractive", "the built-in reader")]
    public void Models_that_do_not_run_here_take_none(string model, string message) =>
        Assert.Contains(message, Assert.Throws<AssayException>(() => ChatModels.Create(ModelReference.Parse(model), new(), TimeProvider.System, first)).Message, StringComparison.Ordinal);

    private static async Task<string> TextAsync(IChatClient client) => (await client.GetResponseAsync([new(ChatRole.User, "Hello there")], new ChatOptions { MaxOutputTokens = 16 })).Text;

    private static async Task<string> TextAsync(IChatClient client, object? adapter) => (await client.GetResponseAsync(
        [new(ChatRole.User, "Hello there")], new ChatOptions { MaxOutputTokens = 16, AdditionalProperties = new() { [LocalChatClient.AdapterProperty] = adapter } })).Text;
}
