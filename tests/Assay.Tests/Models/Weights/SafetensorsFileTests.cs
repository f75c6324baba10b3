using System.Buffers.Binary;
using System.Text;
using Assay.Models.Weights;
using Assay.Numerics.Memory;
using Assay.Text;

namespace Assay.Tests.Models.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Writer_orders_wide_types_first_and_pads_the_header()
    {
        string path = Path.Combine(folder.Path, "m.safetensors");
        SafetensorsWriter.Write(path,
        [
            TensorDraft.Of("b", [2], new float[] { 1, -2 }, WeightType.BF16),
            TensorDraft.Of("z", [1, 2], new float[] { 0.5f, 3 }),
            TensorDraft.Of("a", [2], new float[] { 65504, 5.9604645e-8f }, WeightType.F16),
            TensorDraft.Of("c", [], new float[] { 7 }),
        ], new Dictionary<string, string> { ["format"] = "pt" });
        const string header = """{"__metadata__":{"format":"pt"},"c":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"z":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[12,16]},"a":{"dtype":"F16","shape":[2],"data_offsets":[16,20]}}""";
        int padded = (header.Length + 7) / 8 * 8;
        byte[] expected = [.. BitConverter.GetBytes((long)padded), .. Encoding.ASCII.GetBytes(header.PadRight(padded)),
            0, 0, 0xE0, 0x40, 0, 0, 0, 0x3F, 0, 0, 0x40, 0x40, 0x80, 0x3F, 0, 0xC0, 0xFF, 0x7B, 1, 0];
        Assert.Equal(expected, File.ReadAllBytes(path));
    }

    [Fact]
    public void Written_tensors_read_back_whatever_their_order()
    {
        string path = Path.Combine(folder.Path, "m.safetensors");
        float[] values = [.. Enumerable.Range(0, 96).Select(i => (i - 40) * 0.25f)];
        SafetensorsWriter.Write(path, [.. new[] { WeightType.F32, WeightType.F16, WeightType.BF16 }.Select(t => TensorDraft.Of($"t.{t}", [3, 2, 16], values, t))]);
        using WeightFile file = WeightFile.Open(path);
        Assert.Equal(3, file.Tensors.Length);
        foreach (WeightTensor tensor in file.Tensors)
        {
            Assert.Equal([3L, 2, 16], tensor.Shape.ToArray());
            Assert.Equal((6, 16, 96), (tensor.Rows, tensor.RowLength, tensor.Count));
            float[] rows = new float[32];
            tensor.ReadRows(3, 2, rows);
            Assert.Equal(values[48..80], rows);
            Assert.Equal(values, tensor.ToArray());
        }

        Assert.Null(file.Find("other"));
        Assert.Equal(96 * 8, file.LengthBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Tensors[0].ReadRows(5, 2, new float[32]));
        Assert.Throws<ArgumentException>(() => file.Tensors[0].ReadRows(0, 2, new float[31]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Tensors[0].Bytes(380, 5));
        Assert.Equal(4, file.Tensors[0].Bytes(380, 4).Length);
    }

    [Fact]
    public void Copied_tensor_has_the_same_bytes()
    {
        string first = Path.Combine(folder.Path, "1.safetensors"), second = Path.Combine(folder.Path, "2.safetensors");
        SafetensorsWriter.Write(first, [TensorDraft.Of("x", [5], new float[] { 1, 2, 3, 4, 5 }, WeightType.BF16)]);
        using WeightFile file = WeightFile.Open(first);
        SafetensorsWriter.Write(second, [TensorDraft.Of(file.Tensors[0])]);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void Every_half_converts_as_the_runtime_does()
    {
        byte[] bytes = new byte[131072];
        for (int i = 0; i < 65536; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), (ushort)i);
        using WeightFile file = Made("""{"h":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]}}""", bytes);
        float[] values = file.Tensors[0].ToArray();
        for (int i = 0; i < 65536; i++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)i);
            if (float.IsNaN(expected)) Assert.True(float.IsNaN(values[i]));
            else Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(values[i]));
        }
    }

    [Fact]
    public void Brain_floats_round_to_even_and_keep_specials()
    {
        string path = Path.Combine(folder.Path, "m.safetensors");
        float[] values = [1.00390625f, 1.01171875f, float.PositiveInfinity, float.NaN, float.MaxValue, -0f];
        SafetensorsWriter.Write(path, [TensorDraft.Of("x", [6], values, WeightType.BF16)]);
        using WeightFile file = WeightFile.Open(path);
        Assert.Equal([1f, 1.015625f, float.PositiveInfinity, float.NaN, float.PositiveInfinity, -0f], file.Tensors[0].ToArray());
    }

    [Fact]
    public void Value_too_large_for_half_is_named_and_leaves_the_old_file()
    {
        string path = folder.Write("m.safetensors", "old");
        AssayException error = Assert.Throws<AssayException>(() => SafetensorsWriter.Write(path, [TensorDraft.Of("x", [3], new float[] { 1, 2, 70000 }, WeightType.F16)]));
        Assert.Contains("'x': value 70000 at index 2 does not fit F16", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Draft_that_writes_too_little_leaves_no_file()
    {
        string path = Path.Combine(folder.Path, "m.safetensors");
        Assert.Throws<InvalidOperationException>(() => SafetensorsWriter.Write(path, [new("x", WeightType.F32, [2], s => s.Write([1f]))]));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Names_twice_reserved_or_of_other_formats_are_refused()
    {
        TensorDraft x = TensorDraft.Of("x", [1], new float[1]);
        string path = Path.Combine(folder.Path, "m.safetensors");
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [x, x]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [x with { Name = "__metadata__" }]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [x with { Type = WeightType.Q80, Shape = [32] }]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [x with { Shape = [-1] }]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [x with { Shape = [long.MaxValue, 2] }]));
    }

    [Fact]
    public void Tensor_behind_two_gibibytes_is_read()
    {
        if (OperatingSystem.IsWindows()) return; // files are not sparse there by themselves
        string path = Path.Combine(folder.Path, "big.safetensors");
        const long big = 3L << 30;
        string header = $$$"""{"a":{"dtype":"U8","shape":[{{{big}}}],"data_offsets":[0,{{{big}}}]},"b":{"dtype":"F32","shape":[2],"data_offsets":[{{{big}}},{{{big + 8}}}]}}""";
        using (FileStream stream = File.Create(path))
        {
            stream.Write(Safetensors.Bytes(header, []));
            stream.Seek(big, SeekOrigin.Current);
            stream.Write(BitConverter.GetBytes(1.5f));
            stream.Write(BitConverter.GetBytes(-2f));
        }

        using WeightFile file = WeightFile.Open(path);
        Assert.Equal([1.5f, -2f], file.Require("b", 2).ToArray());
        Assert.Equal(0, file.Require("a", big).Bytes(big - 1, 1)[0]);
    }

    [Theory]
    [InlineData(WeightType.F32, float.NaN)]
    [InlineData(WeightType.F16, float.PositiveInfinity)]
    [InlineData(WeightType.BF16, float.NegativeInfinity)]
    public void Weight_that_is_not_finite_is_found_with_its_place(WeightType type, float bad)
    {
        string path = Path.Combine(folder.Path, "m.safetensors");
        float[] values = new float[200_000];
        values[150_003] = bad;
        SafetensorsWriter.Write(path, [TensorDraft.Of("good", [4], new float[4]), TensorDraft.Of("layer.w", [200, 1000], values, type)]);
        using WeightFile file = WeightFile.Open(path);
        Assert.Equal(new float[4], file.Find("good")!.ToWeights());
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => file.Find("layer.w")!.ToWeights());
        Assert.Equal((WeightFault.NotFinite, "layer.w"), (error.Fault, error.Tensor));
        Assert.Contains("at index 150003 ([150, 3])", error.Message, StringComparison.Ordinal);
        float[] rows = new float[2000];
        file.Find("layer.w")!.ReadWeights(148, 2, rows);
        error = Assert.Throws<ModelFormatException>(() => file.Find("layer.w")!.ReadWeights(149, 2, rows));
        Assert.Contains("at index 150003 ([150, 3])", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_tensor_and_wrong_shape_name_both_sides()
    {
        using WeightFile file = Made("""{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""", new byte[8]);
        Assert.Contains("expected a tensor of shape [3, 4], found none among 1", Assert.Throws<ModelFormatException>(() => file.Require("v", 3, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("expected shape [2, 1], found [1, 2]", Assert.Throws<ModelFormatException>(() => file.Require("w", 2, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_without_numbers_are_kept_as_bytes()
    {
        using WeightFile file = Made("""{"i":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"n":{"dtype":"F4","shape":[2,3],"data_offsets":[8,11]}}""", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        Assert.Equal([9, 10, 11], file.Find("n")!.Bytes(0, 3).ToArray());
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => file.Find("i")!.ToArray());
        Assert.Equal(WeightFault.UnsupportedType, error.Fault);
    }

    private static WeightFile Made(string header, byte[] data) => SafetensorsReader.Read("m.safetensors", new MemoryRegion(Safetensors.Bytes(header, data)));
}

/// <summary>Puts a file together by hand.</summary>
internal static class Safetensors
{
    public static byte[] Bytes(string header, byte[] data) => Bytes(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Bytes(byte[] header, byte[] data) => [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. data];

}
