using System.Text;
using Assay.Models.Weights;
using Assay.Numerics.Memory;

namespace Assay.Tests.Models.Weights;

public sealed class MalformedGgufTests
{
    [Fact]
    public void Every_cut_of_a_valid_file_is_refused()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "gguf", "small.gguf"));
        int end = whole.Length - 32; // the last tensor is padded by 44 bytes, which may be missing
        for (int length = 0; length < end; length++)
        {
            if (length % 7 == 0 || length < 200) Assert.Throws<ModelFormatException>(() => Read(whole[..length]));
        }
    }

    [Fact]
    public void Any_changed_byte_gives_an_error_or_a_file_that_can_be_read_through()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "gguf", "small.gguf"));
        int refused = 0;
        for (int i = 0; i < 900; i++)
        {
            foreach (byte change in new byte[] { 0x01, 0x80, 0xFF })
            {
                byte[] changed = [.. whole];
                changed[i] ^= change;
                try
                {
                    using GgufFile file = Read(changed);
                    foreach (WeightTensor tensor in file.Weights.Tensors) tensor.ToWeights();
                }
                catch (ModelFormatException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, 300, 2700);
    }

    [Theory]
    [InlineData("GGUX", 3u, WeightFault.InvalidHeader, "does not begin with 'GGUF'")]
    [InlineData("GGUF", 1u, WeightFault.UnsupportedFormat, "is of version 1: expected GGUF version 2 or 3")]
    [InlineData("GGUF", 4u, WeightFault.UnsupportedFormat, "is of version 4")]
    [InlineData("GGUF", 0x03000000u, WeightFault.UnsupportedFormat, "big-endian")]
    public void Other_starts_are_refused(string magic, uint version, WeightFault fault, string message) => AssertFault(fault, new Gguf(magic, version).Counts(0, 0), message);

    [Theory]
    [InlineData(2u)]
    [InlineData(3u)]
    public void Both_versions_are_read(uint version) => Read(new Gguf(version: version).Counts(0, 0).Bytes).Dispose();

    [Theory]
    [InlineData(0ul, ulong.MaxValue, "the values needs 18446744073709551615 times 13 bytes")]
    [InlineData(ulong.MaxValue, 0ul, "the list of tensors needs")]
    [InlineData(1ul << 40, 0ul, "the list of tensors needs")]
    public void Absurd_counts_are_refused_before_anything_is_allocated(ulong tensors, ulong values, string message) =>
        AssertFault(WeightFault.InvalidHeaderLength, new Gguf().Counts(tensors, values), message);

    [Theory]
    [InlineData(8u)]
    [InlineData(0u)]
    [InlineData(4u)]
    [InlineData(9u)]
    public void Absurd_array_is_refused_before_anything_is_allocated(uint type) =>
        AssertFault(WeightFault.InvalidHeaderLength, new Gguf().Counts(0, 1).Text("key").U32(9).U32(type).U64(1ul << 61), "the value 'key' needs 2305843009213693952 times");

    [Fact]
    public void Absurd_text_is_refused() => AssertFault(WeightFault.InvalidHeaderLength, new Gguf().Counts(0, 1).U64(ulong.MaxValue).U32(0).U32(0), "a key needs 18446744073709551615 times 1 bytes");

    [Fact]
    public void Arrays_in_arrays_end()
    {
        Gguf file = new Gguf().Counts(0, 1).Text("key").U32(9);
        for (int i = 0; i < 10_000; i++) file.U32(9).U64(1);
        AssertFault(WeightFault.InvalidHeaderDeserialization, file, "nested deeper than 4");
    }

    [Fact]
    public void Unknown_type_and_truth_value_are_refused()
    {
        AssertFault(WeightFault.InvalidHeaderDeserialization, new Gguf().Counts(0, 1).Text("key").U32(13).U64(0), "the value 'key' of type 13: expected 0 to 12");
        AssertFault(WeightFault.InvalidHeaderDeserialization, new Gguf().Counts(0, 1).Text("key").U32(7).U32(2), "truth value 2");
    }

    [Fact]
    public void Keys_and_names_come_once()
    {
        AssertFault(WeightFault.InvalidHeaderDeserialization, new Gguf().Counts(0, 2).Text("k").U32(4).U32(1).Text("k").U32(4).U32(1), "the key 'k' twice");
        AssertFault(WeightFault.InvalidHeaderDeserialization, new Gguf().Counts(2, 0).Tensor("w", 0, 0, 1).Tensor("w", 0, 32, 1).Data(64), "'w': expected once, found twice");
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused() => AssertFault(WeightFault.InvalidHeader, new Gguf().Counts(0, 1).U64(1).Raw(0xFF).U32(4).U32(1), "a key that is not UTF-8");

    [Theory]
    [InlineData(0u)]
    [InlineData(48u)]
    [InlineData(0x80000000u)]
    public void Impossible_alignment_is_refused(uint alignment) =>
        AssertFault(WeightFault.InvalidHeaderDeserialization, new Gguf().Counts(0, 1).Text("general.alignment").U32(4).U32(alignment), $"general.alignment = {alignment}: expected a power of two");

    [Fact]
    public void Part_of_a_split_model_says_how_to_join() =>
        AssertFault(WeightFault.UnsupportedFormat, new Gguf().Counts(0, 1).Text("split.count").U32(4).U32(3), "is one of 3 parts of a model");

    [Fact]
    public void Split_count_of_another_type_is_no_crash() =>
        AssertFault(WeightFault.InvalidHeaderDeserialization, new Gguf().Counts(0, 1).Text("split.count").U32(8).Text("x"), "a wrong 'split.count'");

    [Theory]
    [InlineData(16u, 32ul, WeightFault.UnsupportedType, "found ggml type 16")]
    [InlineData(2u, 31ul, WeightFault.MisalignedSlice, "shape [31] of Q4_0: expected rows of a multiple of 32 values")]
    [InlineData(0u, ulong.MaxValue, WeightFault.ValidationOverflow, "found 18446744073709551615")]
    [InlineData(0u, 1ul << 61, WeightFault.ValidationOverflow, "found [2305843009213693952]")]
    [InlineData(0u, 17ul, WeightFault.MetadataIncompleteBuffer, "is truncated: header declares 132 bytes, file has 128. Delete it and download it again.")]
    public void Impossible_tensors_are_refused(uint type, ulong length, WeightFault fault, string message) => AssertFault(fault, new Gguf().Counts(1, 0).Tensor("w", type, 0, length).Data(64), message);

    [Fact]
    public void Too_many_dimensions_and_long_names_are_refused()
    {
        AssertFault(WeightFault.InvalidHeaderDeserialization, new Gguf().Counts(1, 0).Tensor("w", 0, 0, 1, 1, 1, 1, 1).Data(64), "at most 4 dimensions, found 5");
        AssertFault(WeightFault.InvalidHeaderDeserialization, new Gguf().Counts(1, 0).Text("w").U32(uint.MaxValue).U64(1).U64(1).U64(1), "found 4294967295");
        AssertFault(WeightFault.InvalidHeaderDeserialization, new Gguf().Counts(1, 0).Tensor(new string('w', 65), 0, 0, 1).Data(64), "a name of at most 64 bytes");
        AssertFault(WeightFault.ValidationOverflow, new Gguf().Counts(1, 0).Tensor("w", 0, 0, 1ul << 32, 1ul << 32, 0).Data(64), "63 bits");
    }

    [Theory]
    [InlineData(8ul, "expected an offset that is a multiple of 32, found 8")]
    [InlineData(0ul, "overlaps the one before it")]
    [InlineData(32ul, "overlaps the one before it: expected to begin at 36 or later, found 32")]
    public void Offsets_that_overlap_or_are_not_aligned_are_refused(ulong offset, string message) =>
        AssertFault(WeightFault.InvalidOffset, new Gguf().Counts(2, 0).Tensor("a", 0, 0, 9).Tensor("b", 0, offset, 9).Data(256), message);

    [Fact]
    public void Offset_near_the_largest_number_is_a_truncation() =>
        AssertFault(WeightFault.MetadataIncompleteBuffer, new Gguf().Counts(1, 0).Tensor("a", 0, ulong.MaxValue - 31, 1).Data(64), "header declares 18446744073709551652 bytes");

    private static void AssertFault(WeightFault fault, Gguf file, string message)
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Read(file.Bytes));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(fault, error.Fault);
    }

    private static GgufFile Read(byte[] file) => GgufFile.Read("m.gguf", new MemoryRegion(file));

    /// <summary>Puts a file together by hand.</summary>
    private sealed class Gguf
    {
        private readonly List<byte> bytes = [];

        public Gguf(string magic = "GGUF", uint version = 3)
        {
            bytes.AddRange(Encoding.ASCII.GetBytes(magic));
            U32(version);
        }

        public byte[] Bytes => [.. bytes];

        public Gguf Counts(ulong tensors, ulong values) => U64(tensors).U64(values);

        public Gguf Raw(params byte[] raw)
        {
            bytes.AddRange(raw);
            return this;
        }

        public Gguf U32(uint value) => Raw(BitConverter.GetBytes(value));

        public Gguf U64(ulong value) => Raw(BitConverter.GetBytes(value));

        public Gguf Text(string text) => U64((ulong)text.Length).Raw(Encoding.ASCII.GetBytes(text));

        public Gguf Tensor(string name, uint type, ulong offset, params ulong[] dimensions)
        {
            Text(name).U32((uint)dimensions.Length);
            foreach (ulong dimension in dimensions) U64(dimension);
            return U32(type).U64(offset);
        }

        public Gguf Data(int count)
        {
            while (bytes.Count % 32 != 0) bytes.Add(0);
            return Raw(new byte[count]);
        }
    }
}
