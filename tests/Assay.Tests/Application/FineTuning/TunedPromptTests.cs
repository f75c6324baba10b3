using Assay.Answering;
using Assay.Projects;
using Assay.Tests.Cli;

namespace Assay.Tests.Application.FineTuning;

public sealed class TunedPromptTests
{
    private static readonly AnswerRequest Alone = new("Where is it?", [], FromDocuments: false);
    private static readonly AnswerRequest Found = new("Where is it?", [], FromDocuments: true);

    [Theory]
    [InlineData(null, false, "user:Where is it?")]
    [InlineData("Label it.", false, "system:Label it.|user:Where is it?")]
    [InlineData("Label it.", true, "system:Label it.|user:Where is it?")]
    public void Without_passages_it_is_asked_as_the_examples_were(string? system, bool withPassages, string expected)
    {
        using TestProject project = TestProject.Create(1);
        var prompts = new PromptBuilder(ProjectFile.Read(project.Root), "{}", new TunedPrompt(system, withPassages));
        Assert.Equal(expected, Text(prompts, Alone));
    }

    [Fact]
    public void With_passages_it_gets_the_prompt_of_rag_unless_its_examples_had_passages()
    {
        using TestProject project = TestProject.Create(1);
        Project read = ProjectFile.Read(project.Root);
        string rag = Text(new PromptBuilder(read, "{}"), Found);
        Assert.Equal(rag, Text(new PromptBuilder(read, "{}", new TunedPrompt("Label it.", WithPassages: false)), Found));
        string raft = Text(new PromptBuilder(read, "{}", new TunedPrompt("Label it.", WithPassages: true)), Found);
        Assert.StartsWith("system:Label it.|user:Passages:", raft, StringComparison.Ordinal);
        Assert.Equal(rag.Split("|user:")[1], raft.Split("|user:")[1]);
    }

    private static string Text(PromptBuilder prompts, AnswerRequest request) => string.Join('|', prompts.Build(request).Select(m => $"{m.Role}:{m.Text}"));
}
