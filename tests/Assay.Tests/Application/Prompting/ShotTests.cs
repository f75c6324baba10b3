using System.Collections.Immutable;
using Assay.Answering;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Prompting;
using Assay.Text.Templates;
using Assay.Text.Tokens;
using Assay.Tuning.Examples;
using Microsoft.Extensions.AI;

namespace Assay.Tests.Application.Prompting;

public sealed class ShotTests : IDisposable
{
    private const string Schema = """{"type":"object","properties":{"answer":{"type":"string"},"pages":{"type":"array","items":{"type":"integer"}}},"required":["answer"],"additionalProperties":false}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shot_leaves_passages_and_citations_out_and_lists_alone()
    {
        AnswerForm form = AnswerForm.Of(Project("contract: answer.schema.json"));

        Shot? shot = Shot.Of(Example("Passages:\n[1] A\nQuestion: none\n\nQuestion: How long?", """{"answer":"14 days [1].","pages":[1,2]}"""), form);
        Shot? plain = Shot.Of(Example("How long?", """{"answer": "14 days", "pages": [3]}"""), form);

        Assert.Equal(new Shot("How long?", """{"answer":"14 days.","pages":[1,2]}"""), shot);
        Assert.Equal("""{"answer": "14 days", "pages": [3]}""", plain?.Answer);
        Assert.Null(Shot.Of(Example("How long?", "14 days"), form));
        Assert.Null(Shot.Of(Example("Passages:\n[1] A", """{"answer":"x"}"""), form));
        Assert.Null(Shot.Of(new ChatExample(1, [Said("user", "a"), Said("assistant", "b"), Said("user", "c"), Said("assistant", "d")]), AnswerForm.Of(Project())));
        Assert.Null(Shot.Of(new ChatExample(1, [Said("user", "a"), Said("assistant", "b") with { Learned = false }]), AnswerForm.Of(Project())));
    }

    [Fact]
    public void Example_becomes_a_question_with_its_answer_and_fields()
    {
        AnswerForm form = AnswerForm.Of(Project("contract: answer.schema.json"));
        ChatExample example = Example("How long?", """{"answer":"14 days","pages":[3]}""");

        var asked = new PromptExample(example, Shot.Of(example, form)!).Ask(form, "No answer.");
        ChatExample declined = Example("Why?", """{"answer":"No answer.","pages":[]}""");

        Assert.Equal(("How long?", "14 days", "[3]"), (asked.Text, asked.Answers.Single(), asked.Expect!["pages"]!.ToJsonString()));
        Assert.False(new PromptExample(declined, Shot.Of(declined, form)!).Ask(form, "No answer.").Answerable);
    }

    [Fact]
    public void Nearest_are_like_the_question_and_not_all_alike()
    {
        ImmutableArray<Shot> shots = [new("refund of a yearly plan", "a"), new("refund of a yearly plan please", "b"), new("refund for one seat", "c"), new("change the colour of a page", "d"), new("export a page", "e")];
        var index = new ShotIndex(shots);

        Assert.Equal([0, 2], index.Nearest("refund of a yearly plan", 2).Order());
        Assert.Equal(5, index.Nearest("zeppelin", 5).Distinct().Count());
        Assert.Equal(index.Spread.AsEnumerable(), new ShotIndex(shots).Spread);
        Assert.Contains(index.Spread.Take(2), i => i <= 2);
        Assert.Contains(index.Spread.Take(2), i => i >= 3);
        Assert.Empty(new ShotIndex([]).Nearest("refund", 3));
    }

    [Fact]
    public void Picker_keeps_the_budget_and_puts_the_nearest_last()
    {
        ImmutableArray<Shot> shots = [new("apple pie", "a"), new("apple " + string.Join(' ', Enumerable.Repeat("cake", 60)), "b"), new("apple juice of the red kind", "c")];
        var picker = new ShotPicker(new ShotIndex(shots), ShotChoice.Nearest, 3, TokenCounter.Estimate, 40);

        ImmutableArray<Shot> picked = picker.Pick("apple pie");

        Assert.Equal(["apple juice of the red kind", "apple pie"], picked.Select(s => s.Question));
        Assert.Empty(new ShotPicker(new ShotIndex(shots), ShotChoice.Fixed, 3, TokenCounter.Estimate, 5).Pick("apple"));
    }

    [Fact]
    public void Prompt_shows_shots_as_turns_or_beside_passages()
    {
        var index = new ShotIndex([new("one fish", "1"), new("two fish", "2")]);
        var plan = new PromptPlan("Count.", new ShotPicker(index, ShotChoice.Nearest, 2, TokenCounter.Estimate, 100));
        var prompts = new PromptBuilder(Project(), null, plans: new PromptPlans(plan, plan));

        IReadOnlyList<ChatMessage> alone = prompts.Build(new AnswerRequest("two fish swim?", [], FromDocuments: false)), found = prompts.Build(new AnswerRequest("two fish swim?", [], FromDocuments: true));
        IReadOnlyList<ChatMessage> trained = new PromptBuilder(Project(), null, new TunedPrompt(null, WithPassages: false), new PromptPlans(plan, plan)).Build(new AnswerRequest("two fish swim?", [], FromDocuments: true));

        Assert.Equal(["system", "user", "assistant", "user", "assistant", "user"], alone.Select(m => m.Role.Value));
        Assert.Equal(["one fish", "1", "two fish", "2", "two fish swim?"], alone.Skip(1).Select(m => m.Text));
        Assert.StartsWith("Count.\n\nIf you do not know", alone[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("Question: one fish\nAnswer: 1\n\nQuestion: two fish\nAnswer: 2", found[0].Text, StringComparison.Ordinal);
        Assert.Equal(2, found.Count);
        Assert.DoesNotContain("Count.", trained[0].Text, StringComparison.Ordinal);
    }

    private Project Project(string settings = "")
    {
        folder.Write("answer.schema.json", Schema);
        folder.Write("questions.jsonl", "{\"id\":\"1\",\"question\":\"How?\",\"answerable\":false}\n");
        folder.Write("assay.yaml", $"name: acme\n{settings}\n");
        return ProjectFile.Read(folder.Path);
    }

    private static ChatExample Example(string question, string answer) => new(1, [Said("system", "Be kind."), Said("user", question), Said("assistant", answer)]);

    private static ExampleMessage Said(string role, string text) => new(role, text) { Fields = TemplateValue.None };
}
