using Assay.Evaluation.Questions;

namespace Assay.Tests.Evaluation.Questions;

public sealed class QuestionClustersTests
{
    [Fact]
    public void Of_takes_the_first_document_and_leaves_questions_without_one_alone()
    {
        IReadOnlyDictionary<string, string> clusters = QuestionClusters.Of([.. Enumerable.Range(0, 20).Select(i => Ask(i, $"page{i / 2}.md#part{i}", "other.md")), Ask(20)], Document);
        Assert.Equal(20, clusters.Count);
        Assert.Equal("page3.md", clusters["q7"]);
    }

    [Fact]
    public void Of_few_documents_takes_their_sections()
    {
        IReadOnlyDictionary<string, string> clusters = QuestionClusters.Of(Enumerable.Range(0, 20).Select(i => Ask(i, $"page{i / 10}.md#part{i / 2}")), Document);
        Assert.Equal("page0.md#part1", clusters["q3"]);
        Assert.Equal(10, clusters.Values.Distinct().Count());
    }

    [Fact]
    public void Of_one_document_says_nothing_about_others() => Assert.Empty(QuestionClusters.Of(Enumerable.Range(0, 20).Select(i => Ask(i, "handbook.md")), Document));

    private static string Document(string reference) => reference.Split('#')[0];

    private static Question Ask(int number, params string[] documents) => new() { Id = $"q{number}", Text = "?", Documents = [.. documents] };
}
