using Assay.Models.Configuration;
using Assay.Models.Weights;
using Assay.Tests.Models.Adapters;
using Assay.Tests.Models.Decoders;
using Assay.Text;

namespace Assay.Tests.Models.Configuration;

public sealed class GgufDecoderConfigTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("llama.attention.layer_norm_rms_epsilon", 0f, "expected a number from 1E-30 to 1; found 0")]
    [InlineData("llama.attention.layer_norm_rms_epsilon", float.NaN, "found NaN")]
    [InlineData("llama.rope.freq_base", 0f, "expected a number from 1 to 1000000000000; found 0")]
    [InlineData("llama.rope.freq_base", float.NaN, "found NaN")]
    [InlineData("llama.rope.scaling.factor", -2f, "expected a number from 1 to 1000000; found -2")]
    public void Numbers_without_a_meaning_are_refused(string key, float value, string message)
    {
        using GgufFile file = With(new(key, GgufValue.Of(value)), new("llama.rope.scaling.type", GgufValue.Of("linear")));
        string said = Assert.Throws<InputException>(() => GgufDecoderConfig.Read(file)).Message;
        Assert.Contains($"'{key}'", said, StringComparison.Ordinal);
        Assert.Contains(message, said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_no_vocabulary_has_stands_for_none()
    {
        using GgufFile file = With(
            new("tokenizer.ggml.eos_token_id", GgufValue.Of(uint.MaxValue)), new("tokenizer.ggml.bos_token_id", GgufValue.Of(uint.MaxValue)),
            new("tokenizer.ggml.model", GgufValue.Of("gpt2")), new("tokenizer.ggml.tokens", GgufValue.OfArray<string>(["a", "b"])), new("tokenizer.ggml.merges", GgufValue.OfArray<string>([])));
        DecoderConfig config = GgufDecoderConfig.Read(file);
        Assert.Null(config.BeginToken);
        Assert.Empty(config.EndTokens);
        Assert.Equal(2, Assay.Models.Local.GgufTokenizer.Read(file).VocabularySize);
    }

    private GgufFile With(params KeyValuePair<string, GgufValue>[] more)
    {
        string plain = TinyGguf.Write(Path.Combine(folder.Path, "plain.gguf"), TinyDecoder.Write(folder.Path, "llama"), "llama"), changed = Path.Combine(folder.Path, "changed.gguf");
        using (GgufFile file = GgufFile.Open(plain))
        {
            Dictionary<string, GgufValue> values = new(file.Values, StringComparer.Ordinal);
            foreach ((string key, GgufValue value) in more) values[key] = value;
            GgufWriter.Write(changed, values, file.Weights.Tensors.Select(t => TensorDraft.Of(t)));
        }

        return GgufFile.Open(changed);
    }
}
