using Assay.Models.Encoders;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Text.Tokenizers;
using Microsoft.Extensions.AI;

namespace Assay.Tests.Models.Encoders;

public sealed class SentenceEmbedderTests : IDisposable
{
    private const string Modules = """[{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"},{"idx":1,"name":"1","path":"1_Pooling","type":"sentence_transformers.models.Pooling"}""";

    private static readonly string[] Texts = ["the cat", "a longer text that says more", "", "?", "x", "the cat"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("\"pooling_mode_cls_token\": true", 32)]
    [InlineData("\"pooling_mode_max_tokens\": true", 32)]
    [InlineData("\"pooling_mode_mean_tokens\": true", 32)]
    [InlineData("\"pooling_mode_mean_sqrt_len_tokens\": true", 32)]
    [InlineData("\"pooling_mode_weightedmean_tokens\": true", 32)]
    [InlineData("\"pooling_mode_lasttoken\": true", 32)]
    [InlineData("\"pooling_mode\": \"lasttoken\"", 32)]
    [InlineData("\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": true", 64)]
    public void Pooling_is_what_its_name_says(string fields, int dimensions)
    {
        Folder("bert", fields);
        using SentenceEmbedder embedder = SentenceEmbedder.Open(folder.Path);
        Assert.Equal(dimensions, embedder.Dimensions);
        float[] vector = embedder.Embed([Texts[1]]).Vectors[0].ToArray(), states = States("bert", Texts[1], "");
        int rows = states.Length / 32;
        Assert.Equal(dimensions, vector.Length);
        for (int i = 0; i < 32; i++)
        {
            double[] column = [.. Enumerable.Range(0, rows).Select(r => (double)states[(r * 32) + i])];
            List<double> expected = [];
            if (fields.Contains("cls", StringComparison.Ordinal)) expected.Add(column[0]);
            if (fields.Contains("_max_", StringComparison.Ordinal)) expected.Add(column.Max());
            if (fields.Contains("_mean_tokens", StringComparison.Ordinal)) expected.Add(column.Average());
            if (fields.Contains("sqrt", StringComparison.Ordinal)) expected.Add(column.Sum() / Math.Sqrt(rows));
            if (fields.Contains("weighted", StringComparison.Ordinal)) expected.Add(column.Select((v, r) => v * (r + 1)).Sum() / (rows * (rows + 1) / 2));
            if (fields.Contains("lasttoken", StringComparison.Ordinal)) expected.Add(column[^1]);
            for (int mode = 0; mode < expected.Count; mode++) Assert.Equal(expected[mode], vector[(32 * mode) + i], 1e-5);
        }
    }

    [Fact]
    public void Modules_follow_each_other_and_prompts_go_before()
    {
        Folder("bert", "\"pooling_mode_mean_tokens\": true, \"include_prompt\": false",
            """,{"idx":2,"path":"2_Dense","type":"sentence_transformers.models.Dense"},{"idx":3,"path":"3_Normalize","type":"sentence_transformers.models.Normalize"}""");
        folder.Write("2_Dense/config.json", """{"in_features":32,"out_features":3,"bias":true,"activation_function":"torch.nn.modules.activation.Tanh"}""");
        float[] weights = [.. Enumerable.Range(0, 96).Select(i => MathF.Sin(i) / 3)], bias = [0.1f, -0.2f, 0.3f];
        SafetensorsWriter.Write(Path.Combine(folder.Path, "2_Dense", "model.safetensors"), [TensorDraft.Of("linear.weight", [3, 32], weights), TensorDraft.Of("linear.bias", [3], bias)]);
        folder.Write("config_sentence_transformers.json", """{"prompts":{"query":"the query. ","passage":"a passage. "},"default_prompt_name":null}""");
        using SentenceEmbedder embedder = SentenceEmbedder.Open(folder.Path);
        Assert.Equal(new SentencePrompts("", "the query. ", "a passage. "), embedder.Prompts);
        Assert.Equal("", embedder.Note);
        foreach (TextRole role in Enum.GetValues<TextRole>())
        {
            string prompt = embedder.Prompts.For(role);
            float[] states = States("bert", Texts[1], prompt);

            // "the query." and "a passage." with [CLS]: 1 + the + q ##u ##e ##r ##y + . and 1 + a + p ##a ##s ##s ##a ##g ##e + .
            int skipped = role switch { TextRole.Query => 8, TextRole.Passage => 10, _ => 0 }, rows = states.Length / 32;
            double[] pooled = [.. Enumerable.Range(0, 32).Select(i => Enumerable.Range(skipped, rows - skipped).Average(r => states[(r * 32) + i]))];
            double[] dense = [.. Enumerable.Range(0, 3).Select(o => Math.Tanh(bias[o] + pooled.Select((v, i) => v * weights[(32 * o) + i]).Sum()))];
            double length = Math.Sqrt(dense.Sum(v => v * v));
            float[] vector = embedder.Embed([Texts[1]], role).Vectors[0].ToArray();
            for (int i = 0; i < 3; i++) Assert.Equal(dense[i] / length, vector[i], 1e-5);
        }
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("xlmr")]
    [InlineData("modernbert")]
    public void A_vector_does_not_depend_on_other_texts_nor_on_threads(string kind)
    {
        EncoderFixture.Copy(kind, folder.Path);
        using var team = new WorkerTeam(3);
        using SentenceEmbedder one = SentenceEmbedder.Open(folder.Path, team: WorkerTeam.One), three = SentenceEmbedder.Open(folder.Path, team: team);
        string[] many = [.. Enumerable.Range(0, 200).Select(i => string.Join(' ', Enumerable.Repeat(Texts[i % 6], 1 + (i % 4))))];
        EmbeddedTexts together = one.Embed(many);
        float[][] expected = [.. many.Select(t => one.Embed([t]).Vectors[0].ToArray())];
        EmbeddedTexts shared = three.Embed(many);
        for (int i = 0; i < many.Length; i++)
        {
            Assert.Equal(expected[i], together.Vectors[i].ToArray());
            Assert.Equal(expected[i], shared.Vectors[i].ToArray());
        }

        Assert.True(together.Tokens > 200 * 2);
        Assert.Contains("no modules.json", one.Note, StringComparison.Ordinal);
        Assert.All(expected[2], v => Assert.True(float.IsFinite(v)));
        Assert.Empty(one.Embed([]).Vectors);
    }

    [Theory]
    [InlineData("bert", null, 48)]
    [InlineData("xlmr", null, 48)]
    [InlineData("bert", 10, 10)]
    [InlineData("bert", 400, 48)]
    public void A_long_text_is_cut_to_what_the_model_takes(string kind, int? told, int limit)
    {
        Folder(kind, "\"pooling_mode_lasttoken\": true");
        if (told is { } length) folder.Write("sentence_bert_config.json", $$"""{"max_seq_length":{{length}},"do_lower_case":true}""");
        using SentenceEmbedder embedder = SentenceEmbedder.Open(folder.Path);
        Assert.Equal(limit, embedder.MaxTokens);
        string head = string.Concat(Enumerable.Repeat("a ", limit - 2));
        Assert.Equal(embedder.Embed([head]).Vectors[0].ToArray(), embedder.Embed([head + "b c d"]).Vectors[0].ToArray());
        Assert.Equal(limit, embedder.Embed([head + "b c d"]).Tokens);
    }

    [Fact]
    public void Static_tables_give_the_mean_of_rows()
    {
        Static("embedding.weight");
        folder.Write("modules.json", """[{"idx":0,"path":".","type":"sentence_transformers.models.StaticEmbedding"}]""");
        using SentenceEmbedder embedder = SentenceEmbedder.Open(folder.Path);
        Assert.Null(embedder.MaxTokens);
        int[] ids = [.. Tokenizer().IdsOf("the cat")];
        Assert.Equal(4, ids.Length);
        EmbeddedTexts made = embedder.Embed(["the cat", ""]);
        for (int i = 0; i < 4; i++) Assert.Equal(ids.Average(id => Math.Cos((id * 4) + i)), made.Vectors[0].Span[i], 1e-6);
        Assert.Equal(new float[4], made.Vectors[1].ToArray());
        Assert.Equal(4, made.Tokens);
    }

    [Fact]
    public void Model2vec_folders_leave_unknown_tokens_out_and_normalise()
    {
        Static("embeddings");
        folder.Write("config.json", """{"model_type":"model2vec","normalize":true}""");
        using SentenceEmbedder embedder = SentenceEmbedder.Open(folder.Path);
        EmbeddedTexts made = embedder.Embed(["the cat", "the 模 cat", "模"]);
        Assert.Equal(made.Vectors[0].ToArray(), made.Vectors[1].ToArray());
        Assert.Equal(1, made.Vectors[0].ToArray().Sum(v => v * v), 1e-5);
        Assert.Equal(new float[4], made.Vectors[2].ToArray());
    }

    [Fact]
    public async Task The_generator_gives_the_vectors_of_its_role_and_counts_tokens()
    {
        Folder("bert", "\"pooling_mode_mean_tokens\": true");
        folder.Write("config_sentence_transformers.json", """{"prompts":{"query":"q: ","document":"d: "}}""");
        using SentenceEmbedder embedder = SentenceEmbedder.Open(folder.Path);
        using var queries = new LocalEmbeddingGenerator(embedder, "tiny", ownsEmbedder: false) { Role = TextRole.Query };
        using var passages = new LocalEmbeddingGenerator(embedder, "tiny", ownsEmbedder: false) { Role = TextRole.Passage };
        GeneratedEmbeddings<Embedding<float>> made = await queries.GenerateAsync(Texts);
        Assert.Equal(Texts.Length, made.Count);
        Assert.Equal(embedder.Embed(["q: the cat"]).Vectors[0].ToArray(), made[0].Vector.ToArray());
        Assert.Equal(made[0].Vector.ToArray(), made[5].Vector.ToArray());
        Assert.NotEqual(made[0].Vector.ToArray(), (await passages.GenerateAsync(["the cat"]))[0].Vector.ToArray());
        Assert.Equal(embedder.Embed(Texts, TextRole.Query).Tokens, made.Usage!.InputTokenCount);
        Assert.Equal(32, queries.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelDimensions);
        await Assert.ThrowsAsync<ArgumentException>(() => queries.GenerateAsync(["x"], new EmbeddingGenerationOptions { Dimensions = 5 }));
        await Assert.ThrowsAsync<OperationCanceledException>(() => queries.GenerateAsync(["x"], null, new CancellationToken(true)));
    }

    [Theory]
    [InlineData("modules.json", "[]", "the list is empty")]
    [InlineData("modules.json", "{}", "expected a list of modules")]
    [InlineData("modules.json", "[{\"type\":", "this is not JSON")]
    [InlineData("modules.json", "[{\"type\":\"sentence_transformers.models.Pooling\",\"path\":\"1_Pooling\"}]", "expected one Transformer")]
    [InlineData("modules.json", "[{\"type\":\"sentence_transformers.models.Transformer\",\"path\":\"\"},{\"type\":\"sentence_transformers.models.CNN\",\"path\":\"1_Pooling\"}]", "CNN' is not a module that Assay runs")]
    [InlineData("modules.json", "[{\"type\":\"sentence_transformers.models.Transformer\",\"path\":\"../up\"}]", "expected a folder within")]
    [InlineData("1_Pooling/config.json", "{\"word_embedding_dimension\":33}", "expected the 32 values")]
    [InlineData("1_Pooling/config.json", "{\"pooling_mode\":\"sum\"}", "found 'sum'")]
    [InlineData("sentence_bert_config.json", "{\"max_seq_length\":0}", "max_seq_length")]
    [InlineData("config_sentence_transformers.json", "{\"prompts\":{},\"default_prompt_name\":\"query\"}", "is not one of the prompts")]
    public void Damaged_folders_are_refused_with_the_reason(string file, string content, string message)
    {
        Folder("bert", "\"pooling_mode_mean_tokens\": true");
        folder.Write(file, content);
        AssayException error = Assert.ThrowsAny<AssayException>(() => SentenceEmbedder.Open(folder.Path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(file), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_or_foreign_tokenizers_and_tables_are_refused()
    {
        void Fails(string message) => Assert.Contains(message, Assert.ThrowsAny<AssayException>(() => SentenceEmbedder.Open(folder.Path)).Message, StringComparison.Ordinal);
        Fails("config.json");
        Folder("bert", "\"pooling_mode_mean_tokens\": true");
        string tokenizer = Path.Combine(folder.Path, "tokenizer.json"), json = File.ReadAllText(tokenizer);
        File.WriteAllText(tokenizer, json.Replace("\"the\": 59", "\"the\": 60", StringComparison.Ordinal));
        Fails("expected ids below the model's vocab_size of 60; found 60");
        File.Delete(tokenizer);
        Fails("expected tokenizer.json in the folder");
        Static("other");
        folder.Write("modules.json", """[{"idx":0,"path":"","type":"sentence_transformers.models.StaticEmbedding"}]""");
        Fails("expected a table of tokens");
        Static("embedding.weight", 59);
        Fails("expected a row for each of the 60 tokens");
        Assert.Contains("there is none", Assert.Throws<InputException>(() => SentenceEmbedder.Open(Path.Combine(folder.Path, "nowhere"))).Message, StringComparison.Ordinal);
    }

    private static Tokenizer Tokenizer() => Assay.Text.Tokenizers.Tokenizer.Load(Path.Combine(EncoderFixture.Of("bert").Folder, "tokenizer.json")).WithLimit(null);

    private static float[] States(string kind, string text, string prompt)
    {
        using EncoderModel model = EncoderModel.Open(EncoderFixture.Of(kind).Folder);
        int[] ids = [.. Tokenizer().Encode(prompt + text).Ids];
        float[] states = new float[ids.Length * 32];
        new EncoderPass(model, WorkerTeam.One).Forward([new TokenSequence(ids)], states);
        return states;
    }

    private void Folder(string kind, string pooling, string more = "")
    {
        EncoderFixture.Copy(kind, folder.Path);
        folder.Write("modules.json", Modules + more + "]");
        folder.Write("1_Pooling/config.json", "{\"word_embedding_dimension\": 32, " + pooling + "}");
    }

    private void Static(string name, int rows = 60)
    {
        File.Copy(Path.Combine(EncoderFixture.Of("bert").Folder, "tokenizer.json"), Path.Combine(folder.Path, "tokenizer.json"), overwrite: true);
        float[] table = [.. Enumerable.Range(0, rows * 4).Select(i => (float)Math.Cos(i))];
        SafetensorsWriter.Write(Path.Combine(folder.Path, "model.safetensors"), [TensorDraft.Of(name, [rows, 4], table)]);
    }
}
