using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Workspaces;

namespace Assay.Tests.Cli;

/// <summary>Answers that are withheld before a model is asked.</summary>
public sealed class AnswerabilityTests
{
    private const string NoServer = "model: http://127.0.0.1:9/v1#m\nprice: { input: 0, output: 0 }";
    private const string Foreign = "Do gift cards number 7 expire in Norway?";

    [Fact]
    public async Task Eval_answerability_measures_and_keeps_a_threshold()
    {
        using TestProject project = Create();
        CommandLine.Result text = await CommandLine.RunAsync("eval", "answerability", project.Root);
        Assert.True(text.ExitCode == 0, text.Error);
        Assert.Contains("plans: 24 answerable and 24 unanswerable questions", text.Out, StringComparison.Ordinal);
        Assert.Contains("abstainBelow: auto", text.Out, StringComparison.Ordinal);
        string written = File.ReadAllText(project.PathOf(".assay/answerability.json"));

        JsonElement report = await EvalAsync(project);
        Assert.True(report.GetProperty("auroc").GetDouble() > 0.95);
        Assert.True(report.GetProperty("recallInterval").GetProperty("low").GetDouble() > 0.7);
        Assert.Equal(".assay/answerability.json", report.GetProperty("written").GetString());
        Assert.Equal(written, File.ReadAllText(project.PathOf(".assay/answerability.json")));
    }

    [Fact]
    public async Task Eval_answerability_says_why_it_writes_nothing()
    {
        using TestProject few = TestProject.Create(pages: 24);
        Assert.Contains("Too few unanswerable questions: 1, and a threshold needs 20", (await EvalAsync(few)).GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(few.PathOf(".assay/answerability.json")));

        // The same questions on both sides: nothing can tell them apart.
        using TestProject alike = Create();
        string[] lines = [.. File.ReadLines(alike.PathOf("questions.jsonl")).Take(24)];
        alike.Write("questions.jsonl", string.Join('\n', lines.Concat(lines.Select(l => l.Replace("\"id\":\"q", "\"answerable\":false,\"id\":\"n", StringComparison.Ordinal).Replace(""","answers":""", ""","tags":""", StringComparison.Ordinal).Replace(""","tags":["seats"]""", "", StringComparison.Ordinal)))) + "\n");
        JsonElement report = await EvalAsync(alike);
        Assert.Contains("Nothing was written", report.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("written").ValueKind);
        Assert.False(File.Exists(alike.PathOf(".assay/answerability.json")));
    }

    [Fact]
    public async Task Ask_below_the_threshold_asks_no_model()
    {
        using TestProject project = Create($"{NoServer}\nscore: {{ abstention: I cannot say. }}");
        await EvalAsync(project);
        Settings(project, $"{NoServer}\nscore: {{ abstention: I cannot say. }}\nretrieval: {{ abstainBelow: auto }}");

        CommandLine.Result withheld = await CommandLine.RunAsync("ask", Foreign, "--project", project.Root, "--json");
        Assert.True(withheld.ExitCode == 0, withheld.Error);
        JsonElement answer = JsonDocument.Parse(withheld.Out).RootElement;
        Assert.Equal("I cannot say.", answer.GetProperty("answer").GetString());
        Assert.True(answer.GetProperty("withheld").GetBoolean() && answer.GetProperty("abstained").GetBoolean());
        Assert.Equal((0, 0), (answer.GetProperty("inputTokens").GetInt32(), answer.GetProperty("outputTokens").GetInt32()));

        // What the documents answer goes to the model, which is not there.
        Assert.Equal(3, (await CommandLine.RunAsync("ask", "How many seats does plan 3 have?", "--project", project.Root)).ExitCode);
    }

    [Fact]
    public async Task Compare_withholds_in_the_rag_arm_alone_and_for_no_tokens()
    {
        using TestProject project = Create();
        project.Write("answer.schema.json", """{"type":"object","required":["answer"],"properties":{"answer":{"type":"string"}}}""");
        Settings(project, "contract: answer.schema.json");
        await EvalAsync(project);
        Assert.Equal(0, (await CommandLine.RunAsync("compare", project.Root)).ExitCode);
        Assert.DoesNotContain(project.Rows("rag"), r => r.GetProperty("withheld").GetBoolean());
        Assert.Equal("comparison", (await EvalAsync(project)).GetProperty("basis").GetString());

        Settings(project, "contract: answer.schema.json\nretrieval: { abstainBelow: 0.5 }");
        Assert.Equal(0, (await CommandLine.RunAsync("compare", project.Root)).ExitCode);
        JsonElement[] withheld = [.. project.Rows("rag").Where(r => r.GetProperty("withheld").GetBoolean())];
        Assert.True(withheld.Length >= 20);
        Assert.All(withheld, r => Assert.Equal((0, "abstained", """{"answer":"The documents do not answer this question."}"""),
            (r.GetProperty("inputTokens").GetInt32() + r.GetProperty("outputTokens").GetInt32(), r.GetProperty("score").GetProperty("outcome").GetString(), r.GetProperty("answer").GetString())));
        Assert.All(withheld.Where(r => r.GetProperty("question").GetString()!.StartsWith('n')), r => Assert.Equal(1, r.GetProperty("score").GetProperty("score").GetDouble()));
        foreach (string arm in (string[])["prompt", "oracle", "long-context"]) Assert.DoesNotContain(project.Rows(arm), r => r.GetProperty("withheld").GetBoolean());
        Assert.Equal("assumed", (await EvalAsync(project)).GetProperty("basis").GetString());
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("0.3")]
    public async Task Setting_without_a_fit_or_with_one_of_other_settings_names_the_command(string value)
    {
        using TestProject project = Create($"retrieval: {{ abstainBelow: {value} }}");
        foreach (string[] command in (string[][])[["compare", project.Root], ["ask", Foreign, "--project", project.Root]])
        {
            CommandLine.Result refused = await CommandLine.RunAsync(command);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains($"'retrieval.abstainBelow: {value}' needs probabilities, which are not fitted here yet. Run `assay eval answerability`", refused.Error, StringComparison.Ordinal);
        }

        await EvalAsync(project);
        Assert.Equal(0, (await CommandLine.RunAsync("ask", Foreign, "--project", project.Root)).ExitCode);
        Settings(project, $"retrieval: {{ abstainBelow: {value}, passages: 3 }}");
        Assert.Contains("fitted with other settings (passages 8", (await CommandLine.RunAsync("ask", Foreign, "--project", project.Root)).Error, StringComparison.Ordinal);
        File.WriteAllText(project.PathOf(".assay/answerability.json"), """{"version":1}""");
        Assert.Equal(2, (await CommandLine.RunAsync("ask", Foreign, "--project", project.Root)).ExitCode);
    }

