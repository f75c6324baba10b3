using Assay.Models.Weights;
using Assay.Tests.Models.Encoders;

namespace Assay.Tests.Cli;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Export_writes_an_embedder_once_and_says_what_is_not_in_it()
    {
        string model = Path.Combine(folder.Path, "tiny"), file = Path.Combine(folder.Path, "tiny.gguf");
        EncoderFixture.Copy("bert", model);
        CommandLine.Result result = await CommandLine.RunAsync("models", "export", model, file, "--type", "q8_0", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(new FileInfo(file).Length, result.Json.GetProperty("bytes").GetInt64());
        Assert.Contains("--embd-normalize -1", result.Error, StringComparison.Ordinal);
        Assert.Contains(result.Json.GetProperty("notes").EnumerateArray(), n => n.GetString()!.Contains("no modules.json", StringComparison.Ordinal));
        using (GgufFile made = GgufFile.Open(file)) Assert.Equal((WeightType.Q80, "tiny"), (made.Weights.Find("blk.0.attn_q.weight")!.Type, made.Text("general.name")));

        CommandLine.Result again = await CommandLine.RunAsync("models", "export", model, file);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tiny", "q3", "--type: expected stored, f32, f16, bf16, q8_0; found 'q3'")]
    [InlineData("none", "f32", "none")]
    public async Task Export_says_what_is_wrong(string model, string type, string message)
    {
        EncoderFixture.Copy("bert", Path.Combine(folder.Path, "tiny"));
        Dictionary<string, string> store = new() { ["ASSAY_MODELS"] = Path.Combine(folder.Path, "store") };
        CommandLine.Result result = await CommandLine.RunAsync(store, "models", "export", Path.Combine(folder.Path, model), Path.Combine(folder.Path, "x.gguf"), "--type", type);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Path, "x.gguf")));
    }
}
