using Assay.Models.Adapters;
using Assay.Models.Weights;
using Assay.Tests.Models.Decoders;
using Assay.Text;

namespace Assay.Tests.Models.Adapters;

public sealed class PeftAdapterTests : IDisposable
{
    private const string Query = "model.layers.0.self_attn.q_proj", QueryA = TinyAdapter.Prefix + Query + ".lora_A.weight";

    private readonly TemporaryFolder folder = new();
    private readonly TinyDecoder tiny;

    public PeftAdapterTests() => tiny = TinyDecoder.Write(folder.Path, "llama");

    public void Dispose() => folder.Dispose();

    private string Adapter => Path.Combine(folder.Path, "adapter");

    [Theory]
    [InlineData("", 2)]
    [InlineData("\"lora_alpha\":16", 4)]
    [InlineData("\"lora_alpha\":3,\"use_rslora\":true", 1.5)]
    [InlineData("\"alpha_pattern\":{\"q_proj\":2}", 0.5)]
    [InlineData("\"alpha_pattern\":{\"proj\":2,\"layers.0.self_attn.q_proj\":12}", 3)]
    [InlineData("\"alpha_pattern\":{\"model.layers.0.*.q_proj\":12,\"q_proj\":2}", 3)]
    [InlineData("\"alpha_pattern\":{\".*layers.[12].*\":12}", 2)]
    [InlineData("\"alpha_pattern\":{\"(?P<any>[qk])_proj\":20}", 5)]
    public void A_layers_strength_follows_the_configuration(string more, double scale)
    {
        using LoraAdapter adapter = LoraAdapter.Open(TinyAdapter.All(tiny).WritePeft(Adapter, more), tiny.Config);
        Assert.Equal(scale, adapter.Layers.Single(l => l.Module == Query).Scale.Factor);
    }

    [Fact]
    public void A_pattern_of_ranks_gives_layers_their_own()
    {
        TinyAdapter weights = TinyAdapter.All(tiny);
        foreach (string module in TinyAdapter.Modules(tiny.Config).Where(m => m.EndsWith("v_proj", StringComparison.Ordinal))) weights.Add(module, 9);
        using LoraAdapter adapter = LoraAdapter.Open(weights.WritePeft(Adapter, "\"rank_pattern\":{\"v_proj\":9}"), tiny.Config);
        Assert.All(adapter.Layers, l => Assert.Equal(l.Module.EndsWith("v_proj", StringComparison.Ordinal) ? 9 : 4, l.Scale.Rank));
        Assert.Equal((9, 21), (adapter.MostRank, adapter.Layers.Length));
        Assert.Equal(weights.Pairs.Sum(p => (long)p.Value.A.Length + p.Value.B.Length), adapter.Parameters);
        foreach (LoraLayer layer in adapter.Layers)
        {
            Assert.Equal(weights.Pairs[layer.Module].A, layer.CopyA());
            Assert.Equal(weights.Pairs[layer.Module].B, layer.CopyB());
        }
    }

    [Theory]
    [InlineData("\"target_modules\":\"all-linear\"", 21)]
    [InlineData("\"target_modules\":\".*\\\\.(q|v)_proj\"", 6)]
    [InlineData("\"target_modules\":\"^(?!.*mlp).*_proj$\"", 12)]
    [InlineData("\"target_modules\":[\"q_proj\",\"mlp.up_proj\"]", 6)]
    [InlineData("\"target_modules\":[\"up_proj\"],\"layers_to_transform\":1", 1)]
    [InlineData("\"target_modules\":[\"up_proj\"],\"layers_to_transform\":[0,2],\"layers_pattern\":\"layers\"", 2)]
    [InlineData("\"target_modules\":\"all-linear\",\"exclude_modules\":[\"down_proj\"]", 18)]
    [InlineData("\"target_modules\":\"all-linear\",\"exclude_modules\":\".*mlp.*\"", 12)]
    public void Targets_are_matched_as_peft_does(string more, int count)
    {
        // Each time the file must hold just the tensors of the targets: more or fewer are errors.
        TinyAdapter all = TinyAdapter.All(tiny);
        if (count < 21) Refused("does not name this layer", more);
        using LoraAdapter adapter = Fewer(all, more);
        Assert.Equal(count, adapter.Layers.Length);
    }

