using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Tests.Models.Weights;

/// <summary>Fixtures/gguf: a file written by a Python script of its own, and what the script reads in it.</summary>
public sealed class GgufFileTests : IDisposable
{
    private static readonly string Fixture = Path.Combine(AppContext.BaseDirectory, "Fixtures", "gguf", "small.gguf");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Values_are_those_the_other_reader_finds()
    {
        using GgufFile file = GgufFile.Open(Fixture);
        JsonElement expected = Expected().GetProperty("values");
        Assert.Equal(expected.EnumerateObject().Select(p => p.Name), file.Values.Keys);
        foreach (JsonProperty value in expected.EnumerateObject()) AssertSame(value.Value, file.Values[value.Name]);
        Assert.Equal("llama", file.Text("general.architecture"));
        Assert.Equal(-32768, file.WholeNumber("t.i16"));
        Assert.Equal(0.1f, file.Number("t.f32"));
        Assert.Equal(255, file.Number("t.u8"));
        Assert.True(file.Flag("t.true"));
        Assert.Equal(["<s>", "▁a", ""], file.Texts("a.tokens")!);
        Assert.Equal([0, -1.5f], file.Numbers("a.scores")!);
        Assert.Equal([3, 1, 1], file.WholeNumbers("a.types")!);
        Assert.Null(file.Text("none"));
        Assert.Null(file.WholeNumbers("none"));
    }

