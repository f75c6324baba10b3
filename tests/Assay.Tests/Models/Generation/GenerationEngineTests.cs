using System.Text.Json;
using Assay.Models.Constrained;
using Assay.Models.Decoders;
using Assay.Models.Generation;
using Assay.Models.Sampling;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Decoders;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Tests.Models.Generation;

public sealed class GenerationEngineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DecoderModel model;
    private readonly Tokenizer tokenizer = Tokenizer.Parse(ByteTokenizer.Json());

    public GenerationEngineTests()
    {
        TinyDecoder.Write(folder.Path, "llama", "\"vocab_size\":260,\"max_position_embeddings\":300", seed: 4);
        model = DecoderModel.Open(folder.Path);
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Greedy_text_is_what_going_token_by_token_gives()
    {
        using GenerationEngine engine = Engine();
        (string text, int[] tokens, GenerationEvent.Completed end) = await RunAsync(engine, Request("Hello there", 40));
        Assert.Equal(Reference("Hello there", 40), tokens);
        Assert.Equal(tokenizer.Decode(tokens), text);
        Assert.Equal((FinishReason.Length, 11, 40, 0), (end.Reason, end.PromptTokens, end.OutputTokens, end.KeptTokens));
    }

    [Fact]
    public async Task Texts_at_once_are_what_they_are_alone()
    {
        string[] prompts = [.. Enumerable.Range(0, 12).Select(i => new string((char)('a' + i), 1 + (i * 17)) + "?")];
        using GenerationEngine alone = Engine(), shared = Engine();
        var expected = new List<string>();
        foreach (string prompt in prompts) expected.Add((await RunAsync(alone, Request(prompt, 25))).Text);
        (string Text, int[], GenerationEvent.Completed)[] found = await Task.WhenAll(prompts.Select(p => RunAsync(shared, Request(p, 25))));
        Assert.Equal(expected, found.Select(f => f.Text));
    }

    [Fact]
    public async Task A_text_that_begins_like_an_earlier_one_is_not_read_again()
    {
        using GenerationEngine engine = Engine();
        string rules = new('r', 100);
        await RunAsync(engine, Request(rules + "first", 5));
        (string text, _, GenerationEvent.Completed end) = await RunAsync(engine, Request(rules + "second", 20));
        Assert.Equal(100, end.KeptTokens);
        using GenerationEngine fresh = Engine(prefixBytes: 0);
        (string expected, _, GenerationEvent.Completed other) = await RunAsync(fresh, Request(rules + "second", 20));
        Assert.Equal((expected, 0), (text, other.KeptTokens));
    }

    [Fact]
    public async Task Sampling_follows_its_seed()
    {
        using GenerationEngine engine = Engine();
        GenerationRequest request = Request("Dice", 30) with { Sampling = new SamplingOptions { Temperature = 1, Seed = 7, LogProbabilities = 2 } };
        (_, int[] first, _) = await RunAsync(engine, request);
        (_, int[] again, _) = await RunAsync(engine, request);
        (_, int[] other, _) = await RunAsync(engine, request with { Sampling = request.Sampling with { Seed = 8 } });
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        GenerationEvent.Piece[] pieces = [.. (await AllAsync(engine, request)).OfType<GenerationEvent.Piece>()];
        Assert.All(pieces, p => Assert.InRange(p.LogProbability!.Value, -100, 0));
        Assert.All(pieces, p => Assert.Equal(2, p.MostProbable.Length));
    }

    [Fact]
    public async Task A_stop_text_ends_it_and_is_not_given_out()
    {
        using GenerationEngine engine = Engine();
        int[] tokens = Reference("Stop", 40);
        string whole = tokenizer.Decode(tokens);
        string stop = whole[Enumerable.Range(5, whole.Length - 5).First(i => char.IsAscii(whole[i]))].ToString();
        (string text, _, GenerationEvent.Completed end) = await RunAsync(engine, Request("Stop", 40) with { StopTexts = [stop] });
        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], text);
        Assert.Equal(FinishReason.Stop, end.Reason);
    }

    [Fact]
    public async Task A_constraint_is_kept_also_under_a_limit()
    {
        const string schema = """{"type":"object","properties":{"name":{"type":"string","maxLength":8},"age":{"type":"integer","minimum":0,"maximum":120},"tags":{"type":"array","items":{"enum":["a","b"]},"maxItems":3}},"required":["name","age","tags"],"additionalProperties":false}""";
        using GenerationEngine engine = Engine();
        var constraint = new CompiledConstraint(Constraint.FromJsonSchema(schema), Tokens());
        for (ulong seed = 0; seed < 15; seed++)
        {
            (string text, int[] tokens, GenerationEvent.Completed end) = await RunAsync(engine, Request("Who?", 60) with { Constraint = constraint, Sampling = new SamplingOptions { Temperature = 2, Seed = seed } });
            using JsonDocument json = JsonDocument.Parse(text);
            Assert.InRange(json.RootElement.GetProperty("age").GetInt32(), 0, 120);
            Assert.True(tokens.Length <= 60);
            Assert.Equal(FinishReason.Stop, end.Reason);
        }

        InputException error = await Assert.ThrowsAsync<InputException>(() => RunAsync(engine, Request("Who?", 5) with { Constraint = constraint }));
        Assert.Contains("5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_one_text_leaves_the_others()
    {
        using GenerationEngine engine = Engine();
        using var cancel = new CancellationTokenSource();
        Task<(string Text, int[] Tokens, GenerationEvent.Completed End)> other = RunAsync(engine, Request("Other", 60));
        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (GenerationEvent _ in engine.GenerateAsync(Request("Long", 250), cancel.Token))
                if (++seen == 3) await cancel.CancelAsync();
        });
        Assert.Equal(Reference("Other", 60), (await other).Tokens);

        // Whoever stops reading ends it too.
        await foreach (GenerationEvent _ in engine.GenerateAsync(Request("Left", 250))) break;
        Assert.Equal(5, (await RunAsync(engine, Request("After", 5))).Tokens.Length);
    }

    [Fact]
    public async Task The_window_of_the_model_is_the_end()
    {
        using GenerationEngine engine = Engine();
        (_, int[] tokens, GenerationEvent.Completed end) = await RunAsync(engine, Request(new string('x', 290), null));
        Assert.Equal((10, FinishReason.Length), (tokens.Length, end.Reason));
        var error = await Assert.ThrowsAsync<ContextOverflowException>(() => RunAsync(engine, Request(new string('x', 300), 5)));
        Assert.Contains("300 tokens; the model's window holds 300", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => RunAsync(engine, Request("x", 5) with { Sampling = new SamplingOptions { TopP = 7 } }));
    }

    [Fact]
    public async Task After_dispose_nothing_is_generated()
    {
        GenerationEngine engine = Engine();
        engine.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => RunAsync(engine, Request("x", 5)));
    }

    private GenerationEngine Engine(long prefixBytes = 64 << 20) => new(model, tokenizer, [ByteTokenizer.End], new GenerationEngineOptions { MostAtOnce = 4, PrefixBytes = prefixBytes }, new WorkerTeam(1));

    private TokenTable Tokens() => new([.. Enumerable.Range(0, ByteTokenizer.Size).Select(id => (ReadOnlyMemory<byte>)(tokenizer.IsSpecial(id) ? [] : tokenizer.TokenBytes(id)).ToArray())], [ByteTokenizer.End]);

    private GenerationRequest Request(string prompt, int? most) => new(tokenizer.Encode(prompt).Ids) { MaxTokens = most };

    private static async Task<List<GenerationEvent>> AllAsync(GenerationEngine engine, GenerationRequest request)
    {
        var all = new List<GenerationEvent>();
        await foreach (GenerationEvent happened in engine.GenerateAsync(request)) all.Add(happened);
        return all;
    }

    private static async Task<(string Text, int[] Tokens, GenerationEvent.Completed End)> RunAsync(GenerationEngine engine, GenerationRequest request)
    {
        List<GenerationEvent> all = await AllAsync(engine, request);
        var end = Assert.IsType<GenerationEvent.Completed>(all[^1]);
        GenerationEvent.Piece[] pieces = [.. all.OfType<GenerationEvent.Piece>()];
        return (string.Concat(pieces.Select(p => p.Text)) + end.Text, [.. pieces.Select(p => p.Token)], end);
    }

    private int[] Reference(string prompt, int most)
    {
        var pass = new DecoderPass(model, WorkerTeam.One);
        KeyValueCache cache = model.NewCache();
        int[] next = [.. tokenizer.Encode(prompt).Ids];
        var found = new List<int>();
        float[] scores = new float[ByteTokenizer.Size];
        while (found.Count < most)
        {
            pass.Forward([new SequencePart(cache, next)], scores);
            next = [Array.IndexOf(scores, scores.Max())];
            found.Add(next[0]);
            if (next[0] == ByteTokenizer.End) break;
        }

        return [.. found];
    }
}
