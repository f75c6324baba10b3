using System.Text.Json;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Numerics.Optimizers;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Models.Training;

/// <summary>Gradients and losses beside PyTorch's; <c>Fixtures/training/llama.py</c> made them.</summary>
public sealed class PyTorchTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly JsonElement fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "training", "llama.json"))).RootElement;

    public PyTorchTrainingTests()
    {
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), fixture.GetProperty("config").GetRawText());
        SafetensorsWriter.Write(
            Path.Combine(folder.Path, "model.safetensors"),
            fixture.GetProperty("weights").EnumerateObject().Select(w => TensorDraft.Of(w.Name, [.. fixture.GetProperty("shapes").GetProperty(w.Name).EnumerateArray().Select(s => s.GetInt64())], Floats(w.Value))));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Gradients_of_every_parameter_agree()
    {
        TrainableDecoder decoder = TrainableDecoder.FromFolder(folder.Path);
        TrainingBatch batch = Batch();
        new DecoderGradients(decoder, WorkerTeam.One).Add(batch, batch.TotalWeight, seed: 0);
        int compared = 0;
        foreach (Parameter parameter in decoder.Parameters)
        {
            float[] expected = Floats(fixture.GetProperty("gradients").GetProperty(parameter.Name));
            Assert.Equal(expected.Length, parameter.Gradient.Length);
            double norm = Math.Sqrt(expected.Sum(g => (double)g * g)), distance = Math.Sqrt(expected.Zip(parameter.Gradient, (e, a) => ((double)e - a) * (e - a)).Sum());
            Assert.True(distance < 1e-4 * norm, $"{parameter.Name}: off by {distance / norm} of its length");
            compared += expected.Length;
        }

        Assert.Equal(fixture.GetProperty("gradients").EnumerateObject().Count(), decoder.Parameters.Length);
        Assert.True(compared > 2000, $"{compared} entries were compared");
    }

    [Fact]
    public void Twenty_losses_of_a_run_agree()
    {
        TrainableDecoder decoder = TrainableDecoder.FromFolder(folder.Path);
        var pass = new DecoderGradients(decoder, WorkerTeam.One);
        var optimizer = new AdamWOptimizer(decoder.Parameters, WorkerTeam.One);
        TrainingBatch batch = Batch();
        var settings = new AdamWSettings(fixture.GetProperty("learningRate").GetDouble(), Beta2: fixture.GetProperty("beta2").GetDouble(), WeightDecay: fixture.GetProperty("weightDecay").GetDouble());
        double[] losses = [.. fixture.GetProperty("losses").EnumerateArray().Select(l => l.GetDouble())];
        Assert.Equal(20, losses.Length);
        foreach (double expected in losses)
        {
            Assert.Equal(expected, pass.Add(batch, batch.TotalWeight, seed: 0), 1e-4);
            optimizer.Step(settings);
        }

        Assert.True(losses[^1] < losses[0] / 2);
    }

    private TrainingBatch Batch()
    {
        int[][] texts = Rows("texts"), targets = Rows("targets");
        return new TrainingBatch([.. texts.SelectMany(t => t)], [.. targets.SelectMany(t => t)], [], [.. texts.Select(t => t.Length)]);
    }

    private int[][] Rows(string name) => [.. fixture.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetInt32()).ToArray())];

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetSingle())];
}
