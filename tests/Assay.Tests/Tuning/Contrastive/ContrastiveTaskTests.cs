using System.Collections.Immutable;
using Assay.Models.Encoders;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Encoders;
using Assay.Tests.Models.Training;
using Assay.Text;
using Assay.Tuning.Contrastive;
using Assay.Tuning.Training;

namespace Assay.Tests.Tuning.Contrastive;

public sealed class ContrastiveTaskTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static TrainingOptions Options => new() { Epochs = 16, BatchSize = 32, LearningRate = 3e-3, TokensAtOnce = 512, Seed = 3, WarmUp = 0.1, Patience = 0 };

    public void Dispose() => folder.Dispose();

    /// <summary>With the loss at its most complicated, through the whole task.</summary>
    [Fact]
    public void Gradients_of_the_task_agree_with_finite_differences()
    {
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(SearchLesson.Static(Path.Combine(folder.Path, "static")));
        var options = new ContrastiveOptions { Temperature = 0.3, Symmetric = true, Prefixes = [new VectorPrefix(3, 1), new VectorPrefix(16, 2)] };
        ImmutableArray<ContrastiveExample> examples = SearchLesson.Examples(6, seed: 1, negatives: 2);
        examples = examples.Add(examples[0] with { Line = 7, Positives = [examples[1].Positives[0], examples[2].Positives[0]] });
        var task = new ContrastiveTask(embedder, examples, [], (options, Options), WorkerTeam.One);
        ImmutableArray<int> items = [.. Enumerable.Range(0, task.Count)];
        Assert.Equal(8, task.Count);
        task.Add(items, _ => 0);
        float[] gradient = [.. task.Parameters[0].Gradient];
        Assert.True(gradient.Count(g => g != 0) > 50);
        GradientCheck.Of(task.Parameters[0], () => task.Add(items, _ => 0).Loss, gradient);
    }

    [Fact]
    public void A_step_in_parts_has_the_gradient_of_the_whole()
    {
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(LocalEncoders.Embedder(Path.Combine(folder.Path, "bert")));
        float[] Gradient(int tokens, WorkerTeam team)
        {
            var task = new ContrastiveTask(embedder, SearchLesson.Examples(16, seed: 1, negatives: 2), [], (new ContrastiveOptions(), Options with { TokensAtOnce = tokens }), team);
            foreach (Parameter parameter in task.Parameters) Array.Clear(parameter.Gradient);
            task.Add([.. Enumerable.Range(0, 16)], _ => 0);
            return [.. task.Parameters.SelectMany(p => p.Gradient)];
        }

        float[] whole = Gradient(100_000, WorkerTeam.One), parts = Gradient(50, WorkerTeam.One), alone = Gradient(1, WorkerTeam.One);
        using var team = new WorkerTeam(3);
        Assert.Equal(parts, Gradient(50, team));
        Assert.True(Distance(whole, parts) < 1e-6, $"in parts they differ by {Distance(whole, parts)}");
        Assert.True(Distance(whole, alone) < 1e-6, $"alone they differ by {Distance(whole, alone)}");
    }

    /// <summary>Dropping is part of the model: with it too the way back must be that of the way forward, though parts go forward twice.</summary>
    [Fact]
    public void A_step_in_parts_drops_the_same_twice()
    {
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(SearchLesson.Embedder(Path.Combine(folder.Path, "bert")));
        var task = new ContrastiveTask(embedder, SearchLesson.Examples(8, seed: 1), [], (new ContrastiveOptions { Temperature = 1 }, Options with { TokensAtOnce = 20, Dropout = 0.2f }), WorkerTeam.One);
        ImmutableArray<int> items = [.. Enumerable.Range(0, 8)];
        double loss = task.Add(items, part => (ulong)part + 5).Loss;
        Assert.NotEqual(loss, task.Add(items, part => (ulong)part + 6).Loss);
        foreach (Parameter parameter in task.Parameters) Array.Clear(parameter.Gradient);
        Assert.Equal(loss, task.Add(items, part => (ulong)part + 5).Loss);
        foreach ((Parameter parameter, float[] gradient) in task.Parameters.Select(p => (p, p.Gradient.ToArray())).ToArray()) GradientCheck.Of(parameter, () => task.Add(items, part => (ulong)part + 5).Loss, gradient);
    }

    [Fact]
    public void A_passage_that_answers_is_never_counted_against_its_query()
    {
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(SearchLesson.Static(Path.Combine(folder.Path, "static")));
        double Loss(params ContrastiveExample[] examples)
        {
            var task = new ContrastiveTask(embedder, [.. examples], [], (new ContrastiveOptions { Symmetric = true }, Options), WorkerTeam.One);
            return task.Add([.. Enumerable.Range(0, task.Count)], _ => 0).Loss;
        }

        // All that is there answers, so nothing can be told apart.
        Assert.Equal(0, Loss(new ContrastiveExample(1, "a", ["x y"], []), new ContrastiveExample(2, "b", ["x y"], [])), 1e-9);
        Assert.Equal(0, Loss(new ContrastiveExample(1, "a", ["x y", "v w"], [])), 1e-9);
        Assert.Equal(0, Loss(new ContrastiveExample(1, "a", ["x y"], []), new ContrastiveExample(2, "a", ["v w"], ["x y"])), 1e-9);
        Assert.True(Loss(new ContrastiveExample(1, "a", ["x y"], []), new ContrastiveExample(2, "b", ["v w"], [])) > 1e-3);
        Assert.True(Loss(new ContrastiveExample(1, "a", ["x y"], ["v w"])) > 1e-3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Learns_what_belongs_together_and_what_is_written_finds_it(bool isStatic)
    {
        string source = isStatic ? SearchLesson.Static(Path.Combine(folder.Path, "source")) : SearchLesson.Embedder(Path.Combine(folder.Path, "source")), written = Path.Combine(folder.Path, "written");
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(source);
        ImmutableArray<ContrastiveExample> heldOut = SearchLesson.Examples(40, seed: 9, negatives: 2);
        TrainingOptions options = isStatic ? Options with { LearningRate = 0.03 } : Options;
        var task = new ContrastiveTask(embedder, SearchLesson.Examples(400, seed: 1, negatives: 2), heldOut, (new ContrastiveOptions(), options), WorkerTeam.One);
        FoundPassages before = task.Measure()!;
        new Trainer(task, options, WorkerTeam.One, TimeProvider.System).Train();
        FoundPassages after = task.Measure()!;
        Assert.True(before.ReciprocalRank < 0.4, $"MRR@10 {before.ReciprocalRank} before");
        Assert.True(after.ReciprocalRank > 0.8, $"MRR@10 {after.ReciprocalRank} after {before.ReciprocalRank}, loss {after.Loss} after {before.Loss}");
        Assert.True(after.Loss < before.Loss / 2);
        Assert.True(after.Accuracy > before.Accuracy);
        embedder.Write(written);
        Assert.True(Found(source, heldOut) < 0.5);
        Assert.Equal(after.Accuracy, Found(written, heldOut), 0.03);
    }

    [Fact]
    public void Cut_vectors_find_more_when_their_beginnings_were_trained()
    {
        double Cut(ImmutableArray<VectorPrefix> prefixes)
        {
            TrainableEmbedder embedder = TrainableEmbedder.FromFolder(SearchLesson.Static(Path.Combine(folder.Path, "static")));
            TrainingOptions options = Options with { LearningRate = 0.03 };
            new Trainer(new ContrastiveTask(embedder, SearchLesson.Examples(400, seed: 1), [], (new ContrastiveOptions { Prefixes = prefixes }, options), WorkerTeam.One), options, WorkerTeam.One, TimeProvider.System).Train();
            return new ContrastiveTask(embedder, SearchLesson.Examples(1, seed: 2), SearchLesson.Examples(100, seed: 9), (new ContrastiveOptions { Prefixes = [new VectorPrefix(4, 1)] }, options), WorkerTeam.One).Measure()!.Loss;
        }

        Assert.True(Cut([new VectorPrefix(4, 1), new VectorPrefix(16, 1)]) < Cut([]) - 0.2);
    }

    [Fact]
    public void What_cannot_be_trained_is_said()
    {
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(SearchLesson.Static(Path.Combine(folder.Path, "static")));
        ImmutableArray<ContrastiveExample> examples = SearchLesson.Examples(2, seed: 1);
        void Refused(ContrastiveOptions options, string reason, ImmutableArray<ContrastiveExample>? given = null) => Assert.Contains(
            reason, Assert.Throws<InputException>(() => new ContrastiveTask(embedder, given ?? examples, [], (options, Options), WorkerTeam.One)).Message, StringComparison.Ordinal);

        Refused(new ContrastiveOptions(), "nothing to learn", []);
        Refused(new ContrastiveOptions { Temperature = 0 }, "temperature");
        Refused(new ContrastiveOptions { Temperature = double.NaN }, "temperature");
        Refused(new ContrastiveOptions { Negatives = -1 }, "negatives");
        Refused(new ContrastiveOptions { Prefixes = [new VectorPrefix(17, 1)] }, "1 to 16");
        Refused(new ContrastiveOptions { Prefixes = [new VectorPrefix(4, 0)] }, "weight");
    }

    // The share of queries whose passage is the nearest of all.
    private static double Found(string path, ImmutableArray<ContrastiveExample> examples)
    {
        using SentenceEmbedder embedder = SentenceEmbedder.Open(path, team: WorkerTeam.One);
        string[] passages = [.. examples.Select(e => e.Positives[0]).Concat(examples.SelectMany(e => e.Negatives)).Distinct()];
        float[][] vectors = [.. embedder.Embed(passages, TextRole.Passage).Vectors.Select(v => v.ToArray())], queries = [.. embedder.Embed([.. examples.Select(e => e.Query)], TextRole.Query).Vectors.Select(v => v.ToArray())];
        return examples.Zip(queries, (example, query) => passages[vectors.Select((v, i) => (Score: System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(v, query), i)).Max().i] == example.Positives[0] ? 1.0 : 0).Average();
    }

    private static double Distance(float[] x, float[] y) => Math.Sqrt(x.Zip(y, (a, b) => ((double)a - b) * (a - b)).Sum() / x.Sum(a => (double)a * a));
}
