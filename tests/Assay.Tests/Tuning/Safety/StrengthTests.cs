using System.Collections.Immutable;
using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Strength;
using Assay.Tuning.Tokens;
using Xunit.Abstractions;

namespace Assay.Tests.Tuning.Safety;

public sealed class StrengthTests(TunedScene scene, ITestOutputHelper output) : IClassFixture<TunedScene>
{
    private ImmutableArray<SupervisedText> HeldOut => [.. scene.HeldOut.Select(scene.Tokenizer.Tokenize)];

    [Fact]
    public void Strength_0_is_the_base_model_and_1_the_adapter()
    {
        int[] tokens = [.. Enumerable.Range(40, 60)];
        using LoraAdapter none = scene.Adapter.WithStrength(0), half = scene.Adapter.WithStrength(0.5), all = scene.Adapter.WithStrength(1);
        Assert.Equal(Scores(null, tokens), Scores(none, tokens));
        Assert.Equal(Scores(scene.Adapter, tokens), Scores(all, tokens));
        Assert.NotEqual(Scores(scene.Adapter, tokens), Scores(half, tokens));
        Assert.Equal((scene.Adapter.Fingerprint, false), (all.Fingerprint, all.Fingerprint == half.Fingerprint));
        half.Dispose();
        Assert.Equal(Scores(scene.Adapter, tokens), Scores(all, tokens));
        Assert.Throws<ArgumentOutOfRangeException>(() => scene.Adapter.WithStrength(double.NaN));
    }

    [Fact]
    public void A_strength_that_is_written_is_folded_into_alpha()
    {
        int[] tokens = [.. Enumerable.Range(40, 60)];
        using LoraAdapter half = scene.Adapter.WithStrength(0.5);
        string folder = scene.Make("half");
        PeftAdapterWriter.Write(folder, half);
        Assert.Contains("\"lora_alpha\": 8,", File.ReadAllText(Path.Combine(folder, "adapter_config.json")), StringComparison.Ordinal);
        using LoraAdapter read = scene.Model.OpenAdapter(folder);
        Assert.Equal(Scores(half, tokens), Scores(read, tokens));
        GgufAdapterWriter.Write(Path.Combine(folder, "half.gguf"), half);
        using LoraAdapter gguf = scene.Model.OpenAdapter(Path.Combine(folder, "half.gguf"));
        Assert.Equal(Scores(half, tokens), Scores(gguf, tokens));
    }

    [Fact]
    public void The_best_gain_within_the_budget_is_chosen()
    {
        StrengthReport report = StrengthSweep.Run(scene.Model, scene.Adapter, HeldOut, new StrengthOptions { ForgettingBudget = 100 }, WorkerTeam.Shared);
        foreach (StrengthPoint point in report.Points) output.WriteLine($"{point.Strength}: loss {point.HeldOutLoss:0.000}, gain {point.Gain.Mean:0.000}, general {point.General.Loss.Mean:0.000} ({point.General.Loss.Interval}), within {point.IsWithinBudget}");
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], report.Points.Select(p => p.Strength));
        Assert.Equal(0, report.Points[0].Gain.Mean);
        Assert.Equal(report.Points.MaxBy(p => p.Gain.Mean)!.Strength, report.ChosenStrength);
        Assert.True(report.Chosen.Gain.Interval!.Value.Low > 0);
        for (int i = 1; i < report.Points.Length; i++) Assert.True(report.Points[i].General.Loss.Mean > report.Points[i - 1].General.Loss.Mean);

        // Only what forgets less than the quarter's upper end stays.
        double quarter = report.Points[1].General.Loss.Interval!.Value.High;
        StrengthReport tight = StrengthSweep.Run(scene.Model, scene.Adapter, HeldOut, new StrengthOptions { ForgettingBudget = quarter }, WorkerTeam.One);
        Assert.Equal(0.25, tight.ChosenStrength);
        Assert.Equal([true, true, false, false, false], tight.Points.Select(p => p.IsWithinBudget));
        Assert.Equal(0, StrengthSweep.Run(scene.Model, scene.Adapter, HeldOut, new StrengthOptions { ForgettingBudget = 0 }, WorkerTeam.Shared).ChosenStrength);
    }

    [Fact]
    public void The_users_measure_comes_before_the_loss()
    {
        StrengthOptions options = new() { ForgettingBudget = 100, Strengths = [0.5, 1], Score = a => a.Layers[0].Scale.Alpha == 8 ? 1 : 0 };
        Assert.Equal(0.5, StrengthSweep.Run(scene.Model, scene.Adapter, HeldOut, options, WorkerTeam.Shared).ChosenStrength);
        Assert.Contains("a strength must be 0 to 2", Assert.Throws<InputException>(() => StrengthSweep.Run(scene.Model, scene.Adapter, HeldOut, options with { Strengths = [3] }, WorkerTeam.Shared)).Message, StringComparison.Ordinal);
        Assert.Contains("no example is held out", Assert.Throws<InputException>(() => StrengthSweep.Run(scene.Model, scene.Adapter, [], options, WorkerTeam.Shared)).Message, StringComparison.Ordinal);
    }

    private float[] Scores(LoraAdapter? adapter, int[] tokens)
    {
        float[] scores = new float[tokens.Length * scene.Model.Config.VocabularySize];
        new DecoderPass(scene.Model.Decoder, WorkerTeam.One).Forward([new SequencePart(scene.Model.Decoder.NewCache(adapter), tokens, tokens.Length)], scores);
        return scores;
    }
}
