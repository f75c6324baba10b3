using Assay.Models.Encoders.Export;
using Assay.Models.Weights;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Tests.Models.Encoders;

/// <summary>What is in the file; that llama.cpp makes the same vectors of it, <c>Assay.Benchmarks parity</c> measures.</summary>
public sealed class EmbedderExportTests : IDisposable
{
    private const string Modules = """[{"idx":0,"path":"","type":"sentence_transformers.models.Transformer"},{"idx":1,"path":"1_Pooling","type":"sentence_transformers.models.Pooling"}""";
    private const string Normalize = """,{"idx":2,"path":"2_Normalize","type":"sentence_transformers.models.Normalize"}""";
    private const int Layers = 2, TensorsOfLayer = 16, SharedTensors = 5;

    private readonly TemporaryFolder folder = new(), target = new();

    private string Out => Path.Combine(target.Path, "embedder.gguf");

    public void Dispose()
    {
        folder.Dispose();
        target.Dispose();
    }

    [Fact]
    public void Tensors_are_the_model_s_under_other_names()
    {
        Folder("\"pooling_mode_mean_tokens\": true");
        EmbedderExport.Write(folder.Path, Out);
        using GgufFile made = GgufFile.Open(Out);
        using WeightFile source = WeightFile.Open(folder.Path);
        Assert.Equal(SharedTensors + (Layers * TensorsOfLayer), made.Weights.Tensors.Length);
        foreach ((string to, string from) in new[]
        {
            ("token_embd.weight", "embeddings.word_embeddings.weight"), ("position_embd.weight", "embeddings.position_embeddings.weight"), ("token_types.weight", "embeddings.token_type_embeddings.weight"),
            ("token_embd_norm.weight", "embeddings.LayerNorm.weight"), ("token_embd_norm.bias", "embeddings.LayerNorm.bias"), ("blk.0.attn_q.weight", "encoder.layer.0.attention.self.query.weight"),
            ("blk.1.attn_k.bias", "encoder.layer.1.attention.self.key.bias"), ("blk.0.attn_v.weight", "encoder.layer.0.attention.self.value.weight"), ("blk.1.attn_output.weight", "encoder.layer.1.attention.output.dense.weight"),
            ("blk.0.attn_output_norm.weight", "encoder.layer.0.attention.output.LayerNorm.weight"), ("blk.1.ffn_up.weight", "encoder.layer.1.intermediate.dense.weight"),
            ("blk.0.ffn_down.weight", "encoder.layer.0.output.dense.weight"), ("blk.1.layer_output_norm.bias", "encoder.layer.1.output.LayerNorm.bias"),
        })
        {
            WeightTensor here = source.Find("bert." + from)!, there = made.Weights.Find(to)!;
            Assert.Equal(here.Shape.AsSpan(), there.Shape.AsSpan());
            Assert.Equal(here.ToArray(), there.ToArray());
        }
    }

