using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Tests.Models.Decoders;

public sealed class DecoderTests : IDisposable
{
    private static readonly int[] Tokens = [.. Enumerable.Range(0, 70).Select(i => (i * i * 7 + 3 * i) % 53)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("llama", "")]
    [InlineData("llama", "\"tie_word_embeddings\":true,\"num_key_value_heads\":4,\"attention_bias\":true,\"mlp_bias\":true")]
    [InlineData("llama", "\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":8,\"low_freq_factor\":1,\"high_freq_factor\":4,\"original_max_position_embeddings\":32}")]
    [InlineData("llama", "\"rope_scaling\":{\"type\":\"linear\",\"factor\":4},\"head_dim\":10,\"num_attention_heads\":6,\"num_key_value_heads\":1")]
    [InlineData("mistral", "\"sliding_window\":9")]
    [InlineData("qwen2", "\"tie_word_embeddings\":true")]
    [InlineData("qwen3", "\"head_dim\":12,\"num_attention_heads\":6,\"num_key_value_heads\":3")]
    public void Scores_are_those_of_the_plain_reference(string type, string more)
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, type, more);
        using DecoderModel model = DecoderModel.Open(folder.Path);
        double[][] expected = ReferenceDecoder.Scores(tiny, Tokens);
        float[] scores = Scores(model, WorkerTeam.One, Tokens.Length);
        double largest = expected.Max(r => r.Max(Math.Abs));
        for (int t = 0; t < Tokens.Length; t++)
            for (int v = 0; v < 53; v++) Assert.Equal(expected[t][v], scores[(t * 53) + v], 1e-4 * largest);
        Assert.Equal(tiny.Config.Parameters, WeightFile.Open(folder.Path).Tensors.Sum(t => t.Count));
    }

    [Fact]
    public void Scores_do_not_depend_on_threads_and_hardly_on_how_tokens_are_cut()
    {
        TinyDecoder.Write(folder.Path, "qwen3", "\"head_dim\":12");
        using DecoderModel model = DecoderModel.Open(folder.Path);
        float[] whole = Scores(model, WorkerTeam.One, Tokens.Length);
        using var team = new WorkerTeam(3);
        Assert.Equal(whole, Scores(model, team, Tokens.Length));

        var pass = new DecoderPass(model, team);
        KeyValueCache cache = model.NewCache(), other = model.NewCache();
        var pieces = new List<float>();
        for (int at = 0, size = 1; at < Tokens.Length; at += size, size = size % 5 + 1)
        {
            int count = Math.Min(size, Tokens.Length - at);
            float[] scores = new float[(count + 1) * 53];
            pass.Forward([new SequencePart(other, new[] { at % 53, 5 }), new SequencePart(cache, Tokens.AsMemory(at, count), count)], scores);
            pieces.AddRange(scores[53..]);
        }

        AssertNear(whole, [.. pieces]);
        Assert.Equal(Tokens, cache.Tokens);
    }

    [Fact]
    public void A_long_prompt_goes_in_parts()
    {
        TinyDecoder.Write(folder.Path, "llama", "\"max_position_embeddings\":2000,\"num_hidden_layers\":1");
        using DecoderModel model = DecoderModel.Open(folder.Path);
        int[] tokens = [.. Enumerable.Range(0, 1300).Select(i => i % 53)];
        var pass = new DecoderPass(model, WorkerTeam.One);
        float[] last = new float[3 * 53], step = new float[53];
        pass.Forward([new SequencePart(model.NewCache(), tokens, 2), new SequencePart(model.NewCache(), tokens.AsMemory(0, 7))], last);
        KeyValueCache cache = model.NewCache();
        for (int i = 0; i < 1298; i += 11) pass.Forward([new SequencePart(cache, tokens.AsMemory(i, Math.Min(11, 1298 - i)), 0)], []);
        pass.Forward([new SequencePart(cache, tokens.AsMemory(1298, 1))], step);
        AssertNear(last[..53], step);
        pass.Forward([new SequencePart(cache, tokens.AsMemory(1299, 1))], step);
        AssertNear(last[53..106], step);
    }

    [Fact]
    public void A_cache_can_be_cut_and_copied()
    {
        TinyDecoder.Write(folder.Path, "llama");
        using DecoderModel model = DecoderModel.Open(folder.Path);
        var pass = new DecoderPass(model, WorkerTeam.One);
        float[] whole = Scores(model, WorkerTeam.One, 1);
        KeyValueCache cache = model.NewCache();
        pass.Forward([new SequencePart(cache, Tokens.AsMemory(0, 40), 0)], []);
        KeyValueCache copy = cache.Copy(30);
        pass.Forward([new SequencePart(cache, new[] { 1, 2, 3 }, 0)], []);
        cache.Truncate(40);
        float[] scores = new float[53];
        pass.Forward([new SequencePart(cache, Tokens.AsMemory(40))], scores);
        AssertNear(whole, scores);
        pass.Forward([new SequencePart(copy, Tokens.AsMemory(30))], scores);
        AssertNear(whole, scores);
    }

    [Fact]
    public void Wrong_calls_say_what_is_wrong()
    {
        TinyDecoder.Write(folder.Path, "llama");
        using DecoderModel model = DecoderModel.Open(folder.Path);
        var pass = new DecoderPass(model, WorkerTeam.One);
        void Fails(string message, int[] tokens, int scores, int length) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => pass.Forward([new SequencePart(model.NewCache(), tokens, scores)], new float[length])).Message, StringComparison.Ordinal);
        Fails("no tokens", [], 0, 0);
        Fails("Token 53 is not one of the 53", [53], 0, 0);
        Fails("Token -1", [-1], 0, 0);
        Fails("2 scores are wanted of 1", [1], 2, 106);
        Fails("1 positions with 53 scores each", [1], 1, 52);
        Fails("exceed the 400", new int[401], 0, 0);
    }

    [Fact]
    public void Eight_bits_are_near_and_smaller()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama", "\"hidden_size\":64,\"intermediate_size\":96");
        using DecoderModel single = DecoderModel.Open(folder.Path), model = DecoderModel.Open(folder.Path, WeightPrecision.EightBit);
        Assert.InRange((double)model.LengthBytes / single.LengthBytes, 0.2, 0.4);
        float[] expected = Scores(single, WorkerTeam.One, Tokens.Length), scores = Scores(model, WorkerTeam.One, Tokens.Length);
        double error = Math.Sqrt(expected.Zip(scores, (a, b) => Math.Pow(a - b, 2)).Sum() / expected.Sum(v => (double)v * v));
        Assert.InRange(error, 1e-6, 0.05);
        Assert.Equal(64, tiny.Config.Width);
    }

    [Fact]
    public void A_model_that_does_not_fit_is_refused_before_it_is_loaded()
    {
        FreeMemory.Require("m", 100, 100);
        InputException error = Assert.Throws<InputException>(() => FreeMemory.Require("model.gguf", 9_000_000_000, 2_500_000_000));
        Assert.Contains("model.gguf", error.Message, StringComparison.Ordinal);
        Assert.Contains("needs 9.00 GB of memory (9000000000 bytes); 2.50 GB are free", error.Message, StringComparison.Ordinal);
        Assert.True(FreeMemory.Bytes() > 0);
    }

    // The attention of few queries is summed in another order than that of many.
    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f * largest);
    }

    private static float[] Scores(DecoderModel model, WorkerTeam team, int last)
    {
        float[] scores = new float[last * 53];
        new DecoderPass(model, team).Forward([new SequencePart(model.NewCache(), Tokens, last)], scores);
        return scores;
    }
}
