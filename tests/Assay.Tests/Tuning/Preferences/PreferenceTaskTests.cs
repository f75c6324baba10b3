using System.Collections.Immutable;
using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Training;
using Assay.Text;
using Assay.Tuning.Preferences;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;

namespace Assay.Tests.Tuning.Preferences;

public sealed class PreferenceTaskTests : IDisposable
{
    private static readonly PreferenceOptions s_preferences = new() { Beta = 0.4, LabelSmoothing = 0.05, SftWeight = 0.3 };

    private readonly TemporaryFolder folder = new();
    private readonly DecoderModel model;

    public PreferenceTaskTests()
    {
        TinyDecoder.Write(folder.Path, "llama");
        model = DecoderModel.Open(folder.Path);
    }

    private static TrainingOptions Options => new() { Epochs = 4, BatchSize = 4, LearningRate = 5e-3, TokensAtOnce = 60, Seed = 3, Dropout = 0.1f };

    private string Checkpoint => Path.Combine(folder.Path, "training.safetensors");

    private string ReferencePath => Path.Combine(folder.Path, "reference.json");

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    /// <summary>With values dropped too: the weights of the tokens are those of the losses that the pass itself saw.</summary>
    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(0.2f, 0f)]
    [InlineData(0f, 0.2f)]
    public void Gradients_agree_with_finite_differences(float dropout, float ofAddition)
    {
        TrainableDecoder decoder = Decoder(ofAddition, alpha: 6);
        ImmutableArray<ScoredPair> pairs = Scored(decoder, Pairs(3));
        Move(decoder);
        var task = new PreferenceTask(decoder, pairs, [], Options with { Dropout = dropout, TokensAtOnce = 1000 }, s_preferences, WorkerTeam.One);
        task.Add([0, 1, 2], _ => 7);
        float[][] gradients = [.. decoder.Parameters.Select(p => p.Gradient.ToArray())];
        int entries = 0;
        foreach ((Parameter parameter, float[] gradient) in decoder.Parameters.Zip(gradients)) entries += GradientCheck.Of(parameter, () => task.Add([0, 1, 2], _ => 7).Loss, gradient);
        Assert.True(entries > 150, $"{entries} entries were compared");
    }

    [Fact]
    public void A_step_in_parts_has_the_same_loss_and_gradient()
    {
        TrainableDecoder decoder = Decoder(0);
        ImmutableArray<ScoredPair> pairs = Scored(decoder, Pairs(9));
        Move(decoder);
        (double Loss, float[] Gradient) Add(int tokensAtOnce)
        {
            foreach (Parameter parameter in decoder.Parameters) Array.Clear(parameter.Gradient);
            var task = new PreferenceTask(decoder, pairs, [], Options with { Dropout = 0, TokensAtOnce = tokensAtOnce }, s_preferences, WorkerTeam.One);
            double loss = task.Add([.. Enumerable.Range(0, 9)], _ => 0).Loss;
            return (loss, [.. decoder.Parameters.SelectMany(p => p.Gradient)]);
        }

        (double Loss, float[] Gradient) whole = Add(1000), parts = Add(50), alone = Add(1);
        Assert.Equal(whole.Loss, parts.Loss, 1e-6);
        Assert.Equal(whole.Loss, alone.Loss, 1e-6);
        Assert.True(Distance(whole.Gradient, parts.Gradient) < 2e-6, $"in parts they differ by {Distance(whole.Gradient, parts.Gradient)}");
        Assert.True(Distance(whole.Gradient, alone.Gradient) < 2e-6, $"alone they differ by {Distance(whole.Gradient, alone.Gradient)}");
    }

    [Fact]
    public void Before_training_nothing_is_preferred_and_then_the_margin_rises()
    {
        TrainableDecoder decoder = Decoder(0);
        ImmutableArray<ScoredPair> all = Scored(decoder, Pairs(40));
        TrainingOptions options = Options with { Dropout = 0 };
        var task = new PreferenceTask(decoder, all[..32], all[32..], options, new PreferenceOptions(), WorkerTeam.One);
        PreferenceMeasures before = task.Measure()!;
        Assert.Equal(Math.Log(2), before.Loss, 1e-4);
        Assert.Equal(0, before.Margin, 1e-4);
        TrainingResult result = new Trainer(task, options, WorkerTeam.One, TimeProvider.System).Train();
        PreferenceMeasures after = task.Measure()!;
        Assert.True(after.Margin > 0.1 && after.Accuracy > 0.9, $"{after}");
        Assert.Equal(after.Loss, result.Best!.Value.Loss, 1e-9);
        Assert.Equal(after.Loss, task.Scores().Average(s => s.Loss), 1e-12);
    }

    [Fact]
    public void The_wanted_answer_stays_likely_when_its_own_loss_counts()
    {
        double Reward(double weight)
        {
            TrainableDecoder decoder = Decoder(0);
            ImmutableArray<ScoredPair> all = Scored(decoder, Pairs(40));
            TrainingOptions options = Options with { Dropout = 0 };
            var task = new PreferenceTask(decoder, all[..32], all[32..], options, new PreferenceOptions { SftWeight = weight }, WorkerTeam.One);
            new Trainer(task, options, WorkerTeam.One, TimeProvider.System).Train();
            return task.Measure()!.ChosenReward;
        }

        double alone = Reward(0), both = Reward(1);
        Assert.True(both > alone + 0.05, $"{alone} without, {both} with its own loss");
    }

    [Fact]
    public void Interrupted_anywhere_it_goes_on_to_the_same_adapter_on_any_number_of_threads()
    {
        string whole = Train(WorkerTeam.One, int.MaxValue);
        File.Delete(Checkpoint);
        using var team = new WorkerTeam(3);
        for (int stop = 1; stop < 32; stop += 6)
        {
            Assert.Throws<OperationCanceledException>(() => Train(WorkerTeam.One, stop));
            if (stop % 4 == 1) File.Delete(ReferencePath);
            Assert.Equal(whole, Train(team, int.MaxValue));
            File.Delete(Checkpoint);
        }
    }

    [Fact]
    public void What_was_kept_of_the_model_before_is_exact_and_of_its_key_only()
    {
        TrainableDecoder decoder = Decoder(0);
        ImmutableArray<PreferencePair> pairs = Pairs(9);
        ImmutableArray<ScoredPair> first = Scored(decoder, pairs);
        Assert.True(File.Exists(ReferencePath));
        Move(decoder);
        Assert.Equal(first.Select(p => p.Reference), Scored(decoder, pairs).Select(p => p.Reference));
        Assert.NotEqual(first.Select(p => p.Reference), new ReferenceScores(decoder, 60, WorkerTeam.One) { KeptAt = ReferencePath, Key = "another" }.Score(pairs).Select(p => p.Reference));
        File.WriteAllText(ReferencePath, "{\"Key\":");
        Assert.Contains("Remove the file", Assert.Throws<InputException>(() => Scored(decoder, pairs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_learned_is_said()
    {
        TrainableDecoder decoder = Decoder(0);
        Assert.Throws<InputException>(() => new PreferenceTask(decoder, [], [], Options, s_preferences, WorkerTeam.One));
        InputException wrong = Assert.Throws<InputException>(() => new PreferenceOptions { Beta = 0, LabelSmoothing = 0.5, SftWeight = double.NaN }.Check());
        Assert.Equal(3, wrong.Problems.Count);
        int[] tooLong = [.. Enumerable.Repeat(1, 401)];
        var text = new SupervisedText(5, tooLong, [.. tooLong.Select((_, i) => i > 0)]);
        Assert.Contains("401 tokens", Assert.Throws<InputException>(() => Scored(decoder, [new PreferencePair(5, text, text)])).Message, StringComparison.Ordinal);
    }

    // The wanted answer counts up from the prompt's last token, the other one down.
    private static ImmutableArray<PreferencePair> Pairs(int count)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(1, count).Select(line =>
        {
            int[] prompt = [.. Enumerable.Range(0, 2 + random.Next(4)).Select(_ => 10 + random.Next(20))];
            SupervisedText Text(int step, int length)
            {
                int[] tokens = [.. prompt, .. Enumerable.Range(1, length).Select(i => prompt[^1] + (i * step))];
                return new SupervisedText(line, tokens, [.. tokens.Select((_, i) => i >= prompt.Length)]);
            }

            return new PreferencePair(line, Text(1, 3 + random.Next(3)), Text(-1, 2 + random.Next(4)));
        })];
    }

    private TrainableDecoder Decoder(float dropout, double alpha = 32) => TrainableDecoder.WithLora(model, new LoraSettings { Rank = 4, Alpha = alpha, Dropout = dropout }, 1);

    private ImmutableArray<ScoredPair> Scored(TrainableDecoder decoder, ImmutableArray<PreferencePair> pairs) =>
        new ReferenceScores(decoder, 60, WorkerTeam.One) { KeptAt = ReferencePath, Key = $"{pairs.Length}" }.Score(pairs);

    private static void Move(TrainableDecoder decoder)
    {
        var random = new Random(5);
        foreach (Parameter parameter in decoder.Parameters)
        {
            for (int i = 0; i < parameter.Values.Length; i++) parameter.Values[i] += (float)((random.NextDouble() - 0.5) * 0.3);
        }
    }

    private string Train(WorkerTeam team, int stop)
    {
        TrainableDecoder decoder = Decoder(Options.Dropout);
        ImmutableArray<ScoredPair> all = new ReferenceScores(decoder, 60, team) { KeptAt = ReferencePath, Key = "a" }.Score(Pairs(36));
        var task = new PreferenceTask(decoder, all[..32], all[32..], Options, s_preferences, team);
        using var stopping = new CancellationTokenSource();
        var trainer = new Trainer(task, Options, team, TimeProvider.System) { CheckpointPath = Checkpoint, Key = "a" };
        trainer.Train(new Callback(p =>
        {
            if (p.Step == stop) stopping.Cancel();
        }), stopping.Token);
        using LoraAdapter adapter = decoder.ToAdapter("trained");
        return adapter.Fingerprint;
    }

    private static double Distance(float[] x, float[] y) => Math.Sqrt(x.Zip(y, (a, b) => ((double)a - b) * (a - b)).Sum() / x.Sum(a => (double)a * a));

    private sealed class Callback(Action<TrainingProgress> then) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => then(value);
    }
}