    [Theory]
    [InlineData("\"peft_type\":\"IA3\"", "'peft_type': expected LORA; found IA3")]
    [InlineData("\"peft_type\":null", "'peft_type': expected LORA; found nothing")]
    [InlineData("\"use_dora\":true", "'use_dora': DoRA")]
    [InlineData("\"modules_to_save\":[\"lm_head\"]", "'modules_to_save'")]
    [InlineData("\"lora_bias\":true", "'lora_bias'")]
    [InlineData("\"bias\":\"all\"", "'bias': expected none; found all")]
    [InlineData("\"fan_in_fan_out\":true", "'fan_in_fan_out'")]
    [InlineData("\"layer_replication\":[[0,2]]", "'layer_replication'")]
    [InlineData("\"trainable_token_indices\":[1]", "'trainable_token_indices'")]
    [InlineData("\"target_parameters\":[\"x\"]", "'target_parameters'")]
    [InlineData("\"alora_invocation_tokens\":[1,2]", "'alora_invocation_tokens'")]
    [InlineData("\"use_qalora\":true", "'use_qalora'")]
    [InlineData("\"init_lora_weights\":\"pissa_niter_4\"", "'pissa_niter_4' changes the base model's weights")]
    [InlineData("\"r\":0", "'r': expected a whole number from 1 to 65536; found 0")]
    [InlineData("\"lora_alpha\":\"x\"", "'lora_alpha': expected a number")]
    [InlineData("\"target_modules\":null", "'target_modules': missing")]
    [InlineData("\"target_modules\":\"((\"", "is no regular expression")]
    [InlineData("\"target_modules\":[\"c_attn\"]", "does not name this layer")]
    [InlineData("\"rank_pattern\":{\"q_proj\":\"x\"}", "'rank_pattern.q_proj': expected a number")]
    [InlineData("\"alpha_pattern\":{\"(\":1}", "'alpha_pattern'")]
    [InlineData("\"r\":8", "expected shape [8, 32], found [4, 32] (rank 8 of adapter_config.json, 32 inputs of the base model's q_proj of layer 0)")]
    public void What_cannot_be_applied_is_refused(string more, string message)
    {
        TinyAdapter.All(tiny).WritePeft(Adapter, more);
        AssayException error = Assert.ThrowsAny<AssayException>(() => LoraAdapter.Open(Adapter, tiny.Config));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("adapter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_without_end_is_refused() =>
        Refused("takes longer than", "\"target_modules\":\"(((a|b|c|d|e|[^x])+)+)+x\"");

    [Theory]
    [InlineData("base_model.model.model.layers.0.self_attn.q_proj.lora_A.default.weight", WeightFault.UnexpectedTensor, "expected a name that ends in")]
    [InlineData("model.layers.0.self_attn.q_proj.lora_A.weight", WeightFault.UnexpectedTensor, "expected a name that begins with 'base_model.model.'")]
    [InlineData("base_model.model.model.layers.3.self_attn.q_proj.lora_A.weight", WeightFault.UnexpectedTensor, "no linear layer 'model.layers.3.self_attn.q_proj'. The adapter was trained on another base model (adapter_config.json names 'acme/tiny')")]
    [InlineData("base_model.model.model.layers.0.self_attn.c_attn.lora_A.weight", WeightFault.UnexpectedTensor, "no linear layer")]
    [InlineData("base_model.model.lm_head.lora_A.weight", WeightFault.UnexpectedTensor, "does not name this layer")]
    [InlineData("base_model.model.model.embed_tokens.lora_embedding_A", WeightFault.UnexpectedTensor, "table of tokens")]
    [InlineData("base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector", WeightFault.UnexpectedTensor, "DoRA")]
    [InlineData("base_model.model.lm_head.weight", WeightFault.UnexpectedTensor, "trained whole")]
    [InlineData("base_model.model.model.layers.0.self_attn.q_proj.bias", WeightFault.UnexpectedTensor, "bias")]
    public void A_tensor_without_a_place_is_an_error(string name, WeightFault fault, string message)
    {
        ModelFormatException error = Broken(drafts => drafts.Append(TensorDraft.Of(name, [4, 32], new float[128])));
        Assert.Equal((fault, name), (error.Fault, error.Tensor));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_half_is_an_error()
    {
        ModelFormatException error = Broken(drafts => drafts.Where(d => d.Name != QueryA));
        Assert.Equal((WeightFault.MissingTensor, QueryA), (error.Fault, error.Tensor));
        Assert.Contains("expected shape [4, 32]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_weight_that_is_no_number_is_an_error(float value)
    {
        TinyAdapter weights = TinyAdapter.All(tiny);
        weights.Pairs[Query].A[77] = value;
        weights.WritePeft(Adapter);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => LoraAdapter.Open(Adapter, tiny.Config));
        Assert.Equal((WeightFault.NotFinite, QueryA), (error.Fault, error.Tensor));
        Assert.Contains("at index 77", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_base_model_is_an_error_with_both_shapes()
    {
        TinyAdapter.All(tiny).WritePeft(Adapter);
        TinyDecoder wider = TinyDecoder.Write(folder.Path, "llama", "\"hidden_size\":40");
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => LoraAdapter.Open(Adapter, wider.Config));
        Assert.Equal(WeightFault.UnexpectedShape, error.Fault);
        Assert.Contains("adapter_model.safetensors', tensor 'base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight': expected shape [4, 40], found [4, 32]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapter_of_the_last_matrix_of_a_tied_model_is_refused()
    {
        TinyDecoder tied = TinyDecoder.Write(folder.Path, "llama", "\"tie_word_embeddings\":true");
        TinyAdapter.All(tied).WritePeft(Adapter, "\"target_modules\":[\"lm_head\"]", drafts => drafts.Take(0).Append(TensorDraft.Of("base_model.model.lm_head.lora_A.weight", [4, 32], new float[128])));
        Assert.Contains("in common with its table of tokens", Assert.Throws<ModelFormatException>(() => LoraAdapter.Open(Adapter, tied.Config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_an_adapter_says_what_is_missing()
    {
        Assert.Contains("there is none", Assert.Throws<InputException>(() => LoraAdapter.Open(Adapter, tiny.Config)).Message, StringComparison.Ordinal);
        TinyAdapter.All(tiny).WritePeft(Path.Combine(Adapter, "mine"));
        string message = Assert.Throws<InputException>(() => LoraAdapter.Open(Adapter, tiny.Config)).Message;
        Assert.Contains("found no adapter_config.json", message, StringComparison.Ordinal);
        Assert.Contains($"Name {Path.Combine(Adapter, "mine")}", message, StringComparison.Ordinal);
        File.Delete(Path.Combine(Adapter, "mine", "adapter_model.safetensors"));
        File.WriteAllText(Path.Combine(Adapter, "mine", "adapter_model.bin"), "x");
        Assert.Contains("pickle", Assert.Throws<ModelFormatException>(() => LoraAdapter.Open(Path.Combine(Adapter, "mine"), tiny.Config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_an_error()
    {
        string path = Path.Combine(TinyAdapter.All(tiny).WritePeft(Adapter), "adapter_model.safetensors");
        byte[] bytes = File.ReadAllBytes(path);
        foreach (int length in new[] { 0, 7, 100, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.ThrowsAny<AssayException>(() => LoraAdapter.Open(Adapter, tiny.Config));
        }
    }

    private ModelFormatException Broken(Func<IEnumerable<TensorDraft>, IEnumerable<TensorDraft>> change)
    {
        TinyAdapter.All(tiny).WritePeft(Adapter, change: change);
        return Assert.Throws<ModelFormatException>(() => LoraAdapter.Open(Adapter, tiny.Config));
    }

    private void Refused(string message, string more)
    {
        TinyAdapter.All(tiny).WritePeft(Adapter, more);
        Assert.Contains(message, Assert.ThrowsAny<AssayException>(() => LoraAdapter.Open(Adapter, tiny.Config)).Message, StringComparison.Ordinal);
    }

    // Leaves out layers until what is there is what the configuration names.
    private LoraAdapter Fewer(TinyAdapter weights, string more)
    {
        while (true)
        {
            try
            {
                return LoraAdapter.Open(weights.WritePeft(Adapter, more), tiny.Config);
            }
            catch (ModelFormatException error) when (error.Fault == WeightFault.UnexpectedTensor)
            {
                weights.Pairs.Remove(error.Tensor![TinyAdapter.Prefix.Length..^".lora_A.weight".Length]);
            }
        }
    }
}
