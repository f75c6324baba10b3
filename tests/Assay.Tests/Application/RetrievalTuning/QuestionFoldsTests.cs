using Assay.RetrievalTuning;

namespace Assay.Tests.Application.RetrievalTuning;

public sealed class QuestionFoldsTests
{
    [Fact]
    public void Questions_that_share_a_document_stay_together()
    {
        JudgedQuestion[] questions = [.. Enumerable.Range(0, 40).Select(i => Question($"q{i:00}", $"d{i / 2}"))];
        QuestionFolds folds = QuestionFolds.Of(questions, 5);
        Assert.True(folds.ByDocument);
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(folds.Fold[2 * i], folds.Fold[(2 * i) + 1]));
        Assert.All(Enumerable.Range(0, 5), f => Assert.Equal(8, folds.Inside(f).Length));
        Assert.All(Enumerable.Range(0, 5), f => Assert.Equal(Enumerable.Range(0, 40), folds.Inside(f).Concat(folds.Outside(f)).Order()));
    }

    [Fact]
    public void Questions_tied_over_other_questions_stay_together()
    {
        JudgedQuestion[] questions = [Question("a", "1", "2"), Question("b", "2", "3"), Question("c", "3"), .. Enumerable.Range(0, 12).Select(i => Question($"z{i}", $"own{i}"))];
        QuestionFolds folds = QuestionFolds.Of(questions, 3);
        Assert.True(folds.ByDocument);
        Assert.Single(folds.Fold.Take(3).Distinct());
    }

    [Fact]
    public void One_document_for_all_questions_is_dealt_out_and_said()
    {
        QuestionFolds folds = QuestionFolds.Of([.. Enumerable.Range(0, 20).Select(i => Question($"q{i}", "same"))], 4);
        Assert.False(folds.ByDocument);
        Assert.All(Enumerable.Range(0, 4), f => Assert.Equal(5, folds.Inside(f).Length));
    }

    [Fact]
    public void Folds_do_not_depend_on_the_order_of_the_questions()
    {
        JudgedQuestion[] questions = [.. Enumerable.Range(0, 30).Select(i => Question($"q{i:00}", $"d{i % 17}"))];
        JudgedQuestion[] turned = [.. questions.Reverse()];
        QuestionFolds a = QuestionFolds.Of(questions, 5), b = QuestionFolds.Of(turned, 5);
        Assert.Equal(questions.Select((q, i) => (q.Id, a.Fold[i])).Order(), turned.Select((q, i) => (q.Id, b.Fold[i])).Order());
    }

    private static JudgedQuestion Question(string id, params string[] documents) => new(id, id, documents.ToDictionary(d => d, _ => 1));
}
