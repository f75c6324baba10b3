using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Assay.Cli;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Tests.Models.Providers;
using Assay.Text.Citations;
using Assay.Tuning.Examples;

namespace Assay.Tests.Cli;

/// <summary><c>assay tune make</c> from the command line.</summary>
public sealed class TuneMakeTests : IDisposable
{
    private const string Schema = """{"type":"object","required":["answer","topic"],"additionalProperties":false,"properties":{"answer":{"type":"string","maxLength":200},"topic":{"enum":["seats","storage"],"default":"seats"}}}""";

    private readonly TestProject project = TestProject.Create(pages: 1, settings: "examples: examples.jsonl");

    public TuneMakeTests()
    {
        string[] places = ["Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Haven", "Isle", "Juniper"];
        for (int i = 0; i < places.Length; i++)
        {
            project.Write($"docs/{places[i]}.md", string.Create(CultureInfo.InvariantCulture, $"# {places[i]} depot\n\n## Opening hours\n\nThe {places[i]} depot opens at {5 + i}:15 and closes at {15 + i}:45 on working days.\n\n## Parking\n\n{places[i]} is a place with {30 + i} parking spaces behind the hall.\n"));
        }

        project.Write("examples.jsonl", string.Concat(places.Select((p, i) => Line($"At what time does the {p} depot open?", string.Create(CultureInfo.InvariantCulture, $"The {p} depot opens at {5 + i}:15. [1]"), $"docs/{p}.md"))) + Line("Tell me a joke", "I know none.", null));
    }

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Raft_shows_what_the_search_finds_and_cites_the_gold_passage()
    {
        CommandLine.Result result = await CommandLine.RunAsync("tune", "make", "raft", project.Root, "--without-gold", "0.3", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(10, result.Json.GetProperty("made").GetInt32());
        Assert.Equal(1, result.Json.GetProperty("dropped").GetProperty("noGold").GetInt32());
        string file = project.PathOf("examples.raft.jsonl");
        ExampleSet set = ExampleReader.Read(file);
        Assert.All(set.Chats, c => Assert.Equal("raft", c.Making.Synthetic));
        int abstained = 0;
        foreach (ChatExample example in set.Chats)
        {
            string prompt = example.Messages[^2].Content, answer = example.Messages[^1].Content, document = Assert.Single(example.Documents), name = document[5..^3];
            string[] heads = [.. prompt.Split('\n').Where(l => l.StartsWith('['))];
            Assert.InRange(heads.Length, 3, 5);
            if (answer == ProjectFile.Read(project.Root).Score.AbstentionPhrase)
            {
                abstained++;
                Assert.DoesNotContain($"The {name} depot opens at", prompt, StringComparison.Ordinal);
                continue;
            }

            int cited = Assert.Single(CitationMarkers.Find(answer)).Number;
            Assert.StartsWith($"[{cited}] {name} depot > Opening hours", heads.Single(h => h.StartsWith($"[{cited}]", StringComparison.Ordinal)), StringComparison.Ordinal);
            Assert.StartsWith($"The {name} depot opens at", answer, StringComparison.Ordinal);
        }

        Assert.Equal(3, abstained);
        Assert.True(set.Chats.Select(c => CitationMarkers.Find(c.Messages[^1].Content).Select(m => m.Number).FirstOrDefault()).Distinct().Count() >= 3);

        // The same seed gives the same bytes, another one another order.
        string first = File.ReadAllText(file);
        Assert.Equal(0, (await CommandLine.RunAsync("tune", "make", "raft", project.Root, "--without-gold", "0.3")).ExitCode);
        Assert.Equal(first, File.ReadAllText(file));
        Assert.Equal(0, (await CommandLine.RunAsync("tune", "make", "raft", project.Root, "--without-gold", "0.3", "--seed", "7")).ExitCode);
        Assert.NotEqual(first, File.ReadAllText(file));
    }

    [Fact]
    public async Task Raft_asks_as_the_arms_do_and_answers_in_the_contract()
    {
        project.Write("answer.schema.json", Schema);
        project.Write("assay.yaml", "name: plans\ncontract: answer.schema.json\nneeds: { citations: required }\n");
        project.Write("more.jsonl", """
            {"id":"m1","question":"At what time does the Cedar depot close?","answers":["17:45"],"documents":["docs/Cedar.md#opening-hours"],"expect":{"topic":"storage"}}
            {"id":"m2","question":"Who founded the Cedar depot?","answerable":false}
            {"id":"m3","question":"How many seats does plan 1 have?","answers":["101 seats"]}
            """);
        CommandLine.Result result = await CommandLine.RunAsync("tune", "make", "raft", "--project", project.Root, "--questions", project.PathOf("more.jsonl"), "--without-gold", "0", "--distractors", "2", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(1, result.Json.GetProperty("dropped").GetProperty("leak").GetInt32());
        ExampleSet set = ExampleReader.Read(project.PathOf("examples.raft.jsonl"));
        Assert.Equal(2, set.Chats.Length);
        JsonElement answer = JsonDocument.Parse(set.Chats[0].Messages[^1].Content).RootElement;
        Assert.Equal("storage", answer.GetProperty("topic").GetString());
        Assert.StartsWith("17:45 [", answer.GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.Contains("do not", JsonDocument.Parse(set.Chats[1].Messages[^1].Content).RootElement.GetProperty("answer").GetString(), StringComparison.OrdinalIgnoreCase);

        // What a model without training is told, with the fence around what documents say.
        Assert.Equal("system", set.Chats[0].Messages[0].Role);
        Assert.Contains("Answer from the numbered passages only", set.Chats[0].Messages[0].Content, StringComparison.Ordinal);
        string[] lines = set.Chats[0].Messages[1].Content.Split('\n');
        Assert.Equal("Passages:", lines[0]);
        Assert.Matches("^=====[0-9a-f]{8}=====$", lines[1]);
        Assert.Equal(2, lines.Count(l => l == lines[1]));
        Assert.Equal("Question: At what time does the Cedar depot close?", lines[^1]);
    }

    [Fact]
    public async Task Raft_refuses_the_evaluation_and_does_not_show_what_is_closed()
    {
        CommandLine.Result same = await CommandLine.RunAsync("tune", "make", "raft", project.Root, "--questions", project.PathOf("questions.jsonl"));
        Assert.Equal(2, same.ExitCode);
        Assert.Contains("measured with", same.Error, StringComparison.Ordinal);
        project.Write("docs/Cedar.md", "---\naccess: [group:staff]\n---\n" + File.ReadAllText(project.PathOf("docs/Cedar.md")));
        Assert.Equal(0, (await CommandLine.RunAsync("tune", "make", "raft", project.Root)).ExitCode);
        Assert.DoesNotContain("Cedar", File.ReadAllText(project.PathOf("examples.raft.jsonl")), StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("tune", "make", "raft", project.Root, "--groups", "staff")).ExitCode);
        Assert.Contains("Cedar", File.ReadAllText(project.PathOf("examples.raft.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examples_of_documents_are_checked_and_never_written_over_the_users()
    {
        project.Write("brand.txt", "We open the doors early because the vans leave early, and nobody likes a van that waits in the rain with its lights on.\n\nShort.\n");
        CommandLine.Result result = await CommandLine.RunAsync("tune", "make", "examples", project.Root, "--style", project.PathOf("brand.txt"), "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(1, result.Json.GetProperty("kinds").GetProperty("style").GetInt32());
        ExampleSet set = ExampleReader.Read(project.PathOf("examples.synthetic.jsonl"));
        ChatExample[] documents = [.. set.Chats.Where(c => c.Making.Synthetic == "document")];
        Assert.True(documents.Length >= 10, result.Out);
        Assert.All(documents, d => Assert.Contains(d.Messages[^1].Content[..12], File.ReadAllText(project.PathOf(d.Documents[0])), StringComparison.Ordinal));

        Assert.Equal(2, (await CommandLine.RunAsync("tune", "make", "examples", project.Root, "--out", project.PathOf("examples.jsonl"))).ExitCode);
        string own = project.Write("own.jsonl", Line("q", "a", null));
        CommandLine.Result refused = await CommandLine.RunAsync("tune", "make", "examples", project.Root, "--out", own);
        Assert.Contains("not marked as synthetic", refused.Error, StringComparison.Ordinal);
        Assert.Equal(Line("q", "a", null), File.ReadAllText(own));
    }

    [Fact]
    public async Task A_model_writes_questions_which_stay_when_it_answers_them_alike()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync();
        server.RespondTo(user =>
        {
            string name = Regex.Match(user, "(\\w+) depot >").Groups[1].Value, spaces = Regex.Match(user, "[0-9]+ parking spaces").Value;
            if (user.Contains("\n\nQuestion: How many cars", StringComparison.Ordinal)) return name == "Birch" ? "Nobody knows." : $"It has {spaces}.";
            if (user.Contains("\n\nQuestion: ", StringComparison.Ordinal) || spaces.Length == 0) return "I cannot say.";
            return $"Here they are:\n{{\"question\":\"How many cars fit behind the hall of the {name} depot?\",\"answer\":\"{spaces} are behind the hall.\"}}\n{{\"question\":7}}\n";
        });
        project.Write("assay.yaml", "name: plans\nexamples: examples.jsonl\nmodel: openai:gpt-4o-mini\n");
        var environment = new Dictionary<string, string> { ["OPENAI_API_KEY"] = "test-key-123", ["OPENAI_BASE_URL"] = server.BaseUrl };
        CommandLine.Result dear = await CommandLine.RunAsync(environment, "tune", "make", "examples", project.Root, "--max-cost", "0");
        Assert.Equal((2, 0), (dear.ExitCode, server.Requests.Count));
        Assert.Contains("Nothing was spent", dear.Error, StringComparison.Ordinal);

        CommandLine.Result result = await CommandLine.RunAsync(environment, "tune", "make", "examples", project.Root, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        string file = project.PathOf("examples.synthetic.jsonl"), made = File.ReadAllText(file);
        Assert.Equal(9, ExampleReader.Read(file).Chats.Count(c => c.Messages[^2].Content.StartsWith("How many cars", StringComparison.Ordinal)));
        Assert.DoesNotContain("cars fit behind the hall of the Birch", made, StringComparison.Ordinal);
        int asked = server.Requests.Count;
        Assert.Equal(0, (await CommandLine.RunAsync(environment, "tune", "make", "examples", project.Root)).ExitCode);
        Assert.Equal((asked, made), (server.Requests.Count, File.ReadAllText(file)));
    }

    [Fact]
    public async Task A_review_is_kept_in_the_file_and_goes_on()
    {
        Assert.Equal(0, (await CommandLine.RunAsync("tune", "make", "raft", project.Root, "--without-gold", "0")).ExitCode);
        string file = project.PathOf("examples.raft.jsonl"), before = File.ReadAllText(file);
        (int code, string text, string shown) = await ReviewAsync("y\nwhat\nn\ne\nIt opens early. [99]\ne\nIt opens early. [1]\nq\n", file);
        Assert.Equal((0, "2 accepted (1 with another answer), 1 rejected, 7 of 10 are left."), (code, text.Trim()));
        Assert.Contains("Type y, n, e or q.", shown, StringComparison.Ordinal);
        Assert.Contains("cites [99]", shown, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(file), old = before.Split('\n');
        Assert.Equal(old[3..10], lines[3..10]);
        Assert.Equal(9, ExampleReader.Read(file).Chats.Length);
        Assert.Equal("It opens early. [1]", ExampleReader.Read(file).Chats[1].Messages[^1].Content);

        // The end of what is piped in ends it; what is left comes next time.
        (code, text, shown) = await ReviewAsync("y\n", file);
        Assert.Equal("1 accepted (0 with another answer), 0 rejected, 6 of 10 are left.", text.Trim());
        Assert.StartsWith("--- 4 of 10, line 4: raft from docs/", shown, StringComparison.Ordinal);
        CommandLine.Result again = await CommandLine.RunAsync("tune", "make", "raft", project.Root);
        Assert.Contains("4 examples of this file were reviewed", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_somebody_else_changes_meanwhile_is_not_written_over()
    {
        Assert.Equal(0, (await CommandLine.RunAsync("tune", "make", "raft", project.Root)).ExitCode);
        string file = project.PathOf("examples.raft.jsonl");
        ReviewedFile open = ReviewedFile.Open(file);
        open.Judge(1, accepted: true);
        File.AppendAllText(file, "\n");
        Assert.Contains("changed by somebody else", Assert.Throws<Assay.Text.AssayException>(() => open.Judge(2, accepted: true)).Message, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Out, string Error)> ReviewAsync(string typed, string file)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost(output, error, TimeProvider.System, _ => null, isTerminal: false) { In = new StringReader(typed) };
        int code = await AssayCommand.InvokeAsync(["tune", "make", "review", file], host);
        return (code, output.ToString(), error.ToString());
    }

    private static string Line(string question, string answer, string? document) => JsonSerializer.Serialize(new
    {
        messages = new[] { new { role = "system", content = "You help." }, new { role = "user", content = question }, new { role = "assistant", content = answer } },
        documents = document is null ? [] : (string[])[document],
    }) + "\n";
}
