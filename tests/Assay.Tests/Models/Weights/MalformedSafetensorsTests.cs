using System.Text;
using Assay.Models.Weights;
using Assay.Numerics.Memory;

namespace Assay.Tests.Models.Weights;

public sealed class MalformedSafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, WeightFault.HeaderTooSmall)]
    [InlineData(7, WeightFault.HeaderTooSmall)]
    public void File_shorter_than_a_length_is_too_small(int length, WeightFault fault) => AssertFault(fault, new byte[length], "is too small: expected at least 8 bytes, found " + length);

    [Theory]
    [InlineData(100_000_001ul)]
    [InlineData(ulong.MaxValue)]
    public void Absurd_header_length_is_refused_before_anything_is_allocated(ulong length) =>
        AssertFault(WeightFault.HeaderTooLarge, [.. BitConverter.GetBytes(length), (byte)'{'], $"claims a header of {length} bytes");

    [Fact]
    public void Header_longer_than_the_file_is_a_truncation() =>
        AssertFault(WeightFault.InvalidHeaderLength, [.. BitConverter.GetBytes(100ul), (byte)'{', (byte)'}'], "header declares 100 bytes of its own, file has 10");

    [Fact]
    public void Lfs_pointer_is_recognised() =>
        AssertFault(WeightFault.HeaderTooLarge, Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:00"), "It is a Git LFS pointer");

    [Theory]
    [InlineData("")]
    [InlineData("  {}")]
    [InlineData("[]")]
    public void Header_that_does_not_begin_with_a_brace_is_refused(string header) => AssertFault(WeightFault.InvalidHeader, Safetensors.Bytes(header, []), "does not begin with '{'");

    [Fact]
    public void Header_of_other_bytes_is_refused() => AssertFault(WeightFault.InvalidHeader, Safetensors.Bytes([(byte)'{', 0xFF, (byte)'}'], []), "not UTF-8");

    [Theory]
    [InlineData("{", "other text")]
    [InlineData("{} x", "other text")]
    [InlineData("{}{}", "other text")]
    [InlineData("""{"t":1}""", "Number where an object")]
    [InlineData("""{"t":{"shape":[],"data_offsets":[0,4]}}""", "found no dtype")]
    [InlineData("""{"t":{"dtype":"F32","data_offsets":[0,4]}}""", "found no shape")]
    [InlineData("""{"t":{"dtype":"F32","shape":[]}}""", "found no data_offsets")]
    [InlineData("""{"t":{"dtype":"F32","shape":[],"data_offsets":[0]}}""", "1 data_offsets where 2 are due")]
    [InlineData("""{"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "something else in shape")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "something else in shape")]
    [InlineData("""{"t":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}}""", "something else in shape")]
    [InlineData("""{"t":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", "the dtype 'F31', which is none of BOOL, F4")]
    [InlineData("""{"t":{"dtype":"F32","dtype":"F16","shape":[1],"data_offsets":[0,4]}}""", "dtype twice")]
    [InlineData("""{"t":{"dtype":"F32","shape":[],"shape":[],"data_offsets":[0,4]}}""", "shape twice")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "the name twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", "Number for 'a' where a string is due")]
    [InlineData("""{"__metadata__":{"a":"x","a":"y"}}""", "the key 'a' twice")]
    [InlineData("""{"__metadata__":[]}""", "StartArray where an object of strings is due")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "surrogate")]
    public void Broken_header_says_what_was_found(string header, string found) => AssertFault(WeightFault.InvalidHeaderDeserialization, Safetensors.Bytes(header, new byte[4]), found);

    [Fact]
    public void Deep_nesting_is_an_error_and_not_a_crash() =>
        AssertFault(WeightFault.InvalidHeaderDeserialization, Safetensors.Bytes("{\"t\":{\"x\":" + new string('[', 1_000_000), []), "other text");

    [Theory]
    [InlineData("[4,8]", "[8,12]", "'a': leaves a hole before it: expected to begin at 0, found bytes 4 to 8")]
    [InlineData("[0,4]", "[8,12]", "'b': leaves a hole before it: expected to begin at 4, found bytes 8 to 12")]
    [InlineData("[0,4]", "[2,6]", "'b': overlaps the one before it: expected to begin at 4, found bytes 2 to 6")]
    [InlineData("[0,4]", "[0,4]", "'b': overlaps the one before it")]
    [InlineData("[0,4]", "[4,2]", "'b': ends before it begins")]
    public void Offsets_without_order_are_refused(string first, string second, string message)
    {
        string header = $$$"""{"a":{"dtype":"F32","shape":[1],"data_offsets":{{{first}}}},"b":{"dtype":"F32","shape":[1],"data_offsets":{{{second}}}}}""";
        AssertFault(WeightFault.InvalidOffset, Safetensors.Bytes(header, new byte[12]), message);
    }

    [Fact]
    public void Order_of_the_header_is_free()
    {
        using WeightFile file = Read(Safetensors.Bytes("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":{"x":[1]}}}   """, [1, 2]));
        Assert.Equal(["b", "a"], file.Tensors.Select(t => t.Name));
    }

    [Theory]
    [InlineData("F32", "[2]", WeightFault.TensorInvalidInfo, "shape [2] of F32: expected 8 bytes, found 4")]
    [InlineData("F32", "[0]", WeightFault.TensorInvalidInfo, "expected 0 bytes, found 4")]
    [InlineData("F4", "[3]", WeightFault.MisalignedSlice, "does not fill whole bytes: expected a multiple of 2 values, found 3")]
    [InlineData("F6_E2M3", "[2]", WeightFault.MisalignedSlice, "expected a multiple of 4 values, found 2")]
    [InlineData("F32", "[4294967296,4294967296]", WeightFault.ValidationOverflow, "found [4294967296, 4294967296]")]
    [InlineData("F32", "[9223372036854775807]", WeightFault.ValidationOverflow, "63 bits")]
    [InlineData("F32", "[18446744073709551615]", WeightFault.ValidationOverflow, "63 bits")]
    [InlineData("F32", "[0,18446744073709551615]", WeightFault.ValidationOverflow, "63 bits")]
    [InlineData("F32", "[4294967296,4294967296,0]", WeightFault.ValidationOverflow, "63 bits")]
    public void Shape_that_does_not_fit_is_refused(string type, string shape, WeightFault fault, string message) =>
        AssertFault(fault, Safetensors.Bytes($$$"""{"t":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":[0,4]}}""", new byte[4]), message);

    [Fact]
    public void Truncated_file_states_both_lengths()
    {
        const string header = """{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        AssertFault(WeightFault.MetadataIncompleteBuffer, Safetensors.Bytes(header, new byte[7]), $"'m.safetensors' is truncated: header declares {8 + header.Length + 8} bytes, file has {8 + header.Length + 7}. Delete it and download it again.");
        AssertFault(WeightFault.MetadataIncompleteBuffer, Safetensors.Bytes(header, new byte[9]), "goes on after its last tensor");
    }

    [Fact]
    public void Offsets_near_the_largest_number_are_a_hole_and_no_overflow() =>
        AssertFault(WeightFault.InvalidOffset, Safetensors.Bytes("""{"t":{"dtype":"U8","shape":[1],"data_offsets":[18446744073709551614,18446744073709551615]}}""", [0]), "leaves a hole");

    [Fact]
    public void Names_in_messages_are_short_and_printable()
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Read(Safetensors.Bytes("{\"\\u001b[31m" + new string('x', 5000) + "\":1}", [])));
        Assert.InRange(error.Message.Length, 100, 500);
        Assert.DoesNotContain('\u001b', error.Message);
    }

    [Fact]
    public void Every_cut_of_a_valid_file_is_refused()
    {
        byte[] whole = Safetensors.Bytes("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        for (int length = 0; length < whole.Length; length++) Assert.Throws<ModelFormatException>(() => Read(whole[..length]));
        Read(whole).Dispose();
    }

    [Theory]
    [InlineData(".bin")]
    [InlineData(".pt")]
    [InlineData(".pth")]
    [InlineData(".ckpt")]
    public void Pickle_is_refused_with_the_reason(string ending)
    {
        string path = folder.Write("pytorch_model" + ending, "x");
        foreach (string given in new[] { path, folder.Path }) Assert.Contains("can run code when it is read", Assert.Throws<ModelFormatException>(() => WeightFile.Open(given)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_without_weights_and_missing_file_are_said()
    {
        Assert.Contains("has no weights", Assert.Throws<ModelFormatException>(() => WeightFile.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is not there", Assert.Throws<ModelFormatException>(() => WeightFile.Open(Path.Combine(folder.Path, "m.safetensors"))).Message, StringComparison.Ordinal);
    }

    private static void AssertFault(WeightFault fault, byte[] file, string message)
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Read(file));
        Assert.Equal(fault, error.Fault);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("'m.safetensors'", error.Message, StringComparison.Ordinal);
    }

    private static WeightFile Read(byte[] file) => SafetensorsReader.Read("m.safetensors", new MemoryRegion(file));
}
