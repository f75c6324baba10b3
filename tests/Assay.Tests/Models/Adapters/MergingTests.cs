using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Decoders;
using Assay.Text;

namespace Assay.Tests.Models.Adapters;

public sealed class MergingTests : IDisposable
{
    private const int Vocabulary = 53;

    private static readonly int[] Tokens = [.. Enumerable.Range(0, 40).Select(i => (i * i * 5 + 11 * i) % Vocabulary)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Base => Directory.CreateDirectory(Path.Combine(folder.Path, "base")).FullName;

    private string Adapter => Path.Combine(folder.Path, "adapter");

    private string Target => Path.Combine(folder.Path, "target");

    [Theory]
    [InlineData("llama", "")]
    [InlineData("qwen3", "\"head_dim\":12,\"num_attention_heads\":6,\"num_key_value_heads\":3,\"tie_word_embeddings\":true")]
    public void Merged_in_full_precision_scores_are_those_of_the_adapter_on_top(string type, string more)
    {
        TinyDecoder tiny = TinyDecoder.Write(Base, type, more);
        TinyAdapter.All(tiny).WritePeft(Adapter);
        using DecoderModel model = DecoderModel.Open(Base), merged = DecoderModel.Open(Base, WeightPrecision.AsStored, Adapter);
        using LoraAdapter adapter = LoraAdapter.Open(Adapter, model.Config);
        float[] expected = Scores(model, adapter);
        AssertNear(expected, Scores(merged), 1e-5f);
        Assert.Equal((null, adapter.Fingerprint), (model.MergedAdapter, merged.MergedAdapter));

        MergeReport report = AdapterMerger.Merge(Base, Adapter, Target);
        using DecoderModel written = DecoderModel.Open(Target);
        Assert.Equal(Scores(merged), Scores(written));
        Assert.Equal(21, report.Matrices);
        Assert.InRange(report.LargestRounding, 1e-12, 1e-6);
        Assert.InRange(report.ShareLost, 1e-12, 1e-6);
    }

    [Theory]
    [InlineData(WeightType.BF16, 0.02f)]
    [InlineData(WeightType.F16, 0.003f)]
    public void Sixteen_bits_are_kept_and_their_rounding_is_told(WeightType type, float error)
    {
        TinyDecoder tiny = Stored(type);
        TinyAdapter.All(tiny).WritePeft(Adapter);
        using DecoderModel model = DecoderModel.Open(Base), merged = DecoderModel.Open(Base, WeightPrecision.AsStored, Adapter);
        using LoraAdapter adapter = LoraAdapter.Open(Adapter, model.Config);
        Assert.Equal(model.LengthBytes, merged.LengthBytes);
        AssertNear(Scores(model, adapter), Scores(merged), error);

        MergeReport report = AdapterMerger.Merge(Base, Adapter, Target);
        using WeightFile file = WeightFile.Open(Target);
        Assert.All(file.Tensors, t => Assert.Equal(type, t.Type));
        using DecoderModel written = DecoderModel.Open(Target);
        Assert.Equal(Scores(merged), Scores(written));

        // What was measured is what the file has: the largest distance between its weights and the exact sums.
        using WeightFile before = WeightFile.Open(Base);
        double largest = 0;
        foreach (LoraLayer layer in adapter.Layers)
        {
            float[] a = layer.CopyA(), b = layer.CopyB(), old = before.Find(layer.Module + ".weight")!.ToArray(), now = file.Find(layer.Module + ".weight")!.ToArray();
            for (int i = 0; i < old.Length; i++)
            {
                double exact = old[i] + (2 * Enumerable.Range(0, 4).Sum(k => (double)b[(i / layer.Inputs * 4) + k] * a[(k * layer.Inputs) + (i % layer.Inputs)]));
                largest = Math.Max(largest, Math.Abs(now[i] - exact));
            }
        }

        Assert.Equal(largest, report.LargestRounding, largest * 1e-3);
        Assert.InRange(report.ShareLost, 1e-5, 0.05);
        Assert.True(file.Tensors.Any(t => t.Name == report.Tensor));
    }

    [Fact]
    public void A_model_of_sixteen_bits_can_be_merged_into_thirty_two()
    {
        TinyDecoder tiny = Stored(WeightType.BF16);
        TinyAdapter.All(tiny).WritePeft(Adapter);
        File.WriteAllText(Path.Combine(Base, "config.json"), File.ReadAllText(Path.Combine(Base, "config.json")).Replace("{", "{\"torch_dtype\":\"bfloat16\",", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(Base, "tokenizer.json"), "{}");
        File.WriteAllText(Path.Combine(Base, "pytorch_model.bin"), "x");
        MergeReport report = AdapterMerger.Merge(Base, Adapter, Target, fullPrecision: true);
        Assert.InRange(report.ShareLost, 0, 1e-6);
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"], Directory.GetFiles(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("\"torch_dtype\": \"float32\"", File.ReadAllText(Path.Combine(Target, "config.json")), StringComparison.Ordinal);
        using DecoderModel model = DecoderModel.Open(Base), written = DecoderModel.Open(Target);
        using LoraAdapter adapter = LoraAdapter.Open(Adapter, model.Config);
        AssertNear(Scores(model, adapter), Scores(written), 1e-5f);
    }

    [Fact]
    public void A_merge_that_ends_early_leaves_nothing_and_can_be_repeated()
    {
        TinyAdapter.All(TinyDecoder.Write(Base, "llama")).WritePeft(Adapter);
        Directory.CreateDirectory(Target);
        Assert.Throws<OperationCanceledException>(() => AdapterMerger.Merge(Base, Adapter, Target, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal(["adapter", "base", "target"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
        AdapterMerger.Merge(Base, Adapter, Target + Path.DirectorySeparatorChar);
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("expected the name of a folder", Assert.Throws<InputException>(() => AdapterMerger.Merge(Base, Adapter, Target + ".gguf")).Message, StringComparison.Ordinal);
        Assert.Equal(["adapter", "base", "target"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen2")]
    public void A_gguf_model_is_merged_with_its_rows_in_their_order(string architecture)
    {
        TinyDecoder tiny = TinyDecoder.Write(Base, architecture);
        TinyAdapter weights = TinyAdapter.All(tiny);
        weights.WritePeft(Adapter);
        string file = TinyGguf.Write(Path.Combine(folder.Path, "base.gguf"), tiny, architecture);
        using DecoderModel single = DecoderModel.Open(Base), model = DecoderModel.Open(file), merged = DecoderModel.Open(file, WeightPrecision.AsStored, Adapter);
        Assert.Equal(Scores(single), Scores(model));
        using LoraAdapter adapter = LoraAdapter.Open(Adapter, model.Config);
        AssertNear(Scores(single, adapter), Scores(merged), 1e-5f);
        AdapterMerger.Merge(file, Adapter, Target + ".gguf");
        using DecoderModel written = DecoderModel.Open(Target + ".gguf");
        Assert.Equal(Scores(merged), Scores(written));
    }

    [Fact]
    public void Blocks_are_quantised_again_only_when_asked_for()
    {
        const string wide = "\"hidden_size\":64,\"intermediate_size\":96";
        TinyDecoder tiny = TinyDecoder.Write(Base, "llama", wide);
        TinyAdapter.All(tiny).WritePeft(Adapter);
        string file = TinyGguf.Write(Path.Combine(folder.Path, "base.gguf"), tiny, "llama", WeightType.Q80);
        InputException error = Assert.Throws<InputException>(() => DecoderModel.Open(file, WeightPrecision.AsStored, Adapter));
        Assert.Contains("is stored as Q8_0: merged with an adapter it would be quantised a second time", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<InputException>(() => AdapterMerger.Merge(file, Adapter, Target + ".gguf"));
        Assert.Contains("is stored as Q8_0", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target + ".gguf"));

        using DecoderModel model = DecoderModel.Open(file, WeightPrecision.Full), full = DecoderModel.Open(file, WeightPrecision.Full, Adapter), eight = DecoderModel.Open(file, WeightPrecision.EightBit, Adapter), stored = DecoderModel.Open(file);
        using LoraAdapter adapter = LoraAdapter.Open(Adapter, model.Config);
        float[] expected = Scores(model, adapter);
        AssertNear(expected, Scores(full), 1e-5f);
        AssertNear(expected, Scores(eight), 0.1f);
        Assert.Equal(stored.LengthBytes, eight.LengthBytes);
        AdapterMerger.Merge(file, Adapter, Target + ".gguf", fullPrecision: true);
        using DecoderModel written = DecoderModel.Open(Target + ".gguf");
        Assert.Equal(Scores(full), Scores(written));
    }

    [Fact]
    public void A_target_that_is_taken_is_left_alone()
    {
        TinyDecoder tiny = TinyDecoder.Write(Base, "llama");
        TinyAdapter.All(tiny).WritePeft(Adapter);
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "mine.txt"), "mine");
        Assert.Contains("something is there already", Assert.Throws<InputException>(() => AdapterMerger.Merge(Base, Adapter, Target)).Message, StringComparison.Ordinal);
        Assert.Equal("mine.txt", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(Target))));
        string file = TinyGguf.Write(Path.Combine(folder.Path, "base.gguf"), tiny, "llama");
        Assert.Contains("ends in .gguf", Assert.Throws<InputException>(() => AdapterMerger.Merge(file, Adapter, Target)).Message, StringComparison.Ordinal);
    }

    // The tiny decoder with its weights in 16 bits.
    private TinyDecoder Stored(WeightType type)
    {
        TinyDecoder tiny = TinyDecoder.Write(Base, "llama");
        string path = Path.Combine(Base, "model.safetensors"), copy = Path.Combine(folder.Path, "copy.safetensors");
        using (WeightFile file = WeightFile.Open(path)) SafetensorsWriter.Write(copy, file.Tensors.Select(t => TensorDraft.Of(t.Name, t.Shape, t.ToArray(), type)));
        File.Move(copy, path, overwrite: true);
        return tiny;
    }

    private static float[] Scores(DecoderModel model, LoraAdapter? adapter = null)
    {
        float[] scores = new float[Tokens.Length * Vocabulary];
        new DecoderPass(model, WorkerTeam.One).Forward([new SequencePart(model.NewCache(adapter), Tokens, Tokens.Length)], scores);
        return scores;
    }

    private static void AssertNear(float[] expected, float[] actual, float relative)
    {
        float largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], relative * largest);
    }
}
