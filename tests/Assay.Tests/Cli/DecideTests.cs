using System.Text.Json;
using Assay.Cli;
using Assay.Cli.Terminal;

namespace Assay.Tests.Cli;

public sealed class DecideTests
{
    [Fact]
    public async Task Nothing_known_in_an_empty_folder_is_a_decision_too()
    {
        using var folder = new TemporaryFolder();
        CommandLine.Result result = await CommandLine.RunAsync("decide", "--need", "examples=don't know");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Start with a prompt", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_and_answers_give_a_decision_with_its_reasons()
    {
        using var folder = new TemporaryFolder();
        string answers = folder.Write("answers.txt", "goals: knowledge\ncorpus.documents: about 300 pages\nqueriesPerMonth: 3000/day\n");
        CommandLine.Result result = await CommandLine.RunAsync("decide", "--answers", answers, "--need", "corpus.documents=9k", "--need", "knowledgeChanges=weekly");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("On paper rag", result.Out, StringComparison.Ordinal);
        Assert.Contains("corpus.documents = 9000 (answered)", result.Out, StringComparison.Ordinal);
        Assert.Contains("[change-weekly-rag]", result.Out, StringComparison.Ordinal);
        Assert.Contains("excluded: More than a million tokens", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_decision_and_its_sources()
    {
        CommandLine.Result result = await CommandLine.RunAsync("decide", "--json", "--need", "goals=tone", "--need", "examples=5k");
        JsonElement decision = result.Json.GetProperty("paper");
        Assert.Equal("fine-tuned", decision.GetProperty("leader").GetString());
        Assert.Contains(result.Json.GetProperty("needs").EnumerateArray(), n => n.GetProperty("name").GetString() == "examples" && n.GetProperty("value").GetString() == "5000");
        Assert.Equal(5, result.Json.GetProperty("costs").GetProperty("arms").GetArrayLength());
        Assert.Contains(decision.GetProperty("fired").EnumerateArray(), f => f.GetProperty("rule").GetProperty("id").GetString() == "tune-tone");
    }

    [Theory]
    [InlineData("exampels=5", "Did you mean 'examples'?")]
    [InlineData("examples=many", "'examples' must be a number of examples")]
    [InlineData("examples", "must be NAME=VALUE")]
    public async Task Bad_need_is_said_and_nothing_is_decided(string need, string expected)
    {
        CommandLine.Result result = await CommandLine.RunAsync("decide", "--need", need);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public async Task Save_writes_a_mapping_and_never_overwrites()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "needs.yaml");
        string[] arguments = ["decide", "--need", "goals=knowledge, tone", "--need", "corpus.tokens=2m", "--save", file];
        Assert.Equal(0, (await CommandLine.RunAsync(arguments)).ExitCode);
        Assert.Equal("needs:\n  goals: [knowledge, tone]\n  corpus: { tokens: 2000000 }\n", await File.ReadAllTextAsync(file));
        CommandLine.Result again = await CommandLine.RunAsync(arguments);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("nothing is overwritten", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_are_asked_on_a_terminal_and_bad_answers_again()
    {
        (int code, string output, string error) = await AskAsync("flubber\nknowledge\n" + string.Concat(Enumerable.Repeat("don't know\n", 12)), "decide");
        Assert.Equal(0, code);
        Assert.Contains("found 'flubber'", error, StringComparison.Ordinal);
        Assert.Contains("2. ", error, StringComparison.Ordinal);
        Assert.Contains("goals = knowledge (answered)", output, StringComparison.Ordinal);
        Assert.StartsWith("On paper rag", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Project_is_not_asked_what_it_states_and_keeps_what_was_answered()
    {
        using var folder = new TemporaryFolder();
        folder.Write("assay.yaml", "name: mine\ndocuments: [docs/*.md]\nquestions: questions.jsonl\nmodel: openai:gpt-4o-mini\nneeds:\n  goals: [knowledge]\n");
        folder.Write("questions.jsonl", "{\"id\":\"q1\",\"question\":\"Who?\",\"answers\":[\"Ann\"]}\n");
        folder.Write("docs/a.md", "# A\n\nAnn.\n");
        (_, string output, string error) = await AskAsync("", "decide", folder.Path);
        Assert.DoesNotContain("plain prompt lack", error, StringComparison.Ordinal);
        Assert.Contains("goals = knowledge (stated)", output, StringComparison.Ordinal);

        (_, _, string first) = await AskAsync("don't know\ncorpus.documents=5000\nqueriesPerMonth=500k\n", "decide", folder.Path);
        string kept = await File.ReadAllTextAsync(Path.Combine(folder.Path, ".assay", "decide-answers.yaml"));
        Assert.Contains("needs:", kept, StringComparison.Ordinal);
        (_, string later, _) = await AskAsync("", "decide", folder.Path, "--no-questions");
        Assert.Contains("(answered)", later, StringComparison.Ordinal);
        (_, string fresh, _) = await AskAsync("", "decide", folder.Path, "--again", "--no-questions");
        Assert.DoesNotContain("(answered)", fresh, StringComparison.Ordinal);
        Assert.NotEmpty(first);
    }

    [Fact]
    public async Task Rules_of_ones_own_count()
    {
        using var folder = new TemporaryFolder();
        string rules = folder.Write("ours.json", """
            {"format": "assay-rules/1", "date": "2026-12-01", "sources": [{"id": "us", "title": "Ours", "publisher": "Us", "standing": "own"}],
             "rules": [{"id": "no-prompt", "topic": "ours", "about": "compliance", "statement": "Plain prompts are forbidden here.", "excludes": ["prompt"], "strength": "hard", "sources": [{"source": "us", "passage": "1"}], "since": "2026-12-01"}]}
            """);
        CommandLine.Result result = await CommandLine.RunAsync("decide", "--rules", rules, "--need", "examples=0");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("excluded: Plain prompts are forbidden here.", result.Out, StringComparison.Ordinal);
        Assert.Contains("with ours.json", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_questions_print_how_to_go_on()
    {
        using var error = new StringWriter();
        using var stop = new CancellationTokenSource();
        var host = new CommandHost(TextWriter.Null, TextWriter.Synchronized(error), TimeProvider.System, _ => null, isTerminal: true) { In = new Interrupting(stop, "knowledge") };
        var interview = Assay.Decisions.Rules.Interviewing.Interview.Begin(new Assay.Decisions.Requirements.Needs(), new Assay.Decisions.Requirements.Needs(), Assay.Decisions.Rules.RuleBook.Bundled());
        var run = new Assay.Cli.Commands.DecideInterview(host, Assay.Cli.Commands.KeptAnswers.Open(null, false), "");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(interview, stop.Token));
        Assert.Contains("assay decide --need \"goals=knowledge\"", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_said_before_anything_is_asked()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", "x");
        (int code, string output, string error) = await AskAsync("knowledge\n", "decide", "--report", Path.Combine(file, "report.html"));
        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.Contains("cannot be written", error, StringComparison.Ordinal);
        Assert.DoesNotContain("1. ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_can_no_longer_be_written_loses_neither_answers_nor_decision()
    {
        using var folder = new TemporaryFolder();
        string place = Path.Combine(folder.Path, "later", "report.html");
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost(output, TextWriter.Synchronized(error), TimeProvider.System, _ => null, isTerminal: true) { In = new Obstructing(Path.GetDirectoryName(place)!) };
        Assert.NotEqual(0, await AssayCommand.InvokeAsync(["decide", "--report", place], host));
        Assert.StartsWith("On paper rag", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("report: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("To go on from here: assay decide --need \"goals=knowledge\"", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("cannot be written", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--report", "--markdown")]
    [InlineData("--save", "--report")]
    public async Task Two_outputs_into_one_file_are_refused(string one, string other)
    {
        using var folder = new TemporaryFolder();
        CommandLine.Result result = await CommandLine.RunAsync("decide", one, Path.Combine(folder.Path, "x"), other, Path.Combine(folder.Path, ".", "x"));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("name the same file", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("--answers")]
    [InlineData("--rules")]
    [InlineData("--prices")]
    public async Task A_folder_in_place_of_a_file_is_said(string option)
    {
        using var folder = new TemporaryFolder();
        CommandLine.Result result = await CommandLine.RunAsync("decide", option, folder.Path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("It is a folder.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("goals=knowledge", "goals=knowledge")]
    [InlineData("a|b", "'a|b'")]
    [InlineData("a`b`", "'a`b`'")]
    [InlineData("#x", "'#x'")]
    [InlineData("it's (2)", "'it'\\''s (2)'")]
    [InlineData("", "''")]
    public void Words_are_quoted_as_a_shell_needs_it(string word, string quoted) => Assert.Equal(quoted, ShellText.Quote(word));

    [Theory]
    [InlineData("costs: { personHour: 80 }", "--need budget.build=€20k", "costs.personHour of assay.yaml in USD")]
    [InlineData("needs: { budget: { monthly: 1500 } }", "--need budget.currency=JPY", "budget.monthly (1500) stated in USD")]
    public async Task An_answer_in_another_currency_than_the_project_is_refused(string setting, string option, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("assay.yaml", $"name: mine\ndocuments: [docs/*.md]\nquestions: questions.jsonl\nmodel: extractive\n{setting}\n");
        folder.Write("questions.jsonl", "{\"id\":\"q1\",\"question\":\"Who?\",\"answers\":[\"Ann\"]}\n");
        folder.Write("docs/a.md", "# A\n\nAnn.\n");
        CommandLine.Result result = await CommandLine.RunAsync(["decide", folder.Path, .. option.Split(' ')]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);

        folder.Write(".assay/decide-answers.yaml", "needs:\n  budget: { build: 5, currency: CHF }\n");
        CommandLine.Result kept = await CommandLine.RunAsync("decide", folder.Path);
        Assert.Equal(2, kept.ExitCode);
        Assert.Contains("--again forgets them", kept.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("decide", folder.Path, "--again")).ExitCode);
    }

    private static async Task<(int Code, string Out, string Error)> AskAsync(string typed, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new StringReader(typed);
        var host = new CommandHost(output, TextWriter.Synchronized(error), TimeProvider.System, _ => null, isTerminal: true) { In = input };
        return (await AssayCommand.InvokeAsync(arguments, host), output.ToString(), error.ToString());
    }

    /// <summary>Answers once, and then somebody presses Ctrl-C while it waits.</summary>
    private sealed class Interrupting(CancellationTokenSource stop, string answer) : TextReader
    {
        private bool answered;

        public override string? ReadLine()
        {
            if (!answered)
            {
                answered = true;
                return answer;
            }

            stop.Cancel();
            Thread.Sleep(TimeSpan.FromSeconds(30));
            return null;
        }
    }

    /// <summary>Answers once; meanwhile a file takes the place of a folder.</summary>
    private sealed class Obstructing(string folder) : TextReader
    {
        private bool answered;

        public override string? ReadLine()
        {
            if (answered) return null;
            answered = true;
            File.WriteAllText(folder, "in the way");
            return "knowledge";
        }
    }
}
