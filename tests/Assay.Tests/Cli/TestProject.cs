using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Tests.Cli;

/// <summary>A project with pages that each answer one question, in a folder that is gone when the test is over.</summary>
internal sealed partial class TestProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TestProject(string name) => Root = Path.Combine(_folder.Path, name);

    public string Root { get; }

    public string Workspace => Path.Combine(Root, ".assay");

    public string ComparisonFile => Path.Combine(Workspace, "comparison.json");

    /// <summary>Makes a project; one question a page and one that no page answers.</summary>
    public static TestProject Create(int pages = 4, string settings = "", string name = "project", int sections = 1)
    {
        var project = new TestProject(name);
        var questions = new StringBuilder();
        for (int i = 1; i <= pages; i++)
        {
            project.Write($"docs/plan-{i:000}.md", Page(i, sections));
            questions.Append(CultureInfo.InvariantCulture, $$"""{"id":"q{{i}}","question":"How many seats does plan {{i}} have?","answers":["{{100 + i}} seats"],"documents":["docs/plan-{{i:000}}.md#seats"],"tags":["seats"]}""").Append('\n');
        }

        questions.Append("""{"id":"none","question":"Do gift cards expire?","answerable":false}""").Append('\n');
        project.Write("questions.jsonl", questions.ToString());
        project.Write("assay.yaml", $"name: plans\n{settings}\n");
        return project;
    }

    public string Write(string relative, string content)
    {
        string path = PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, relative == "assay.yaml" ? ModelFree.Settings(content) : content);
        return path;
    }

    public string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>What the latest comparison found, without timings: the comparison, then each run.</summary>
    public string Results() => ResultsOf(Workspace);

    /// <summary>The same for any workspace.</summary>
    public static string ResultsOf(string workspace) => string.Join('\n', Directory.GetFiles(Path.Combine(workspace, "runs"), "*.jsonl").Order(StringComparer.Ordinal).Prepend(Path.Combine(workspace, "comparison.json"))
        .Select(f => Said().Replace(Timing().Replace(Latency().Replace(File.ReadAllText(f), ""), ""), "")));

    /// <summary>The rows of an arm's run.</summary>
    public System.Text.Json.JsonElement[] Rows(string arm) =>
        [.. File.ReadLines(PathOf($".assay/runs/{arm}.jsonl")).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement)];

    public void Dispose() => _folder.Dispose();

    private static string Page(int i, int sections)
    {
        var page = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"# Plan {i}\n\n## Seats\n\nPlan {i} has {100 + i} seats. More can be bought in the settings.\n"));
        for (int s = 1; s <= sections; s++)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## Part {s} of plan {i}\n\nThe note numbered {(s * 7919) + i} tells of storage, invoices and the region of plan {i}.\n");
        }

        return page.ToString();
    }

    [GeneratedRegex("\"latencyMs\": \\{[^}]*\\},\\s*")]
    private static partial Regex Latency();

    // What follows from measured latency: how long an arm takes, and how sure the choice between arms of equal cost is.
    [GeneratedRegex("takes [0-9,]+ ms|[0-9.]+% of resamples|\"(best|confidence|chance)\": [0-9.eE-]+")]
    private static partial Regex Said();

    [GeneratedRegex("\"(searchMs|answerMs)\":[^,]*,")]
    private static partial Regex Timing();
}
