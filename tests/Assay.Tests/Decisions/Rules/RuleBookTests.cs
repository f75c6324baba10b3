using System.Text.Json.Nodes;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;
using Assay.Decisions.Rules.Interviewing;
using Assay.Tests.Conventions;
using Assay.Text;

namespace Assay.Tests.Decisions.Rules;

public sealed class RuleBookTests
{
    private const string Rule = """
        {"format": "assay-rules/1", "date": "2026-12-01",
         "sources": [{"id": "us", "title": "Our own rules", "publisher": "Us", "standing": "own"}],
         "rules": [
          {"id": "our-rule", "topic": "ours", "about": "cost", "statement": "We like retrieval.",
           "when": {"field": "examples", "is": "<", "value": 100},
           "favours": ["rag"], "strength": "strong", "sources": [{"source": "us", "passage": "Always"}], "since": "2026-12-01"}
         ]}
        """;

    private static readonly RuleBook Book = RuleBook.Bundled();
    private static readonly JsonObject Criteria = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "decisions", "criteria.json")))!.AsObject();

    public static TheoryData<string> Lists => [.. Criteria.Where(c => c.Value is JsonArray).Select(c => c.Key)];

    [Theory]
    [MemberData(nameof(Lists))]
    public void Every_criterion_has_its_rule_or_its_place_in_the_cost_model(string list)
    {
        bool isArticle = Book.Sources.Any(s => s.Id == list);
        foreach (JsonNode? entry in Criteria[list]!.AsArray())
        {
            string criterion = entry!["criterion"]!.GetValue<string>();
            string[] by = [.. entry["by"]!.AsArray().Select(i => i!.GetValue<string>())];
            Assert.NotEmpty(by);
            foreach (string id in by)
            {
                Rule? rule = Book.Find(id);
                CostStatement? cost = Book.CostStatements.FirstOrDefault(c => c.Id == id);
                Assert.True(rule is not null || cost is not null, $"{criterion}: there is no '{id}'.");
                bool cites = cost?.Source.Id == list || (rule?.Citations.Any(c => c.Source.Id == list) ?? false);
                Assert.True(!isArticle || cites, $"{criterion}: '{id}' does not rest on {list}.");
            }
        }
    }

    [Fact]
    public void Every_article_and_list_is_there() =>
        Assert.Equal(["cmeo", "framework-2026", "general-compute", "modulus", "published", "queries-index", "required"], Criteria.Where(c => c.Value is JsonArray).Select(c => c.Key).Order());

    [Fact]
    public void Every_source_is_used() =>
        Assert.Empty(Book.Sources.Except(Book.Rules.SelectMany(r => r.Citations).Select(c => c.Source).Concat(Book.CostStatements.Select(c => c.Source))));

    [Fact]
    public void Strengths_grow()
    {
        double[] odds = [.. Book.Odds.Values];
        Assert.Equal(3, odds.Length);
        Assert.True(odds[0] > 1 && odds[1] > odds[0] && odds[2] > odds[1]);
        Assert.Equal(4, Book.Meanings.Count);
    }

    [Fact]
    public void Published_comparisons_are_named_as_the_book_says()
    {
        Assert.Equal(7, Book.Reliability.Of);
        foreach (PublishedCase published in Book.Reliability.Cases)
        {
            Needs needs = NeedsText.Read(published.Needs.Split(';', StringSplitOptions.TrimEntries));
            Assert.Equal((published.Case, published.Named), (published.Case, RuleEngine.Decide(needs, Book).Leader));
        }
    }

    [Fact]
    public void Design_note_has_what_the_book_has()
    {
        string note = File.ReadAllText(Path.Combine(Repository.Root, "docs/design/rules.md"));
        Assert.All(Book.Sources, s => Assert.Contains($"| `{s.Id}` | {s.Publisher}: ", note, StringComparison.Ordinal));
        Assert.All(Book.Contradictions, c => Assert.Contains($" | {c.Treatment} |", note, StringComparison.Ordinal));
        Assert.All(Book.Meanings, m => Assert.Contains($"| {m.Value} |", note, StringComparison.Ordinal));
        Assert.All(Book.Reliability.Cases, c => Assert.Contains($"| {c.Case} | `{c.Needs}` | {c.Named} | {c.Winner} |", note, StringComparison.Ordinal));

        using var folder = new TemporaryFolder();
        int from = note.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        Assert.NotNull(Book.With(folder.Write("example.json", note[from..note.IndexOf("```", from, StringComparison.Ordinal)])).Find("no-training-on-tickets"));
    }

    [Fact]
    public void With_adds_the_rules_of_a_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("ours.json", Rule);
        RuleBook longer = Book.With(path);
        Assert.Equal(Book.Rules.Length + 1, longer.Rules.Length);
        Assert.Equal("examples < 100", longer.Find("our-rule")!.Condition);
        Assert.Contains("ours.json", longer.Version, StringComparison.Ordinal);
        var needs = new Needs { Examples = 20 };
        double Share(RuleBook book) => RuleEngine.Decide(needs, book).Arms.First(a => a.Arm == "rag").Share;
        Assert.True(Share(longer) > Share(Book));
    }

    [Theory]
    [InlineData("\"strength\": \"strong\"", "\"strength\": \"huge\"", "ours.json(6): 'strength' must be one of weak, moderate, strong, hard, found 'huge'.")]
    [InlineData("\"field\": \"examples\"", "\"field\": \"exampels\"", "ours.json(5): There is no need 'exampels'. Did you mean 'examples'?")]
    [InlineData("\"is\": \"<\"", "\"is\": \"less\"", "ours.json(5): 'is' must be one of <, <=, >, >=, =, in, has, known, unknown, found 'less'.")]
    [InlineData("\"value\": 100", "\"value\": \"many\"", "ours.json(5): 'examples' is compared with a number, found 'many'.")]
    [InlineData("\"value\": 100", "\"value\": {}", "ours.json(5): 'examples' is compared with a number, found an object.")]
    [InlineData("\"is\": \"<\"", "\"is\": \"has\"", "ours.json(5): 'has' is for lists, and 'examples' is none.")]
    [InlineData("\"favours\": [\"rag\"]", "\"favours\": [\"RAG\"]", "ours.json(6): 'favours' must be one of prompt, long-context, rag, fine-tuned, hybrid, found 'RAG'.")]
    [InlineData("\"favours\": [\"rag\"],", "\"favors\": [\"rag\"],", "ours.json(6): a rule has no 'favors'. Did you mean 'favours'?")]
    [InlineData("\"favours\": [\"rag\"],", "", "ours.json(4): The rule 'our-rule' does nothing.")]
    [InlineData("\"favours\": [\"rag\"],", "\"favours\": [\"rag\"], \"against\": [\"rag\"],", "ours.json(4): The rule 'our-rule' speaks for and against 'rag'.")]
    [InlineData("\"strong\"", "\"hard\"", "ours.json(4): The rule 'our-rule' is hard and excludes nothing.")]
    [InlineData("our-rule", "start-prompt", "ours.json(4): There are two rules 'start-prompt'.")]
    [InlineData("\"source\": \"us\"", "\"source\": \"them\"", "found 'them'.")]
    [InlineData("\"2026-12-01\"}", "\"yesterday\"}", "ours.json(6): 'since' must be a day (2026-01-31), found 'yesterday'.")]
    [InlineData("{\"field\": \"examples\", \"is\": \"<\", \"value\": 100}", "{\"field\": \"leader\", \"is\": \"=\", \"value\": \"rag\"}", "depends on the decision and decides")]
    [InlineData("{\"field\": \"examples\", \"is\": \"<\", \"value\": 100}", "{\"all\": []}", "ours.json(5): 'all' must hold at least one condition.")]
    [InlineData("]}", "]", "ours.json(7): This is not JSON")]
    [InlineData("\"format\": \"assay-rules/1\"", "\"format\": \"assay-rules/9\"", "ours.json(1): 'format' must be one of assay-rules/1")]
    [InlineData("\"date\": \"2026-12-01\",", "\"date\": \"2026-12-01\", \"date\": \"2026-12-02\",", "ours.json(1): 'date' stands twice.")]
    public void With_names_line_and_cause_of_a_mistake(string right, string wrong, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("ours.json", Rule.Replace(right, wrong, StringComparison.Ordinal));
        InputException error = Assert.Throws<InputException>(() => Book.With(path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_file_that_is_not_there_says_so() => Assert.Contains("There is no such file", Assert.Throws<InputException>(() => Book.With("no-such.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void With_damaged_files_never_does_worse_than_complain()
    {
        using var folder = new TemporaryFolder();
        ulong state = 7;
        int Next(int below) => (int)((state = unchecked((state * 6364136223846793005) + 1442695040888963407)) >> 33) % below;
        const string Signs = "{}[]\",:0aZ \\\u00e9\n<-";
        int refused = 0;
        for (int round = 0; round < 400; round++)
        {
            char[] text = Rule.ToCharArray();
            for (int change = Next(3); change >= 0; change--) text[Next(text.Length)] = Signs[Next(Signs.Length)];
            string path = folder.Write("damaged.json", new string(text)[..(text.Length - (Next(4) == 0 ? Next(text.Length) : 0))]);
            try
            {
                Book.With(path);
            }
            catch (InputException error)
            {
                Assert.All(error.Problems, p => Assert.Equal(path, p.File));
                refused++;
            }
        }

        Assert.InRange(refused, 100, 399);
    }

    [Fact]
    public void With_deep_nesting_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("deep.json", new string('[', 100_000));
        Assert.Contains("This is not JSON", Assert.Throws<InputException>(() => Book.With(path)).Message, StringComparison.Ordinal);
    }
}