    [Theory]
    [InlineData("t.u64", "expected a whole number, found U64 18446744073709551615")]
    [InlineData("a.tokens", "expected a whole number, found an array of Text")]
    public void Value_of_another_type_says_which(string key, string message)
    {
        using GgufFile file = GgufFile.Open(Fixture);
        Assert.Contains(message, Assert.Throws<ModelFormatException>(() => file.WholeNumber(key)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_are_those_the_other_reader_finds()
    {
        using WeightFile file = WeightFile.Open(Fixture);
        JsonElement expected = Expected().GetProperty("tensors");
        Assert.Equal(["Q8_0", "Q4_0", "F32", "F16", "BF16", "Q4_K", "Q6_K"], file.Tensors.Select(t => WeightLayout.Of(t.Type).Name));
        int compared = 0;
        foreach (JsonProperty tensor in expected.EnumerateObject())
        {
            long[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];
            float[] values = [.. tensor.Value.GetProperty("values").EnumerateArray().Select(v => v.GetSingle())];
            WeightTensor found = file.Require(tensor.Name, shape);
            Assert.Equal(tensor.Value.GetProperty("type").GetString(), WeightLayout.Of(found.Type).Name);
            Assert.Equal(values, found.ToWeights());
            float[] last = new float[found.RowLength];
            found.ReadRows(found.Rows - 1, 1, last);
            Assert.Equal(values[^last.Length..], last);
            compared += values.Length;
        }

        Assert.Equal(1358, compared);
    }

    [Fact]
    public void Writer_gives_the_bytes_of_the_other_writer()
    {
        string path = Path.Combine(folder.Path, "copy.gguf");
        using GgufFile file = GgufFile.Open(Fixture);
        GgufWriter.Write(path, file.Values, file.Weights.Tensors.Select(t => TensorDraft.Of(t)));
        Assert.Equal(File.ReadAllBytes(Fixture), File.ReadAllBytes(path));
    }

    [Fact]
    public void Small_file_is_written_byte_by_byte_as_described()
    {
        string path = Path.Combine(folder.Path, "m.gguf");
        GgufWriter.Write(path, [new("a", GgufValue.Of("é")), new("n", GgufValue.OfArray<uint>([1, 2]))], [TensorDraft.Of("w", [2, 1], new float[] { 1, -2 }, WeightType.F16), TensorDraft.Of("v", [1], new float[] { 0.5f })]);
        byte[] head =
        [
            (byte)'G', (byte)'G', (byte)'U', (byte)'F', 3, 0, 0, 0, .. Long(2), .. Long(2),
            .. Long(1), (byte)'a', 8, 0, 0, 0, .. Long(2), 0xC3, 0xA9,
            .. Long(1), (byte)'n', 9, 0, 0, 0, 4, 0, 0, 0, .. Long(2), 1, 0, 0, 0, 2, 0, 0, 0,
            .. Long(1), (byte)'w', 2, 0, 0, 0, .. Long(1), .. Long(2), 1, 0, 0, 0, .. Long(0), // the contiguous dimension first
            .. Long(1), (byte)'v', 1, 0, 0, 0, .. Long(1), 0, 0, 0, 0, .. Long(32),
        ];
        byte[] data = [0, 0x3C, 0, 0xC0, .. new byte[28], 0, 0, 0, 0x3F, .. new byte[28]];
        Assert.Equal([.. head, .. new byte[(32 - (head.Length % 32)) % 32], .. data], File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(WeightType.F32, 0)]
    [InlineData(WeightType.F16, 0)]
    [InlineData(WeightType.BF16, 0)]
    [InlineData(WeightType.Q80, 0.06)]
    [InlineData(WeightType.Q40, 1.5)]
    public void Floats_come_back_within_the_error_of_their_type(WeightType type, double error)
    {
        string path = Path.Combine(folder.Path, "m.gguf");
        float[] values = [.. Enumerable.Range(0, 64 * 50).Select(i => (i * 37 % 97 * 0.25f) - 12)];
        GgufWriter.Write(path, [new("general.architecture", GgufValue.Of("llama"))], [TensorDraft.Of("w", [50, 64], values, type)]);
        using WeightFile file = WeightFile.Open(path);
        float[] found = file.Require("w", 50, 64).ToArray();
        Assert.InRange(values.Zip(found, (a, b) => Math.Abs(a - b)).Max(), 0, error);
        Assert.Equal(type is WeightType.Q80 or WeightType.Q40, file.Find("w")!.Blocks is not null);
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        string path = Path.Combine(folder.Path, "m.gguf");
        TensorDraft w = TensorDraft.Of("w", [32], new float[32]);
        Assert.Throws<ArgumentException>(() => GgufWriter.Write(path, [], [w, w]));
        Assert.Throws<ArgumentException>(() => GgufWriter.Write(path, [], [w with { Name = new string('x', 65) }]));
        Assert.Throws<ArgumentException>(() => GgufWriter.Write(path, [], [w with { Type = WeightType.U64 }]));
        Assert.Throws<ArgumentException>(() => GgufWriter.Write(path, [], [w with { Type = WeightType.Q40, Shape = [16, 2] }]));
        Assert.Throws<ArgumentException>(() => GgufWriter.Write(path, [], [w with { Shape = [1, 1, 1, 2, 16] }]));
        Assert.Throws<ArgumentException>(() => GgufWriter.Write(path, [new("general.alignment", GgufValue.Of(48u))], [w]));
        Assert.Throws<ArgumentException>(() => GgufWriter.Write(path, [new("a", GgufValue.Of(1u)), new("a", GgufValue.Of(1u))], [w]));
        AssayException nan = Assert.Throws<AssayException>(() => GgufWriter.Write(path, [], [TensorDraft.Of("w", [32], Enumerable.Repeat(float.NaN, 32).ToArray(), WeightType.Q80)]));
        Assert.Contains("'w': value NaN at index 0 cannot be stored as Q8_0", nan.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static byte[] Long(long value) => BitConverter.GetBytes(value);

    private static JsonElement Expected() => JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(Fixture, ".json"), Encoding.UTF8)).RootElement;

    private static void AssertSame(JsonElement expected, GgufValue found)
    {
        if (expected.ValueKind != JsonValueKind.Array)
        {
            AssertSame(expected, found.Value);
            return;
        }

        object[] elements = [.. ((Array)found.Value).Cast<object>()];
        Assert.Equal(expected.GetArrayLength(), elements.Length);
        foreach ((JsonElement e, object f) in expected.EnumerateArray().Zip(elements))
        {
            if (f is GgufValue nested) AssertSame(e, nested);
            else AssertSame(e, f);
        }
    }

    private static void AssertSame(JsonElement expected, object found)
    {
        if (expected.ValueKind == JsonValueKind.String) Assert.Equal(expected.GetString(), found);
        else if (expected.ValueKind == JsonValueKind.Number && found is float or double) Assert.Equal(expected.GetDouble(), Convert.ToDouble(found, CultureInfo.InvariantCulture));
        else if (expected.ValueKind == JsonValueKind.Number) Assert.Equal(expected.GetRawText(), Convert.ToString(found, CultureInfo.InvariantCulture));
        else Assert.Equal(expected.GetBoolean(), found);
    }
}
