using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Workspaces;
using Xunit.Abstractions;

namespace Assay.Tests.EndToEnd;

/// <summary>A watch that is killed at any moment, over files that change all the time, while this process searches: no lost, doubled or stale passage.</summary>
public sealed partial class WatchKillTests(ITestOutputHelper log) : IDisposable
{
    private const int Pages = 30, PartsPerPage = 3, FirstInPlace = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();

    // The version that each page has on disk; 0 for none.
    private readonly int[] versions = new int[Pages];

    // The newest version that a search has returned of each page; nothing older may come back.
    private readonly int[] seen = new int[Pages];
    private readonly string[] names = [.. Enumerable.Range(0, Pages).Select(Name)];
    private int searches, edits, results, torn, keywordFiles;

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task Killed_three_times_under_load_nothing_is_lost_doubled_or_stale() => RunAsync(kills: 3, settleEvery: 3, seed: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public Task Killed_a_hundred_times_under_load_nothing_is_lost_doubled_or_stale() => RunAsync(kills: 100, settleEvery: 10, seed: 2);

    private async Task RunAsync(int kills, int settleEvery, int seed)
    {
        var random = new Random(seed);
        File.WriteAllText(Path.Combine(folder.Path, "assay.yaml"), ModelFree.Settings("name: watched\ndocuments: [docs/**/*.md]\nretrieval: { chunkTokens: 32 }\n"));
        for (int page = 0; page < Pages; page++) Write(page);
        Workspace workspace = Workspace.Open(folder.Path);
        using KnowledgeBase asked = KnowledgeBase.Open(ProjectFile.Read(folder.Path), workspace, TimeProvider.System);
        for (int kill = 1; kill <= kills; kill++)
        {
            using Process watch = AssayProcess.Start([], "ingest", folder.Path, "--watch");
            watch.OutputDataReceived += (_, _) => { };
            watch.ErrorDataReceived += (_, _) => { };
            watch.BeginOutputReadLine();
            watch.BeginErrorReadLine();
            try
            {
                await LoadAsync(asked, random, TimeSpan.FromMilliseconds(150 + random.Next(1500)));
            }
            finally
            {
                watch.Kill();
            }

            await watch.WaitForExitAsync();
            Assert.Equal(137, watch.ExitCode);
            await LoadAsync(asked, random, TimeSpan.FromMilliseconds(10));
            StoredKnowledge.AssertWhole(workspace.KnowledgeFile);
            AssertUsable(workspace);
            if (kill % settleEvery == 0) await SettleAsync(asked, workspace);
        }

        log.WriteLine($"{kills} kills, {edits} edits, {searches} searches, {results} results, none lost, doubled or stale; {torn} times part of a page was seen while it was written in place; "
            + $"{keywordFiles} keyword files looked at, {KeywordIndex.Parts(workspace.KeywordsFile).Length} unfinished ones left");
        Assert.True(searches > kills && edits > kills);
    }

    // Edits and searches for a while.
    private async Task LoadAsync(KnowledgeBase asked, Random random, TimeSpan howLong)
    {
        var clock = Stopwatch.StartNew();
        do
        {
            int page = random.Next(Pages);
            if (random.Next(5) == 0) Delete(page);
            else Write(page, inPlace: page >= FirstInPlace);
            edits++;
            for (int i = 0; i < 3; i++) Search(asked, random.Next(2) == 0 ? "common" : "page" + random.Next(Pages).ToString(CultureInfo.InvariantCulture));
            await Task.Delay(random.Next(15));
        }
        while (clock.Elapsed < howLong);
    }

    // Passages of one page come from one version, each part once, and from none that is older than what was seen before.
    private void Search(KnowledgeBase asked, string query)
    {
        searches++;
        IReadOnlyList<Passage> found = asked.Search(query, 1000);
        results += found.Count;
        foreach (IGrouping<string, Passage> of in found.GroupBy(p => p.Chunk.DocumentId))
        {
            Match[] parts = [.. of.SelectMany(p => Part().Matches(p.Chunk.Text))];
            if (Array.FindIndex(names, n => n == of.Key) >= FirstInPlace && parts.Length < of.Count()) torn++;
            else Assert.All(of, p => Assert.Matches(Part(), p.Chunk.Text));
            if (parts.Length == 0) continue;
            int page = Number(parts[0], "page"), version = Assert.Single(parts.Select(p => Number(p, "version")).Distinct());
            Assert.Equal(Name(page), of.Key);
            Assert.Equal(parts.Length, parts.Select(p => Number(p, "part")).Distinct().Count());
            if (query == "common" && page < FirstInPlace) Assert.Equal(PartsPerPage, parts.Length);
            Assert.InRange(version, seen[page], edits + Pages);
            seen[page] = version;
        }
    }

    // With an undisturbed watch the store becomes what the files are, and stays so.
    private async Task SettleAsync(KnowledgeBase asked, Workspace workspace)
    {
        Process watch = AssayProcess.Start([], "ingest", folder.Path, "--watch");
        try
        {
            var clock = Stopwatch.StartNew();
            while (!Stored(workspace).SequenceEqual(OnDisk()))
            {
                string[] lost = [.. OnDisk().Except(Stored(workspace))], other = [.. Stored(workspace).Except(OnDisk())];
                Assert.True(clock.Elapsed < Limit, $"The store did not become what the files are. Lost {lost.Length}, among them: {lost.FirstOrDefault()}; not on disk {other.Length}, among them: {other.FirstOrDefault()}");
                await Task.Delay(20);
            }

            for (int page = 0; page < Pages; page++) Search(asked, "page" + page.ToString(CultureInfo.InvariantCulture));
            Search(asked, "common");
            await AssayProcess.InterruptAsync(watch);
        }
        catch
        {
            watch.Kill();
            throw;
        }

        AssayProcess.Result result = await AssayProcess.FinishAsync(watch);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(OnDisk(), Stored(workspace));
        StoredKnowledge.AssertWhole(workspace.KnowledgeFile);
    }

    // What is at the place of the keyword index is a whole one, or none: it is never half written.
    private void AssertUsable(Workspace workspace)
    {
        if (!File.Exists(workspace.KeywordsFile)) return;
        using KnowledgeBase fresh = KnowledgeBase.Open(ProjectFile.Read(folder.Path), workspace, TimeProvider.System);
        Search(fresh, "common");
        keywordFiles++;
    }

    private static string[] Stored(Workspace workspace)
    {
        using KnowledgeStore store = KnowledgeStore.Open(workspace.KnowledgeFile);
        return [.. store.Documents().Select(d => $"{d.Id}: {string.Join(' ', store.Chunks(d.Key).SelectMany(c => Part().Matches(c.Text)))}")];
    }

    private IEnumerable<string> OnDisk() => Enumerable.Range(0, Pages).Where(p => versions[p] > 0).OrderBy(Name, StringComparer.Ordinal)
        .Select(page => $"{Name(page)}: {string.Join(' ', Enumerable.Range(0, PartsPerPage).Select(part => Text(page, part)))}");

    // As careful editors do, so that a reader meets the old file or the new one; or in place, so that it may meet an empty or a torn one.
    private void Write(int page, bool inPlace = false)
    {
        versions[page] = edits + 1;
        string path = Path.Combine(folder.Path, Name(page));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string text = string.Concat(Enumerable.Range(0, PartsPerPage).Select(part => $"## Part {part}\n\n{Text(page, part)}\n\n"));
        if (inPlace)
        {
            using var file = new StreamWriter(path) { AutoFlush = true };
            foreach (string part in text.Chunk(50).Select(c => new string(c))) file.Write(part);
            return;
        }

        string temporary = path + ".tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }

    private void Delete(int page)
    {
        versions[page] = 0;
        File.Delete(Path.Combine(folder.Path, Name(page)));
    }

    private string Text(int page, int part) => string.Create(CultureInfo.InvariantCulture, $"A common text of page{page} in its version {versions[page]}, part {part}.");

    private static string Name(int page) => string.Create(CultureInfo.InvariantCulture, $"docs/f{page % 4}/p{page:00}.md");

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"A common text of page(?<page>\d+) in its version (?<version>\d+), part (?<part>\d+)\.")]
    private static partial Regex Part();
}
