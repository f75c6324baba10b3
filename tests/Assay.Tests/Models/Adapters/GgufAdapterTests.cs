using Assay.Models.Adapters;
using Assay.Models.Weights;
using Assay.Tests.Models.Decoders;
using Assay.Text;

namespace Assay.Tests.Models.Adapters;

public sealed class GgufAdapterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TinyDecoder tiny;

    public GgufAdapterTests() => tiny = TinyDecoder.Write(folder.Path, "llama");

    public void Dispose() => folder.Dispose();

    private string File => Path.Combine(folder.Path, "adapter.gguf");

    [Theory]
    [InlineData(8, 2)]
    [InlineData(6, 1.5)]
    [InlineData(0, 1)]
    public void Strength_is_alpha_by_rank_and_one_for_zero(float alpha, double scale)
    {
        using LoraAdapter adapter = LoraAdapter.Open(TinyAdapter.All(tiny).WriteGguf(File, "llama", alpha), tiny.Config);
        Assert.All(adapter.Layers, l => Assert.Equal(scale, l.Scale.Factor));
    }

    [Fact]
    public void Half_precision_and_blocks_are_read()
    {
        TinyAdapter weights = TinyAdapter.All(tiny, rank: 32);
        foreach (WeightType type in new[] { WeightType.F16, WeightType.BF16, WeightType.Q80 })
        {
            weights.WriteGguf(File, "llama", 8, drafts => drafts.Select(d => d.Shape[^1] % 32 == 0 ? d with { Type = type } : d));
            using LoraAdapter adapter = LoraAdapter.Open(File, tiny.Config);
            Assert.All(adapter.Layers, l => Assert.All(l.CopyA().Zip(weights.Pairs[l.Module].A), v => Assert.Equal(v.Second, v.First, 0.003f)));
        }
    }

    [Theory]
    [InlineData("general.architecture", "qwen2", "expected llama, the base model's; found qwen2")]
    [InlineData("general.type", "model", "expected adapter; found model")]
    [InlineData("adapter.type", "vera", "expected lora; found vera")]
    public void A_file_of_another_kind_is_refused(string key, string value, string message)
    {
        TinyAdapter.All(tiny).WriteGguf(File, "llama", 8, null, KeyValuePair.Create(key, GgufValue.Of(value)));
        string found = Assert.Throws<InputException>(() => LoraAdapter.Open(File, tiny.Config)).Message;
        Assert.Contains($"'{key}': {message}", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_change_the_sums_are_refused()
    {
        TinyAdapter.All(tiny).WriteGguf(File, "llama", float.NaN);
        Assert.Contains("'adapter.lora.alpha': expected a finite number; found NaN", Assert.Throws<InputException>(() => LoraAdapter.Open(File, tiny.Config)).Message, StringComparison.Ordinal);
        TinyAdapter.All(tiny).WriteGguf(File, "llama", 8, null, KeyValuePair.Create("adapter.alora.invocation_tokens", GgufValue.OfArray(new uint[] { 1 })));
        Assert.Contains("activated LoRA", Assert.Throws<InputException>(() => LoraAdapter.Open(File, tiny.Config)).Message, StringComparison.Ordinal);
        TinyAdapter.All(tiny).WriteGguf(File, "llama", 8, drafts => drafts.Take(0));
        Assert.Contains("has no tensors", Assert.Throws<ModelFormatException>(() => LoraAdapter.Open(File, tiny.Config)).Message, StringComparison.Ordinal);
        GgufWriter.Write(File, [new("general.type", GgufValue.Of("adapter")), new("general.architecture", GgufValue.Of("llama")), new("adapter.type", GgufValue.Of("lora"))], []);
        Assert.Contains("'adapter.lora.alpha': missing", Assert.Throws<InputException>(() => LoraAdapter.Open(File, tiny.Config)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blk.0.attn_norm.weight", WeightFault.UnexpectedTensor, "normalisation, which llama.cpp passes over")]
    [InlineData("blk.0.attn_q.weight.lora_c", WeightFault.UnexpectedTensor, "expected a name that ends in")]
    [InlineData("blk.3.attn_q.weight.lora_a", WeightFault.UnexpectedTensor, "no linear layer 'blk.3.attn_q.weight'")]
    [InlineData("token_embd.weight.lora_a", WeightFault.UnexpectedTensor, "table of tokens")]
    [InlineData("output.weight.lora_a", WeightFault.MissingTensor, "expected beside its other half")]
    public void A_tensor_without_a_place_is_an_error(string name, WeightFault fault, string message)
    {
        TinyAdapter.All(tiny).WriteGguf(File, "llama", 8, drafts => drafts.Append(TensorDraft.Of(name, [4, 32], new float[128])));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => LoraAdapter.Open(File, tiny.Config));
        Assert.Equal(fault, error.Fault);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Halves_that_do_not_fit_are_errors()
    {
        const string a = "blk.1.attn_k.weight.lora_a", b = "blk.1.attn_k.weight.lora_b";
        ModelFormatException Broken(Func<IEnumerable<TensorDraft>, IEnumerable<TensorDraft>> change)
        {
            TinyAdapter.All(tiny).WriteGguf(File, "llama", 8, change);
            return Assert.Throws<ModelFormatException>(() => LoraAdapter.Open(File, tiny.Config));
        }

        ModelFormatException missing = Broken(drafts => drafts.Where(d => d.Name != b));
        Assert.Equal((WeightFault.MissingTensor, b), (missing.Fault, missing.Tensor));
        ModelFormatException shape = Broken(drafts => drafts.Select(d => d.Name == a ? TensorDraft.Of(a, [4, 31], new float[124]) : d));
        Assert.Contains("expected shape [4, 32], found [4, 31] (rank 4, 32 inputs of the base model's k_proj of layer 1). The adapter was trained on another base model.", shape.Message, StringComparison.Ordinal);
        ModelFormatException ranks = Broken(drafts => drafts.Select(d => d.Name == b ? TensorDraft.Of(b, [16, 3], new float[48]) : d));
        Assert.Contains("expected shape [16, 4], found [16, 3]", ranks.Message, StringComparison.Ordinal);
        ModelFormatException number = Broken(drafts => drafts.Select(d => d.Name == b ? TensorDraft.Of(b, [16, 4], Enumerable.Repeat(float.NaN, 64).ToArray()) : d));
        Assert.Equal((WeightFault.NotFinite, b), (number.Fault, number.Tensor));
    }

    [Fact]
    public void A_file_that_is_not_there_says_so() =>
        Assert.Contains("is not there", Assert.Throws<ModelFormatException>(() => LoraAdapter.Open(File, tiny.Config)).Message, StringComparison.Ordinal);
}
