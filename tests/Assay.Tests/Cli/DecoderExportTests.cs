using Assay.Models.Weights;
using Assay.Tests.Application.FineTuning;
using Assay.Tests.Models.Adapters;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Encoders;
using Assay.Tests.Models.Generation;
using Assay.Tuning.Registry;

namespace Assay.Tests.Cli;

public sealed class DecoderExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public DecoderExportTests()
    {
        TinyDecoder tiny = TinyDecoder.Write(Directory.CreateDirectory(Model).FullName, "llama", "\"vocab_size\":260,\"intermediate_size\":64,\"eos_token_id\":257");
        folder.Write("tiny/tokenizer.json", ByteTokenizer.Json());
        TinyAdapter.All(tiny).WritePeft(Adapter);
    }

    private string Model => Path.Combine(folder.Path, "tiny");

    private string Adapter => Path.Combine(folder.Path, "adapter");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("gguf", "out.gguf")]
    [InlineData("safetensors", "out")]
    [InlineData("peft", "out")]
    [InlineData("gguf-adapter", "out.gguf")]
    public async Task Every_format_is_written_and_replayed(string format, string name)
    {
        string target = Path.Combine(folder.Path, name);
        CommandLine.Result result = await CommandLine.RunAsync("models", "export", Model, target, "--adapter", Adapter, "--format", format, "--strength", "0.5", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.True(Path.Exists(target));
        Assert.True(result.Json.GetProperty("kept").GetBoolean());
        Assert.Equal(20, result.Json.GetProperty("replay").GetProperty("prompts").GetInt32());
        Assert.Equal(1, result.Json.GetProperty("replay").GetProperty("agreement").GetDouble());
        CommandLine.Result again = await CommandLine.RunAsync("models", "export", Model, target, "--adapter", Adapter, "--format", format);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("something is there already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_differs_too_much_is_not_kept_and_the_exit_code_says_so()
    {
        string target = Path.Combine(folder.Path, "out.gguf"), prompts = folder.Write("p.jsonl", "{\"prompt\": \"Hello there\", \"id\": \"greeting\"}\n");
        CommandLine.Result result = await CommandLine.RunAsync("models", "export", Model, target, "--type", "q8_0", "--most-divergence", "0", "--prompts", prompts, "--json");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("behind 'greeting' its distributions are", result.Error, StringComparison.Ordinal);
        Assert.False(result.Json.GetProperty("kept").GetBoolean());
        Assert.False(File.Exists(target));
        CommandLine.Result loose = await CommandLine.RunAsync("models", "export", Model, target, "--type", "q8_0", "--no-replay");
        Assert.Equal(0, loose.ExitCode);
        Assert.Contains("not replayed", loose.Out, StringComparison.Ordinal);
        using GgufFile made = GgufFile.Open(target);
        Assert.Equal(WeightType.Q80, made.Weights.Find("blk.0.attn_q.weight")!.Type);
    }

    [Theory]
    [InlineData("--format onnx", "--format: expected gguf, safetensors, gguf-adapter, peft; found 'onnx'")]
    [InlineData("--format peft", "all its weights were trained")]
    [InlineData("--strength 0.5", "--strength is an adapter's")]
    [InlineData("--no-replay --least-agreement 0.5", "--no-replay leaves out")]
    [InlineData("--least-agreement 2", "--least-agreement must be 0 to 1; found 2")]
    [InlineData("--prompts none.jsonl", "There is no such file")]
    public async Task What_is_wrong_is_said(string options, string message)
    {
        CommandLine.Result result = await CommandLine.RunAsync((string[])["models", "export", Model, Path.Combine(folder.Path, "x.gguf"), .. options.Split(' ')]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TuningMethod.Lora, "v1")]
    [InlineData(TuningMethod.Full, "newest")]
    public async Task A_trained_version_is_exported_with_prompts_of_its_examples(TuningMethod method, string version)
    {
        using TrainedProject trained = TrainedProject.Create();
        trained.Train(method, epochs: 2);
        string target = Path.Combine(folder.Path, "v.gguf");
        CommandLine.Result result = await CommandLine.RunAsync("models", "export", version, target, "--project", trained.Project.Root, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(20, result.Json.GetProperty("replay").GetProperty("prompts").GetInt32());
        Assert.True(File.Exists(target));
        CommandLine.Result own = await CommandLine.RunAsync("models", "export", version, target, "--project", trained.Project.Root, "--adapter", Adapter);
        Assert.Contains("has its own", own.Error, StringComparison.Ordinal);
        CommandLine.Result none = await CommandLine.RunAsync("models", "export", "v7", target, "--project", trained.Project.Root);
        Assert.Contains("There is no version 'v7'", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_embedder_has_no_adapter()
    {
        EncoderFixture.Copy("bert", Path.Combine(folder.Path, "bert"));
        CommandLine.Result result = await CommandLine.RunAsync("models", "export", Path.Combine(folder.Path, "bert"), Path.Combine(folder.Path, "x.gguf"), "--adapter", Adapter);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("this is no chat model", result.Error, StringComparison.Ordinal);
    }
}
