using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Assay.Evaluation.Contracts;
using Assay.Projects;
using Assay.Tests.Conventions;

namespace Assay.Tests.Samples;

/// <summary>
/// The project on real pages, as far as it can be checked without them: the pages are not in the repository, and <c>bench answers</c> looks up what needs them.
/// </summary>
public sealed partial class BusinessCentralTests
{
    /// <summary>The questions are frozen; whoever changes this changes what every published figure was measured on.</summary>
    private const string FrozenQuestions = "a4b1c94d49677a82e605c5184ceb4d88445808d581a2132c04c4e2759fd11cee";

    private const string Handover = "A consultant takes this over.";
    private const string Abstention = "The documents do not answer this question.";
    private const int MostWords = 30;

    private static readonly Project Help = ProjectFile.Read(Path.Combine(Repository.Root, "bench", "projects", "business-central"));
    private static readonly ProjectExamples Examples = new(Help);

    [Fact]
    public void Questions_are_frozen() => Assert.Equal(FrozenQuestions, Examples.QuestionHash());

    [Fact]
    public void Project_is_large_and_varied_enough()
    {
        Assert.InRange(Examples.Questions.Length, 160, 400);
        Assert.InRange(Examples.Conversations.Length, 400, 1000);
        Assert.Equal(["behaviour", "direct", "numeric", "paraphrased", "unanswerable"], Examples.Questions.Select(q => q.Tags[0]).Distinct().Order());
        Assert.InRange(Examples.Questions.Count(q => !q.Answerable), 20, 40);
        Assert.InRange(Examples.Questions.Count(q => Flag(q.Expect!)), 20, 60);
        Assert.InRange(Examples.Conversations.Count(HasPassages), 200, Examples.Conversations.Length / 2);
        Assert.All(Examples.Questions.CountBy(q => Area(q.Expect!)), a => Assert.True(a.Value >= 10, $"{a.Key}: {a.Value} questions"));
        Assert.All(Examples.Conversations.CountBy(c => Area(Answer(c))), a => Assert.True(a.Value >= 30, $"{a.Key}: {a.Value} conversations"));
    }

    [Fact]
    public void Questions_name_a_section_for_every_answer_and_expect_what_the_contract_allows()
    {
        Contract contract = Contract.Load(new ContractOptions { SchemaFile = Help.Contract });
        Assert.All(Examples.Questions, q =>
        {
            Assert.Equal(q.Answers.IsEmpty, q.Documents.IsEmpty);
            Assert.All(q.Documents, d => Assert.Matches("^docs/[^#]+\\.md#.+$", d));
            Assert.Equal(q.Tags[1], Area(q.Expect!));
            JsonObject whole = q.Expect!.DeepClone().AsObject();
            whole["answer"] = "x";
            Assert.Equal(4, whole.Count);
            Assert.Empty(contract.Check(whole.ToJsonString()).Violations);
        });
    }

    [Fact]
    public void Conversations_begin_with_the_instructions_and_keep_the_contract()
    {
        Assert.Empty(Examples.Violations());
        Assert.All(Examples.Conversations, c =>
        {
            Assert.Equal(3, c.Length);
            Assert.Equal(Help.Instructions, c[0]);
        });
        Assert.Distinct(Examples.Conversations.Select(c => c[1]));
    }

    [Fact]
    public void Conversations_keep_the_tone_of_the_house()
    {
        Assert.All(Examples.Conversations, c =>
        {
            string answer = Text(c);
            Assert.DoesNotContain("Business Central", answer, StringComparison.Ordinal);
            Assert.DoesNotMatch(Apology(), answer);
            Assert.True(answer.Split(' ').Length <= MostWords, answer);
            Assert.Equal(Flag(Answer(c)), answer.EndsWith(Handover, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Conversations_cite_a_passage_that_holds_what_they_say_or_decline()
    {
        foreach (string[] conversation in Examples.Conversations)
        {
            string answer = Text(conversation);
            Match cited = Citation().Match(answer);
            Assert.True(cited.Success == (HasPassages(conversation) && !answer.StartsWith(Abstention, StringComparison.Ordinal)), answer);
            if (!cited.Success) continue;
            string passage = conversation[1].Split("\n\n").Single(p => p.Replace("Passages:\n", "", StringComparison.Ordinal).StartsWith(cited.Value, StringComparison.Ordinal));
            Assert.All(Figure().Matches(answer.Replace(cited.Value, "", StringComparison.Ordinal)), f => Assert.Contains(f.Value, passage + ProjectExamples.Asked(conversation), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Conversations_hold_no_fact_that_a_question_asks_for() => Assert.Empty(Examples.Leaks());

    [Fact]
    public void Conversations_ask_no_question_of_the_evaluation_set() => Assert.Empty(Examples.Repeated());

    private static bool HasPassages(string[] conversation) => conversation[1].StartsWith("Passages:\n[1] ", StringComparison.Ordinal);

    private static JsonObject Answer(string[] conversation) => JsonNode.Parse(conversation[^1])!.AsObject();

    private static string Text(string[] conversation) => Answer(conversation)["answer"]!.GetValue<string>();

    private static string Area(JsonObject fields) => fields["area"]!.GetValue<string>();

    private static bool Flag(JsonObject fields) => fields["escalate"]!.GetValue<bool>();

    [GeneratedRegex(@"\[\d\]")]
    private static partial Regex Citation();

    [GeneratedRegex(@"\d[\d.,:/]*\d|\d")]
    private static partial Regex Figure();

    [GeneratedRegex("sorry|apolog|unfortunately", RegexOptions.IgnoreCase)]
    private static partial Regex Apology();
}
