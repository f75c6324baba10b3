using Assay.Models.Configuration;
using Assay.Text;

namespace Assay.Tests.Models.Configuration;

public sealed class DecoderConfigReaderTests : IDisposable
{
    private const string Shape = "\"vocab_size\":100,\"hidden_size\":48,\"intermediate_size\":96,\"num_hidden_layers\":4,\"num_attention_heads\":6,\"num_key_value_heads\":2";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Llama_of_version_4_with_scaled_positions()
    {
        DecoderConfig config = Read("{\"architectures\":[\"LlamaForCausalLM\"],\"model_type\":\"llama\"," + Shape + """
            ,"head_dim":null,"hidden_act":"silu","max_position_embeddings":131072,"rms_norm_eps":1e-05,"rope_theta":500000.0,"tie_word_embeddings":true,
            "rope_scaling":{"factor":32.0,"high_freq_factor":4.0,"low_freq_factor":1.0,"original_max_position_embeddings":8192,"rope_type":"llama3"},
            "attention_bias":false,"mlp_bias":false,"bos_token_id":1,"eos_token_id":[2,7],"quantization_config":null,"unknown":{"a":1}}
            """);
        Assert.Equal((DecoderFamily.Llama, 100, 48, 96, 4), (config.Family, config.VocabularySize, config.Width, config.FeedForwardWidth, config.Layers));
        Assert.Equal((6, 2, 8, 131072, 1e-5f), (config.Heads, config.KeyValueHeads, config.HeadDim, config.MaxPositions, config.NormEpsilon));
        Assert.Equal(new RotaryConfig(500000, new RotaryScaling.Llama3(32, 1, 4, 8192)), config.Rotary);
        Assert.True(config.TiedEmbeddings);
        Assert.False(config.QueryKeyValueBias || config.OutputBias || config.FeedForwardBias || config.QueryKeyNorm);
        Assert.Equal([0, 0, 0, 0], config.Windows.ToArray());
        Assert.Equal((1, "2 7"), (config.BeginToken, string.Join(' ', config.EndTokens)));
        Assert.Equal((100 * 48) + (4 * ((48 * 48 * 2) + (2 * 48 * 16) + (3 * 48 * 96) + (2 * 48))) + 48, config.Parameters);
    }

    [Fact]
    public void Qwen3_of_version_5_with_heads_of_their_own_size()
    {
        DecoderConfig config = Read("{\"architectures\":[\"Qwen3ForCausalLM\"],\"model_type\":\"qwen3\"," + Shape + """
            ,"head_dim":16,"rope_parameters":{"rope_type":"default","rope_theta":1000000},"layer_types":["full_attention","sliding_attention","full_attention","sliding_attention"],"sliding_window":32,"eos_token_id":5}
            """);
        Assert.Equal((16, new RotaryConfig(1000000), true, false, false), (config.HeadDim, config.Rotary, config.QueryKeyNorm, config.QueryKeyValueBias, config.OutputBias));
        Assert.Equal([0, 32, 0, 32], config.Windows.ToArray());
        Assert.Equal([5], config.EndTokens.ToArray());
    }

    [Theory]
    [InlineData("qwen2", "", "True False 0 0 0 0")]
    [InlineData("qwen2", ",\"use_sliding_window\":true,\"sliding_window\":9,\"max_window_layers\":3", "True False 0 0 0 9")]
    [InlineData("qwen2", ",\"use_sliding_window\":false,\"sliding_window\":9,\"max_window_layers\":3", "True False 0 0 0 0")]
    [InlineData("mistral", ",\"sliding_window\":9", "False False 9 9 9 9")]
    [InlineData("mistral", ",\"sliding_window\":null", "False False 0 0 0 0")]
    [InlineData("llama", ",\"attention_bias\":true", "True True 0 0 0 0")]
    public void Biases_and_windows_follow_the_family(string type, string more, string expected)
    {
        DecoderConfig config = Read($$"""{"model_type":"{{type}}",{{Shape}}{{more}}}""");
        Assert.Equal(expected, $"{config.QueryKeyValueBias} {config.OutputBias} {string.Join(' ', config.Windows)}");
    }

    [Theory]
    [InlineData("{\"model_type\":\"gemma3\"}", "'gemma3' is not an architecture that Assay runs")]
    [InlineData("{\"architectures\":[\"MambaForCausalLM\"],\"model_type\":\"llama\"}", "'MambaForCausalLM' is not an architecture")]
    [InlineData("{\"architectures\":[\"LlamaForCausalLM\"]}", "'hidden_size' is missing")]
    [InlineData("{\"model_type\":\"llama\",\"hidden_size\":\"48\"}", "'hidden_size': expected a whole number from 1")]
    [InlineData("{\"model_type\":\"llama\",\"hidden_size\":-1}", "found -1")]
    [InlineData("{\"model_type\":\"llama\",\"hidden_size\":1e300}", "found 1e300")]
    [InlineData("{\"model_type\":\"llama\",SHAPE,\"num_key_value_heads\":4}", "a divisor of the 6 attention heads; found 4")]
    [InlineData("{\"model_type\":\"llama\",SHAPE,\"hidden_size\":50}", "a multiple of the 6 attention heads")]
    [InlineData("{\"model_type\":\"llama\",SHAPE,\"head_dim\":7}", "an even number")]
    [InlineData("{\"model_type\":\"llama\",SHAPE,\"hidden_act\":\"gelu\"}", "expected silu; found gelu")]
    [InlineData("{\"model_type\":\"llama\",SHAPE,\"partial_rotary_factor\":0.5}", "heads turned in part")]
    [InlineData("{\"model_type\":\"llama\",SHAPE,\"quantization_config\":{\"quant_method\":\"gptq\"}}", "packed by 'gptq'")]
    [InlineData("{\"model_type\":\"llama\",SHAPE,\"rope_scaling\":{\"type\":\"yarn\",\"factor\":4}}", "the scaling 'yarn' is not supported")]
    [InlineData("{\"model_type\":\"llama\",SHAPE,\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":4}}", "'rope_scaling.low_freq_factor': missing")]
    [InlineData("{\"model_type\":\"qwen3\",SHAPE,\"layer_types\":[\"full_attention\"]}", "one for each of the 4 layers; found 1")]
    [InlineData("{\"model_type\":\"qwen3\",SHAPE,\"layer_types\":[\"full_attention\",\"linear_attention\",\"full_attention\",\"full_attention\"]}", "found 'linear_attention'")]
    [InlineData("{\"model_type\":\"llama\",SHAPE,\"rms_norm_eps\":0}", "'rms_norm_eps': expected a number from 1E-30 to 1; found 0")]
    [InlineData("{\"model_type\":\"llama\",SHAPE,\"rms_norm_eps\":1e-60}", "found 1e-60")]
    [InlineData("[1]", "expected a JSON object; found a list")]
    [InlineData("{\"model_type\":", "this is not JSON")]
    public void What_cannot_be_run_is_refused_with_the_reason(string json, string message)
    {
        InputException error = Assert.Throws<InputException>(() => Read(json.Replace("SHAPE", Shape, StringComparison.Ordinal)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_the_file_says_so() =>
        Assert.Contains("it is not there", Assert.Throws<InputException>(() => DecoderConfigReader.Read(Path.Combine(folder.Path, "config.json"))).Message, StringComparison.Ordinal);

    private DecoderConfig Read(string json)
    {
        folder.Write("config.json", json);
        return DecoderConfigReader.Read(Path.Combine(folder.Path, "config.json"));
    }
}
