using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Text;
using Assay.Tuning.Registry;

namespace Assay.Tests.Tuning.Registry;

public sealed class TuningManifestTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(TuningMethod.Lora)]
    [InlineData(TuningMethod.Full)]
    public void What_is_written_is_read_again(TuningMethod method)
    {
        var now = new DateTimeOffset(2026, 11, 25, 22, 0, 0, TimeSpan.Zero);
        var registry = AdapterRegistry.Open(folder.Path, new Clock(now));
        AdapterVersion made = Versions.Add(registry, manifest: Versions.Manifest(method));
        TuningManifest read = TuningManifest.Read(made.Folder);
        Assert.Equal(JsonSerializer.Serialize(Versions.Manifest(method) with { WeightsSha256 = read.WeightsSha256, MadeAt = now }), JsonSerializer.Serialize(read));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("weights"u8)), read.WeightsSha256);
    }

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("null", "null")]
    [InlineData("{\"key\":", "damaged")]
    [InlineData("[]", "damaged")]
    [InlineData("{}", "baseModel")]
    public void Files_that_are_no_manifest_are_refused(string content, string expected)
    {
        folder.Write("manifest.json", content);
        InputException e = Assert.Throws<InputException>(() => TuningManifest.Read(folder.Path));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains("assay tune", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("format", "2", "format 2")]
    [InlineData("key", "\"abc\"", "'key' must be 64")]
    [InlineData("key", "7", "$.key")]
    [InlineData("method", "\"dora\"", "$.method")]
    [InlineData("method", "\"full\"", "'lora' must be there")]
    [InlineData("data", "null", "data")]
    [InlineData("seed", "-1", "$.seed")]
    [InlineData("parent", "\"../v1\"", "'parent' must be a version")]
    [InlineData("surprise", "1", "surprise")]
    [InlineData("baseModel", "\" \"", "'baseModel' is empty")]
    public void Values_that_cannot_be_are_refused(string field, string value, string expected)
    {
        AdapterVersion made = Versions.Add(AdapterRegistry.Open(folder.Path, TimeProvider.System));
        string path = Path.Combine(made.Folder, TuningManifest.FileName);
        JsonNode json = JsonNode.Parse(File.ReadAllText(path))!;
        json[field] = JsonNode.Parse(value);
        File.WriteAllText(path, json.ToJsonString());
        Assert.Contains(expected, Assert.Throws<InputException>(() => TuningManifest.Read(made.Folder)).Message, StringComparison.Ordinal);
    }
}
