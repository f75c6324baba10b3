using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Encoders;
using Assay.Models.Weights;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Encoders;

namespace Assay.Tests.Models.Weights;

/// <summary>A weight that is no number is an error when a model is loaded, whatever tensor of whatever model it is in.</summary>
public sealed class NotFiniteWeightsTests : IDisposable
{
    private const string Layer = "model.layers.1.";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("model.embed_tokens.weight", 53 * 32)]
    [InlineData("lm_head.weight", 53 * 32)]
    [InlineData("model.norm.weight", 32)]
    [InlineData(Layer + "input_layernorm.weight", 32)]
    [InlineData(Layer + "self_attn.q_proj.weight", 32 * 32)]
    [InlineData(Layer + "self_attn.k_proj.bias", 16)]
    [InlineData(Layer + "self_attn.v_proj.bias", 16)]
    [InlineData(Layer + "mlp.down_proj.weight", 32 * 48)]
    public void Decoder_of_safetensors_names_the_weight(string name, int count)
    {
        TinyDecoder.Write(folder.Path, "qwen2");
        foreach (WeightType type in new[] { WeightType.F32, WeightType.F16, WeightType.BF16 })
        {
            foreach (WeightPrecision precision in Enum.GetValues<WeightPrecision>())
            {
                int index = count - 2;
                Change(Path.Combine(folder.Path, "model.safetensors"), name, type, index, precision == WeightPrecision.Full ? float.NegativeInfinity : float.NaN);
                Names(name, index, () => DecoderModel.Open(folder.Path, precision));
            }
        }
    }

    [Theory]
    [InlineData(nameof(DecoderPart.Embedding))]
    [InlineData(nameof(DecoderPart.Query))]
    [InlineData(nameof(DecoderPart.FeedForwardNorm))]
    [InlineData(nameof(DecoderPart.Up))]
    public void Decoder_of_gguf_names_the_weight(string part)
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama");
        foreach (WeightType type in new[] { WeightType.F32, WeightType.F16, WeightType.BF16 })
        {
            string path = Path.Combine(folder.Path, "m.gguf"), bad = DecoderNames.Gguf.Weight(Enum.Parse<DecoderPart>(part), 2);
            WriteGguf(path, tiny.Config, type, bad: null);
            DecoderModel.Open(path).Dispose();
            WriteGguf(path, tiny.Config, type, bad);
            foreach (WeightPrecision precision in Enum.GetValues<WeightPrecision>()) Names(bad, 17, () => DecoderModel.Open(path, precision));
        }
    }

    [Theory]
    [InlineData("bert", "bert.embeddings.word_embeddings.weight")]
    [InlineData("bert", "bert.embeddings.position_embeddings.weight")]
    [InlineData("bert", "bert.embeddings.token_type_embeddings.weight")]
    [InlineData("bert", "bert.encoder.layer.0.attention.self.query.weight")]
    [InlineData("bert", "bert.encoder.layer.1.output.dense.bias")]
    [InlineData("bert", "bert.encoder.layer.1.output.LayerNorm.bias")]
    [InlineData("bert", "bert.pooler.dense.weight")]
    [InlineData("bert", "classifier.weight")]
    [InlineData("xlmr", "classifier.out_proj.bias")]
    [InlineData("modernbert", "model.final_norm.weight")]
    [InlineData("modernbert", "head.dense.weight")]
    public void Encoder_and_its_classifier_name_the_weight(string kind, string name)
    {
        EncoderFixture.Copy(kind, folder.Path);
        foreach (WeightType type in new[] { WeightType.F32, WeightType.F16, WeightType.BF16 })
        {
            Change(Path.Combine(folder.Path, "model.safetensors"), name, type, 0, float.NaN);
            Names(name, 0, () => CrossEncoder.Open(folder.Path));
        }
    }

    [Theory]
    [InlineData("embedding.weight", 239)]
    [InlineData("weights", 59)]
    public void Static_table_names_the_weight(string name, int index)
    {
        EncoderFixture.Copy("bert", folder.Path);
        File.Delete(Path.Combine(folder.Path, "config.json"));
        folder.Write("modules.json", """[{"idx":0,"path":"","type":"sentence_transformers.models.StaticEmbedding"}]""");
        string path = Path.Combine(folder.Path, "model.safetensors");
        SafetensorsWriter.Write(path, [TensorDraft.Of("embedding.weight", [60, 4], new float[240]), TensorDraft.Of("weights", [60], new float[60])]);
        SentenceEmbedder.Open(folder.Path).Dispose();
        Change(path, name, WeightType.F32, index, float.PositiveInfinity);
        Names(name, index, () => SentenceEmbedder.Open(folder.Path));
    }

    [Theory]
    [InlineData("linear.weight")]
    [InlineData("linear.bias")]
    public void Dense_step_names_the_weight(string name)
    {
        EncoderFixture.Copy("bert", folder.Path);
        folder.Write("modules.json", """
            [{"idx":0,"path":"","type":"sentence_transformers.models.Transformer"},{"idx":1,"path":"1_Pooling","type":"sentence_transformers.models.Pooling"},{"idx":2,"path":"2_Dense","type":"sentence_transformers.models.Dense"}]
            """);
        folder.Write("1_Pooling/config.json", """{"word_embedding_dimension":32,"pooling_mode_mean_tokens":true}""");
        folder.Write("2_Dense/config.json", """{"in_features":32,"out_features":3,"bias":true,"activation_function":"torch.nn.modules.activation.Tanh"}""");
        string path = Path.Combine(folder.Path, "2_Dense", "model.safetensors");
        SafetensorsWriter.Write(path, [TensorDraft.Of("linear.weight", [3, 32], new float[96]), TensorDraft.Of("linear.bias", [3], new float[3])]);
        SentenceEmbedder.Open(folder.Path).Dispose();
        Change(path, name, WeightType.BF16, 2, float.NaN);
        Names(name, 2, () => SentenceEmbedder.Open(folder.Path));
    }

    [Fact]
    public void Sixteen_bits_are_searched_wherever_the_value_is()
    {
        foreach ((WeightType type, ushort largest, ushort[] bad) in new[] { (WeightType.F16, (ushort)0x7BFF, new ushort[] { 0x7C00, 0xFC00, 0x7C01 }), (WeightType.BF16, (ushort)0xFF7F, [0x7F80, 0xFF80, 0x7FC0]) })
        {
            for (int length = 0; length < 100; length++)
            {
                ushort[] bits = [.. Enumerable.Repeat(largest, length)];
                Assert.Equal(-1, WeightDecoder.IndexOfNotFinite(type, bits));
                if (length == 0) continue;
                int at = length * 31 % length;
                bits[at] = bad[length % 3];
                Assert.Equal(at, WeightDecoder.IndexOfNotFinite(type, bits));
                bits[^1] = bad[0];
                Assert.Equal(at, WeightDecoder.IndexOfNotFinite(type, bits));
            }
        }
    }

    private static void Names(string tensor, int index, Func<IDisposable> open)
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => open().Dispose());
        Assert.Equal((WeightFault.NotFinite, tensor), (error.Fault, error.Tensor));
        Assert.Contains($"at index {index} (", error.Message, StringComparison.Ordinal);
        Assert.Contains("take an earlier checkpoint or download it again", error.Message, StringComparison.Ordinal);
    }

    private static void Change(string path, string name, WeightType type, int index, float value)
    {
        TensorDraft[] drafts;
        using (WeightFile file = WeightFile.Open(path)) drafts = [.. file.Tensors.Select(Draft)];
        SafetensorsWriter.Write(path, drafts);

        TensorDraft Draft(WeightTensor tensor)
        {
            float[] values = [.. tensor.ToArray().Select(v => float.IsFinite(v) ? v : 0)];
            if (tensor.Name == name) values[index] = value;
            return TensorDraft.Of(tensor.Name, tensor.Shape, values, tensor.Name == name ? type : tensor.Type);
        }
    }

    private void WriteGguf(string path, DecoderConfig config, WeightType type, string? bad)
    {
        Dictionary<string, GgufValue> values = new()
        {
            ["general.architecture"] = GgufValue.Of("llama"),
            ["llama.embedding_length"] = GgufValue.Of((uint)config.Width),
            ["llama.feed_forward_length"] = GgufValue.Of((uint)config.FeedForwardWidth),
            ["llama.block_count"] = GgufValue.Of((uint)config.Layers),
            ["llama.attention.head_count"] = GgufValue.Of((uint)config.Heads),
            ["llama.attention.head_count_kv"] = GgufValue.Of((uint)config.KeyValueHeads),
            ["llama.context_length"] = GgufValue.Of((uint)config.MaxPositions),
            ["llama.attention.layer_norm_rms_epsilon"] = GgufValue.Of(config.NormEpsilon),
        };
        using WeightFile file = WeightFile.Open(folder.Path);
        IEnumerable<(DecoderPart Part, int Layer)> parts = Enum.GetValues<DecoderPart>().SelectMany(p => Enumerable.Range(0, config.Layers).Select(l => (p, l)));
        GgufWriter.Write(path, values, [.. parts.Where(p => file.Find(DecoderNames.HuggingFace.Weight(p.Part, p.Layer)) is not null).Select(Draft).DistinctBy(d => d.Name)]);

        TensorDraft Draft((DecoderPart Part, int Layer) at)
        {
            WeightTensor tensor = file.Find(DecoderNames.HuggingFace.Weight(at.Part, at.Layer))!;
            string name = DecoderNames.Gguf.Weight(at.Part, at.Layer);
            float[] weights = tensor.ToArray();
            if (name == bad) weights[17] = float.NaN;
            return TensorDraft.Of(name, tensor.Shape, weights, type);
        }
    }
}
