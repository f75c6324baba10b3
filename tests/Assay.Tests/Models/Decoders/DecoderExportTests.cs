using System.Text.Json;
using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Decoders.Export;
using Assay.Models.Local;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Tests.Conventions;
using Assay.Tests.Models.Adapters;
using Assay.Tests.Models.Generation;
using Assay.Text;

namespace Assay.Tests.Models.Decoders;

public sealed class DecoderExportTests : IDisposable
{
    private const string Bytes = "\"vocab_size\":264,\"eos_token_id\":257,\"bos_token_id\":256,\"intermediate_size\":64";

    private static readonly int[] Tokens = [.. Enumerable.Range(0, 40).Select(i => (i * i * 5 + 11 * i) % 256)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Base => Directory.CreateDirectory(Path.Combine(folder.Path, "base")).FullName;

    private string Target => Path.Combine(folder.Path, "made.gguf");

    [Theory]
    [InlineData("llama", "\"tie_word_embeddings\":true")]
    [InlineData("llama", "\"attention_bias\":true,\"mlp_bias\":true")]
    [InlineData("llama", "\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":8,\"low_freq_factor\":1,\"high_freq_factor\":4,\"original_max_position_embeddings\":16}")]
    [InlineData("llama", "\"rope_scaling\":{\"rope_type\":\"linear\",\"factor\":2.5}")]
    [InlineData("mistral", "\"head_dim\":16")]
    [InlineData("qwen2", "\"tie_word_embeddings\":true")]
    [InlineData("qwen3", "\"head_dim\":12,\"num_attention_heads\":6,\"num_key_value_heads\":3")]
    public void The_file_gives_what_the_folder_gives(string type, string more)
    {
        TinyDecoder tiny = Write(type, more);
        TinyAdapter.All(tiny).WritePeft(Path.Combine(folder.Path, "adapter"), "\"use_rslora\":true,\"alpha_pattern\":{\"layers.0.self_attn.q_proj\":3}");
        DecoderExport.Write(Base, Target);
        using LocalModel original = LocalModel.Open(Base), made = LocalModel.Open(Target);
        AssertNear(Scores(original.Decoder), Scores(made.Decoder), 1e-5f);
        Assert.Equal((original.Template!.Source, original.BeginText, original.EndText), (made.Template!.Source, made.BeginText, made.EndText));
        Assert.Equal([257], made.EndTokens.ToArray());
        Assert.Equal([257], original.EndTokens.ToArray());

        using LoraAdapter adapter = original.OpenAdapter(Path.Combine(folder.Path, "adapter"));
        DecoderExport.Write(Base, Target, null, adapter);
        using LocalModel merged = LocalModel.Open(Target);
        AssertNear(Scores(original.Decoder, adapter), Scores(merged.Decoder), 1e-4f);
        Assert.True(Distance(Scores(original.Decoder), Scores(merged.Decoder)) > 0.1f);
    }

    [Theory]
    [InlineData(WeightType.F16, 1u, 0.02f)]
    [InlineData(WeightType.BF16, 32u, 0.2f)]
    [InlineData(WeightType.Q80, 7u, 0.2f)]
    public void Matrices_have_the_type_that_is_asked_for_and_vectors_are_exact(WeightType type, uint fileType, float error)
    {
        Write("llama", "");
        DecoderExport.Write(Base, Target, type);
        using (GgufFile file = GgufFile.Open(Target))
        {
            Assert.All(file.Weights.Tensors, t => Assert.Equal(t.Shape.Length == 1 ? WeightType.F32 : type, t.Type));
            Assert.Equal(fileType, (uint)file.WholeNumber("general.file_type")!.Value);
        }

        using DecoderModel original = DecoderModel.Open(Base), made = DecoderModel.Open(Target);
        Assert.InRange(Distance(Scores(original), Scores(made)), 1e-6f, error);
    }

    [Theory]
    [InlineData("gpt2", "gpt2", "gpt-2")]
    [InlineData("llama3", "gpt2", "llama-bpe")]
    [InlineData("qwen2", "gpt2", "qwen2")]
    [InlineData("o200k", "gpt2", "gpt-4o")]
    [InlineData("llama2", "llama", null)]
    [InlineData("mistral", "llama", null)]
    public void Texts_become_the_same_tokens(string tokenizer, string model, string? pre)
    {
        string json = File.ReadAllText(Path.Combine(Repository.Root, "tests/Assay.Tests/Fixtures/tokenizers", tokenizer + ".json"));
        TinyDecoder.Write(Base, "llama", "\"vocab_size\":3200,\"num_hidden_layers\":1");
        File.WriteAllText(Path.Combine(Base, "tokenizer.json"), json);
        DecoderExport.Write(Base, Target);
        using (GgufFile file = GgufFile.Open(Target)) Assert.Equal((model, pre, 3200), (file.Text("tokenizer.ggml.model"), file.Text("tokenizer.ggml.pre"), file.Texts("tokenizer.ggml.tokens")!.Length));
        using LocalModel original = LocalModel.Open(Base), made = LocalModel.Open(Target);
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests/Assay.Tests/Fixtures/tokenizers", tokenizer + ".cases.json")));
        string[] texts = [.. cases.RootElement.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("text").GetString()!)];
        Assert.True(texts.Length > 20);
        string[] specials = [.. original.Tokenizer.SpecialIds.Select(id => original.Tokenizer.TokenOf(id)!)];
        int compared = 0;
        foreach (string text in texts.Where(t => !specials.Any(s => t.Contains(s, StringComparison.Ordinal)) && (model == "gpt2" || t.TrimStart(' ', '\u2581') == t)))
        {
            Assert.Equal(original.Tokenizer.Encode(text).Ids.ToArray(), made.Tokenizer.Encode(text).Ids.ToArray());
            compared++;
        }

        Assert.True(compared > 20);
    }

