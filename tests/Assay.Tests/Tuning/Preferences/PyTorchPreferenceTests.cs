using System.Collections.Immutable;
using System.Text.Json;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Numerics.Optimizers;
using Assay.Numerics.Parallel;
using Assay.Tuning.Preferences;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;

namespace Assay.Tests.Tuning.Preferences;

/// <summary>Preference optimisation beside PyTorch's; <c>Fixtures/training/preferences.py</c> made the numbers.</summary>
public sealed class PyTorchPreferenceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly JsonElement fixture = Fixture("preferences.json");
    private readonly TrainableDecoder decoder;
    private readonly ImmutableArray<ScoredPair> pairs;
    private readonly PreferenceTask task;

    public PyTorchPreferenceTests()
    {
        JsonElement model = Fixture("llama.json");
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), model.GetProperty("config").GetRawText());
        SafetensorsWriter.Write(
            Path.Combine(folder.Path, "model.safetensors"),
            model.GetProperty("weights").EnumerateObject().Select(w => TensorDraft.Of(w.Name, [.. model.GetProperty("shapes").GetProperty(w.Name).EnumerateArray().Select(s => s.GetInt64())], Floats(w.Value))));
        decoder = TrainableDecoder.FromFolder(folder.Path);
        pairs = new ReferenceScores(decoder, 64, WorkerTeam.One).Score([.. fixture.GetProperty("pairs").EnumerateArray().Select((p, i) => new PreferencePair(i + 1, Text(p, "chosen", i + 1), Text(p, "rejected", i + 1)))]);
        var preferences = new PreferenceOptions { Beta = Number("beta"), LabelSmoothing = Number("smoothing"), SftWeight = Number("sftWeight") };
        task = new PreferenceTask(decoder, pairs, [], new TrainingOptions(), preferences, WorkerTeam.One);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_the_model_before_training_thinks_agrees()
    {
        double[][] expected = [.. fixture.GetProperty("reference").EnumerateArray().Select(p => p.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i][0], pairs[i].Reference.Chosen, 1e-4);
            Assert.Equal(expected[i][1], pairs[i].Reference.Rejected, 1e-4);
        }

        Assert.Equal(3, expected.Length);
    }

    [Fact]
    public void Loss_and_gradients_of_every_parameter_agree()
    {
        foreach (Parameter parameter in decoder.Parameters) Floats(fixture.GetProperty("moved").GetProperty(parameter.Name)).CopyTo(parameter.Values, 0);
        Assert.Equal(Number("loss"), task.Add([0, 1, 2], _ => 0).Loss, 1e-4);
        int compared = 0;
        foreach (Parameter parameter in decoder.Parameters)
        {
            float[] expected = Floats(fixture.GetProperty("gradients").GetProperty(parameter.Name));
            double norm = Math.Sqrt(expected.Sum(g => (double)g * g)), distance = Math.Sqrt(expected.Zip(parameter.Gradient, (e, a) => ((double)e - a) * (e - a)).Sum());
            Assert.True(distance < 1e-4 * norm, $"{parameter.Name}: off by {distance / norm} of its length");
            compared += expected.Length;
        }

        Assert.True(compared > 2000, $"{compared} entries were compared");
    }

    [Fact]
    public void Twelve_losses_of_a_run_agree()
    {
        var optimizer = new AdamWOptimizer(decoder.Parameters, WorkerTeam.One);
        var settings = new AdamWSettings(Number("learningRate"), Beta2: Number("beta2"), WeightDecay: Number("weightDecay"));
        double[] losses = [.. fixture.GetProperty("losses").EnumerateArray().Select(l => l.GetDouble())];
        Assert.Equal(12, losses.Length);
        foreach (double expected in losses)
        {
            Assert.Equal(expected, task.Add([0, 1, 2], _ => 0).Loss, 2e-4);
            optimizer.Step(settings);
        }

        Assert.True(losses[^1] < losses[0] / 2);
    }

    private static SupervisedText Text(JsonElement pair, string answer, int line)
    {
        int[] prompt = [.. pair.GetProperty("prompt").EnumerateArray().Select(v => v.GetInt32())], tokens = [.. prompt, .. pair.GetProperty(answer).EnumerateArray().Select(v => v.GetInt32())];
        return new SupervisedText(line, tokens, [.. tokens.Select((_, i) => i >= prompt.Length)]);
    }

    private double Number(string name) => fixture.GetProperty(name).GetDouble();

    private static JsonElement Fixture(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "training", name))).RootElement;

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetSingle())];
}
