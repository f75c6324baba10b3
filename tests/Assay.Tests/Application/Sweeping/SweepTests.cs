using System.Text.Json;
using Assay.Sweeping;
using Assay.Tests.Cli;
using Assay.Text;

namespace Assay.Tests.Application.Sweeping;

public sealed class SweepTests
{
    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(24, new[] { 24 })]
    [InlineData(25, new[] { 25 })]
    [InlineData(40, new[] { 24, 40 })]
    [InlineData(240, new[] { 24, 48, 96, 192, 240 })]
    [InlineData(200, new[] { 24, 48, 96, 200 })]
    public void Rounds_double_and_end_with_all(int questions, int[] rounds) => Assert.Equal(rounds, SweepRace.Rounds(questions));

    [Fact]
    public void Clearly_worse_candidates_are_left_and_the_best_is_kept()
    {
        Dictionary<string, double?> Scores(Func<int, double> score) => Enumerable.Range(0, 48).ToDictionary(i => $"q{i}", i => (double?)score(i), StringComparer.Ordinal);

        bool[] goOn = SweepRace.GoOn([Scores(i => i % 5 == 0 ? 0 : 1), Scores(i => i % 2), Scores(i => i % 5 == 1 ? 0 : 1), Scores(_ => 0)], new Dictionary<string, string>(), rounds: 3);

        Assert.Equal([true, false, true, false], goOn);
    }

    [Fact]
    public void Questions_about_one_document_do_not_count_as_many()
    {
        var documents = Enumerable.Range(0, 48).ToDictionary(i => $"q{i}", i => $"d{i / 12}", StringComparer.Ordinal);
        Dictionary<string, double?> better = documents.Keys.ToDictionary(q => q, _ => (double?)1, StringComparer.Ordinal), worse = documents.ToDictionary(d => d.Key, d => (double?)(d.Value == "d0" ? 0 : 1), StringComparer.Ordinal);

        Assert.Equal([true, true], SweepRace.GoOn([better, worse], documents, rounds: 1));
        Assert.Equal([true, false], SweepRace.GoOn([better, worse], new Dictionary<string, string>(), rounds: 1));
    }

    [Theory]
    [InlineData("passages")]
    [InlineData("passages=")]
    [InlineData("passages=3,,4")]
    [InlineData("=3")]
    [InlineData("name=other")]
    [InlineData("needs.citations=required")]
    [InlineData("instructions=@nowhere.txt")]
    public void Bad_setting_is_refused(string text) => Assert.Throws<InputException>(() => SweepGrid.Parse(text, Path.GetTempPath()));

    [Fact]
    public void Too_many_combinations_are_refused()
    {
        SweepSetting[] settings = [.. new[] { "passages", "chunkTokens", "contextTokens" }.Select(k => SweepGrid.Parse($"{k}={string.Join(',', Enumerable.Range(64, 6))}", "."))];

        Assert.Equal(36, SweepGrid.Combine([.. settings[..2]]).Length);
        Assert.Throws<InputException>(() => SweepGrid.Combine([.. settings]));
        Assert.Throws<InputException>(() => SweepGrid.Combine([settings[0], settings[0]]));
    }

    [Fact]
    public async Task Sweep_finds_the_setting_that_pays_and_repeats_nothing()
    {
        using TestProject project = TestProject.Create(pages: 30, settings: "retrieval:\n  contextTokens: 64\n  passages: 1");
        string[] command = ["eval", "sweep", project.Root, "--json", "--vary", "passages=1,4", "--vary", "chunkTokens=32,256"];

        CommandLine.Result first = await CommandLine.RunAsync(command);
        JsonElement result = first.Json;

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(4, result.GetProperty("candidates").GetArrayLength());
        Assert.Equal("as it is", Assert.Single(result.GetProperty("candidates").EnumerateArray(), c => c.GetProperty("difference").ValueKind == JsonValueKind.Null).GetProperty("name").GetString());
        Assert.Equal(result.GetProperty("choice").GetString(), (await CommandLine.RunAsync(command)).Json.GetProperty("choice").GetString());
        Assert.False(Directory.Exists(Path.Combine(project.Workspace, "scratch")) && Directory.EnumerateFiles(Path.Combine(project.Workspace, "scratch"), "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task Value_that_the_project_file_refuses_is_refused_before_anything_runs()
    {
        using TestProject project = TestProject.Create();

        CommandLine.Result result = await CommandLine.RunAsync("eval", "sweep", project.Root, "--vary", "passages=3,9000");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("retrieval.passages", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.Workspace) && File.Exists(Path.Combine(project.Workspace, "answers.db")));
    }

    [Fact]
    public async Task Forgotten_document_is_not_read_when_it_is_cut_otherwise()
    {
        using TestProject project = TestProject.Create();
        await CommandLine.RunAsync("ingest", project.Root);
        CommandLine.Result forgot = await CommandLine.RunAsync("forget", "docs/plan-001.md", "--project", project.Root);
        Assert.True(forgot.ExitCode == 0, forgot.Error);
        project.Write("questions.jsonl", string.Join('\n', File.ReadLines(project.PathOf("questions.jsonl")).Skip(1)) + "\n{\"id\":\"q1\",\"question\":\"How many seats does plan 1 have?\",\"answers\":[\"101 seats\"]}\n");

        CommandLine.Result swept = await CommandLine.RunAsync("eval", "sweep", project.Root, "--json", "--vary", "chunkTokens=64");

        Assert.True(swept.ExitCode == 0, swept.Error);
        Assert.DoesNotContain("101 seats", Directory.EnumerateFiles(project.Workspace, "answers.db*").Select(f => File.ReadAllText(f, System.Text.Encoding.Latin1)).Aggregate(string.Concat), StringComparison.Ordinal);
    }
}