    [Theory]
    [InlineData("abstainBelow: 1")]
    [InlineData("abstainBelow: -0.2")]
    [InlineData("abstainBelow: atuo")]
    public async Task Setting_out_of_range_is_an_error(string setting)
    {
        using TestProject project = TestProject.Create(pages: 1, settings: $"retrieval: {{ {setting} }}");
        CommandLine.Result refused = await CommandLine.RunAsync("ask", Foreign, "--project", project.Root);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("'retrieval.abstainBelow' must be off, auto or a probability above 0 and below 1", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Signals_tell_what_of_a_question_was_found()
    {
        using TestProject project = Create();
        using KnowledgeBase knowledge = KnowledgeBase.Open(ProjectFile.Read(project.Root), Workspace.Open(project.Root), TimeProvider.System);
        knowledge.Ingest(null, CancellationToken.None);

        AnswerabilitySignals found = knowledge.Answerability("seats of plan 3"), misspelt = knowledge.Answerability("storrage of plan 3");
        Assert.Equal((1, 1, 0), (found.BestCoverage, found.ContextCoverage, found.MissingNumbers));
        Assert.True(found.TopScore is > 0.2 and < 1 && found.Gap is > 0 and < 1, $"{found}");
        Assert.Equal(1, misspelt.BestCoverage);

        AnswerabilitySignals none = knowledge.Answerability(Foreign);
        Assert.True(none.BestCoverage < 0.4 && none.TopScore < found.TopScore, $"{none}");
        Assert.Equal(0.5, knowledge.Answerability("plan 3 in 1999").MissingNumbers);
        Assert.Equal(new AnswerabilitySignals(), knowledge.Answerability("?"));
        AnswerabilitySignals nothing = knowledge.Answerability("FL-4012");
        Assert.Equal((0, 0, 0, 0), (nothing.TopScore, nothing.BestCoverage, nothing.ContextCoverage, nothing.Gap));
        Assert.All(found.Values.Concat(none.Values), v => Assert.InRange(v, 0, 1));
        Assert.Equal(AnswerabilitySignals.Names.Length, found.Values.Length);
    }

    [Fact]
    public void Signals_do_not_depend_on_what_the_asker_may_not_read()
    {
        using TestProject project = Create();
        project.Write("docs/.access.yaml", "access: everyone\n");
        AnswerabilitySignals Signals()
        {
            using KnowledgeBase knowledge = KnowledgeBase.Open(ProjectFile.Read(project.Root), Workspace.Open(project.Root), TimeProvider.System);
            knowledge.Ingest(null, CancellationToken.None);
            return knowledge.Answerability(Foreign);
        }

        AnswerabilitySignals before = Signals();
        project.Write("docs/secret.md", "---\naccess: [group:board]\n---\n# Gift cards\n\nGift cards expire in Norway.\n");
        Assert.Equal(before, Signals());
    }

    private static TestProject Create(string settings = "")
    {
        TestProject project = TestProject.Create(pages: 24, settings: settings, sections: 2);
        var questions = new StringBuilder();
        foreach (string line in File.ReadLines(project.PathOf("questions.jsonl")).Take(24)) questions.Append(line).Append('\n');
        string[] things = ["gift cards", "refunds", "lawyers", "parking lots", "helicopters", "umbrellas"];
        for (int i = 0; i < 24; i++) questions.Append(CultureInfo.InvariantCulture, $$"""{"id":"n{{i}}","question":"Do {{things[i % 6]}} of kind {{i}} expire abroad?","answerable":false}""").Append('\n');
        project.Write("questions.jsonl", questions.ToString());
        return project;
    }

    private static void Settings(TestProject project, string settings) => project.Write("assay.yaml", $"name: plans\n{settings}\n");

    private static async Task<JsonElement> EvalAsync(TestProject project)
    {
        CommandLine.Result result = await CommandLine.RunAsync("eval", "answerability", project.Root, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Out).RootElement.Clone();
    }
}
