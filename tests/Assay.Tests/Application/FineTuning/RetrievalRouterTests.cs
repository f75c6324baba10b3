using System.Globalization;
using Assay.Arms;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Tests.Cli;
using Assay.Tuning.Examples;
using Assay.Workspaces;

namespace Assay.Tests.Application.FineTuning;

public sealed class RetrievalRouterTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(6);
    private readonly KnowledgeBase knowledge;

    public RetrievalRouterTests()
    {
        Project read = ProjectFile.Read(project.Root);
        knowledge = KnowledgeBase.Open(read, Workspace.Open(project.Root), TimeProvider.System);
        knowledge.Ingest(null, CancellationToken.None);
    }

    public void Dispose()
    {
        knowledge.Dispose();
        project.Dispose();
    }

    [Fact]
    public void Questions_like_examples_of_behaviour_go_without_passages_and_questions_about_documents_do_not()
    {
        RetrievalRouter router = RetrievalRouter.Fit(Examples(24), knowledge, CancellationToken.None);
        Assert.True(router.CanSkip);
        Assert.True(router.Skips("My red parcel never came", null));
        Assert.False(router.Skips("How many seats does plan 3 have?", null));
        Assert.False(router.Skips("", null));
        Assert.False(router.Skips("Wer hat die Rechnung?", null));
        Assert.Equal(router.Key, RetrievalRouter.Fit(Examples(24), knowledge, CancellationToken.None).Key);
    }

    [Fact]
    public void Few_examples_or_examples_of_facts_always_look_for_passages()
    {
        Assert.False(RetrievalRouter.Fit(Examples(10), knowledge, CancellationToken.None).CanSkip);
        Assert.False(RetrievalRouter.Never(knowledge).Skips("My red parcel never came", null));
        ChatExample[] facts = Rows(24, i => (string.Create(CultureInfo.InvariantCulture, $"How many seats does plan {1 + (i % 6)} have, customer {i}?"), string.Create(CultureInfo.InvariantCulture, $"Plan {1 + (i % 6)} has {101 + (i % 6)} seats.")));
        Assert.False(RetrievalRouter.Fit(facts, knowledge, CancellationToken.None).CanSkip);
    }

    [Fact]
    public void A_question_nearest_to_an_example_of_facts_is_searched_for()
    {
        RetrievalRouter router = RetrievalRouter.Fit([.. Examples(24), .. Rows(6, i => (string.Create(CultureInfo.InvariantCulture, $"My parcel of plan {1 + i} never came, how many seats?"), string.Create(CultureInfo.InvariantCulture, $"Plan {1 + i} has {101 + i} seats.")))], knowledge, CancellationToken.None);
        Assert.True(router.Skips("My red parcel never came", null));
        Assert.False(router.Skips("My parcel of plan 2 never came, how many seats?", null));
    }

    private static ChatExample[] Examples(int count)
    {
        string[] things = ["parcel", "letter", "order"], states = ["never came", "came broken"], colours = ["red", "blue", "green", "grey"];
        return Rows(count, i => ($"My {colours[i / 6 % 4]} {things[i % 3]} {states[i / 3 % 2]}", i / 3 % 2 == 0 ? """{"label":"lost"}""" : """{"label":"damaged"}"""));
    }

    private static ChatExample[] Rows(int count, Func<int, (string Question, string Answer)> row) => [.. Enumerable.Range(0, count).Select(i => new ChatExample(i + 1,
    [
        new ExampleMessage("user", row(i).Question) { Fields = Assay.Text.Templates.TemplateValue.None },
        new ExampleMessage("assistant", row(i).Answer) { Fields = Assay.Text.Templates.TemplateValue.None },
    ]))];
}
