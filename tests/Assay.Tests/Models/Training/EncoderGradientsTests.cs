using Assay.Models.Configuration;
using Assay.Models.Encoders;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Encoders;
using Assay.Text;

namespace Assay.Tests.Models.Training;

public sealed class EncoderGradientsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("bert", "mean_tokens", "Tanh")]
    [InlineData("bert", "mean_tokens", "GELU")]
    [InlineData("bert", "weightedmean_tokens", "Sigmoid")]
    [InlineData("xlmr", "cls_token", "Identity")]
    [InlineData("xlmr", "lasttoken", "SiLU")]
    [InlineData("xlmr", "mean_sqrt_len_tokens", "ReLU")]
    public void Gradients_of_an_embedder_agree_with_finite_differences(string kind, string pooling, string curve)
    {
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(Embedder(kind, pooling, curve));
        Shrink(embedder.Parameters);
        TrainingText[] texts = [.. Texts.Select((t, i) => embedder.Text(t, i % 2 == 0 ? TextRole.Query : TextRole.Passage))];
        int entries = Check(embedder.Gradients(WorkerTeam.One), texts, null);
        Assert.True(entries > 200, $"{entries} directions were compared");
    }

    /// <summary>The greatest values of a text change places under any finite step, so this one is compared on values far apart.</summary>
    [Theory]
    [InlineData(PoolingMode.Max)]
    [InlineData(PoolingMode.Mean)]
    [InlineData(PoolingMode.WeightedMean)]
    public void Slopes_of_pooling_agree_with_finite_differences(PoolingMode mode)
    {
        const int rows = 5, width = 4;
        var pooling = new Pooling([mode, PoolingMode.Last, PoolingMode.MeanSquareRoot], IncludePrompt: false);
        float[] states = [.. Enumerable.Range(0, rows * width).Select(i => (float)(i * 7 % (rows * width)))], slopes = [.. Enumerable.Range(0, 3 * width).Select(i => MathF.Sin(i + 1))], found = new float[states.Length], y = new float[3 * width];
        pooling.Backward(states, 2, slopes, found);
        for (int i = 0; i < states.Length; i++)
        {
            double Moved(float by)
            {
                float[] moved = [.. states];
                moved[i] += by;
                pooling.Apply(moved, width, 2, y);
                return y.Zip(slopes, (v, s) => (double)v * s).Sum();
            }

            Assert.Equal((Moved(0.25f) - Moved(-0.25f)) / 0.5, found[i], 1e-5);
        }

        Assert.All(found[..(2 * width)], v => Assert.Equal(0, v));
    }

    [Fact]
    public void Gradients_of_a_reranker_agree_with_finite_differences()
    {
        foreach (string kind in new[] { "bert", "xlmr" })
        {
            TrainableReranker reranker = TrainableReranker.FromFolder(EncoderFixture.Of(kind).Folder, seed: 1);
            Shrink(reranker.Parameters);
            Assert.False(reranker.BeganAsEncoder);
            TrainingText[] pairs = [.. Texts.Select(t => reranker.Pair("what is a cat?", t))];
            Assert.True(Check(reranker.Gradients(WorkerTeam.One), pairs, null) > 200);
        }
    }

    [Fact]
    public void Gradients_of_a_static_table_agree_with_finite_differences()
    {
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(LocalEncoders.Static(Path.Combine(folder.Path, "static")));
        TrainingText[] texts = [.. Texts.Append("").Select(t => embedder.Text(t, TextRole.Plain))];
        TextGradients gradients = embedder.Gradients(WorkerTeam.One);
        Assert.Equal(6, Check(gradients, texts, null));
        Assert.True(gradients.Parameters[0].Gradient.Count(g => g != 0) > 50);
        Assert.Contains(gradients.Parameters[0].Gradient, g => g == 0);
    }

    [Fact]
    public void Dropping_is_repeatable_and_its_gradient_is_that_of_what_was_left()
    {
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(Embedder("bert", "mean_tokens", "Tanh"));
        Shrink(embedder.Parameters);
        TrainingText[] texts = [.. Texts.Select(t => embedder.Text(t, TextRole.Query))];
        TextGradients gradients = embedder.Gradients(WorkerTeam.One, dropout: 0.2f);
        float[] first = [.. gradients.Forward(texts, 7)];
        Assert.NotEqual(first, gradients.Forward(texts, 8));
        Assert.Equal(first, gradients.Forward(texts, 7));
        Assert.True(Check(gradients, texts, 7) > 200);
    }

    [Fact]
    public void Texts_together_or_alone_have_the_same_gradient_on_any_number_of_threads()
    {
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(Embedder("xlmr", "mean_tokens", "Tanh"));
        TrainingText[] texts = [.. Texts.Select(t => embedder.Text(t, TextRole.Passage))];
        float[] whole = Gradient(embedder, texts, texts.Length, WorkerTeam.One), alone = Gradient(embedder, texts, 1, WorkerTeam.One);
        using var team = new WorkerTeam(3);
        Assert.Equal(whole, Gradient(embedder, texts, texts.Length, team));
        double distance = Math.Sqrt(whole.Zip(alone, (a, b) => ((double)a - b) * (a - b)).Sum() / whole.Sum(a => (double)a * a));
        Assert.True(distance < 1e-6, $"they differ by {distance} of the norm");
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("xlmr")]
    [InlineData("static")]
    public void Vectors_are_those_of_the_model_that_runs_and_of_the_one_that_is_written(string kind)
    {
        string source = kind == "static" ? LocalEncoders.Static(Path.Combine(folder.Path, "static")) : Embedder(kind, "mean_tokens", "Tanh"), written = Path.Combine(folder.Path, "written");
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(source);
        Same(source, embedder);
        var random = new Random(1);
        foreach (Parameter parameter in embedder.Parameters)
        {
            for (int i = 0; i < parameter.Values.Length; i++) parameter.Values[i] += (float)(random.NextDouble() - 0.5) * 0.2f;
        }

        embedder.Write(written);
        Same(written, embedder);
        Assert.Throws<ArgumentException>(() => embedder.Write(source));
        Same(written, TrainableEmbedder.FromFolder(written));
        Assert.NotEqual(EncoderFingerprint.Of(source), EncoderFingerprint.Of(written));
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("xlmr")]
    public void Scores_are_those_of_the_model_that_is_written(string kind)
    {
        string written = Path.Combine(folder.Path, "written");
        TrainableReranker reranker = TrainableReranker.FromFolder(EncoderFixture.Of(kind).Folder, seed: 1);
        reranker.Parameters[^1].Values[0] += 0.25f;
        reranker.Write(written);
        Same(written, reranker);
    }

    /// <summary>An encoder of the kind that masks words, and an embedder, become rerankers that load as such.</summary>
    [Theory]
    [InlineData("bert", "Bert")]
    [InlineData("xlmr", "XLMRoberta")]
    public void An_encoder_becomes_a_reranker(string kind, string name)
    {
        string source = LocalEncoders.Embedder(Path.Combine(folder.Path, "encoder"), kind), written = Path.Combine(folder.Path, "written");
        EncoderFixture.Rename(source, t => t.StartsWith("classifier", StringComparison.Ordinal) || t.Contains("pooler", StringComparison.Ordinal) ? null : t.Replace("bert.", "", StringComparison.Ordinal).Replace("roberta.", "", StringComparison.Ordinal));
        TrainableReranker reranker = TrainableReranker.FromFolder(source, seed: 1);
        Assert.True(reranker.BeganAsEncoder);
        reranker.Write(written);
        Assert.Contains($"{name}ForSequenceClassification", File.ReadAllText(Path.Combine(written, "config.json")), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(written, "modules.json")));
        Same(written, reranker);
        Assert.NotEqual(reranker.Parameters[^2].Values, TrainableReranker.FromFolder(source, seed: 2).Parameters[^2].Values);
    }

    [Fact]
    public void Random_weights_are_those_of_the_seed_and_what_is_not_trained_is_refused()
    {
        EncoderConfig config = EncoderConfigReader.Read(Path.Combine(EncoderFixture.Of("bert").Folder, "config.json"));
        float[] Values(ulong seed) => [.. TrainableEncoder.Random(config, seed).Parameters.SelectMany(p => p.Values)];
        Assert.Equal(Values(1), Values(1));
        Assert.NotEqual(Values(1), Values(2));
        InputException error = Assert.Throws<InputException>(() => TrainableEncoder.FromFolder(EncoderFixture.Of("modernbert").Folder));
        Assert.Contains("static tables", error.Message, StringComparison.Ordinal);
        var pass = new EncoderGradients(TrainableEncoder.Random(config, 1), WorkerTeam.One);
        Assert.Throws<ArgumentException>(() => pass.Forward([new TokenSequence(new int[] { 60 })], null));
        Assert.Throws<ArgumentException>(() => pass.Forward([new TokenSequence(new int[] { 1, 2 }, new int[] { 0, 9 })], null));
        Assert.Throws<ArgumentException>(() => pass.Forward([new TokenSequence(new int[config.MaxTokens + 1])], null));
    }

    private static readonly string[] Texts = ["a cat is an animal", "dog", "the bird and the whale", "what is it? why not a goat and a horse and a zebra", "mouse"];

    /// <summary>A folder with a pooling, a dense module and prompts that pooling leaves out.</summary>
    private string Embedder(string kind, string pooling, string curve)
    {
        string path = LocalEncoders.Embedder(Path.Combine(folder.Path, kind), kind, LocalEncoders.Prompts);
        LocalEncoders.Write(path, "modules.json", """
            [{"path":"","type":"sentence_transformers.models.Transformer"},{"path":"1_Pooling","type":"sentence_transformers.models.Pooling"},
             {"path":"2_Dense","type":"sentence_transformers.models.Dense"},{"path":"3_Normalize","type":"sentence_transformers.models.Normalize"}]
            """);
        LocalEncoders.Write(path, "1_Pooling/config.json", $$"""{"word_embedding_dimension": 32, "pooling_mode_{{pooling}}": true, "include_prompt": false}""");
        LocalEncoders.Write(path, "2_Dense/config.json", $$"""{"in_features": 32, "out_features": 5, "bias": true, "activation_function": "torch.nn.modules.activation.{{curve}}"}""");
        float[] weights = [.. Enumerable.Range(0, 160).Select(i => (float)Math.Sin(i) * 0.3f)];
        Assay.Models.Weights.SafetensorsWriter.Write(Path.Combine(path, "2_Dense", "model.safetensors"), [Assay.Models.Weights.TensorDraft.Of("linear.weight", [5, 32], weights), Assay.Models.Weights.TensorDraft.Of("linear.bias", [5], weights.AsMemory(0, 5))]);
        return path;
    }

    // The fixtures' large weights make curves so bent that differences say little.
    private static void Shrink(IEnumerable<Parameter> parameters)
    {
        var random = new Random(2);
        foreach (Parameter parameter in parameters)
        {
            for (int i = 0; i < parameter.Values.Length; i++) parameter.Values[i] = (0.5f * parameter.Values[i]) + (float)((random.NextDouble() - 0.5) * 0.1);
        }
    }

    private static int Check(TextGradients gradients, TrainingText[] texts, ulong? seed)
    {
        float[] Slopes(int count) => [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin(1 + i))];
        double Loss()
        {
            float[] y = gradients.Forward(texts, seed);
            return y.Zip(Slopes(y.Length), (v, s) => (double)v * s).Sum();
        }

        foreach (Parameter parameter in gradients.Parameters) Array.Clear(parameter.Gradient);
        gradients.Backward(Slopes(gradients.Forward(texts, seed).Length));
        return gradients.Parameters.Sum(p => GradientCheck.Of(p, Loss));
    }

    private static float[] Gradient(TrainableEmbedder embedder, TrainingText[] texts, int together, WorkerTeam team)
    {
        TextGradients gradients = embedder.Gradients(team);
        foreach (Parameter parameter in gradients.Parameters) Array.Clear(parameter.Gradient);
        foreach (TrainingText[] part in texts.Chunk(together)) gradients.Backward([.. gradients.Forward(part).Select(MathF.Cos)]);
        return [.. gradients.Parameters.SelectMany(p => p.Gradient)];
    }

    private static void Same(string path, TrainableEmbedder embedder)
    {
        using SentenceEmbedder runs = SentenceEmbedder.Open(path, team: WorkerTeam.One);
        TextGradients gradients = embedder.Gradients(WorkerTeam.One);
        foreach (TextRole role in new[] { TextRole.Query, TextRole.Passage })
        {
            float[] expected = [.. runs.Embed(Texts, role).Vectors.SelectMany(v => v.ToArray())], actual = gradients.Forward([.. Texts.Select(t => embedder.Text(t, role))]);
            Assert.Equal(expected.Length, actual.Length);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
        }
    }

    private static void Same(string path, TrainableReranker reranker)
    {
        using CrossEncoder runs = CrossEncoder.Open(path, team: WorkerTeam.One);
        float[] expected = runs.Score("what is a cat?", Texts), scores = reranker.Gradients(WorkerTeam.One).Forward([.. Texts.Select(t => reranker.Pair("what is a cat?", t))]);
        Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, 1 / (1 + Math.Exp(-pair.Second)), 1e-5));
    }
}
