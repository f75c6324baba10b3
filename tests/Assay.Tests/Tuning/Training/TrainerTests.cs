using System.Collections.Immutable;
using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Decoders;
using Assay.Text;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;

namespace Assay.Tests.Tuning.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DecoderModel model;

    public TrainerTests()
    {
        TinyDecoder.Write(folder.Path, "llama");
        model = DecoderModel.Open(folder.Path);
    }

    private static TrainingOptions Options => new() { Epochs = 4, BatchSize = 4, LearningRate = 5e-3, TokensAtOnce = 40, Seed = 3, Dropout = 0.1f };

    private string Checkpoint => Path.Combine(folder.Path, "training.safetensors");

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Learns_and_gives_the_same_adapter_on_any_number_of_threads()
    {
        using var team = new WorkerTeam(3);
        (string One, TrainingResult Result) first = Train(Options, WorkerTeam.One);
        Assert.Equal(first.One, Train(Options, team).Adapter);
        Assert.NotEqual(first.One, Train(Options with { Seed = 4 }, team).Adapter);
        Assert.True(first.Result.Best?.Loss < Math.Log(model.Config.VocabularySize) / 2, $"held-out loss {first.Result.Best?.Loss}");
        Assert.Equal(TrainingEnd.Done, first.Result.End);
    }

    [Fact]
    public void Interrupted_anywhere_it_goes_on_to_the_same_adapter()
    {
        string whole = Train(Options, WorkerTeam.One).Adapter;
        for (int stop = 1; stop < 28; stop += 5)
        {
            File.Delete(Checkpoint);
            using var stopping = new CancellationTokenSource();
            int seen = 0;
            var progress = new Callback(_ =>
            {
                if (++seen == stop) stopping.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => Train(Options, WorkerTeam.One, progress, stopping.Token));
            var rest = new Callback(p => seen++);
            Assert.Equal(whole, Train(Options, WorkerTeam.One, rest).Adapter);
            Assert.Equal(stop + (32 - stop), seen);
        }
    }

    [Fact]
    public void Batches_in_parts_and_texts_alone_give_the_same_adapter()
    {
        TrainingOptions plain = Options with { Dropout = 0 };
        float[] packed = Values(plain with { TokensAtOnce = 1000 }), parts = Values(plain with { TokensAtOnce = 20 }), alone = Values(plain with { TokensAtOnce = 1 });
        Assert.True(Distance(packed, parts) < 1e-3, $"in parts they differ by {Distance(packed, parts)}");
        Assert.True(Distance(packed, alone) < 1e-3, $"alone they differ by {Distance(packed, alone)}");
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_not_taken_up()
    {
        Train(Options, WorkerTeam.One);
        Assert.True(File.Exists(Checkpoint));
        int steps = 0;
        TrainableDecoder decoder = TrainableDecoder.WithLora(model, new LoraSettings { Rank = 4 }, 1);
        new Trainer(new SupervisedTask(decoder, Texts(32), Texts(4), Options, WorkerTeam.One), Options, WorkerTeam.One, TimeProvider.System) { CheckpointPath = Checkpoint, Key = "another" }.Train(new Callback(_ => steps++));
        Assert.Equal(32, steps);
    }

    [Fact]
    public void Stops_when_the_held_out_loss_does_not_improve_and_keeps_the_best()
    {
        var evaluations = new List<(long Step, double Loss)>();
        (string _, TrainingResult result) = Train(Options with { Epochs = 200, LearningRate = 0.05, Patience = 2 }, WorkerTeam.One, new Callback(p =>
        {
            if (p.Evaluation is { } e) evaluations.Add((p.Step, e.Loss));
        }));
        Assert.Equal(TrainingEnd.StoppedImproving, result.End);
        Assert.Equal(evaluations.Min(e => e.Loss), result.Best?.Loss);
        Assert.Equal(evaluations.MinBy(e => e.Loss).Step, result.BestStep);
        Assert.Equal(result.Steps, evaluations[^1].Step);
    }

    [Fact]
    public void Divergence_names_the_rows_and_the_remedy()
    {
        InputException error = Assert.Throws<InputException>(() => Train(Options with { LearningRate = 1e6, WarmUp = 0, MaxGradientNorm = 1e9 }, WorkerTeam.One));
        Assert.Contains("line ", error.Message, StringComparison.Ordinal);
        Assert.Contains("lower the learning rate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_learn_is_said()
    {
        TrainableDecoder decoder = TrainableDecoder.WithLora(model, new LoraSettings { Rank = 4 }, 1);
        Assert.Throws<InputException>(() => new SupervisedTask(decoder, [], [], Options, WorkerTeam.One));
        Assert.Throws<InputException>(() => new SupervisedTask(decoder, [new SupervisedText(1, [1, 2, 3], [false, false, false])], [], Options, WorkerTeam.One));
    }

    // Texts whose learned half repeats the half before it, shifted by one: something that attention can learn.
    private static ImmutableArray<SupervisedText> Texts(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(line =>
        {
            int start = random.Next(5), length = 3 + random.Next(5);
            int[] tokens = [.. Enumerable.Range(0, 2 * length).Select(i => 1 + ((start + i) % 5))];
            return new SupervisedText(line, tokens, [.. tokens.Select((_, i) => i >= length)]);
        })];
    }

    private (string Adapter, TrainingResult Result) Train(TrainingOptions options, WorkerTeam team, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        TrainableDecoder decoder = TrainableDecoder.WithLora(model, new LoraSettings { Rank = 4, Dropout = options.Dropout }, 1);
        var trainer = new Trainer(new SupervisedTask(decoder, Texts(32), Texts(4, seed: 9), options, team), options, team, TimeProvider.System) { CheckpointPath = Checkpoint, Key = $"{options}" };
        TrainingResult result = trainer.Train(progress, cancellationToken);
        using LoraAdapter adapter = decoder.ToAdapter("trained");
        return (adapter.Fingerprint, result);
    }

    private float[] Values(TrainingOptions options)
    {
        TrainableDecoder decoder = TrainableDecoder.WithLora(model, new LoraSettings { Rank = 4 }, 1);
        new Trainer(new SupervisedTask(decoder, Texts(32), [], options, WorkerTeam.One), options, WorkerTeam.One, TimeProvider.System).Train();
        return [.. decoder.Parameters.SelectMany(p => p.Values)];
    }

    private static double Distance(float[] x, float[] y) => Math.Sqrt(x.Zip(y, (a, b) => ((double)a - b) * (a - b)).Sum() / x.Sum(a => (double)a * a));

    private sealed class Callback(Action<TrainingProgress> then) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => then(value);
    }
}
