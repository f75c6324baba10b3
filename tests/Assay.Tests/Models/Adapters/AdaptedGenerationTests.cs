using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Generation;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Generation;
using Assay.Text.Tokenizers;

namespace Assay.Tests.Models.Adapters;

public sealed class AdaptedGenerationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Tokenizer tokenizer = Tokenizer.Parse(ByteTokenizer.Json());
    private readonly DecoderModel model;
    private readonly LoraAdapter first, second;

    public AdaptedGenerationTests()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama", "\"vocab_size\":260,\"max_position_embeddings\":300", seed: 4);
        model = DecoderModel.Open(folder.Path);
        first = LoraAdapter.Open(TinyAdapter.All(tiny).WritePeft(Path.Combine(folder.Path, "a")), model.Config);
        second = LoraAdapter.Open(TinyAdapter.All(tiny, seed: 8).WritePeft(Path.Combine(folder.Path, "b")), model.Config);
    }

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Texts_of_different_adapters_at_once_are_what_they_are_alone()
    {
        (string Prompt, LoraAdapter? Adapter)[] wanted = [.. Enumerable.Range(0, 12).Select(i => (new string((char)('a' + (i / 3)), 1 + (i * 13)) + "?", (LoraAdapter?[])[null, first, second])).Select((p, i) => (p.Item1, p.Item2[i % 3]))];
        using GenerationEngine alone = Engine(), shared = Engine();
        var expected = new List<string>();
        foreach ((string prompt, LoraAdapter? adapter) in wanted) expected.Add((await RunAsync(alone, prompt, adapter)).Text);
        (string Text, int)[] found = await Task.WhenAll(wanted.Select(w => RunAsync(shared, w.Prompt, w.Adapter)));
        Assert.Equal(expected, found.Select(f => f.Text));
    }

    [Fact]
    public async Task Beginnings_are_shared_only_by_texts_of_the_same_adapter()
    {
        using GenerationEngine engine = Engine(), fresh = Engine(prefixBytes: 0);
        string rules = new('r', 100);
        foreach (LoraAdapter? adapter in new[] { null, first, second }) Assert.Equal(0, (await RunAsync(engine, rules + "first", adapter)).Kept);
        var texts = new HashSet<string>();
        foreach (LoraAdapter? adapter in new[] { second, null, first })
        {
            (string text, int kept) = await RunAsync(engine, rules + "second", adapter);
            Assert.Equal(100, kept);
            Assert.Equal((await RunAsync(fresh, rules + "second", adapter)).Text, text);
            texts.Add(text);
        }

        Assert.Equal(3, texts.Count);
    }

    [Fact]
    public async Task An_adapter_of_another_model_is_refused_by_its_request_only()
    {
        TinyDecoder other = TinyDecoder.Write(folder.Path, "llama", "\"hidden_size\":64");
        using LoraAdapter wide = LoraAdapter.Open(TinyAdapter.All(other).WritePeft(Path.Combine(folder.Path, "c")), other.Config);
        using GenerationEngine engine = Engine();
        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(engine, "Hello", wide));
        Assert.NotEmpty((await RunAsync(engine, "Hello", first)).Text);
    }

    private GenerationEngine Engine(long prefixBytes = 64 << 20) => new(model, tokenizer, [ByteTokenizer.End], new GenerationEngineOptions { MostAtOnce = 5, PrefixBytes = prefixBytes }, WorkerTeam.One);

    private async Task<(string Text, int Kept)> RunAsync(GenerationEngine engine, string prompt, LoraAdapter? adapter)
    {
        var request = new GenerationRequest(tokenizer.Encode(prompt).Ids) { MaxTokens = 25, Adapter = adapter };
        string text = "";
        int kept = -1;
        await foreach (GenerationEvent happened in engine.GenerateAsync(request))
        {
            if (happened is GenerationEvent.Piece piece) text += piece.Text;
            if (happened is GenerationEvent.Completed completed) (text, kept) = (text + completed.Text, completed.KeptTokens);
        }

        return (text, kept);
    }
}
