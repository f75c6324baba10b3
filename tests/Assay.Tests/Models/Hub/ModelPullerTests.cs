using System.Diagnostics;
using Assay.Models.Hub;
using Assay.Text;
using Xunit.Abstractions;

namespace Assay.Tests.Models.Hub;

/// <summary>Connections that break, servers that lie, and what is in the store afterwards.</summary>
public sealed class ModelPullerTests(ITestOutputHelper log)
{
    private const string Weights = "model.safetensors";

    [Fact]
    public async Task Pull_stores_what_a_model_needs_and_nothing_else()
    {
        await using var test = new PullTest();
        test.Hub.Add("LICENSE", "Apache-2.0");
        test.Hub.Add("training_args.bin", "x");
        test.Hub.Add("onnx/model.onnx", "x");
        test.Hub.Add(".gitattributes", "x");

        PulledModel pulled = await test.PullAsync();

        test.AssertWhole(pulled);
        StoredModel model = pulled.Found.Model;
        Assert.Equal(["LICENSE", "README.md", "config.json", Weights, "tokenizer.json"], model.Files.Select(f => f.Path));
        Assert.Equal((model.Folder, StoredModelKind.Decoder, 134_515_008L, "hf:tiny/llama"), (pulled.Found.Path, model.ReadKind(), model.Parameters, model.Name));
        Assert.Equal(model.Bytes, pulled.FetchedBytes);
        Assert.All(model.Files, f => Assert.Equal(FakeHub.Sha256(test.Hub.Files[f.Path]), f.Sha256));
        Assert.Equal((model.Bytes, model.Bytes), (test.Progress.Max(p => p.DoneBytes), test.Progress.Last(p => p.Step == PullStep.Fetching).TotalBytes));
    }

