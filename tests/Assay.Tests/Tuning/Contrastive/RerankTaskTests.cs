using System.Collections.Immutable;
using Assay.Models.Encoders;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Encoders;
using Assay.Text;
using Assay.Tuning.Contrastive;
using Assay.Tuning.Training;

namespace Assay.Tests.Tuning.Contrastive;

public sealed class RerankTaskTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static TrainingOptions Options => new() { Epochs = 20, BatchSize = 16, LearningRate = 3e-3, TokensAtOnce = 512, Seed = 3, WarmUp = 0.1, Patience = 0 };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(RerankLoss.Listwise)]
    [InlineData(RerankLoss.Binary)]
    public void Slopes_of_the_loss_agree_with_finite_differences(RerankLoss kind)
    {
        int[] lengths = [3, 1, 5];
        float[] scores = [.. Enumerable.Range(0, 9).Select(i => MathF.Sin(i) * 3)], slopes = new float[9];
        RerankTask.Loss(kind, lengths, scores, slopes);
        for (int i = 0; i < scores.Length; i++)
        {
            double Moved(float by)
            {
                float[] moved = [.. scores];
                moved[i] += by;
                return RerankTask.Loss(kind, lengths, moved, new float[9]);
            }

            Assert.Equal((Moved(1f / 64) - Moved(-1f / 64)) * 32, slopes[i], 1e-4);
        }

        // Far from the middle nothing overflows.
        Assert.True(double.IsFinite(RerankTask.Loss(kind, [2], [-500, 500], new float[2])));
    }

    [Fact]
    public void A_step_in_parts_has_the_gradient_of_the_whole()
    {
        TrainableReranker reranker = TrainableReranker.FromFolder(EncoderFixture.Of("bert").Folder, seed: 1);
        float[] Gradient(int tokens)
        {
            var task = new RerankTask(reranker, SearchLesson.Examples(8, seed: 1, negatives: 3), [], (RerankLoss.Listwise, 3, Options with { TokensAtOnce = tokens }), WorkerTeam.One);
            foreach (Parameter parameter in task.Parameters) Array.Clear(parameter.Gradient);
            task.Add([.. Enumerable.Range(0, 8)], _ => 0);
            return [.. task.Parameters.SelectMany(p => p.Gradient)];
        }

        float[] whole = Gradient(100_000), parts = Gradient(30);
        double distance = Math.Sqrt(whole.Zip(parts, (a, b) => ((double)a - b) * (a - b)).Sum() / whole.Sum(a => (double)a * a));
        Assert.True(distance < 1e-6, $"they differ by {distance}");
    }

    [Theory]
    [InlineData(RerankLoss.Listwise)]
    [InlineData(RerankLoss.Binary)]
    public void Learns_which_passage_answers_and_what_is_written_puts_it_first(RerankLoss kind)
    {
        string source = SearchLesson.Encoder(Path.Combine(folder.Path, "source")), written = Path.Combine(folder.Path, "written");
        TrainableReranker reranker = TrainableReranker.FromFolder(source, seed: 1);
        ImmutableArray<ContrastiveExample> heldOut = Lesson(60, seed: 9);
        var task = new RerankTask(reranker, Lesson(300, seed: 1), heldOut, (kind, 4, Options), WorkerTeam.One);
        FoundPassages before = task.Measure()!;
        new Trainer(task, Options, WorkerTeam.One, TimeProvider.System).Train();
        FoundPassages after = task.Measure()!;
        Assert.True(before.Accuracy < 0.5, $"accuracy {before.Accuracy} before");
        Assert.True(after.Accuracy > 0.8, $"accuracy {after.Accuracy} after {before.Accuracy}, loss {after.Loss} after {before.Loss}");
        Assert.True(after.Loss < before.Loss / 2);
        reranker.Write(written);
        using CrossEncoder runs = CrossEncoder.Open(written, team: WorkerTeam.One);
        double first = heldOut.Average(e =>
        {
            float[] scores = runs.Score(e.Query, [.. e.Positives, .. e.Negatives]);
            return scores.Max() == scores[0] ? 1.0 : 0;
        });
        Assert.Equal(after.Accuracy, first, 0.02);
    }

    [Fact]
    public void Examples_without_negatives_are_left_out_and_none_with_any_is_said()
    {
        TrainableReranker reranker = TrainableReranker.FromFolder(SearchLesson.Encoder(Path.Combine(folder.Path, "bert")), seed: 1);
        Assert.Equal(3, new RerankTask(reranker, SearchLesson.Examples(3, 1, negatives: 1).AddRange(SearchLesson.Examples(2, 2)), [], (RerankLoss.Listwise, 2, Options), WorkerTeam.One).Count);
        InputException error = Assert.Throws<InputException>(() => new RerankTask(reranker, SearchLesson.Examples(3, 1), [], (RerankLoss.Listwise, 2, Options), WorkerTeam.One));
        Assert.Contains("negatives", error.Message, StringComparison.Ordinal);
    }

    // The letter that was asked for, among four others.
    private static ImmutableArray<ContrastiveExample> Lesson(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(line =>
        {
            char[] letters = "abcdefghijklmnop".ToCharArray();
            random.Shuffle(letters);
            string Passage(char letter) => $"the {letter} .";
            return new ContrastiveExample(line, $"{letters[0]} ?", [Passage(letters[0])], [.. letters[1..5].Select(Passage)]);
        })];
    }
}
