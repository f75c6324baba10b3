using Assay.Answering;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Tests.Retrieval.Dense;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Tests.Application.Workspaces;

public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_makes_the_folder_invisible_to_git()
    {
        Workspace workspace = Workspace.Open(_folder.Path);

        Assert.Equal("*\n", File.ReadAllText(Path.Combine(workspace.Root, ".gitignore")));
    }

    [Fact]
    public void Open_where_a_file_stands_says_what_to_do()
    {
        _folder.Write(".assay", "in the way");

        Assert.Contains("--workspace", Assert.Throws<AssayException>(() => Workspace.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_keeps_answers_and_reports()
    {
        Workspace workspace = Workspace.Open(_folder.Path);
        File.WriteAllText(workspace.KnowledgeFile, "12345");
        File.WriteAllText(workspace.AnswersFile, "paid");
        File.WriteAllText(Path.Combine(workspace.StagesFolder, "x.json"), "123");

        Assert.Equal(8, workspace.Clean());
        Assert.True(File.Exists(workspace.AnswersFile));
        Assert.False(File.Exists(workspace.KnowledgeFile));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clean_keeps_traces_and_vectors_unless_everything_is_to_go(bool everything)
    {
        Workspace workspace = Workspace.Open(_folder.Path);
        long trace;
        using (KnowledgeStore store = KnowledgeStore.Open(workspace.KnowledgeFile))
        {
            store.Put(new StoredDocument("a.md", "A", "hash", "settings", 1, 1), [new Chunk("a.md", 0, "A", "", "", "The zanzibar clause.", SourceMap.Identity(20), new TextSpan(0, 20), 5)], AccessList.Of(["user:ann"]));
            await new ChunkEmbedder(store, new WordVectors(), "test:words").EmbedAsync(null, CancellationToken.None);
            trace = new TraceStore(store, TimeProvider.System).Add(new SearchTrace { Query = "What was asked?", Asker = "user:ann" });
            new KeywordSearch(store).Refresh();
        }

        Assert.True(workspace.Clean(everything) >= 0);
        Assert.False(File.Exists(workspace.KeywordsFile));
        Assert.Equal(everything, !File.Exists(workspace.KnowledgeFile));
        using KnowledgeStore cleaned = KnowledgeStore.Open(workspace.KnowledgeFile);
        Assert.Equal(everything, new TraceStore(cleaned, TimeProvider.System).Find(trace) is null);
        Assert.Empty(cleaned.Documents());
        Assert.False(cleaned.IsRestricted);
        Assert.Empty(new KeywordSearch(cleaned).Search("zanzibar"));
        Assert.DoesNotContain("zanzibar", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(workspace.KnowledgeFile)), StringComparison.Ordinal);

        // The same text comes back: its vector is there, and nothing is asked of the model.
        cleaned.Put(new StoredDocument("a.md", "A", "hash", "settings", 1, 1), [new Chunk("a.md", 0, "A", "", "", "The zanzibar clause.", SourceMap.Identity(20), new TextSpan(0, 20), 5)]);
        var model = new WordVectors();
        await new ChunkEmbedder(cleaned, model, "test:words").EmbedAsync(null, CancellationToken.None);
        Assert.Equal(everything ? 1 : 0, model.Texts.Count);
    }

    [Fact]
    public async Task GetOrMake_second_time_does_not_make()
    {
        var stages = new StageCache(Workspace.Open(_folder.Path));
        string inputs = ContentHash.Of(["a"]);
        int made = 0;
        Task<string[]> Make() => Task.FromResult(new[] { $"{++made}" });

        Assert.Equal(["1"], await stages.GetOrMakeAsync("s", inputs, Make));
        Assert.Equal(["1"], await stages.GetOrMakeAsync("s", inputs, Make));
        Assert.Equal(["2"], await stages.GetOrMakeAsync("s", ContentHash.Of(["b"]), Make));
    }

    [Fact]
    public async Task GetOrMake_result_not_worth_keeping_is_made_again()
    {
        var stages = new StageCache(Workspace.Open(_folder.Path));
        int made = 0;
        Task<string[]> Make() => Task.FromResult(new[] { $"{++made}" });

        await stages.GetOrMakeAsync("s", ContentHash.Of(["a"]), Make, keep: _ => false);

        Assert.Equal(["2"], await stages.GetOrMakeAsync("s", ContentHash.Of(["a"]), Make));
    }

    [Fact]
    public async Task GetOrMake_damaged_file_is_made_again()
    {
        Workspace workspace = Workspace.Open(_folder.Path);
        var stages = new StageCache(workspace);
        await stages.GetOrMakeAsync("s", ContentHash.Of(["a"]), () => Task.FromResult(new[] { "1" }));
        string file = Assert.Single(Directory.GetFiles(workspace.StagesFolder));
        File.WriteAllText(file, File.ReadAllText(file)[..2]);

        Assert.Equal(["2"], await stages.GetOrMakeAsync("s", ContentHash.Of(["a"]), () => Task.FromResult(new[] { "2" })));
    }

    [Fact]
    public void ContentHash_tells_where_one_part_ends()
    {
        Assert.NotEqual(ContentHash.Of(["ab", "c"]), ContentHash.Of(["a", "bc"]));
        Assert.NotEqual(ContentHash.Of(["", null]), ContentHash.Of([null, ""]));
    }

    [Fact]
    public void AnswerCache_first_answer_to_a_request_stays()
    {
        Workspace workspace = Workspace.Open(_folder.Path);
        var first = new ModelAnswer { Text = "ü 1", InputTokens = 10, ElapsedMs = 12.5, CutOff = true };
        using (AnswerCache cache = AnswerCache.Open(workspace, survivesPowerLoss: true))
        {
            Assert.Null(cache.Find("k"));
            cache.Keep("k", first, []);
            cache.Keep("k", first with { Text = "2" }, []);
        }

        using AnswerCache reopened = AnswerCache.Open(workspace, survivesPowerLoss: false);
        Assert.Equal(first, reopened.Find("k"));
    }

    [Fact]
    public void AnswerCache_damaged_file_is_explained_and_left_alone()
    {
        Workspace workspace = Workspace.Open(_folder.Path);
        File.WriteAllText(workspace.AnswersFile, new string('x', 5000));

        Assert.Contains("move it away", Assert.Throws<AssayException>(() => AnswerCache.Open(workspace, true)).Message, StringComparison.Ordinal);
        Assert.Equal(5000, new FileInfo(workspace.AnswersFile).Length);
    }

    [Fact]
    public void AtomicFile_target_that_cannot_be_replaced_stays_and_leaves_nothing_behind()
    {
        string target = Path.Combine(_folder.Path, "folder");
        Directory.CreateDirectory(Path.Combine(target, "full"));

        Assert.Throws<AssayException>(() => AtomicFile.Write(target, "text"));
        Assert.Equal([target], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void AtomicFile_writing_piece_by_piece_is_plain_utf8_and_all_or_nothing()
    {
        string target = Path.Combine(_folder.Path, "new", "a.txt");
        AtomicFile.Write(target, writer =>
        {
            writer.WriteLine("één");
            writer.Write("two");
        });
        Assert.Equal("één\ntwo"u8.ToArray(), File.ReadAllBytes(target));

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(target, writer =>
        {
            writer.Write("half");
            throw new InvalidOperationException();
        }));
        Assert.Equal("één\ntwo", File.ReadAllText(target));
        Assert.Equal([target], Directory.GetFileSystemEntries(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public void AtomicFile_writes_through_a_link_to_what_it_points_to()
    {
        string target = Path.Combine(_folder.Path, "real.txt"), link = Path.Combine(_folder.Path, "link.txt");
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(link, "real.txt");

        AtomicFile.Write(link, "new");

        Assert.Equal(("new", "real.txt"), (File.ReadAllText(target), new FileInfo(link).LinkTarget));
        File.WriteAllText(target, "");
        AtomicFile.Write(target, "an empty file is a file");
        Assert.Equal("an empty file is a file", File.ReadAllText(target));
    }

    [Fact]
    public void AtomicFile_replaces_no_pipe_and_no_device()
    {
        if (OperatingSystem.IsWindows()) return;
        string pipe = Path.Combine(_folder.Path, "pipe"), link = Path.Combine(_folder.Path, "link");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe)) made.WaitForExit();
        File.CreateSymbolicLink(link, "/dev/null");
        foreach (string place in (string[])[pipe, link, "/dev/null", "/dev/stdout"])
        {
            Assert.Contains("a pipe or a device", Assert.Throws<InputException>(() => AtomicFile.Write(place, "text")).Message, StringComparison.Ordinal);
            Assert.Contains("a pipe or a device", Assert.Throws<InputException>(() => AtomicFile.CheckWritable(place)).Message, StringComparison.Ordinal);
        }

        Assert.Equal([link, pipe], Directory.GetFileSystemEntries(_folder.Path).Order());
    }

    [Fact]
    public void AtomicFile_tells_beforehand_what_cannot_be_written_and_leaves_nothing()
    {
        string file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "x");

        AtomicFile.CheckWritable(Path.Combine(_folder.Path, "new", "deep", "a.txt"));
        AtomicFile.CheckWritable(file);
        Assert.Throws<AssayException>(() => AtomicFile.CheckWritable(Path.Combine(file, "below-a-file.txt")));
        Assert.Throws<AssayException>(() => AtomicFile.CheckWritable(Path.Combine(_folder.Path, new string('n', 300))));

        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal("x", File.ReadAllText(file));
    }
}
