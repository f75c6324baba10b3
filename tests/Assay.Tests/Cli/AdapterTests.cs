using System.Text.Json;
using Assay.Cli;
using Assay.Cli.Terminal;
using Assay.Tests.Models.Adapters;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Generation;

namespace Assay.Tests.Cli;

/// <summary>Verbs that run a model of this machine with LoRA weights.</summary>
public sealed class AdapterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TinyDecoder tiny;
    private readonly string adapter;

    public AdapterTests()
    {
        tiny = TinyDecoder.Write(folder.Path, "llama", "\"vocab_size\":260,\"eos_token_id\":257,\"max_position_embeddings\":6000", seed: 3);
        folder.Write("tokenizer.json", ByteTokenizer.Json());
        adapter = TinyAdapter.All(tiny).WritePeft(Path.Combine(folder.Path, "adapters", "mine"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Chat_answers_with_the_adapter_that_is_named()
    {
        string alone = await AnswerAsync(), with = await AnswerAsync("--adapter", adapter);
        Assert.NotEqual(alone, with);

        // Each answer is to a longer conversation than the one before it, so every one is compared with a conversation that had its adapter from the start.
        string script = $"Hello\n/adapter {adapter}\n/adapter none\nHello\n/exit\n", plain = "Hello\nHello\n";
        Assert.Equal(await LinesAsync(plain), await LinesAsync(script));
        Assert.NotEqual((await LinesAsync(plain))[1], (await LinesAsync($"Hello\n/adapter {adapter}\nHello\n"))[1]);
        Assert.Equal((await LinesAsync(plain, "--adapter", adapter))[0], (await LinesAsync($"/adapter {adapter}\nHello\n"))[0]);
    }

    [Fact]
    public async Task Wrong_adapters_are_refused_with_what_to_do()
    {
        CommandLine.Result result = await CommandLine.RunAsync("chat", "--model", folder.Path, "--adapter", Path.Combine(folder.Path, "none"), "Hello");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("expected the folder of an adapter or a GGUF file; there is none", result.Error, StringComparison.Ordinal);
        result = await CommandLine.RunAsync("chat", "--model", "openai:gpt-4o-mini", "--adapter", adapter, "Hello");
        Assert.Contains("the weights of 'openai:gpt-4o-mini' do not", result.Error, StringComparison.Ordinal);

        // Who types goes on; a script ends.
        (int exit, _, string error) = await ChatAsync($"/adapter {adapter}x\nHello\n", isTerminal: true);
        Assert.Equal(0, exit);
        Assert.Contains("there is none", error, StringComparison.Ordinal);
        (exit, _, error) = await ChatAsync($"/adapter {adapter}x\nHello\n", isTerminal: false);
        Assert.Equal(2, exit);
        Assert.Contains("there is none", error, StringComparison.Ordinal);
        (exit, _, error) = await ChatAsync("/adapter\n", isTerminal: false);
        Assert.Contains("needs a path", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_runs_with_an_adapter_on_top_and_merged()
    {
        foreach (string[] more in new[] { ["--adapter", adapter], (string[])["--adapter", adapter, "--merge"] })
        {
            CommandLine.Result result = await CommandLine.RunAsync(["models", "bench", folder.Path, "--prompt", "20", "--generate", "5", "--threads", "1", "--json", .. more]);
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.True(result.Json.GetProperty("generatedTokensPerSecond").GetDouble() > 0);
        }

        Assert.Contains("--merge needs an adapter", (await CommandLine.RunAsync("models", "bench", folder.Path, "--merge")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merge_writes_a_model_that_answers_as_the_adapter_does()
    {
        string target = Path.Combine(folder.Path, "merged");
        CommandLine.Result result = await CommandLine.RunAsync("models", "merge", folder.Path, adapter, target, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(21, result.Json.GetProperty("matrices").GetInt32());
        CommandLine.Result merged = await CommandLine.RunAsync("chat", "--model", target, "--max-tokens", "12", "Hello");
        Assert.Equal(await AnswerAsync("--adapter", adapter), merged.Out);
        Assert.Contains("something is there already", (await CommandLine.RunAsync("models", "merge", folder.Path, adapter, target)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_measures_the_adapter_and_keeps_its_answers_apart()
    {
        using TestProject project = TestProject.Create(2, settings: $"model: {folder.Path}\nadapter: {adapter}");
        JsonElement with = await CompareAsync(project);
        Assert.Equal($"{folder.Path} with adapter {Path.GetRelativePath(project.Root, adapter).Replace('\\', '/')}", with.GetProperty("model").GetString());
        JsonElement again = await CompareAsync(project);
        Assert.Equal(with.GetProperty("arms").GetRawText(), again.GetProperty("arms").GetRawText());

        // Trained again at the same place: nothing of what the adapter before it answered is taken for its own.
        TinyAdapter.All(tiny, seed: 12).WritePeft(adapter);
        Assert.NotEqual(Words(with), Words(await CompareAsync(project)));
        File.WriteAllText(Path.Combine(project.Root, "assay.yaml"), ModelFree.Settings($"name: plans\nmodel: {folder.Path}\n"));
        Assert.Equal(folder.Path, (await CompareAsync(project)).GetProperty("model").GetString());

        static string Words(JsonElement comparison) => string.Join('\n', comparison.GetProperty("arms").EnumerateArray().Select(a => a.GetRawText()));
    }

    private static async Task<JsonElement> CompareAsync(TestProject project)
    {
        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json;
    }

    private async Task<string> AnswerAsync(params string[] more)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["chat", "--model", folder.Path, "--max-tokens", "12", "Hello", .. more]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Out;
    }

    private async Task<string[]> LinesAsync(string script, params string[] more)
    {
        (int exit, string output, string error) = await ChatAsync(script, isTerminal: false, more);
        Assert.True(exit == 0, error);
        using JsonDocument said = JsonDocument.Parse(output);
        return [.. said.RootElement.GetProperty("messages").EnumerateArray().Where(m => m.GetProperty("role").GetString() == "assistant").Select(m => m.GetProperty("content").GetString()!)];
    }

    private async Task<(int Exit, string Output, string Error)> ChatAsync(string script, bool isTerminal, params string[] more)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost(output, error, TimeProvider.System, _ => null, isTerminal) { In = new StringReader(script) };
        return (await AssayCommand.InvokeAsync(["chat", "--model", folder.Path, "--max-tokens", "12", "--json", .. more], host), output.ToString(), error.ToString());
    }
}
