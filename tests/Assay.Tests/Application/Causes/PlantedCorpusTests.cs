using Assay.Arms;
using Assay.Running;
using Assay.Tests.Application.Causes.Planted;

namespace Assay.Tests.Application.Causes;

/// <summary>What is planted is really there: told by the search and the model alone, without anything that looks for causes.</summary>
public sealed class PlantedCorpusTests
{
    private static readonly PlantedFault[] s_hiding = [PlantedFault.NotIndexed, PlantedFault.NoSharedWords, PlantedFault.BelowCut, PlantedFault.NoRoom];

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public async Task Faults_of_the_way_to_the_model_hide_the_answer_and_no_others_do(ulong seed)
    {
        using var folder = new TemporaryFolder();
        using PlantedProject planted = await PlantedProject.OpenAsync(folder.Path, PlantedCorpus.Make(seed, 24), new PlantedNoise(0, 0, seed));
        RunSession session = planted.Session;
        var contexts = session.Contexts("rag", null, CancellationToken.None);
        IArm oracle = session.Arm("oracle");

        for (int i = 0; i < contexts.Length; i++)
        {
            PlantedQuestion question = planted.Corpus.Questions[i];
            if (question.Sentence is not { } sentence) continue;
            bool Sees(ArmContext context, string text) => context.Passages.Any(p => p.Text.Contains(text, StringComparison.Ordinal));
            Assert.True(Sees(contexts[i], sentence) == !question.Faults.Any(s_hiding.Contains), $"{question.Id} {string.Join('+', question.Faults)}: {question.Text}");
            Assert.Equal(!question.Has(PlantedFault.NotIndexed), Sees(oracle.Prepare(session.Questions.Questions[i]), sentence));
            if (question.Distractor is { } older) Assert.True(Sees(contexts[i], older.Sentence));
            bool isFound = session.Knowledge.Search(question.Text, PlantedCorpus.Passages).Any(p => p.Chunk.DocumentId == question.Page);
            Assert.Equal(!question.Faults.Any(f => f is PlantedFault.NotIndexed or PlantedFault.NoSharedWords or PlantedFault.BelowCut), isFound);
        }
    }

    [Fact]
    public async Task Without_noise_exactly_the_questions_with_a_fault_fail()
    {
        using var folder = new TemporaryFolder();
        using PlantedProject planted = await PlantedProject.OpenAsync(folder.Path, PlantedCorpus.Make(3, 24), new PlantedNoise(0, 0, 3));

        Run run = await planted.Session.RunAsync(new RunVariant(planted.Session.Arm("rag")) { Model = planted.Model(planted.Own) }, planted.Session.Questions.Questions, 0, null, CancellationToken.None);

        string[] wrong = [.. run.Rows.Zip(planted.Corpus.Questions).Where(pair => (pair.First.Score.Score == 1) != (pair.Second.Faults.Length == 0)).Select(pair => $"{pair.Second.Id} {string.Join('+', pair.Second.Faults)}: {pair.First.Answer}")];
        Assert.Empty(wrong);
    }

    [Fact]
    public void Suite_holds_every_cause_and_is_the_same_for_the_same_seed()
    {
        PlantedCorpus one = PlantedCorpus.Make(7, 60), again = PlantedCorpus.Make(7, 60), other = PlantedCorpus.Make(8, 60);

        Assert.True(one.Questions.Length >= 400);
        Assert.Equal(one.Questions.Select(q => q.Text), again.Questions.Select(q => q.Text));
        Assert.NotEqual(one.Questions.Select(q => q.Text), other.Questions.Select(q => q.Text));
        ILookup<string, PlantedQuestion> alone = one.Questions.Where(q => q.Faults.Length < 2).ToLookup(q => PlantedTruth.CausesOf(q)[0]);
        Assert.All(PlantedTruth.Order, c => Assert.True(alone[c].Count() >= 60));
        Assert.True(one.Questions.Count(q => q.Faults.Length == 2) >= 60);
        Assert.All(Enum.GetValues<PlantedFault>(), f => Assert.Contains(one.Questions, q => q.Has(f)));
    }
}
