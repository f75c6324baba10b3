using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Assay.Cli;
using Assay.Cli.Terminal;
using Assay.Evaluation.Questions;
using Assay.QuestionMaking;
using Assay.Tests.Models.Providers;

namespace Assay.Tests.Cli;

/// <summary><c>assay eval questions</c> from the command line.</summary>
public sealed class EvalQuestionsTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(pages: 1, settings: "examples: examples.jsonl");

    public EvalQuestionsTests()
    {
        string[] places = ["Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Haven"];
        for (int i = 0; i < places.Length; i++)
        {
            project.Write($"docs/{places[i]}.md", string.Create(CultureInfo.InvariantCulture, $"# {places[i]} depot\n\n## Parking\n\nThe {places[i]} yard is a place where lorries of the northern fleet wait for their drivers.\nThe {places[i]} depot has {30 + i} parking spaces.\n"));
        }

        project.Write("docs/fees.md", "# Fees\n\n## Services\n\n| Service | Price | Warranty |\n|---|---|---|\n| Tyre change | 45 dollars | 2 months |\n| Battery check | 12 dollars | 7 days |\n| Oil change | 60 dollars | 9 weeks |\n");
        project.Write("docs/times.md", "# Times\n\n## Services\n\n| Service | Duration |\n|---|---|\n| Tyre change | 30 minutes |\n| Oil change | 50 minutes |\n| Roof wash | 15 minutes |\n");
        project.Write("examples.jsonl", """{"messages":[{"role":"user","content":"What is the warranty for Battery check?"},{"role":"assistant","content":"7 days"}]}""" + "\n");
    }

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Made_questions_are_marked_spread_and_the_same_for_the_same_seed()
    {
        CommandLine.Result result = await MakeAsync("--json");
        Assert.True(result.ExitCode == 0, result.Error);
        string file = project.PathOf("questions.made.jsonl"), first = File.ReadAllText(file);
        QuestionSet set = QuestionReader.Read(file);
        Assert.Equal(set.Questions.Length, result.Json.GetProperty("made").GetInt32());
        Assert.All(set.Questions, q => Assert.Equal("made", q.Tags[0]));
        Assert.All(set.Questions, q => Assert.Matches(@"^(docs/\w[\w-]*\.md@\d+( |$))+|^question:", q.Source!));
        foreach (string kind in (string[])["multi-page", "table", "unanswerable", "paraphrase", "typo"]) Assert.Contains(set.Questions, q => q.Tags.Contains(kind));
        Assert.All(set.Questions.Where(q => q.Tags.Contains("unanswerable")), q => Assert.True(!q.Answerable && q.Answers.IsEmpty && q.Documents.IsEmpty));
        Assert.All(set.Questions.Where(q => q.Tags.Contains("multi-page")), q => Assert.Equal(["docs/fees.md", "docs/times.md"], q.Documents.Select(Assay.Knowledge.DocumentReference.DocumentId).Order(StringComparer.Ordinal)));

        // What an example asks is not asked, and every draft is accounted for.
        Assert.DoesNotContain("warranty for Battery check?\",\"answers\":[\"7", first, StringComparison.Ordinal);
        Assert.True(result.Json.GetProperty("dropped").GetProperty("leak").GetInt32() >= 1);
        int examined = result.Json.GetProperty("kinds").EnumerateObject().Sum(k => k.Value.GetProperty("examined").GetInt32()), dropped = result.Json.GetProperty("dropped").EnumerateObject().Sum(d => d.Value.GetInt32());
        Assert.Equal(examined, dropped + set.Questions.Length);
        Assert.True(result.Json.GetProperty("recall").GetProperty("questions").GetInt32() > 0);
        Assert.Equal(1, result.Json.GetProperty("ownRecall").GetProperty("questions").GetInt32());

        Assert.Equal(0, (await MakeAsync()).ExitCode);
        Assert.Equal(first, File.ReadAllText(file));
        Assert.Equal(0, (await MakeAsync("--seed", "9")).ExitCode);
        Assert.NotEqual(first, File.ReadAllText(file));
    }

    [Fact]
    public async Task Closed_pages_are_asked_about_only_for_those_who_may_read_them()
    {
        project.Write("docs/.access.yaml", "access: everyone\n");
        project.Write("docs/fees.md", "---\naccess: [group:staff]\n---\n" + File.ReadAllText(project.PathOf("docs/fees.md")));
        Assert.Equal(0, (await MakeAsync("--kinds", "table,multi-page,unanswerable,numeric")).ExitCode);
        string file = project.PathOf("questions.made.jsonl");
        Assert.DoesNotContain("docs/fees.md", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(0, (await MakeAsync("--kinds", "table", "--groups", "staff")).ExitCode);
        QuestionSet set = QuestionReader.Read(file);
        Assert.Contains(set.Questions, q => q.Source == "docs/fees.md@0");
        Assert.All(set.Questions, q => Assert.Equal("group:staff", q.As));
    }

    [Fact]
    public async Task Bad_wishes_and_empty_projects_are_said_so()
    {
        foreach (string[] wrong in (string[][])[["--count", "0"], ["--kinds", "riddles"], ["--kinds", ","], ["--max-overlap", "2"], ["--seed", "-1"]])
        {
            CommandLine.Result refused = await MakeAsync(wrong);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(wrong[0], refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await MakeAsync("--out", project.PathOf("questions.jsonl"))).ExitCode);
        string own = project.Write("own.jsonl", """{"id":"a","question":"b?","answers":["c"]}""");
        Assert.Contains("not tagged as made", (await MakeAsync("--out", own)).Error, StringComparison.Ordinal);

        Directory.Delete(project.PathOf("docs"), recursive: true);
        CommandLine.Result none = await MakeAsync("--kinds", "table,answerable");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("no passage that may be read", none.Error, StringComparison.Ordinal);
        project.Write("docs/junk.md", new string('\u0001', 3000) + string.Concat(Enumerable.Repeat("\uFFFD{}^~ ", 400)));
        project.Write("docs/one.md", "# One\n\nOnly this.\n");
        Assert.Equal(2, (await MakeAsync("--kinds", "table,answerable,numeric,multi-page,unanswerable")).ExitCode);
        Assert.False(File.Exists(project.PathOf("questions.made.jsonl")));
    }

    [Fact]
    public async Task A_model_writes_questions_and_tries_to_answer_them()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync();
        server.RespondTo(user =>
        {
            string name = Regex.Match(user, "(\\w+) depot >").Groups[1].Value, spaces = Regex.Match(user, "[0-9]+ parking spaces").Value;
            bool asks = user.Contains("Question: ", StringComparison.Ordinal);
            if (asks && user.StartsWith("Question: ", StringComparison.Ordinal)) return user.Contains("Delta", StringComparison.Ordinal) ? "It has 33 parking spaces." : "I do not know.";
            if (asks) return user.Contains("Birch", StringComparison.Ordinal) ? "It has 99 bicycles." : spaces.Length > 0 ? $"It has {spaces}." : "I do not know.";
            if (name == "Cedar") return "No idea what you want.";
            return spaces.Length == 0 ? "{\"questions\":[]}" : JsonSerializer.Serialize(new { questions = new[] { new { kind = "numeric", question = $"How many lorries fit at the {name} site at once?", answer = spaces, quote = $"The {name} depot has {spaces}." } } });
        });
        project.Write("assay.yaml", "name: plans\nmodel: openai:gpt-4o-mini\n");
        var environment = new Dictionary<string, string> { ["OPENAI_API_KEY"] = "test-key-123", ["OPENAI_BASE_URL"] = server.BaseUrl };
        string[] command = ["eval", "questions", "make", project.Root, "--kinds", "numeric", "--count", "20"];
        CommandLine.Result dear = await CommandLine.RunAsync(environment, [.. command, "--max-cost", "0"]);
        Assert.Equal((2, 0), (dear.ExitCode, server.Requests.Count));
        Assert.Contains("Nothing was spent", dear.Error, StringComparison.Ordinal);

        CommandLine.Result result = await CommandLine.RunAsync(environment, [.. command, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(1, result.Json.GetProperty("unusable").GetInt32());
        Assert.True(result.Json.GetProperty("dropped").GetProperty("disagreement").GetInt32() >= 1, result.Out);
        Assert.True(result.Json.GetProperty("dropped").GetProperty("knownAlone").GetInt32() >= 1, result.Out);
        string made = File.ReadAllText(project.PathOf("questions.made.jsonl"));
        Assert.Contains("lorries fit at the Amber", made, StringComparison.Ordinal);
        Assert.DoesNotContain("lorries fit at the Birch", made, StringComparison.Ordinal);
        Assert.DoesNotContain("lorries fit at the Delta", made, StringComparison.Ordinal);

        // A second run asks nothing again.
        int asked = server.Requests.Count;
        Assert.Equal(0, (await CommandLine.RunAsync(environment, command)).ExitCode);
        Assert.Equal((asked, made), (server.Requests.Count, File.ReadAllText(project.PathOf("questions.made.jsonl"))));
    }

    [Fact]
    public async Task A_model_that_returns_nonsense_ends_with_the_templates()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync();
        server.RespondTo(_ => "{\"questions\":[{\"kind\":\"riddle\"}]} {{{{");
        project.Write("assay.yaml", "name: plans\nmodel: openai:gpt-4o-mini\n");
        var environment = new Dictionary<string, string> { ["OPENAI_API_KEY"] = "test-key-123", ["OPENAI_BASE_URL"] = server.BaseUrl };
        CommandLine.Result result = await CommandLine.RunAsync(environment, "eval", "questions", "make", project.Root, "--kinds", "table,unanswerable", "--count", "5", "--json");
        Assert.Equal(2, result.ExitCode);
        Assert.True(result.Json.GetProperty("unusable").GetInt32() is >= 1 and <= 5, result.Out);
        Assert.InRange(server.Requests.Count, 2, 100);
    }

    [Fact]
    public async Task A_review_is_kept_and_what_was_accepted_is_added_once()
    {
        Assert.Equal(0, (await MakeAsync("--kinds", "table,answerable,multi-page", "--count", "8")).ExitCode);
        string file = project.PathOf("questions.made.jsonl");
        int all = QuestionReader.Read(file).Questions.Length;
        Assert.True(all >= 6);
        (int code, string text, string shown) = await ReviewAsync("y\nwhat\nn\ns\ne\nHow dear is it to check a battery?\n12 dollars | twelve dollars\nq\n", file);
        Assert.Equal((0, $"2 accepted (1 changed), 1 rejected, 1 left for later, {all - 3} of {all} are open."), (code, text.Trim()));
        Assert.Contains("Type y, n, e, s or q.", shown, StringComparison.Ordinal);
        (_, text, shown) = await ReviewAsync("y\n", file);
        Assert.StartsWith($"--- 3 of {all}: made, ", shown, StringComparison.Ordinal);
        Assert.Contains("were reviewed, which would be lost", (await MakeAsync()).Error, StringComparison.Ordinal);

        string questions = project.PathOf("questions.jsonl"), before = File.ReadAllText(questions);
        CommandLine.Result added = await CommandLine.RunAsync("eval", "questions", "add", file, "--project", project.Root, "--json");
        Assert.Equal((0, 3, 1), (added.ExitCode, added.Json.GetProperty("added").GetInt32(), added.Json.GetProperty("rejected").GetInt32()));
        Assert.StartsWith(before, File.ReadAllText(questions), StringComparison.Ordinal);
        Assert.Contains("How dear is it to check a battery?", File.ReadAllText(questions), StringComparison.Ordinal);
        QuestionSet set = QuestionReader.Read(questions);
        Assert.Equal(set.Fingerprint(), added.Json.GetProperty("version").GetString());
        Assert.Equal(0, (await CommandLine.RunAsync("eval", "questions", "add", file, "--project", project.Root)).ExitCode);
        Assert.Equal(set.Fingerprint(), QuestionReader.Read(questions).Fingerprint());
        Assert.Equal(0, (await CommandLine.RunAsync("eval", "retrieval", project.Root)).ExitCode);
    }

    [Fact]
    public async Task Adding_never_leaves_half_a_file()
    {
        Assert.Equal(0, (await MakeAsync("--kinds", "table", "--count", "4")).ExitCode);
        string questions = project.PathOf("questions.jsonl"), before = File.ReadAllText(questions).TrimEnd('\n');
        File.WriteAllText(questions, before);
        File.AppendAllText(project.PathOf("questions.made.jsonl"), "{\"id\":");
        Assert.Equal(2, (await CommandLine.RunAsync("eval", "questions", "add", project.PathOf("questions.made.jsonl"), "--project", project.Root, "--all")).ExitCode);
        Assert.Equal(before, File.ReadAllText(questions));
        Assert.Equal(2, (await CommandLine.RunAsync("eval", "questions", "add", questions, "--project", project.Root, "--all")).ExitCode);
        Assert.Empty(Directory.GetFiles(project.Root, "*.tmp"));
    }

    [Fact]
    public async Task A_file_that_somebody_else_changes_meanwhile_is_not_written_over()
    {
        Assert.Equal(0, (await MakeAsync("--kinds", "table", "--count", "4")).ExitCode);
        string file = project.PathOf("questions.made.jsonl");
        ReviewedQuestions open = ReviewedQuestions.Open(file);
        open.Judge(0, accepted: true);
        File.AppendAllText(file, "\n");
        Assert.Contains("changed by somebody else", Assert.Throws<Assay.Text.AssayException>(() => open.Judge(1, accepted: true)).Message, StringComparison.Ordinal);
    }

    private Task<CommandLine.Result> MakeAsync(params string[] options) => CommandLine.RunAsync(["eval", "questions", "make", project.Root, .. options.Contains("--count") ? (string[])[] : ["--count", "60"], .. options]);

    private static async Task<(int Code, string Out, string Error)> ReviewAsync(string typed, string file)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost(output, error, TimeProvider.System, _ => null, isTerminal: false) { In = new StringReader(typed) };
        int code = await AssayCommand.InvokeAsync(["eval", "questions", "review", file], host);
        return (code, output.ToString(), error.ToString());
    }
}
