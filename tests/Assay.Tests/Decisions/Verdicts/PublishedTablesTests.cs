using Assay.Decisions.Verdicts;
using Assay.Tests.Decisions.Verdicts.Published;

namespace Assay.Tests.Decisions.Verdicts;

/// <summary>Published results of several arms, answer by answer: the winner where its lead is beyond doubt, and never another arm.</summary>
public sealed class PublishedTablesTests
{
    private const double StandardErrors = 3;

    public static TheoryData<string> Names => [.. PublishedTable.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decide_names_the_published_winner_or_nobody(string name)
    {
        PublishedTable table = PublishedTable.All.First(t => t.Name == name);
        foreach ((int questions, double correlation) in table.Questions.SelectMany(n => new[] { (n, 0), (n, 0.5) }))
        {
            for (int seed = 101; seed <= 102; seed++)
            {
                var evidence = new PublishedEvidence(table, questions, correlation, seed);
                Verdict verdict = evidence.Decide();
                string what = $"{name}, {questions} questions, r {correlation}, seed {seed}: {verdict.Why[0]}";

                Assert.True(verdict.Ship is null || verdict.Ship == table.Winner, what);
                Assert.True(evidence.LeastLead() <= StandardErrors || verdict.Ship == table.Winner, what);
            }
        }
    }

    [Theory]
    [InlineData("A Mistral-7B", 910)]
    [InlineData("B TorchHub", 300)]
    [InlineData("E MedQA", 1273)]
    public void Evidence_has_the_published_scores(string name, int questions)
    {
        PublishedTable table = PublishedTable.All.First(t => t.Name == name);
        var evidence = new PublishedEvidence(table, questions, 0.5, seed: 7);
        evidence.Decide();

        Assert.All(table.Arms.Zip(evidence.Arms), p => Assert.Equal(p.First.Score, p.Second.Scores.Values.Average()!.Value, 9));
        Assert.Equal(questions, evidence.Clusters.Values.Distinct().Count());
    }
}
