using Assay.Models.Hub;
using Assay.Text;

namespace Assay.Tests.Models.Hub;

/// <summary>Finding, listing and removing, also what somebody broke.</summary>
public sealed class ModelStoreTests
{
    [Fact]
    public void Open_takes_the_first_folder_that_is_named()
    {
        string root = Path.GetTempPath();
        Dictionary<string, string> set = new() { ["ASSAY_MODELS"] = Path.Combine(root, "m"), ["XDG_DATA_HOME"] = Path.Combine(root, "x") };

        Assert.Equal(Path.Combine(root, "m"), ModelStore.Open(set.GetValueOrDefault).Root);
        set.Remove("ASSAY_MODELS");
        Assert.Equal(Path.Combine(root, "x", "assay", "models"), ModelStore.Open(set.GetValueOrDefault).Root);
        set["XDG_DATA_HOME"] = "relative";
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "assay", "models"), ModelStore.Open(set.GetValueOrDefault).Root);
    }

    [Theory]
    [InlineData("llama"), InlineData("LLAMA@main"), InlineData("tiny/llama"), InlineData("hf:Tiny/Llama"), InlineData("hf:tiny/llama@aaaaaaa"), InlineData("llama@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Find_by_any_of_its_names(string name)
    {
        await using var test = new PullTest();
        PulledModel pulled = await test.PullAsync();

        Assert.Equal(pulled.Found.Path, test.Store.Find(name).Path);
        Assert.Equal(pulled.Found.Path, test.Store.TryFind(name)!.Path);
    }

    [Theory]
    [InlineData("hf:tiny/other", "`assay models pull hf:tiny/other`"), InlineData("other", "`assay models pull hf:OWNER/other`"), InlineData("tiny/other@v2:Q4", "`assay models pull hf:tiny/other@v2 --file Q4`"), InlineData("llama@v2", "`assay models pull hf:tiny/llama@v2`"), InlineData("llama@aaaaab", "not stored")]
    public async Task Find_what_is_not_there_says_how_to_get_it(string name, string advice)
    {
        await using var test = new PullTest();
        await test.PullAsync();

        InputException error = Assert.Throws<InputException>(() => test.Store.Find(name));

        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Null(test.Store.TryFind(name));
    }

    [Fact]
    public void Find_in_no_store_says_how_to_get_it()
    {
        var store = new ModelStore(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")));

        Assert.Contains("assay models pull hf:a/b", Assert.Throws<InputException>(() => store.Find("hf:a/b")).Message, StringComparison.Ordinal);
        Assert.Empty(store.List().Models);
        Assert.Throws<InputException>(() => store.Remove("hf:a/b"));
        Assert.False(Directory.Exists(store.Root));
    }

    [Fact]
    public async Task Find_same_name_of_two_owners_wants_the_owner()
    {
        await using var test = new PullTest();
        await test.PullAsync();
        test.Hub.Repository = "other/llama";
        await test.PullAsync("hf:other/llama");

        string message = Assert.Throws<InputException>(() => test.Store.Find("llama")).Message;

        Assert.Contains("hf:other/llama, hf:tiny/llama", message, StringComparison.Ordinal);
        Assert.Equal("hf:other/llama", test.Store.Find("other/llama").Model.Name);
        Assert.Contains("several models", Assert.Throws<InputException>(() => test.Store.Remove("llama")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Branch_that_moved_back_means_its_last_commit()
    {
        await using var test = new PullTest();
        string first = test.Hub.Commit;
        await test.PullAsync();
        test.Hub.Commit = new string('b', 40);
        await test.PullAsync();
        await test.PullAsync("hf:tiny/llama@v1");
        test.Hub.Commit = first;

        await test.PullAsync();

        Assert.Equal(first, test.Store.Find("llama").Model.Commit);
        Assert.Equal(new string('b', 40), test.Store.Find("llama@v1").Model.Commit);
        Assert.Equal(["main", "v1"], test.Store.Find("llama@v1").Model.Revisions.Select(r => r.Name));
    }

    [Theory]
    [InlineData("truncate", "has 599999 bytes instead of 600000"), InlineData("delete", "is missing"), InlineData("garble", "cannot be read"), InlineData("newer", "has format 2"), InlineData("escape", "names a file that cannot be"), InlineData("empty", "does not belong"), InlineData("moved", "does not belong")]
    public async Task Damaged_model_is_listed_as_such_never_found_and_made_whole_by_a_pull(string damage, string said)
    {
        await using var test = new PullTest();
        StoredModel model = (await test.PullAsync()).Found.Model;
        string weights = Path.Combine(model.Folder, "model.safetensors"), manifest = Path.Combine(model.Folder, "assay-model.json"), text = File.ReadAllText(manifest);
        if (damage == "truncate") File.WriteAllBytes(weights, test.Hub.Files["model.safetensors"][..^1]);
        else if (damage == "delete") File.Delete(weights);
        else File.WriteAllText(manifest, damage switch
        {
            "garble" => text[..(text.Length / 2)],
            "newer" => text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal),
            "escape" => text.Replace("\"config.json\"", "\"../../config.json\"", StringComparison.Ordinal),
            "empty" => text[..text.IndexOf("\"files\"", StringComparison.Ordinal)] + "\"files\": [] }",
            _ => text.Replace(model.Commit, new string('c', 40), StringComparison.Ordinal),
        });

        StoreContents contents = test.Store.List();

        Assert.Empty(contents.Models);
        Assert.Contains(said, Assert.Single(contents.Damaged).Reason, StringComparison.Ordinal);
        Assert.Contains("is damaged", Assert.Throws<InputException>(() => test.Store.Find("llama")).Message, StringComparison.Ordinal);
        Assert.Null(test.Store.TryFind("llama"));
        test.AssertWhole(await test.PullAsync());
        Assert.Equal(damage is "truncate" or "delete" ? 2 : 1, test.Hub.For("model.safetensors").Length);
    }

    [Fact]
    public async Task Verify_finds_a_changed_byte()
    {
        await using var test = new PullTest();
        StoredModel model = (await test.PullAsync()).Found.Model;
        Assert.Empty(await ModelStore.VerifyAsync(model));
        byte[] changed = [.. test.Hub.Files["model.safetensors"]];
        changed[12345] ^= 1;
        File.WriteAllBytes(Path.Combine(model.Folder, "model.safetensors"), changed);
        File.Delete(Path.Combine(model.Folder, "README.md"));

        IReadOnlyList<string> wrong = await ModelStore.VerifyAsync(model);

        Assert.Equal(2, wrong.Count);
        Assert.Contains("'README.md' cannot be read", wrong[0], StringComparison.Ordinal);
        Assert.Contains("'model.safetensors' has sha256", wrong[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gguf_files_of_one_repository_are_found_by_a_part_of_their_name()
    {
        await using var test = new PullTest();
        foreach (string old in test.Hub.Files.Keys.ToArray()) test.Hub.Files.Remove(old);
        test.Hub.AddLarge("llama-Q8_0.gguf", 3000, 1);
        test.Hub.AddLarge("llama-Q4_K_M.gguf", 2000, 2);

        PulledModel eight = await test.PullAsync("hf:tiny/llama:Q8_0");
        Assert.Equal(eight.Found.Path, test.Store.Find("llama").Path);
        PulledModel four = await test.PullAsync("hf:tiny/llama:Q4_K_M");

        Assert.Equal(["llama-Q4_K_M.gguf", "llama-Q8_0.gguf"], four.Found.Model.Files.Select(f => f.Path));
        Assert.True(four.Found.IsGguf);
        Assert.Equal(StoredModelKind.Gguf, four.Found.Model.ReadKind());
        Assert.EndsWith("llama-Q4_K_M.gguf", test.Store.Find("llama:q4").Path, StringComparison.Ordinal);
        Assert.Contains("several GGUF files", Assert.Throws<InputException>(() => test.Store.Find("llama")).Message, StringComparison.Ordinal);
        Assert.Contains("--file Q5", Assert.Throws<InputException>(() => test.Store.Find("llama:Q5")).Message, StringComparison.Ordinal);

        Assert.Equal(2000, test.Store.Remove("llama:Q4"));
        Assert.Equal(eight.Found.Path, test.Store.Find("llama").Path);
        Assert.False(File.Exists(four.Found.Path));
        Assert.True(test.Store.Remove("llama:Q8") > 3000);
        Assert.Empty(Directory.GetDirectories(Path.Combine(test.Store.Root, "hf")));
    }

    [Fact]
    public async Task Remove_one_commit_or_all_with_what_is_unfinished()
    {
        await using var test = new PullTest();
        await test.PullAsync();
        test.Hub.Commit = new string('b', 40);
        test.Hub.AddLarge("model.safetensors", 5000, 2);
        await test.PullAsync();
        test.Hub.Commit = new string('c', 40);
        test.Hub.AddLarge("model.safetensors", 6000, 3);
        test.Hub.Next("model.safetensors", e => e.CutAsync(1000), e => e.ErrorAsync(403, ""));
        await test.PullFailsAsync();

        Assert.InRange(test.Store.Remove("llama@bbbbbbb"), 5000, 10_000);
        Assert.Equal(new string('a', 40), test.Store.Find("llama").Model.Commit);
        Assert.NotEmpty(test.Store.List().Unfinished);
        Assert.True(test.Store.Remove("hf:tiny/llama") > 600_000);

        test.AssertNothingInstalled();
        Assert.Empty(test.Store.List().Unfinished);
        Assert.Empty(Directory.GetDirectories(Path.Combine(test.Store.Root, "hf")));
    }

    [Fact]
    public async Task What_other_commits_began_weeks_ago_goes_with_the_next_pull_that_ends()
    {
        await using var test = new PullTest();
        test.Hub.Next("model.safetensors", e => e.CutAsync(1000), e => e.ErrorAsync(403, ""));
        await test.PullFailsAsync();
        string old = Path.Combine(test.Store.Root, "hf", "tiny--llama", test.Hub.Commit), part = Assert.Single(Directory.GetFiles(test.PartsFolder, "*.part"));
        test.Hub.Commit = new string('b', 40);
        test.Hub.AddLarge("model.safetensors", 5000, 2);
        test.Hub.AddLarge("other.gguf", 9000, 3);
        string kept = Path.Combine(test.PartsFolder, $"{FakeHub.Sha256(test.Hub.Files["other.gguf"])}-9000.part");
        File.WriteAllBytes(kept, new byte[10]);

        await test.PullAsync();
        Assert.True(File.Exists(part) && Directory.Exists(old));
        DateTime weeksAgo = File.GetLastWriteTimeUtc(part).AddDays(-15);
        foreach (string file in Directory.GetFiles(test.PartsFolder)) File.SetLastWriteTimeUtc(file, weeksAgo);
        Directory.SetLastWriteTimeUtc(old, weeksAgo);
        await test.PullAsync();

        Assert.False(File.Exists(part) || Directory.Exists(old));
        Assert.True(File.Exists(kept));
    }

    [Fact]
    public async Task Remove_while_it_is_pulled_is_refused()
    {
        await using var test = new PullTest();
        test.Hub.Next("model.safetensors", e => e.HoldAsync(1000));
        using var stop = new CancellationTokenSource();
        Task<PulledModel> pull = test.PullAsync(cancellationToken: stop.Token);
        await test.Hub.Held.Task;

        string message = Assert.Throws<AssayException>(() => test.Store.Remove("llama")).Message;

        Assert.Contains("being pulled", message, StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull);
        Assert.True(test.Store.Remove("llama") > 0);
    }

    [Theory]
    [InlineData("""{"architectures":["Qwen3ForCausalLM"]}""", StoredModelKind.Decoder), InlineData("""{"model_type":"llama"}""", StoredModelKind.Decoder), InlineData("""{"architectures":["BertModel"],"model_type":"bert"}""", StoredModelKind.Encoder)]
    [InlineData("""{"architectures":["XLMRobertaForSequenceClassification"],"model_type":"xlm-roberta"}""", StoredModelKind.Reranker), InlineData("""{"model_type":"whisper"}""", StoredModelKind.Other), InlineData("[", StoredModelKind.Other), InlineData("[]", StoredModelKind.Other), InlineData("""{"architectures":"x","model_type":5}""", StoredModelKind.Other)]
    public async Task Kind_comes_from_the_configuration(string config, StoredModelKind kind)
    {
        await using var test = new PullTest();
        test.Hub.Add("config.json", config);

        Assert.Equal(kind, (await test.PullAsync()).Found.Model.ReadKind());
    }
}
