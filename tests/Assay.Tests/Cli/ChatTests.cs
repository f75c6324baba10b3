using System.Text.Json;
using Assay.Cli;
using Assay.Cli.Terminal;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Generation;

namespace Assay.Tests.Cli;

/// <summary>Verbs that run a model of this machine.</summary>
public sealed class ChatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ChatTests()
    {
        TinyDecoder.Write(folder.Path, "llama", "\"vocab_size\":260,\"eos_token_id\":257", seed: 3);
        folder.Write("tokenizer.json", ByteTokenizer.Json());
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Chat_answers_once_and_line_by_line()
    {
        CommandLine.Result once = await CommandLine.RunAsync("chat", "--model", folder.Path, "--max-tokens", "8", "Hello", "--json");
        Assert.True(once.ExitCode == 0, once.Error);
        Assert.Equal(["user", "assistant"], once.Json.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()));
        Assert.Equal((5, 8), (once.Json.GetProperty("inputTokenCount").GetInt32(), once.Json.GetProperty("outputTokenCount").GetInt32()));

        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost(output, error, TimeProvider.System, _ => null, isTerminal: false) { In = new StringReader("Hello\n\n  \nAgain\n/exit\nnever\n") };
        Assert.Equal(0, await AssayCommand.InvokeAsync(["chat", "--model", folder.Path, "--max-tokens", "8", "--system", "Be brief.", "--json"], host));
        using JsonDocument said = JsonDocument.Parse(output.ToString());
        Assert.Equal("system user assistant user assistant", string.Join(' ', said.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString())));
    }

    [Fact]
    public async Task Chat_says_what_is_wrong()
    {
        CommandLine.Result result = await CommandLine.RunAsync("chat", "--model", Path.Combine(folder.Path, "none"), "Hello");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("expected the folder of a model; there is none", result.Error, StringComparison.Ordinal);
        Assert.Contains("The message was given as an empty text", (await CommandLine.RunAsync("chat", "--model", folder.Path, " ")).Error, StringComparison.Ordinal);
        Assert.Contains("--max-tokens must be 1 or more; found 0", (await CommandLine.RunAsync("chat", "--model", folder.Path, "--max-tokens", "0", "x")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_measures_a_folder()
    {
        CommandLine.Result result = await CommandLine.RunAsync("models", "bench", folder.Path, "--prompt", "20", "--generate", "5", "--threads", "1", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.True(result.Json.GetProperty("promptTokensPerSecond").GetDouble() > 0 && result.Json.GetProperty("generatedTokensPerSecond").GetDouble() > 0);
        Assert.Contains("--threads must be at most 256; found 100000", (await CommandLine.RunAsync("models", "bench", folder.Path, "--threads", "100000")).Error, StringComparison.Ordinal);
        Assert.Contains("exceed the model's window of 400", (await CommandLine.RunAsync("models", "bench", folder.Path, "--prompt", "400")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_asks_a_folder_like_any_other_model()
    {
        TinyDecoder.Write(folder.Path, "llama", "\"vocab_size\":260,\"eos_token_id\":257,\"max_position_embeddings\":6000", seed: 3);
        using TestProject project = TestProject.Create(2, settings: $"model: {folder.Path}");
        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt,rag", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.All(result.Json.GetProperty("arms").EnumerateArray(), arm => Assert.Equal(3, arm.GetProperty("n").GetInt32()));
        CommandLine.Result again = await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt,rag", "--json");
        Assert.Equal(result.Json.GetProperty("arms").GetRawText(), again.Json.GetProperty("arms").GetRawText());
    }
}
