using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tests.Models.Hub;

namespace Assay.Tests.EndToEnd;

/// <summary>What <c>assay models</c> prints and how it ends.</summary>
public sealed class ModelsPullCommandTests : IAsyncDisposable
{
    private const string Token = "hf_secretsecretsecret";

    private readonly FakeHub _hub = FakeHub.WithModel();
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    public ModelsPullCommandTests() => _environment = new() { ["ASSAY_MODELS"] = _folder.Path, ["HF_ENDPOINT"] = _hub.Url, ["HF_TOKEN"] = Token };

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pull_list_show_remove_for_people()
    {
        CommandLine.Result none = await RunAsync("list"), pulled = await RunAsync("pull", "hf:tiny/llama"), again = await RunAsync("pull", "hf:tiny/llama@main");
        CommandLine.Result listed = await RunAsync("list"), shown = await RunAsync("show", "llama", "--verify");
        CommandLine.Result removed = await RunAsync("remove", "tiny/llama"), gone = await RunAsync("show", "llama");

        Assert.All(new[] { none, pulled, again, listed, shown, removed }, r => Assert.True(r.ExitCode == 0, r.Error));
        Assert.Contains("assay models pull", none.Out, StringComparison.Ordinal);
        Assert.Contains($"Stored hf:tiny/llama, commit {_hub.Commit}: 4 files, 600.1 kB", pulled.Out, StringComparison.Ordinal);
        Assert.Contains("nothing had to be fetched", again.Out, StringComparison.Ordinal);
        string line = Assert.Single(listed.Out.Split('\n'), l => l.Contains("hf:tiny/llama@aaaaaaaaaaaa", StringComparison.Ordinal));
        Assert.All(new[] { "main", "decoder", "134.5M", "600.1 kB" }, word => Assert.Contains(word, line, StringComparison.Ordinal));
        Assert.Contains(FakeHub.Sha256(_hub.Files["model.safetensors"]), shown.Out, StringComparison.Ordinal);
        Assert.Contains("Every file is as it was pulled", shown.Error, StringComparison.Ordinal);
        Assert.Contains("Removed tiny/llama; 60", removed.Out, StringComparison.Ordinal);
        Assert.Equal(2, gone.ExitCode);
        Assert.Contains("assay models pull hf:OWNER/llama", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_list_show_remove_as_json()
    {
        JsonElement pulled = (await RunAsync("pull", "hf:tiny/llama", "--json")).Json;
        JsonElement listed = (await RunAsync("list", "--json")).Json, shown = (await RunAsync("show", "hf:tiny/llama", "--json")).Json, removed = (await RunAsync("remove", "hf:tiny/llama", "--json")).Json;

        string path = pulled.GetProperty("path").GetString()!;
        Assert.Equal(_hub.Files.Values.Sum(f => f.Length), pulled.GetProperty("fetchedBytes").GetInt64());
        Assert.Equal(path, pulled.GetProperty("model").GetProperty("folder").GetString());
        JsonElement model = Assert.Single(listed.GetProperty("models").EnumerateArray());
        Assert.Equal(("hf:tiny/llama", "decoder", _hub.Commit, 134_515_008), (model.GetProperty("name").GetString(), model.GetProperty("kind").GetString(), model.GetProperty("commit").GetString(), model.GetProperty("parameters").GetInt64()));
        Assert.Equal("main", model.GetProperty("revisions")[0].GetProperty("name").GetString());
        Assert.Equal(["README.md", "config.json", "model.safetensors", "tokenizer.json"], shown.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("path").GetString()));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("damage").ValueKind);
        Assert.True(removed.GetProperty("freedBytes").GetInt64() > 600_000);
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public async Task Show_verify_of_a_changed_file_exits_3_and_says_how_to_fetch_it_anew()
    {
        string path = (await RunAsync("pull", "hf:tiny/llama", "--json")).Json.GetProperty("path").GetString()!;
        byte[] changed = [.. _hub.Files["model.safetensors"]];
        changed[7] ^= 1;
        File.WriteAllBytes(Path.Combine(path, "model.safetensors"), changed);

        CommandLine.Result shown = await RunAsync("show", "llama", "--verify", "--json");

        Assert.Equal(3, shown.ExitCode);
        Assert.Contains("'model.safetensors' has sha256", shown.Error, StringComparison.Ordinal);
        Assert.Contains("assay models remove hf:tiny/llama@aaaaaaaaaaaa", shown.Error, StringComparison.Ordinal);
        Assert.Single(shown.Json.GetProperty("damage").EnumerateArray());
    }

    [Fact]
    public async Task Pull_of_a_gguf_by_option_and_of_several_without_one()
    {
        _hub.Files.Clear();
        _hub.AddLarge("tiny-Q4_K_M.gguf", 2000, 1);
        _hub.AddLarge("tiny-Q8_0.gguf", 4000, 2);

        CommandLine.Result several = await RunAsync("pull", "hf:tiny/llama"), one = await RunAsync("pull", "hf:tiny/llama", "--file", "q8", "--json"), two = await RunAsync("pull", "hf:tiny/llama:Q4", "--file", "Q8");

        Assert.Equal((2, 0, 2), (several.ExitCode, one.ExitCode, two.ExitCode));
        Assert.Contains("--file", several.Error, StringComparison.Ordinal);
        Assert.Contains("tiny-Q4_K_M.gguf", several.Error, StringComparison.Ordinal);
        Assert.EndsWith("tiny-Q8_0.gguf", one.Json.GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Equal("gguf", one.Json.GetProperty("model").GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData(2, "Write hf:owner/name", "pull", "tiny/llama"), InlineData(2, "Write hf:owner/name", "pull", "https://huggingface.co/tiny/llama"), InlineData(3, "no model 'tiny/other'", "pull", "hf:tiny/other")]
    [InlineData(2, "There is no model", "remove", "other"), InlineData(2, "empty text", "show", ""), InlineData(2, "does not name a model", "show", "../../etc"), InlineData(2, "empty text", "pull", "hf:tiny/llama", "--file", "")]
    public async Task Mistakes_exit_with_what_to_do(int code, string said, params string[] arguments)
    {
        CommandLine.Result result = await RunAsync(arguments);

        Assert.Equal((code, ""), (result.ExitCode, result.Out));
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offline_exits_2_and_names_the_setting()
    {
        _environment["HF_HUB_OFFLINE"] = "1";

        CommandLine.Result result = await RunAsync("pull", "hf:tiny/llama");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("HF_HUB_OFFLINE=1 forbids the network", result.Error, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task Trouble_is_told_while_it_lasts_and_never_the_token()
    {
        _hub.Next("model.safetensors", e => e.CutAsync(1000), e => e.ErrorAsync(500, Token), e => e.CorruptAsync());

        CommandLine.Result result = await RunAsync("pull", "hf:tiny/llama", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("The connection broke", result.Error, StringComparison.Ordinal);
        Assert.Contains("answered 500", result.Error, StringComparison.Ordinal);
        Assert.Contains("its checksum is", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, result.Error + result.Out, StringComparison.Ordinal);
    }

    /// <summary>What a pull is held to: a server that cuts the connection ten times, lies about the length once and sends a wrong checksum once, in any order.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public async Task Pull_from_a_bad_server_ends_right(int seed)
    {
        var random = new Random(seed);
        List<Func<FakeHubExchange, Task>> answers = [.. Enumerable.Range(0, 10).Select(_ => random.Next(1, 100_000)).Select<int, Func<FakeHubExchange, Task>>(bytes => e => e.CutAsync(bytes))];
        int wrong = random.Next(-1000, 1000);
        answers.Insert(random.Next(answers.Count), e => e.AnnounceAsync(e.Content.Length + (wrong == 0 ? 1 : wrong)));
        answers.Insert(random.Next(answers.Count), e => e.CorruptAsync());
        _hub.Next("model.safetensors", [.. answers]);

        CommandLine.Result result = await RunAsync("pull", "hf:tiny/llama", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(13, _hub.For("model.safetensors").Length);
        Assert.Contains("are announced, 600000 are listed", result.Error, StringComparison.Ordinal);
        Assert.Contains("its checksum is sha256", result.Error, StringComparison.Ordinal);
        Assert.Equal(_hub.Files["model.safetensors"], File.ReadAllBytes(Path.Combine(result.Json.GetProperty("path").GetString()!, "model.safetensors")));
        Assert.Equal(0, (await RunAsync("show", "llama", "--verify")).ExitCode);
    }

    [Fact]
    public async Task Unfinished_pull_is_listed_and_can_be_removed()
    {
        _hub.Next("model.safetensors", e => e.CutAsync(100_000), e => e.ErrorAsync(403, ""));
        CommandLine.Result failed = await RunAsync("pull", "hf:tiny/llama");

        CommandLine.Result listed = await RunAsync("list"), removed = await RunAsync("remove", "llama"), after = await RunAsync("list", "--json");

        Assert.Equal(3, failed.ExitCode);
        Assert.Contains("Unfinished: hf:tiny/llama, 100.", listed.Out, StringComparison.Ordinal);
        Assert.Equal(0, removed.ExitCode);
        Assert.Empty(after.Json.GetProperty("unfinished").EnumerateArray());
    }

    private Task<CommandLine.Result> RunAsync(params string[] arguments) => CommandLine.RunAsync(_environment, ["models", .. arguments]);
}