    [Fact]
    public async Task Pull_again_fetches_nothing()
    {
        await using var test = new PullTest();
        await test.PullAsync();
        int asked = test.Hub.Requests.Count;

        PulledModel again = await test.PullAsync();
        PulledModel pinned = await test.PullAsync($"hf:tiny/llama@{test.Hub.Commit}");

        Assert.Equal((0, 0), (again.FetchedBytes, pinned.FetchedBytes));
        Assert.Equal(asked + 1, test.Hub.Requests.Count);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Connection_cut_ten_times_ends_right(int seed)
    {
        await using var test = new PullTest();
        var random = new Random(seed);
        test.Hub.Next(Weights, [.. Enumerable.Range(0, 10).Select<int, Func<FakeHubExchange, Task>>(_ =>
        {
            int bytes = random.Next(1, 55_000);
            return exchange => exchange.CutAsync(bytes);
        })]);

        PulledModel pulled = await test.PullAsync();

        test.AssertWhole(pulled);
        FakeHubRequest[] requests = test.Hub.For(Weights);
        Assert.Equal(11, requests.Length);
        Assert.Equal(10, requests.Select(r => r.From).Where(f => f > 0).Distinct().Count());
        Assert.All(requests.Skip(1), r => Assert.Equal($"\"{FakeHub.Sha256(test.Hub.Files[Weights])}\"", r.Headers["if-range"]));
        Assert.Equal(pulled.Found.Model.Bytes, pulled.FetchedBytes);
        Assert.Equal(10, test.Notes.Length);
    }

    [Fact]
    public async Task Connection_dropped_before_the_answer_and_silent_within_it_ends_right()
    {
        await using var test = new PullTest();
        test.Options = test.Options with { IdleTimeout = TimeSpan.FromMilliseconds(500) };
        test.Hub.Next(Weights, e => e.DropAsync(), e => e.HoldAsync(1000), e => e.DropAsync());
        test.Hub.Next("list", e => e.DropAsync(), e => e.CutAsync(20));

        test.AssertWhole(await test.PullAsync());

        Assert.Contains(test.Notes, n => n.Contains("silent for 0.5 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connection_that_never_comes_further_is_given_up_and_what_came_is_kept()
    {
        await using var test = new PullTest();
        test.Hub.Next(Weights, [e => e.CutAsync(1000), .. Enumerable.Repeat<Func<FakeHubExchange, Task>>(e => e.CutAsync(0), 8)]);

        HubException error = await test.PullFailsAsync();

        Assert.Contains("Tried 8 times", error.Message, StringComparison.Ordinal);
        test.AssertNothingInstalled();
        Assert.Equal(1000, new FileInfo(Assert.Single(Directory.GetFiles(test.PartsFolder, "*.part"))).Length);
        Assert.InRange(Assert.Single(test.Store.List().Unfinished).Bytes, 1000 + test.Hub.Files.Where(f => f.Key != Weights).Sum(f => f.Value.Length), 2000);
        test.AssertWhole(await test.PullAsync());
        Assert.Equal(1000, test.Hub.For(Weights)[^1].From);
    }

    [Fact]
    public async Task Server_without_ranges_begins_the_file_anew()
    {
        await using var test = new PullTest();
        test.Hub.IgnoresRange = true;
        test.Hub.Next(Weights, e => e.CutAsync(300_000), e => e.CutAsync(100_000), e => e.CutAsync(599_999));

        test.AssertWhole(await test.PullAsync());

        Assert.Equal([0, 300_000, 100_000, 599_999], test.Hub.For(Weights).Select(r => r.From));
    }

    [Theory]
    [InlineData("announced too long"), InlineData("announced too short"), InlineData("longer"), InlineData("shorter"), InlineData("corrupt")]
    public async Task False_length_or_checksum_once_ends_right(string lie)
    {
        await using var test = new PullTest();
        test.Hub.Next(Weights, Lie(lie));

        PulledModel pulled = await test.PullAsync();

        test.AssertWhole(pulled);
        Assert.Equal(2, test.Hub.For(Weights).Length);
    }

    [Theory]
    [InlineData("announced too long", "600007 bytes are announced, 600000 are listed"), InlineData("announced too short", "599993 bytes are announced"), InlineData("longer", "more than the 600000 bytes"), InlineData("corrupt", "checksum is sha256")]
    public async Task False_length_or_checksum_always_says_why_and_installs_nothing(string lie, string said)
    {
        await using var test = new PullTest();
        test.Hub.Next(Weights, [.. Enumerable.Repeat(Lie(lie), 3)]);

        HubException error = await test.PullFailsAsync();

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("Tried 3 times", error.Message, StringComparison.Ordinal);
        test.AssertNothingInstalled();
        test.AssertWhole(await test.PullAsync());
    }

    [Fact]
    public async Task False_checksum_of_a_small_file_is_noticed_by_its_git_name()
    {
        await using var test = new PullTest();
        test.Hub.Next("config.json", e => e.CorruptAsync());

        test.AssertWhole(await test.PullAsync());

        Assert.Equal(2, test.Hub.For("config.json").Length);
        Assert.Contains("git sha1", Assert.Single(test.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Part_of_another_content_is_not_continued()
    {
        await using var test = new PullTest();
        test.Hub.Next(Weights, e => e.CutAsync(1000), async e =>
        {
            // A mirror that heeds no If-Range, and has another content under the same name.
            await e.StatusAsync(206, ("Content-Length", "599000"), ("Content-Range", "bytes 1000-599999/600000"), ("ETag", "\"other\""));
            await e.Stream.WriteAsync(new byte[599_000]);
        });

        test.AssertWhole(await test.PullAsync());

        Assert.Equal([0, 1000, 0], test.Hub.For(Weights).Select(r => r.From));
    }

    [Theory, InlineData(206, "bytes 7-599999/600000"), InlineData(206, "bytes 1000-699999/700000"), InlineData(416, "bytes */900")]
    public async Task Part_that_was_not_asked_for_is_not_taken(int status, string range)
    {
        await using var test = new PullTest();
        test.Hub.Next(Weights, e => e.CutAsync(1000), async e =>
        {
            await e.StatusAsync(status, ("Content-Length", "10"), ("Content-Range", range));
            await e.Stream.WriteAsync(new byte[10]);
        });

        test.AssertWhole(await test.PullAsync());
    }

    [Fact]
    public async Task Pull_stopped_goes_on_in_another()
    {
        await using var test = new PullTest();
        test.Hub.Next(Weights, e => e.HoldAsync(200_000));
        using var stop = new CancellationTokenSource();

        Task<PulledModel> pull = test.PullAsync(cancellationToken: stop.Token);
        await test.Hub.Held.Task;
        while (new FileInfo(Directory.GetFiles(test.PartsFolder, "*.part").SingleOrDefault() ?? "none") is not { Exists: true, Length: 200_000 }) await Task.Delay(5);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull);
        test.AssertNothingInstalled();
        test.AssertWhole(await test.PullAsync());
        Assert.Equal([0, 200_000], test.Hub.For(Weights).Select(r => r.From));
    }

    [Fact]
    public async Task Files_of_a_pull_that_died_before_its_manifest_are_checked_before_they_are_taken()
    {
        await using var test = new PullTest();
        PulledModel first = await test.PullAsync();
        string folder = first.Found.Model.Folder;
        File.Delete(Path.Combine(folder, "assay-model.json"));
        byte[] changed = [.. test.Hub.Files["config.json"]];
        changed[3] ^= 1;
        File.WriteAllBytes(Path.Combine(folder, "config.json"), changed);
        test.AssertNothingInstalled();

        PulledModel again = await test.PullAsync();

        test.AssertWhole(again);
        Assert.Equal(changed.Length, again.FetchedBytes);
    }

    [Fact]
    public async Task Two_pulls_at_once_end_with_one_model()
    {
        await using var test = new PullTest();
        test.Hub.Next(Weights, e => e.CutAsync(10_000), e => e.CutAsync(10_000));

        PulledModel[] pulled = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => test.PullAsync()));

        Assert.All(pulled, test.AssertWhole);
        Assert.Equal(test.Hub.Files.Values.Sum(f => f.Length), pulled.Sum(p => p.FetchedBytes));
        Assert.Equal(3, test.Hub.For(Weights).Length);
    }

    [Fact]
    public async Task Room_is_looked_at_before_anything_is_fetched()
    {
        await using var test = new PullTest { FreeBytes = _ => 1_000_000 };

        AssayException error = await Assert.ThrowsAsync<AssayException>(() => test.PullAsync());

        Assert.Contains("needs 17.4 MB", error.Message, StringComparison.Ordinal);
        Assert.Contains("1.0 MB are free", error.Message, StringComparison.Ordinal);
        Assert.Contains("ASSAY_MODELS", error.Message, StringComparison.Ordinal);
        Assert.Empty(test.Hub.For(Weights));
    }

    [Fact]
    public async Task Disk_that_fills_up_is_said_and_what_came_is_kept()
    {
        await using var test = new PullTest();
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", test.Store.Root))
        {
            log.WriteLine("Skipped: this user may not mount a small disk.");
            return;
        }

        try
        {
            AssayException error = await Assert.ThrowsAsync<AssayException>(() => test.PullAsync());

            Assert.Contains("are still to come, 0.0 MB are free", error.Message, StringComparison.Ordinal);
            Assert.Contains("what was fetched is kept", error.Message, StringComparison.Ordinal);
            test.AssertNothingInstalled();
            Assert.True(await RunAsync("mount", "-o", "remount,size=4m", test.Store.Root));
            test.AssertWhole(await test.PullAsync());
            Assert.InRange(test.Hub.For(Weights)[^1].From, 300_000, 400_000);
        }
        finally
        {
            await RunAsync("umount", "--lazy", test.Store.Root);
        }
    }

    [Fact]
    public async Task Moved_branch_copies_what_did_not_change_and_keeps_the_earlier_commit()
    {
        await using var test = new PullTest();
        PulledModel first = await test.PullAsync();
        test.Hub.Commit = new string('b', 40);
        test.Hub.Add("README.md", "# Better\n");

        PulledModel second = await test.PullAsync();

        Assert.Single(test.Hub.For(Weights));
        Assert.Equal(first.Found.Model.Pinned, Assert.Single(second.Superseded).Pinned);
        Assert.Equal(second.Found.Path, test.Store.Find("hf:tiny/llama").Path);
        Assert.Equal(first.Found.Path, test.Store.Find($"llama@{first.Found.Model.Commit[..12]}").Path);
        test.AssertWhole(second);
    }

    private static async Task<bool> RunAsync(string command, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Func<FakeHubExchange, Task> Lie(string kind) => kind switch
    {
        "announced too long" => e => e.AnnounceAsync(e.Content.Length + 7),
        "announced too short" => e => e.AnnounceAsync(e.Content.Length - 7),
        "longer" => e => e.UnannouncedAsync(7),
        "shorter" => e => e.UnannouncedAsync(-7),
        _ => e => e.CorruptAsync(),
    };
}
