using System.Text.Json;

namespace Assay.Tests.Cli;

public sealed class EvalPlanTests : IDisposable
{
    private readonly TestProject project = TestProject.Create();

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Plan_without_a_project_gives_the_planning_numbers()
    {
        JsonElement row = (await PlanAsync("--difference", "0.05", "--questions", "200")).GetProperty("rows")[0];
        Assert.Equal((626, 426), (row.GetProperty("questionsNeeded").GetInt32(), row.GetProperty("questionsStillNeeded").GetInt32()));
        Assert.Equal(0.09, row.GetProperty("smallestDifference").GetDouble(), 2);
        JsonElement clustered = (await PlanAsync("--difference", "0.05", "--questions", "200", "--questions-per-document", "5", "--correlation", "0.25", "--tests", "6", "--power", "0.9")).GetProperty("rows")[0];
        Assert.Equal(2, clustered.GetProperty("designEffect").GetDouble());
        Assert.InRange(clustered.GetProperty("questionsNeeded").GetInt32(), 2400, 2600);
        CommandLine.Result table = await CommandLine.RunAsync("eval", "plan");
        Assert.Contains("17.3 points", table.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--difference", "0.3", "--difference 0.3 is more than --discordance 0.2")]
    [InlineData("--power", "1.2", "--power must be above 0 and below 1, found 1.2")]
    [InlineData("--correlation", "2", "--correlation must be in 0 to 1, found 2")]
    [InlineData("--questions", "0", "--questions must be 1 or more, found 0")]
    [InlineData("--alpha", "five", "--alpha must be a number such as 0.05, found 'five'")]
    [InlineData("--tests", "0", "--tests must be 1 or more, found 0")]
    public async Task Plan_refuses_what_cannot_be(string option, string value, string message)
    {
        CommandLine.Result result = await CommandLine.RunAsync("eval", "plan", option, value);
        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_of_a_project_takes_what_its_latest_comparison_measured()
    {
        Assert.Contains("There is no comparison yet", await RefusedAsync(), StringComparison.Ordinal);
        project.Write(".assay/comparison.json", """
            {"arms":[{"arm":"prompt","reference":false},{"arm":"rag","reference":false},{"arm":"oracle","reference":true}],
             "comparisons":[{"a":"prompt","b":"rag","n":200,"difference":-0.1,"low":-0.2,"high":0,"better":null,"standardDeviation":0.5,"clusters":50,"sizeVariation":0,"correlation":0.2,"designEffect":1.6},
                            {"a":"rag","b":"oracle","n":200,"difference":-0.2,"low":-0.3,"high":-0.1,"better":"oracle","standardDeviation":0.4,"clusters":50,"sizeVariation":0,"correlation":null}]}
            """);
        JsonElement rows = (await PlanAsync(project.Root, "--difference", "0.05")).GetProperty("rows");
        Assert.Equal(("prompt minus rag", 1.6), (rows[0].GetProperty("pair").GetString(), Math.Round(rows[0].GetProperty("designEffect").GetDouble(), 9)));
        Assert.Equal((1, 1), (rows[0].GetProperty("tests").GetInt32(), rows[1].GetProperty("tests").GetInt32()));
        Assert.Equal(rows[0].GetProperty("questionsNeeded").GetInt32() - 200, rows[0].GetProperty("questionsStillNeeded").GetInt32());
        Assert.Contains("is measured where a project is named", await RefusedAsync("--discordance", "0.3"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"arms":[],"comparisons":[]}""")]
    [InlineData("""{"arms":[null],"comparisons":[null]}""")]
    [InlineData("""{"arms":[],"comparisons":[{"a":"x","b":"y","n":200,"difference":0,"low":0,"high":0,"better":null}]}""")]
    [InlineData("""{"arms":[],"comparisons":[{"a":"x","b":"y","n":2,"difference":0,"low":0,"high":0,"better":null,"clusters":5}]}""")]
    public async Task Plan_of_a_damaged_or_old_comparison_says_what_to_do(string json)
    {
        project.Write(".assay/comparison.json", json);
        Assert.Contains("Run `assay compare`", await RefusedAsync(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> PlanAsync(params string[] arguments)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["eval", "plan", .. arguments, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Json;
    }

    private async Task<string> RefusedAsync(params string[] more)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["eval", "plan", project.Root, .. more]);
        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        return result.Error;
    }
}
