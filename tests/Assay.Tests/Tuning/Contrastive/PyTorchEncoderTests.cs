using System.Text.Json;
using Assay.Models.Encoders;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Numerics.Optimizers;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Encoders;
using Assay.Tuning.Contrastive;

namespace Assay.Tests.Tuning.Contrastive;

/// <summary>A tiny BERT's gradients and losses beside PyTorch's, as embedder and as reranker; <c>Fixtures/training/bert.py</c> made them.</summary>
public sealed class PyTorchEncoderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly JsonElement fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "training", "bert.json"))).RootElement;

    public PyTorchEncoderTests()
    {
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), fixture.GetProperty("config").GetRawText());
        File.Copy(Path.Combine(EncoderFixture.Of("bert").Folder, "tokenizer.json"), Path.Combine(folder.Path, "tokenizer.json"));
        SafetensorsWriter.Write(
            Path.Combine(folder.Path, "model.safetensors"),
            fixture.GetProperty("weights").EnumerateObject().Select(w => TensorDraft.Of(w.Name, [.. fixture.GetProperty("shapes").GetProperty(w.Name).EnumerateArray().Select(s => s.GetInt64())], Floats(w.Value))));
    }

    private enum Task
    {
        Contrastive,
        Rerank,
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Gradients_of_every_parameter_of_an_embedder_agree() => Gradients(Task.Contrastive, 37);

    [Fact]
    public void Gradients_of_every_parameter_of_a_reranker_agree() => Gradients(Task.Rerank, 41);

    [Fact]
    public void Twenty_contrastive_losses_agree() => Losses(Task.Contrastive);

    [Fact]
    public void Twenty_losses_of_a_reranker_agree() => Losses(Task.Rerank);

    private void Gradients(Task task, int parameters)
    {
        (TextGradients gradients, Func<double> add) = Pass(task);
        add();
        JsonElement expectedOfAll = fixture.GetProperty(NameOf(task)).GetProperty("gradients");
        int compared = 0;
        foreach (Parameter parameter in gradients.Parameters)
        {
            float[] expected = Floats(expectedOfAll.GetProperty(parameter.Name));
            Assert.Equal(expected.Length, parameter.Gradient.Length);
            double norm = Math.Sqrt(expected.Sum(g => (double)g * g)), distance = Math.Sqrt(expected.Zip(parameter.Gradient, (e, a) => ((double)e - a) * (e - a)).Sum());

            // Softmax does not change when all scores do: the gradient of the keys' biases, and that of the classifier's, is 0 but for rounding.
            bool isZero = norm < 1e-12;
            Assert.True(isZero ? distance < 1e-7 : distance < 1e-4 * norm, $"{parameter.Name}: off by {distance}, {distance / norm} of its length");
            compared += expected.Length;
        }

        Assert.Equal(parameters, gradients.Parameters.Length);
        Assert.Equal(parameters, expectedOfAll.EnumerateObject().Count());
        Assert.True(compared > 2500, $"{compared} entries were compared");
    }

    private void Losses(Task task)
    {
        (TextGradients gradients, Func<double> add) = Pass(task);
        var optimizer = new AdamWOptimizer(gradients.Parameters, WorkerTeam.One);
        var settings = new AdamWSettings(fixture.GetProperty("learningRate").GetDouble(), Beta2: fixture.GetProperty("beta2").GetDouble(), WeightDecay: fixture.GetProperty("weightDecay").GetDouble());
        double[] losses = [.. fixture.GetProperty(NameOf(task)).GetProperty("losses").EnumerateArray().Select(l => l.GetDouble())];
        Assert.Equal(20, losses.Length);
        foreach (double expected in losses)
        {
            Assert.Equal(expected, add(), 1e-4);
            optimizer.Step(settings);
        }

        Assert.True(losses[^1] < losses[0] / 2);
    }

    private (TextGradients Gradients, Func<double> Add) Pass(Task task)
    {
        JsonElement own = fixture.GetProperty(NameOf(task));
        if (task == Task.Rerank)
        {
            TextGradients scorer = TrainableReranker.FromFolder(folder.Path, seed: 0).Gradients(WorkerTeam.One);
            JsonElement[][] groups = [.. own.GetProperty("groups").EnumerateArray().Select(g => g.EnumerateArray().ToArray())];
            TrainingText[] pairs = [.. groups.SelectMany(g => g).Select(p => new TrainingText(new TokenSequence(Whole(p.GetProperty("ids")), Whole(p.GetProperty("types")))))];
            return (scorer, () => Step(scorer, pairs, (scores, slopes) => RerankTask.Loss(RerankLoss.Listwise, [.. groups.Select(g => g.Length)], scores, slopes)));
        }

        TextGradients embedder = TrainableEmbedder.FromFolder(Embedder()).Gradients(WorkerTeam.One);
        TrainingText[] texts = [.. own.GetProperty("queries").EnumerateArray().Concat(own.GetProperty("passages").EnumerateArray()).Select(t => new TrainingText(new TokenSequence(Whole(t))))];
        int queries = own.GetProperty("queries").GetArrayLength(), passages = own.GetProperty("passages").GetArrayLength();
        bool[] hidden = new bool[queries * passages];
        foreach (JsonElement place in own.GetProperty("masked").EnumerateArray()) hidden[(place[0].GetInt32() * passages) + place[1].GetInt32()] = true;
        var options = new ContrastiveOptions
        {
            Temperature = own.GetProperty("temperature").GetDouble(),
            Symmetric = true,
            Prefixes = [.. own.GetProperty("prefixes").EnumerateArray().Zip(own.GetProperty("prefixWeights").EnumerateArray(), (length, weight) => new VectorPrefix(length.GetInt32(), weight.GetDouble()))],
        };
        var loss = new ContrastiveLoss(options, 12, WorkerTeam.One);
        var batch = new ContrastiveBatch(passages, [.. Enumerable.Range(0, queries)], hidden);
        return (embedder, () => Step(embedder, texts, (vectors, slopes) => loss.Of(batch, vectors, slopes)));
    }

    private static double Step(TextGradients gradients, TrainingText[] texts, Func<float[], float[], double> loss)
    {
        float[] given = gradients.Forward(texts), slopes = new float[given.Length];
        double value = loss(given, slopes);
        gradients.Backward(slopes);
        return value;
    }

    // Without modules.json a text is the mean of its tokens.
    private string Embedder()
    {
        string config = Path.Combine(folder.Path, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("BertForSequenceClassification", "BertModel", StringComparison.Ordinal));
        return folder.Path;
    }

    private static string NameOf(Task task) => task == Task.Contrastive ? "contrastive" : "rerank";

    private static int[] Whole(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetInt32())];

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetSingle())];
}
