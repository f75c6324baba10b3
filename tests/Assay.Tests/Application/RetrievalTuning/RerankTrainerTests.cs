using Assay.Retrieval.Search.Reranking;
using Assay.RetrievalTuning;

namespace Assay.Tests.Application.RetrievalTuning;

public sealed class RerankTrainerTests
{
    private const int Telling = 11;

    [Fact]
    public void A_feature_that_tells_the_answer_is_learned_and_moves_it_up()
    {
        RerankQuestion[] questions = Questions(60);
        RerankModel model = RerankTrainer.Train(questions, 50, 0.01)!;
        Assert.True(model.Weights[Telling] > 1);
        Assert.All(Enumerable.Range(1, model.Weights.Length - 1).Where(f => f != Telling), f => Assert.True(Math.Abs(model.Weights[f]) < model.Weights[Telling] / 3));
        Assert.Equal(60, questions.Count(q => q.Ranked(model)[0] == "gold"));
    }

    [Fact]
    public void A_strong_ridge_leaves_the_order_that_was_there()
    {
        RerankQuestion[] questions = Questions(60);
        RerankModel model = RerankTrainer.Train(questions, 50, 1e6)!;
        Assert.All(model.Weights.Skip(1), w => Assert.InRange(w, -1e-3, 1e-3));
        Assert.All(questions, q => Assert.Equal<string>(q.Documents, q.Ranked(model)));
    }

    [Fact]
    public void The_same_questions_in_another_order_give_the_same_model()
    {
        RerankQuestion[] questions = Questions(40);
        RerankModel a = RerankTrainer.Train(questions, 50, 0.03)!, b = RerankTrainer.Train(questions.Reverse(), 50, 0.03)!;
        Assert.All(a.Weights.Zip(b.Weights), w => Assert.Equal(w.First, w.Second, 5));
        Assert.Equal(a, RerankTrainer.Train(questions, 50, 0.03));
    }

    [Fact]
    public void Questions_without_a_relevant_candidate_teach_nothing()
    {
        var found = new RerankCandidates(["a", "b"], [new double[RerankFeatures.Names.Length], new double[RerankFeatures.Names.Length]], ["gold"]);
        RerankQuestion question = RerankQuestion.Of(found, new Dictionary<string, int> { ["gold"] = 1 });
        Assert.Null(RerankTrainer.Train([question], 50, 0.1));
        Assert.Equal("gold", Assert.Single(question.Rest));
    }

    [Fact]
    public void Only_the_best_chunk_of_a_relevant_document_is_learned_from()
    {
        double[] Row(double score) => [score, .. new double[RerankFeatures.Names.Length - 1]];
        var found = new RerankCandidates(["gold", "other", "gold", "other"], [Row(1), Row(0.9), Row(0.8), Row(0.7)], []);
        RerankLesson lesson = RerankQuestion.Of(found, new Dictionary<string, int> { ["gold"] = 2 }).Lesson;
        Assert.Equal([1, 0.9, 0.7], lesson.Features.Select(f => f[0]));
        Assert.Equal([1, 0, 0], lesson.Shares);
    }

    // The answer is third by score; one feature tells it, the others are noise.
    private static RerankQuestion[] Questions(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double[][] rows = [.. Enumerable.Range(0, 5).Select(i =>
            {
                double[] row = [.. Enumerable.Range(0, RerankFeatures.Names.Length).Select(_ => random.NextDouble())];
                row[0] = 1 - (0.1 * i);
                row[Telling] = i == 2 ? 1 : 0;
                return row;
            })];
            return RerankQuestion.Of(new RerankCandidates(["w", "x", "gold", "y", "z"], rows, []), new Dictionary<string, int> { ["gold"] = 1 });
        })];
    }
}
