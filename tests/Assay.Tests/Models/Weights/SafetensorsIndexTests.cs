using Assay.Models.Weights;

namespace Assay.Tests.Models.Weights;

public sealed class SafetensorsIndexTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SafetensorsIndexTests()
    {
        SafetensorsWriter.Write(Path.Combine(folder.Path, "model-00001-of-00002.safetensors"), [TensorDraft.Of("a", [2], new float[] { 1, 2 })], new Dictionary<string, string> { ["format"] = "pt" });
        SafetensorsWriter.Write(Path.Combine(folder.Path, "model-00002-of-00002.safetensors"), [TensorDraft.Of("b", [1], new float[] { 3 }), TensorDraft.Of("unnamed", [1], new float[] { 4 })]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shards_read_as_one_model()
    {
        Index("""{"metadata":{"total_size":12},"weight_map":{"b":"model-00002-of-00002.safetensors","a":"model-00001-of-00002.safetensors"}}""");
        using WeightFile file = WeightFile.Open(folder.Path);
        Assert.Equal(["a", "b"], file.Tensors.Select(t => t.Name));
        Assert.Equal([1f, 2], file.Require("a", 2).ToArray());
        Assert.Equal([3f], file.Require("b", 1).ToArray());
        Assert.EndsWith("model-00002-of-00002.safetensors", file.Find("b")!.File, StringComparison.Ordinal);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(12, file.LengthBytes);
    }

    [Theory]
    [InlineData("[]", "no object 'weight_map'")]
    [InlineData("{", "other text")]
    [InlineData("""{"weight_map":{}}""", "an empty 'weight_map'")]
    [InlineData("""{"weight_map":{"a":1}}""", "no file name for 'a'")]
    [InlineData("""{"weight_map":{"a":"model-00001-of-00002.safetensors","a":"model-00001-of-00002.safetensors"}}""", "other text")]
    [InlineData("""{"weight_map":{"a":"../model.safetensors"}}""", "a shard is a .safetensors file in the same folder")]
    [InlineData("""{"weight_map":{"a":"/etc/x.safetensors"}}""", "a shard is a .safetensors file in the same folder")]
    [InlineData("""{"weight_map":{"a":"c:x.safetensors"}}""", "a shard is a .safetensors file in the same folder")]
    [InlineData("""{"weight_map":{"a":"pytorch_model.bin"}}""", "a shard is a .safetensors file in the same folder")]
    [InlineData("""{"weight_map":{"a":"model-00001-of-00002.safetensors","c":"model-00003-of-00003.safetensors"}}""", "of which 1 are not beside it: model-00003-of-00003.safetensors")]
    [InlineData("""{"weight_map":{"a":"model-00002-of-00002.safetensors"}}""", "tensor 'a': expected in 'model-00002-of-00002.safetensors', found no such tensor there")]
    public void Broken_index_is_refused(string index, string message)
    {
        Index(index);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => WeightFile.Open(folder.Path));
        Assert.Equal(WeightFault.InvalidIndex, error.Fault);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_shard_is_named()
    {
        Index("""{"weight_map":{"a":"model-00001-of-00002.safetensors"}}""");
        string shard = Path.Combine(folder.Path, "model-00001-of-00002.safetensors");
        File.WriteAllBytes(shard, File.ReadAllBytes(shard)[..^1]);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => WeightFile.Open(folder.Path));
        Assert.Equal((WeightFault.MetadataIncompleteBuffer, shard), (error.Fault, error.File));
    }

    private void Index(string json) => folder.Write("model.safetensors.index.json", json);
}