    [Fact]
    public void Names_of_the_first_spelling_and_without_prefix_are_known()
    {
        Folder("\"pooling_mode_mean_tokens\": true");
        EmbedderExport.Write(folder.Path, Out);
        byte[] expected = File.ReadAllBytes(Out);
        EncoderFixture.Rename(folder.Path, name => name.Replace("bert.", "", StringComparison.Ordinal).Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal));
        EmbedderExport.Write(folder.Path, Out);
        using GgufFile made = GgufFile.Open(Out);
        Assert.Equal(SharedTensors + (Layers * TensorsOfLayer), made.Weights.Tensors.Length);
        Assert.Equal(expected.Length, new FileInfo(Out).Length);
    }

    [Theory]
    [InlineData("\"pooling_mode_mean_tokens\": true", 1)]
    [InlineData("\"pooling_mode_cls_token\": true", 2)]
    [InlineData("\"pooling_mode_lasttoken\": true", 3)]
    public void Values_say_what_llama_cpp_has_to_know(string pooling, int expected)
    {
        Folder(pooling, Normalize);
        EmbedderExport.Write(folder.Path, Out);
        using GgufFile made = GgufFile.Open(Out);
        Assert.Equal("bert", made.Text("general.architecture"));
        Assert.Equal([48L, 32, 48, 2, 4, expected], new[] { "context_length", "embedding_length", "feed_forward_length", "block_count", "attention.head_count", "pooling_type" }.Select(k => made.WholeNumber("bert." + k)!.Value));
        Assert.Equal(1e-12f, (float)made.Number("bert.attention.layer_norm_epsilon")!.Value);
        Assert.False(made.Flag("bert.attention.causal"));
    }

    [Fact]
    public void Vocabulary_marks_the_start_of_words_instead_of_their_rest()
    {
        Folder("\"pooling_mode_mean_tokens\": true");
        EmbedderExport.Write(folder.Path, Out);
        using GgufFile made = GgufFile.Open(Out);
        Tokenizer tokenizer = Tokenizer.Load(Path.Combine(folder.Path, "tokenizer.json"));
        string[] tokens = made.Texts("tokenizer.ggml.tokens")!;
        int[] types = made.WholeNumbers("tokenizer.ggml.token_type")!;
        Assert.Equal(60, tokens.Length);
        for (int id = 0; id < tokens.Length; id++)
        {
            string own = tokenizer.TokenOf(id)!;
            bool mark = own.StartsWith('['), rest = own.StartsWith("##", StringComparison.Ordinal);
            Assert.Equal(mark ? own : rest ? own[2..] : "\u2581" + own, tokens[id]);
            Assert.Equal(mark ? 3 : 1, types[id]);
        }

        Assert.Contains(tokens, t => t.Length > 0 && t[0] is not ('\u2581' or '['));
        Assert.Equal([2L, 2, 3, 3, 0, 1, 4], new[] { "bos", "cls", "eos", "seperator", "padding", "unknown", "mask" }.Select(n => made.WholeNumber($"tokenizer.ggml.{n}_token_id")!.Value));
        Assert.True(made.Flag("tokenizer.ggml.normalizer.lowercase"));
        Assert.True(made.Flag("tokenizer.ggml.normalizer.strip_accents"));
    }

    [Fact]
    public void Rows_without_a_token_are_unused_and_added_words_stay_whole()
    {
        Folder("\"pooling_mode_mean_tokens\": true");
        string tokenizer = Path.Combine(folder.Path, "tokenizer.json"), json = File.ReadAllText(tokenizer).Replace(", \"the\": 59", "", StringComparison.Ordinal);
        File.WriteAllText(tokenizer, json);
        Assert.Equal(("[PAD59]", 5), Last());
        File.WriteAllText(tokenizer, json.Replace("\"added_tokens\": [", "\"added_tokens\": [{\"id\": 59, \"content\": \"C++\", \"single_word\": false, \"lstrip\": false, \"rstrip\": false, \"normalized\": false, \"special\": false}, ", StringComparison.Ordinal));
        Assert.Equal(("C++", 4), Last());

        (string, int) Last()
        {
            EmbedderExport.Write(folder.Path, Out);
            using GgufFile made = GgufFile.Open(Out);
            return (made.Texts("tokenizer.ggml.tokens")![^1], made.WholeNumbers("tokenizer.ggml.token_type")![^1]);
        }
    }

    [Theory]
    [InlineData(WeightType.F16, WeightType.F16)]
    [InlineData(WeightType.BF16, WeightType.BF16)]
    [InlineData(WeightType.Q80, WeightType.F16)]
    public void Matrices_are_stored_as_asked_and_what_is_added_exactly(WeightType type, WeightType narrow)
    {
        Folder("\"pooling_mode_mean_tokens\": true");
        EmbedderExport.Write(folder.Path, Out, type);
        using GgufFile made = GgufFile.Open(Out);
        using WeightFile source = WeightFile.Open(folder.Path);
        Assert.Equal(type, made.Weights.Find("blk.0.attn_q.weight")!.Type);
        Assert.Equal(narrow, made.Weights.Find("blk.0.ffn_down.weight")!.Type);
        Assert.All(new[] { "blk.0.attn_q.bias", "position_embd.weight", "token_types.weight", "token_embd_norm.weight" }, n => Assert.Equal(WeightType.F32, made.Weights.Find(n)!.Type));
        float[] here = source.Find("bert.embeddings.word_embeddings.weight")!.ToArray(), there = made.Weights.Find("token_embd.weight")!.ToArray();
        for (int i = 0; i < here.Length; i++) Assert.Equal(here[i], there[i], 0.02 * Math.Max(1, here.Max()));
        Assert.Throws<ArgumentException>(() => EmbedderExport.Write(folder.Path, Out, WeightType.Q4K));
    }

    [Fact]
    public void What_the_file_cannot_say_is_told()
    {
        Folder("\"pooling_mode_mean_tokens\": true", Normalize);
        Assert.Empty(EmbedderExport.Write(folder.Path, Out));
        folder.Write("config_sentence_transformers.json", """{"prompts":{"query":"q: ","document":"d: "}}""");
        folder.Write("sentence_bert_config.json", """{"max_seq_length":20,"do_lower_case":true}""");
        folder.Write("modules.json", Modules + "]");
        string notes = string.Join('\n', EmbedderExport.Write(folder.Path, Out));
        Assert.All(new[] { "'q: '", "'d: '", "cut to 20 tokens", "--embd-normalize -1", "small first" }, part => Assert.Contains(part, notes, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1_Pooling/config.json", "{\"pooling_mode_max_tokens\":true}", "its pooling is Max")]
    [InlineData("1_Pooling/config.json", "{\"pooling_mode_cls_token\":true,\"pooling_mode_mean_tokens\":true}", "its pooling is First and Mean")]
    [InlineData("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\":true,\"include_prompt\":false}", "leaves prompts out")]
    [InlineData("config.json", "\"hidden_act\": \"gelu\"|\"hidden_act\": \"relu\"", "use Relu")]
    [InlineData("tokenizer.json", "\"handle_chinese_chars\": true|\"handle_chinese_chars\": false", "words of Chinese characters")]
    [InlineData("tokenizer.json", "\"clean_text\": true|\"clean_text\": false", "control characters")]
    [InlineData("tokenizer.json", "{\"type\": \"BertPreTokenizer\"}|{\"type\": \"Whitespace\"}", "expected BertPreTokenizer")]
    [InlineData("tokenizer.json", "{\"type\": \"BertNormalizer\", \"clean_text\": true, \"handle_chinese_chars\": true, \"strip_accents\": null, \"lowercase\": true}|{\"type\": \"Lowercase\"}", "expected BertNormalizer")]
    public void What_llama_cpp_computes_otherwise_is_refused(string file, string change, string message)
    {
        Folder("\"pooling_mode_mean_tokens\": true");
        string path = Path.Combine(folder.Path, file);
        string[] parts = change.Split('|');
        string content = parts.Length == 1 ? change : File.ReadAllText(path).Replace(parts[0], parts[1], StringComparison.Ordinal);
        Assert.NotEqual(content, File.ReadAllText(path));
        File.WriteAllText(path, content);
        Assert.Contains(message, Assert.Throws<InputException>(() => EmbedderExport.Write(folder.Path, Out)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Out));
    }

    [Theory]
    [InlineData("xlmr", "family Roberta")]
    [InlineData("modernbert", "family ModernBert")]
    public void Other_families_are_refused(string kind, string message)
    {
        EncoderFixture.Copy(kind, folder.Path);
        Assert.Contains(message, Assert.Throws<InputException>(() => EmbedderExport.Write(folder.Path, Out)).Message, StringComparison.Ordinal);
    }

    private void Folder(string pooling, string more = "")
    {
        EncoderFixture.Copy("bert", folder.Path);
        folder.Write("modules.json", Modules + more + "]");
        folder.Write("1_Pooling/config.json", "{" + pooling + "}");
    }
}