    [Fact]
    public void What_llama_cpp_would_do_otherwise_is_refused()
    {
        Write("mistral", "\"sliding_window\":64");
        Refused("its tokens see only the 64 before them in some layers");
        string mixture = File.ReadAllText(Path.Combine(Repository.Root, "tests/Assay.Tests/Fixtures/tokenizers/mixture.json"));
        Write("llama", "");
        File.WriteAllText(Path.Combine(Base, "tokenizer.json"), mixture);
        Refused("its tokenizer has 3003 tokens and its weights 264");
        Write("llama", "\"vocab_size\":3200");
        File.WriteAllText(Path.Combine(Base, "tokenizer.json"), mixture);
        Refused("is of the kind WordLevel, and BPE is what llama.cpp takes");
        string json = ByteTokenizer.Json().Replace("\"use_regex\":false", "\"use_regex\":true", StringComparison.Ordinal).Replace("\"add_prefix_space\":false", "\"add_prefix_space\":true", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Base, "tokenizer.json"), json);
        Refused("none of the ways in which llama.cpp cuts text");
        Assert.False(File.Exists(Target));

        void Refused(string message) => Assert.Contains(message, Assert.Throws<InputException>(() => DecoderExport.Write(Base, Target)).Message, StringComparison.Ordinal);
    }

    private TinyDecoder Write(string type, string more)
    {
        TinyDecoder tiny = TinyDecoder.Write(Base, type, more.Contains("vocab_size", StringComparison.Ordinal) ? more : Bytes + (more.Length > 0 ? "," + more : ""));
        File.WriteAllText(Path.Combine(Base, "tokenizer.json"), ByteTokenizer.Json());
        File.WriteAllText(Path.Combine(Base, "tokenizer_config.json"), """{"bos_token":"<s>","eos_token":"</s>","chat_template":"{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}{{ eos_token }}{% endfor %}"}""");
        return tiny;
    }

    private static float[] Scores(DecoderModel model, LoraAdapter? adapter = null)
    {
        float[] scores = new float[Tokens.Length * model.Config.VocabularySize];
        new DecoderPass(model, WorkerTeam.One).Forward([new SequencePart(model.NewCache(adapter), Tokens, Tokens.Length)], scores);
        return scores;
    }

    private static float Distance(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / a.Max(Math.Abs);

    private static void AssertNear(float[] expected, float[] found, float relative) => Assert.InRange(Distance(expected, found), 0, relative);
}
