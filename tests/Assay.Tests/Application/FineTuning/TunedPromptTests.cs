using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Answering;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Tests.Cli;
using Assay.Text;
using Assay.Text.Templates;
using Assay.Tuning.Examples;

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

    [Fact]
    public void Examples_with_passages_get_the_lines_around_them_that_it_is_asked_with()
    {
        using TestProject project = TestProject.Create(1);
        ContextPassage passage = new(1, "p1", "Pumps", "", "", "The seal is red.", SourceMap.Identity(16), new TextSpan(0, 16), 1);
        string asked = new PromptBuilder(ProjectFile.Read(project.Root), null).Build(new AnswerRequest("Which colour?", [passage], FromDocuments: true))[1].Text;
        ChatExample bare = Example("Passages:\n[1] Pumps\nThe seal is red.\n\nQuestion: Which colour?");
        Assert.Equal(asked, PassageMessage.Fenced(bare).Messages[0].Content);
        Assert.Equal(asked, JsonNode.Parse(PassageMessage.Fenced(bare).Messages[0].Fields.ToJson())!["content"]!.GetValue<string>());
        Assert.Equal(asked, PassageMessage.Fenced(Example(asked)).Messages[0].Content);
        foreach (string other in new[] { "Which colour?", "Passages:\n(none found)\n\nQuestion: Which colour?", "Passages:\nof time" }) Assert.Equal(other, PassageMessage.Fenced(Example(other)).Messages[0].Content);
    }

    [Theory]
    [InlineData(0, 10, false)]
    [InlineData(1, 10, false)]
    [InlineData(2, 10, true)]
    [InlineData(10, 10, true)]
    public void It_is_asked_with_passages_alone_where_enough_examples_had_some(int with, int all, bool expected) =>
        Assert.Equal(expected, TuneData.AreWithPassages([.. Enumerable.Range(0, all).Select(i => Example(i < with ? "Passages:\n[1] a\n\nQuestion: b" : "b"))]));

    private static ChatExample Example(string asked) => new(1, [Message("user", asked), Message("assistant", "Red.")]);

    private static ExampleMessage Message(string role, string content) => new(role, content) { Fields = TemplateValue.FromJson(JsonSerializer.SerializeToElement(new { role, content })) };

    private static string Text(PromptBuilder prompts, AnswerRequest request) => string.Join('|', prompts.Build(request).Select(m => $"{m.Role}:{m.Text}"));
}
