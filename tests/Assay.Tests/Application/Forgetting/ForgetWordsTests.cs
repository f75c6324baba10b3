using System.Text;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Tests.Cli;
using Assay.Workspaces;

namespace Assay.Tests.Application.Forgetting;

/// <summary>Which words count as the document's, and where they are looked for.</summary>
public sealed class ForgetWordsTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(3);

    public void Dispose() => project.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_that_quotes_the_sentence_that_abstains_takes_no_abstention_with_it(bool asRecord)
    {
        const string phrase = "The documents do not say anything about this question.";
        const string schema = """{"type":"object","properties":{"answer":{"type":"string"},"note":{"type":"string","default":"Written by a machine, ask your team lead."}},"required":["answer","note"]}""";
        project.Write("assay.yaml", $"name: plans\n{(asRecord ? "contract: contract.json\n" : "")}score:\n  abstention: \"{phrase}\"\n");
        if (asRecord) project.Write("contract.json", schema);
        project.Write("docs/manual.md", $"# Manual\n\nWhen nothing is found we say: {phrase} Written by a machine, ask your team lead. The zanzibar clause of this manual holds for ever.\n");
        string answer = asRecord ? $$"""{"answer":"{{phrase}}","note":"Written by a machine, ask your team lead."}""" : phrase;
        using (AnswerCache cache = AnswerCache.Open(Workspace.Open(project.Root), survivesPowerLoss: false))
        {
            cache.Keep(ContentHash.Of("abstained"), new() { Text = answer }, []);
            cache.Keep(ContentHash.Of("repeated"), new() { Text = "It says: the zanzibar clause of this manual holds." }, []);
        }

        await RunAsync("forget", "docs/manual.md", "-p", project.Root);

        using AnswerCache after = AnswerCache.Open(Workspace.Open(project.Root), survivesPowerLoss: false);
        Assert.NotNull(after.Find(ContentHash.Of("abstained")));
        Assert.Null(after.Find(ContentHash.Of("repeated")));
    }

    [Fact]
    public async Task Questions_and_answers_of_traces_that_did_not_hold_it_go_when_they_repeat_it()
    {
        project.Write("docs/manual.md", "# Manual\n\nThe zanzibar clause of this manual holds for ever.\n");
        await RunAsync("ingest", project.Root);
        long asked, answered, other;
        using (KnowledgeStore store = KnowledgeStore.Open(project.PathOf(".assay/knowledge.db")))
        {
            var traces = new TraceStore(store, TimeProvider.System);
            var answer = new AnswerTrace("Plenty.", "m", [], ["Plenty."], false);
            asked = traces.Add(new SearchTrace { Query = "Is it so that the zanzibar clause of this manual holds?", Terms = [new TraceTerm("zanzibar", "zanzibar", TermOrigin.Query, 1)], Answer = answer });
            answered = traces.Add(new SearchTrace { Query = "How many seats?", Answer = answer with { Text = "As the zanzibar clause of this manual says.", Unsupported = ["The zanzibar clause of this manual."] } });
            other = traces.Add(new SearchTrace { Query = "How many chairs?", Answer = answer });
        }

        CommandLine.Result preview = await RunAsync("forget", "docs/manual.md", "-p", project.Root, "--dry-run", "--json");
        CommandLine.Result result = await RunAsync("forget", "docs/manual.md", "-p", project.Root, "--json");

        string[] expected = [$"knowledge.db #{asked}", $"knowledge.db #{answered}"];
        Assert.Equal(expected, Places(preview, "trace"));
        Assert.Equal(expected, Places(result, "trace"));
        Assert.DoesNotContain("zanzibar", Bytes(), StringComparison.OrdinalIgnoreCase);
        using KnowledgeStore after = KnowledgeStore.Open(project.PathOf(".assay/knowledge.db"));
        var left = new TraceStore(after, TimeProvider.System);
        Assert.Equal(("", "Plenty."), (left.Find(asked)!.Trace.Query, left.Find(asked)!.Trace.Answer!.Text));
        Assert.Equal(("How many seats?", ""), (left.Find(answered)!.Trace.Query, left.Find(answered)!.Trace.Answer!.Text));
        Assert.Equal("How many chairs?", left.Find(other)!.Trace.Query);
        Assert.Empty(left.Find(other)!.Trace.Redacted);
    }

    [Fact]
    public async Task A_word_that_the_correction_of_spelling_took_from_it_goes_from_traces()
    {
        project.Write("docs/manual.md", "# Manual\n\nThe zanzibarian clause of this manual holds. A zanzibarian clause is long. No zanzibarian is short.\n");
        await RunAsync("ask", "What is the zanzibaran clause?", "-p", project.Root);
        using (KnowledgeStore store = KnowledgeStore.Open(project.PathOf(".assay/knowledge.db")))
        {
            Assert.Contains(new TraceStore(store, TimeProvider.System).Newest(1)[0].Trace.Terms, t => t.Origin == TermOrigin.Spelling && t.Text.StartsWith("zanzibarian", StringComparison.Ordinal));
        }

        await RunAsync("forget", "docs/manual.md", "-p", project.Root);
        Assert.DoesNotContain("zanzibarian", Bytes(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("zanzibaran", Bytes(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Reasons_of_failures_and_lists_of_readers_go_with_it()
    {
        project.Write("docs/other.md", "---\naccess: [group:support]\n---\n# Other\n\nSomething else.\n");
        project.Write("docs/manual.md", "---\naccess: [group:zanzibar]\n---\n# Manual\n\nIt holds.\n");
        await RunAsync("ingest", project.Root);
        project.Write("docs/manual.md", "---\naccess: [grup:zanzibar]\n---\n# Manual\n\nIt holds.\n");
        await RunAsync("ingest", project.Root);
        Assert.Contains("grup:zanzibar", Bytes(), StringComparison.Ordinal);
        Assert.Contains("group:zanzibar", Bytes(), StringComparison.Ordinal);

        CommandLine.Result preview = await RunAsync("forget", "docs/manual.md", "-p", project.Root, "--dry-run", "--json");
        CommandLine.Result result = await RunAsync("forget", "docs/manual.md", "-p", project.Root, "--json");

        Assert.DoesNotContain("zanzibar", Bytes(), StringComparison.Ordinal);
        Assert.Single(Places(preview, "journal"));
        Assert.Single(Places(result, "journal"));
        Assert.Single(Places(result, "readers"));
        Assert.Contains("group:support", Bytes(), StringComparison.Ordinal);
        Assert.DoesNotContain("docs/other.md", (await RunAsync("search", "something else", "-p", project.Root)).Out, StringComparison.Ordinal);
        Assert.Contains("docs/other.md", (await RunAsync("search", "something else", "-p", project.Root, "--as", "ann", "--groups", "support")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_could_never_be_read_is_forgotten_too()
    {
        project.Write("docs/manual.md", "---\naccess: [grup:zanzibar]\n---\n# Manual\n\nIt holds.\n");
        await RunAsync("ingest", project.Root);
        Assert.Single(Places(await RunAsync("forget", "docs/manual.md", "-p", project.Root, "--json"), "journal"));
        Assert.DoesNotContain("zanzibar", Bytes(), StringComparison.Ordinal);
    }

    private static string[] Places(CommandLine.Result receipt, string kind) =>
        [.. receipt.Json.GetProperty("lines").EnumerateArray().Where(l => l.GetProperty("kind").GetString() == kind).Select(l => l.GetProperty("where").GetString()!)];

    private string Bytes() => string.Concat(Directory.EnumerateFiles(project.Workspace, "*", SearchOption.AllDirectories).Select(f => Encoding.Latin1.GetString(File.ReadAllBytes(f))));

    private static async Task<CommandLine.Result> RunAsync(params string[] arguments)
    {
        CommandLine.Result result = await CommandLine.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }
}
