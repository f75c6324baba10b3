using System.Text.Json;
using Assay.Tests.Retrieval.Reading;

namespace Assay.Tests.Cli;

/// <summary>A folder with files made to do harm among good ones: <c>assay ingest</c> ends well, names each that was not read with its reason, and the good ones are found.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(pages: 3, settings: "documents:\n  - docs/**/*");

    public void Dispose() => project.Dispose();

    [Fact]
    public Task Ingest_of_bombs_entities_nesting_and_lying_headers_spares_the_good_files() => SparesAsync(HostileFiles.All.Where(f => !f.IsBig));

    [Fact]
    [Trait("Category", "Slow")]
    public Task Ingest_of_large_hostile_files_spares_the_good_files() => SparesAsync(HostileFiles.All.Where(f => f.IsBig));

    private async Task SparesAsync(IEnumerable<HostileFile> hostile)
    {
        HostileFile[] files = [.. hostile];
        foreach (HostileFile file in files) File.WriteAllBytes(project.PathOf("docs/" + file.Name), file.Make());
        foreach ((string ending, byte[] bytes) in HostileFiles.Valid()) File.WriteAllBytes(project.PathOf("docs/good" + ending), bytes);

        CommandLine.Result ingest = await CommandLine.RunAsync("ingest", project.Root, "--json");
        Assert.True(ingest.ExitCode == 0, ingest.Error);
        Dictionary<string, string> failures = ingest.Json.GetProperty("failures").EnumerateArray().ToDictionary(f => f.GetProperty("id").GetString()!, f => f.GetProperty("reason").GetString()!);
        foreach (HostileFile file in files.Where(f => f.Refused == true)) Assert.True(failures.ContainsKey("docs/" + file.Name), file.Name + " was read");
        Assert.Empty(failures.Keys.Except(files.Where(f => f.Refused != false).Select(f => "docs/" + f.Name)));
        Assert.All(failures, f => Assert.DoesNotContain("The reader of", f.Value, StringComparison.Ordinal));
        Assert.All(failures, f => Assert.InRange(f.Value.Length, 20, 400));

        // Said again in words, each file with its reason, and nothing else fails.
        CommandLine.Result again = await CommandLine.RunAsync("ingest", project.Root);
        Assert.Equal(0, again.ExitCode);
        Assert.All(failures, f => Assert.Contains($"not read: {f.Key}: ", again.Error, StringComparison.Ordinal));
        JsonElement seats = (await CommandLine.RunAsync("search", "How many seats does plan 2 have?", "--project", project.Root, "--json")).Json.GetProperty("passages");
        Assert.Equal("docs/plan-002.md", seats[0].GetProperty("document").GetString());
        string[] found = [.. (await CommandLine.RunAsync("search", "word919 word838 words page", "--project", project.Root, "--json", "-k", "200")).Json.GetProperty("passages").EnumerateArray().Select(p => p.GetProperty("document").GetString()!)];
        Assert.All(HostileFiles.Valid(), v => Assert.Contains("docs/good" + v.Ending, found));
    }
}
