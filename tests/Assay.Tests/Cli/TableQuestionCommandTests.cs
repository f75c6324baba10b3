using System.Text.Json;

namespace Assay.Tests.Cli;

public sealed class TableQuestionCommandTests
{
    private const string Tickets = "Ticket,City,Status\nT1,Berlin,Open\nT2,Berlin,Closed\nT3,Munich,Open\nT4,Berlin,Open\n";

    [Fact]
    public async Task Ask_works_the_answer_out_and_cites_the_rows()
    {
        using TestProject project = Project();
        string question = "How many open tickets does Berlin have?";

        CommandLine.Result text = await CommandLine.RunAsync("ask", question, "--project", project.Root, "--explain");
        CommandLine.Result json = await CommandLine.RunAsync("ask", question, "--project", project.Root, "--json");

        Assert.StartsWith("2 [1]. Number of rows in 'tickets' where", text.Out, StringComparison.Ordinal);
        Assert.Contains("[1] docs/tickets.csv, tickets: row 2, row 5", text.Out, StringComparison.Ordinal);
        Assert.Contains("query: SELECT count(*) FROM \"tickets\"", text.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("unsupported", text.Out, StringComparison.Ordinal);
        JsonElement computed = json.Json.GetProperty("computed");
        Assert.Equal(2, computed.GetProperty("values")[0].GetProperty("value").GetInt32());
        Assert.Equal([2, 5], computed.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("row").GetInt32() + 1));
        Assert.Equal("docs/tickets.csv", json.Json.GetProperty("citations")[0].GetProperty("document").GetString());
        Assert.Equal("row 2, row 5", json.Json.GetProperty("citations")[0].GetProperty("place").GetString());
    }

    [Fact]
    public async Task Ask_leaves_tables_alone_where_the_project_says_so()
    {
        using TestProject project = Project("retrieval: { tables: off }");

        CommandLine.Result json = await CommandLine.RunAsync("ask", "How many open tickets does Berlin have?", "--project", project.Root, "--json");

        Assert.False(json.Json.TryGetProperty("computed", out _));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("retrieval: { tables: off }", false)]
    public async Task Ask_shows_no_single_row_for_a_count_that_could_not_be_worked_out(string settings, bool abstains)
    {
        using TestProject project = Project(settings);

        CommandLine.Result json = await CommandLine.RunAsync("ask", "How many tickets in Berlin are open and escalated?", "--project", project.Root, "--json");

        Assert.Equal(abstains, json.Json.GetProperty("abstained").GetBoolean());
    }

    [Fact]
    public async Task Compare_answers_from_tables_in_the_rag_arm_only()
    {
        using TestProject project = Project();
        await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt,rag", "--json");

        Assert.True(project.Rows("rag").Single(r => r.GetProperty("question").GetString() == "table").GetProperty("fromTables").GetBoolean());
        Assert.All(project.Rows("prompt"), r => Assert.False(r.TryGetProperty("fromTables", out JsonElement from) && from.GetBoolean()));
        Assert.All(project.Rows("rag").Where(r => r.GetProperty("question").GetString() != "table"), r => Assert.False(r.TryGetProperty("fromTables", out JsonElement from) && from.GetBoolean()));
    }

    private static TestProject Project(string settings = "")
    {
        TestProject project = TestProject.Create(2, settings);
        project.Write("docs/tickets.csv", Tickets);
        File.AppendAllText(project.PathOf("questions.jsonl"), """{"id":"table","question":"How many open tickets does Berlin have?","answers":["2"],"documents":["docs/tickets.csv"]}""" + "\n");
        return project;
    }
}
