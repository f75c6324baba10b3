using System.Text.Json;

namespace Assay.Tests.Cli;

/// <summary><c>assay search --explain</c> and <c>--why-not</c>.</summary>
public sealed class ExplainTests
{
    [Fact]
    public async Task Explain_shows_terms_stages_and_context()
    {
        using TestProject project = TestProject.Create();

        CommandLine.Result json = await CommandLine.RunAsync("search", "seats of plan 3", "-p", project.Root, "-k", "2", "--explain", "--json");
        CommandLine.Result text = await CommandLine.RunAsync("search", "seats of plan 3", "-p", project.Root, "-k", "2", "--explain");

        JsonElement stage = json.Json.GetProperty("stages").EnumerateArray().First();
        Assert.True(stage.GetProperty("hits").GetArrayLength() >= 2);
        Assert.Equal("docs/plan-003.md", stage.GetProperty("hits")[0].GetProperty("documentId").GetString());
        Assert.NotEmpty(stage.GetProperty("hits")[0].GetProperty("terms").EnumerateArray());
        Assert.NotEmpty(json.Json.GetProperty("terms").EnumerateArray());
        Assert.Equal(1, json.Json.GetProperty("context").GetProperty("passages")[0].GetProperty("number").GetInt32());
        Assert.Contains("docs/plan-003.md@0", text.Out, StringComparison.Ordinal);
        Assert.Contains("context: ", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhyNot_of_a_page_that_is_found_says_so()
    {
        using TestProject project = TestProject.Create();
        JsonElement report = await WhyNotAsync(project, "seats of plan 3", "docs/plan-003.md");
        Assert.Equal(("found", 1), (report.GetProperty("stage").GetString(), report.GetProperty("rank").GetInt32()));
    }

    [Fact]
    public async Task WhyNot_of_a_page_below_the_count_names_a_count_that_finds_it()
    {
        using TestProject project = TestProject.Create();
        JsonElement report = await WhyNotAsync(project, "seats of plan 3", "docs/plan-001.md", "-k", "1");
        Assert.Equal("below_count", report.GetProperty("stage").GetString());
        Assert.True(report.GetProperty("gap").GetDouble() > 0);
        Assert.Contains("3", report.GetProperty("missing").EnumerateArray().Select(m => m.GetString()));
        Assert.Contains("plan", report.GetProperty("matched").EnumerateArray().Select(m => m.GetString()));
        Assert.NotEqual(JsonValueKind.Null, report.GetProperty("change").ValueKind);

        string rank = report.GetProperty("rank").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);
        CommandLine.Result again = await CommandLine.RunAsync("search", "seats of plan 3", "-p", project.Root, "-k", rank, "--json");
        Assert.Equal("docs/plan-001.md", again.Json.GetProperty("passages").EnumerateArray().Last().GetProperty("document").GetString());
    }

    [Fact]
    public async Task WhyNot_of_a_query_without_a_match_names_a_word_that_finds_the_page()
    {
        using TestProject project = TestProject.Create();
        JsonElement report = await WhyNotAsync(project, "xzeppelin", "docs/plan-002.md");
        Assert.Equal("no_term_matches", report.GetProperty("stage").GetString());
        Assert.Equal("term", report.GetProperty("change").GetProperty("kind").GetString());
        string word = report.GetProperty("change").GetProperty("text").GetString()!.Split('\'')[1];
        CommandLine.Result again = await CommandLine.RunAsync("search", $"xzeppelin {word}", "-p", project.Root, "--json");
        Assert.Contains("docs/plan-002.md", again.Json.GetProperty("passages").EnumerateArray().Select(p => p.GetProperty("document").GetString()));
    }

    [Theory]
    [InlineData("docs/plan-03.md", "not among the documents that were ingested", "docs/plan-003.md")]
    [InlineData("other/page.md", "no pattern of 'documents'", null)]
    [InlineData("./docs/../docs/plan-03.md", "not among the documents that were ingested", "docs/plan-003.md")]
    public async Task WhyNot_of_a_page_that_is_not_stored_says_why(string document, string why, string? near)
    {
        using TestProject project = TestProject.Create();
        project.Write("other/page.md", "# Page\n");
        JsonElement report = await WhyNotAsync(project, "seats of plan 3", document);
        Assert.Equal("not_stored", report.GetProperty("stage").GetString());
        Assert.Contains(why, report.GetProperty("explanation").GetString(), StringComparison.Ordinal);
        if (near is not null) Assert.Contains(near, report.GetProperty("change").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("/nowhere/at/all")]
    [InlineData("../project-2/page.md")]
    [InlineData(".")]
    public async Task WhyNot_of_a_path_outside_is_refused_alike(string document)
    {
        using TestProject project = TestProject.Create();
        CommandLine.Result result = await CommandLine.RunAsync("search", "seats", "-p", project.Root, "--why-not", document);
        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains($"'{document}' is not inside the project's folder", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhyNot_takes_paths_that_mean_a_document()
    {
        using TestProject project = TestProject.Create();
        foreach (string path in (string[])["./docs/plan-003.md", project.PathOf("docs/plan-003.md"), "docs/x/../plan-003.md"])
        {
            Assert.Equal("found", (await WhyNotAsync(project, "seats of plan 3", path)).GetProperty("stage").GetString());
        }
    }

    [Theory]
    [InlineData("--administrator", "--administrator says more with --why-not")]
    [InlineData("--groups=group:hr", "Write --groups hr.")]
    public async Task Search_refuses_options_that_would_do_nothing(string option, string why)
    {
        using TestProject project = TestProject.Create();
        CommandLine.Result result = await CommandLine.RunAsync("search", "seats", "-p", project.Root, option);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(why, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhyNot_of_a_page_that_had_no_room_names_a_budget_with_which_it_has()
    {
        using TestProject project = TestProject.Create(settings: "retrieval: { contextTokens: 64 }");
        JsonElement lost = default;
        string page = "";
        for (int i = 1; i <= 4 && page.Length == 0; i++)
        {
            lost = await WhyNotAsync(project, "seats of plan 3", $"docs/plan-00{i}.md");
            if (lost.GetProperty("stage").GetString() == "over_budget") page = $"docs/plan-00{i}.md";
        }

        Assert.NotEqual("", page);
        Assert.Equal("tokens", lost.GetProperty("unit").GetString());
        string budget = lost.GetProperty("change").GetProperty("text").GetString()!.Split(' ')[^1];
        project.Write("assay.yaml", $"name: plans\nretrieval: {{ contextTokens: {budget} }}\n");
        Assert.Equal("found", (await WhyNotAsync(project, "seats of plan 3", page)).GetProperty("stage").GetString());
    }

    [Fact]
    public async Task WhyNot_of_a_closed_page_tells_only_an_administrator()
    {
        using TestProject project = TestProject.Create();
        project.Write("docs/salaries.md", "---\naccess: [group:hr]\n---\n# Salaries\n\nThe salary bands of plan makers.\n");
        string[] asked = ["--as", "kim"];
        JsonElement hidden = await WhyNotAsync(project, "salary bands", "docs/salaries.md", asked);
        JsonElement unknown = await WhyNotAsync(project, "salary bands", "docs/salariez.md", asked);
        JsonElement known = await WhyNotAsync(project, "salary bands", "docs/salaries.md", [.. asked, "--administrator"]);

        Assert.Equal("not_stored", hidden.GetProperty("stage").GetString());
        Assert.Equal(hidden.GetProperty("explanation").GetString()!.Replace("salaries", "salariez", StringComparison.Ordinal), unknown.GetProperty("explanation").GetString());
        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("change").ValueKind);
        Assert.Equal("permission", known.GetProperty("stage").GetString());
        Assert.Contains("group:hr", known.GetProperty("change").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhyNot_text_has_the_stage_and_the_change()
    {
        using TestProject project = TestProject.Create();
        CommandLine.Result text = await CommandLine.RunAsync("search", "seats of plan 3", "-p", project.Root, "-k", "1", "--why-not", "docs/plan-001.md");
        Assert.StartsWith("docs/plan-001.md: below the number of passages asked for", text.Out, StringComparison.Ordinal);
        Assert.Contains("one change, tried: ", text.Out, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> WhyNotAsync(TestProject project, string query, string document, params string[] options)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["search", query, "-p", project.Root, "--why-not", document, "--json", .. options]);
        Assert.Equal(0, result.ExitCode);
        return result.Json;
    }
}
