using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Decoders;

namespace Assay.Tests.Models.Adapters;

public sealed class AdaptedScoresTests : IDisposable
{
    private const int Vocabulary = 53;

    private static readonly int[] Tokens = [.. Enumerable.Range(0, 40).Select(i => (i * i * 5 + 11 * i) % Vocabulary)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string PeftFolder => Path.Combine(folder.Path, "adapter");

    [Theory]
    [InlineData("llama", "")]
    [InlineData("llama", "\"tie_word_embeddings\":true,\"num_key_value_heads\":4,\"attention_bias\":true,\"mlp_bias\":true")]
    [InlineData("mistral", "\"sliding_window\":9")]
    [InlineData("qwen2", "\"tie_word_embeddings\":true")]
    [InlineData("qwen3", "\"head_dim\":12,\"num_attention_heads\":6,\"num_key_value_heads\":3")]
    public void Scores_are_those_of_dense_weights(string type, string more)
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, type, more);
        TinyAdapter weights = TinyAdapter.All(tiny);
        string gguf = weights.WriteGguf(Path.Combine(folder.Path, "a.gguf"), type == "mistral" ? "llama" : type, 8);
        using DecoderModel model = DecoderModel.Open(folder.Path);
        using LoraAdapter adapter = LoraAdapter.Open(weights.WritePeft(PeftFolder), model.Config), other = LoraAdapter.Open(gguf, model.Config);
        double[][] alone = ReferenceDecoder.Scores(tiny, Tokens);
        weights.Merge(_ => 8 / 4.0);
        double[][] expected = ReferenceDecoder.Scores(tiny, Tokens);
        AssertNear(alone, Scores(model, null));
        AssertNear(expected, Scores(model, adapter));
        Assert.Equal(Scores(model, adapter), Scores(model, other));
        Assert.Equal(adapter.Fingerprint, other.Fingerprint);
        Assert.True(expected.Zip(alone, (a, b) => Math.Abs(a[0] - b[0])).Max() > 0.1, "the adapter changes the scores");
    }

    [Fact]
    public void The_last_matrix_can_have_an_adapter_too()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama");
        var weights = new TinyAdapter(tiny);
        weights.Add("lm_head", 3);
        weights.Add("model.layers.1.mlp.up_proj", 3);
        weights.WritePeft(PeftFolder, "\"r\":3,\"target_modules\":[\"lm_head\",\"model.layers.1.mlp.up_proj\"]");
        using DecoderModel model = DecoderModel.Open(folder.Path);
        using LoraAdapter adapter = LoraAdapter.Open(PeftFolder, model.Config);
        weights.Merge(_ => 8 / 3.0);
        double[][] expected = ReferenceDecoder.Scores(tiny, Tokens);
        AssertNear(expected, Scores(model, adapter));

        // Scores of texts with and without it come in the order of the texts, whatever the order of rows.
        float[] both = new float[5 * Vocabulary];
        new DecoderPass(model, WorkerTeam.One).Forward([new(model.NewCache(adapter), Tokens, 2), new(model.NewCache(), Tokens), new(model.NewCache(adapter), Tokens, 2)], both);
        Assert.Equal(Scores(model, adapter)[^(2 * Vocabulary)..], both[..(2 * Vocabulary)]);
        Assert.Equal(Scores(model, null)[^Vocabulary..], both[(2 * Vocabulary)..(3 * Vocabulary)]);
        Assert.Equal(both[..(2 * Vocabulary)], both[(3 * Vocabulary)..]);
    }

    [Fact]
    public void Without_an_effect_scores_are_those_of_the_base_bit_for_bit()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "qwen2");
        var weights = new TinyAdapter(tiny);
        foreach (string module in TinyAdapter.Modules(tiny.Config)) weights.Add(module, 4, b: 0);
        using DecoderModel model = DecoderModel.Open(folder.Path);
        using LoraAdapter adapter = LoraAdapter.Open(weights.WritePeft(PeftFolder), model.Config);
        Assert.Equal(Scores(model, null).Select(BitConverter.SingleToInt32Bits), Scores(model, adapter).Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData(WeightPrecision.AsStored, "")]
    [InlineData(WeightPrecision.EightBit, "\"hidden_size\":64,\"intermediate_size\":96")]
    public void Texts_with_different_adapters_share_a_pass_without_a_trace(WeightPrecision precision, string more)
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama", more);
        using DecoderModel model = DecoderModel.Open(folder.Path, precision);
        using LoraAdapter first = LoraAdapter.Open(TinyAdapter.All(tiny).WritePeft(PeftFolder), model.Config);
        var few = new TinyAdapter(tiny, seed: 8);
        foreach (string module in TinyAdapter.Modules(tiny.Config).Where(m => m.EndsWith("v_proj", StringComparison.Ordinal))) few.Add(module, 2);
        using LoraAdapter second = LoraAdapter.Open(few.WritePeft(Path.Combine(folder.Path, "b"), "\"r\":2,\"target_modules\":[\"v_proj\"]"), model.Config);
        LoraAdapter?[] order = [first, null, second, first, second, null, first];
        using var team = new WorkerTeam(3);
        foreach (int count in new[] { 1, 5, 40 })
        {
            float[] together = Steps(new DecoderPass(model, team), order, count);
            for (int i = 0; i < order.Length; i++)
            {
                float[] alone = Steps(new DecoderPass(model, WorkerTeam.One), [order[i]], count, i);
                for (int step = 0; step < 3; step++)
                    Assert.Equal(alone.AsSpan(step * Vocabulary, Vocabulary).ToArray(), together.AsSpan(((step * order.Length) + i) * Vocabulary, Vocabulary).ToArray());
            }
        }

        Assert.NotEqual(Scores(model, first), Scores(model, second));

        // Three passes: a prompt, which differs from text to text, and two more tokens.
        float[] Steps(DecoderPass pass, LoraAdapter?[] adapters, int count, int offset = 0)
        {
            KeyValueCache[] caches = [.. adapters.Select(model.NewCache)];
            float[] scores = new float[3 * adapters.Length * Vocabulary];
            for (int step = 0; step < 3; step++)
            {
                SequencePart[] parts = [.. caches.Select((c, i) => new SequencePart(c, step > 0 ? new[] { step + i + offset } : Tokens.Select(t => (t + i + offset) % Vocabulary).Take(count).ToArray()))];
                pass.Forward(parts, scores.AsSpan(step * adapters.Length * Vocabulary, adapters.Length * Vocabulary));
            }

            return scores;
        }
    }

    [Fact]
    public void Long_texts_of_two_adapters_go_in_parts()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama", "\"max_position_embeddings\":2000,\"num_hidden_layers\":1");
        using DecoderModel model = DecoderModel.Open(folder.Path);
        using LoraAdapter first = LoraAdapter.Open(TinyAdapter.All(tiny).WritePeft(PeftFolder), model.Config);
        using LoraAdapter second = LoraAdapter.Open(TinyAdapter.All(tiny, seed: 9).WritePeft(PeftFolder), model.Config);
        int[] tokens = [.. Enumerable.Range(0, 700).Select(i => i % Vocabulary)];
        float[] both = new float[2 * Vocabulary], alone = new float[Vocabulary];
        new DecoderPass(model, WorkerTeam.One).Forward([new(model.NewCache(first), tokens), new(model.NewCache(second), tokens)], both);
        new DecoderPass(model, WorkerTeam.One).Forward([new(model.NewCache(first), tokens)], alone);
        Assert.Equal(alone, both[..Vocabulary]);
        new DecoderPass(model, WorkerTeam.One).Forward([new(model.NewCache(second), tokens)], alone);
        float largest = alone.Max(Math.Abs);
        for (int i = 0; i < Vocabulary; i++) Assert.Equal(alone[i], both[Vocabulary + i], 1e-5f * largest);
    }

    [Fact]
    public void A_pass_that_is_warm_allocates_as_much_with_adapters_as_without()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama");
        using DecoderModel model = DecoderModel.Open(folder.Path);
        using LoraAdapter adapter = LoraAdapter.Open(TinyAdapter.All(tiny).WritePeft(PeftFolder), model.Config);
        var pass = new DecoderPass(model, WorkerTeam.One);
        float[] scores = new float[Vocabulary];
        foreach (LoraAdapter? used in new[] { null, adapter })
        {
            KeyValueCache cache = model.NewCache(used);
            SequencePart[] prompt = [new(cache, Tokens.AsMemory())], step = [new(cache, Tokens.AsMemory(0, 1))];
            pass.Forward(prompt, scores);
            pass.Forward(step, scores);
            long before = GC.GetAllocatedBytesForCurrentThread();
            pass.Forward(step, scores);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64);
        }
    }

    [Fact]
    public void An_adapter_of_another_shape_is_refused_by_the_cache()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama");
        using LoraAdapter adapter = LoraAdapter.Open(TinyAdapter.All(tiny).WritePeft(PeftFolder), tiny.Config);
        TinyDecoder.Write(folder.Path, "llama", "\"intermediate_size\":64");
        using DecoderModel model = DecoderModel.Open(folder.Path);
        Assert.Contains("another shape", Assert.Throws<ArgumentException>(() => model.NewCache(adapter)).Message, StringComparison.Ordinal);
    }

    private static float[] Scores(DecoderModel model, LoraAdapter? adapter)
    {
        float[] scores = new float[Tokens.Length * Vocabulary];
        new DecoderPass(model, WorkerTeam.One).Forward([new SequencePart(model.NewCache(adapter), Tokens, Tokens.Length)], scores);
        return scores;
    }

    private static void AssertNear(double[][] expected, float[] scores)
    {
        double largest = expected.Max(r => r.Max(Math.Abs));
        for (int t = 0; t < Tokens.Length; t++)
            for (int v = 0; v < Vocabulary; v++) Assert.Equal(expected[t][v], scores[(t * Vocabulary) + v], 1e-4 * largest);
    }
}
