using System.Text.Json;
using Assay.Benchmarks.Models;
using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Decoders.Export;
using Assay.Models.Encoders;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Numerics.Memory;
using Assay.Numerics.Parallel;
using Assay.Numerics.Quantized;
using Assay.Tests.Models.Adapters;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Encoders;
using Assay.Text;

namespace Assay.Tests.Models.Weights;

/// <summary>Weights of 8 bits with scales beside them, as bundled models have them.</summary>
public sealed class ScaledBytesTests : IDisposable
{
    private const string Shape = "\"vocab_size\":64,\"intermediate_size\":64,\"num_key_value_heads\":4";

    private static readonly int[] Tokens = [.. Enumerable.Range(0, 40).Select(i => (i * i * 5 + 11 * i) % 64)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Whole => Directory.CreateDirectory(Path.Combine(folder.Path, "whole")).FullName;

    private string Packed => Path.Combine(folder.Path, "packed");

    [Fact]
    public void Another_program_reads_the_same_numbers()
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText("Fixtures/weights/int8.json"));
        using WeightFile file = WeightFile.Open("Fixtures/weights/int8.safetensors");
        Assert.Equal(expected.RootElement.EnumerateObject().Select(p => p.Name).Order(), file.Tensors.Select(t => t.Name).Order());
        foreach (JsonProperty tensor in expected.RootElement.EnumerateObject())
        {
            float[] values = [.. tensor.Value.GetProperty("values").EnumerateArray().Select(v => v.GetSingle())];
            WeightTensor found = file.Require(tensor.Name, [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(v => v.GetInt64())]);
            Assert.Equal(values, found.ToWeights());
            for (int first = 0; first < values.Length; first += 7)
            {
                float[] part = new float[Math.Min(13, values.Length - first)];
                found.Read(first, part);
                Assert.Equal(values[first..(first + part.Length)], part);
            }
        }

        Assert.Equal((QuantizedFormat.Q8, null, null), (file.Find("blocks.weight")!.Blocks, file.Find("rows.weight")!.Blocks, file.Find("parts.weight")!.Blocks));
        Assert.Equal(file.Regions[0].LengthBytes, file.LengthBytes + 8 + HeaderLength("Fixtures/weights/int8.safetensors"));
    }

    [Theory]
    [InlineData("llama", "\"tie_word_embeddings\":true")]
    [InlineData("qwen2", "\"rope_theta\":20000.0")]
    public void A_packed_decoder_gives_what_it_gives_in_eight_bits(string type, string more)
    {
        TinyDecoder.Write(Whole, type, Shape + "," + more);
        ModelPacking.Pack(Whole, Packed);
        using DecoderModel whole = DecoderModel.Open(Whole), eight = DecoderModel.Open(Whole, WeightPrecision.EightBit), packed = DecoderModel.Open(Packed), full = DecoderModel.Open(Packed, WeightPrecision.Full);
        Assert.Equal(Scores(eight), Scores(packed));
        Assert.Equal(eight.LengthBytes, packed.LengthBytes);
        Near(Scores(full), Scores(packed), 1e-3f);
        Near(Scores(whole), Scores(packed), 0.1f);
        Assert.NotEqual(Scores(whole), Scores(packed));
    }

    [Fact]
    public void Packing_again_changes_nothing()
    {
        TinyDecoder.Write(Whole, "llama", Shape);
        ModelPacking.Pack(Whole, Packed);
        ModelPacking.Pack(Packed, Packed + "2");
        foreach (string name in new[] { "model.safetensors", "config.json" }) Assert.Equal(File.ReadAllBytes(Path.Combine(Packed, name)), File.ReadAllBytes(Path.Combine(Packed + "2", name)));
        using WeightFile file = WeightFile.Open(Packed);
        Assert.Equal(WeightType.F32, file.Find("model.norm.weight")!.Type);
        Assert.All(file.Tensors.Where(t => t.Shape.Length == 2), t => Assert.NotNull(t.Scales));
    }

    [Fact]
    public void Trained_and_written_again_it_is_a_model_of_floats()
    {
        TinyDecoder tiny = TinyDecoder.Write(Whole, "llama", Shape);
        ModelPacking.Pack(Whole, Packed);
        using WeightFile file = WeightFile.Open(Packed);
        Parameter query = TrainableDecoder.FromFolder(Packed).Parameters.Single(p => p.Name == "model.layers.1.self_attn.q_proj.weight");
        Assert.Equal(file.Find(query.Name)!.ToArray(), query.Values);

        string adapter = Path.Combine(folder.Path, "adapter"), merged = Path.Combine(folder.Path, "merged"), widened = Path.Combine(folder.Path, "widened");
        TinyAdapter.All(tiny).WritePeft(adapter);
        AdapterMerger.Merge(Packed, adapter, merged);
        AdapterMerger.Merge(Packed, null, widened);
        using DecoderModel full = DecoderModel.Open(Packed, WeightPrecision.Full), written = DecoderModel.Open(merged), plain = DecoderModel.Open(widened);
        using LoraAdapter lora = LoraAdapter.Open(adapter, full.Config);
        Near(Scores(full, lora), Scores(written), 1e-5f);
        Assert.Equal(Scores(full), Scores(plain));
        Assert.Contains("stored as I8 with scales", Assert.Throws<InputException>(() => DecoderModel.Open(Packed, WeightPrecision.AsStored, adapter)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gguf_files_hold_the_same_blocks()
    {
        TinyDecoder.Write(Whole, "llama", Shape);
        ModelPacking.Pack(Whole, Packed);
        using WeightFile file = WeightFile.Open(Packed);
        TensorDraft[] drafts = [.. new DecoderTensors(file, Assay.Models.Configuration.DecoderConfigReader.Read(Path.Combine(Packed, "config.json")), null, null, default).Drafts()];
        string path = Path.Combine(folder.Path, "m.gguf");
        GgufWriter.Write(path, [], drafts);
        using WeightFile gguf = WeightFile.Open(path);
        Assert.Equal(WeightType.Q80, gguf.Find("blk.1.ffn_up.weight")!.Type);
        Assert.Equal(file.Find("model.layers.1.mlp.up_proj.weight")!.ToArray(), gguf.Find("blk.1.ffn_up.weight")!.ToArray());
        Assert.Equal(WeightType.F32, gguf.Find("output_norm.weight")!.Type);
    }

    [Fact]
    public void Encoders_and_tables_read_it()
    {
        string reranker = LocalEncoders.Reranker(Path.Combine(folder.Path, "reranker")), table = LocalEncoders.Static(Path.Combine(folder.Path, "table"));
        SafetensorsWriter.Write(Path.Combine(table, "model.safetensors"), [TensorDraft.Of("embedding.weight", [60, 32], Enumerable.Range(0, 60 * 32).Select(i => (float)Math.Cos(i)).ToArray())]);
        ModelPacking.Pack(reranker, Packed);
        using (CrossEncoder whole = CrossEncoder.Open(reranker), packed = CrossEncoder.Open(Packed)) Assert.Equal(whole.Score("a pond", ["a boat"])[0], packed.Score("a pond", ["a boat"])[0], 0.05f);
        ModelPacking.Pack(table, Packed + "2");
        using SentenceEmbedder first = SentenceEmbedder.Open(table), second = SentenceEmbedder.Open(Packed + "2");
        Near(first.Embed(["the cat is a dog"]).Vectors[0].ToArray(), second.Embed(["the cat is a dog"]).Vectors[0].ToArray(), 0.02f);
    }

    [Fact]
    public void Scales_in_another_shard_are_found()
    {
        TinyDecoder.Write(Whole, "llama", Shape);
        using WeightFile whole = WeightFile.Open(Whole);
        TensorDraft[] all = [.. whole.Tensors.SelectMany(TensorDraft.InBytes)];
        Directory.CreateDirectory(Packed);
        SafetensorsWriter.Write(Path.Combine(Packed, "1.safetensors"), all.Where(t => t.Type != WeightType.F16));
        SafetensorsWriter.Write(Path.Combine(Packed, "2.safetensors"), all.Where(t => t.Type == WeightType.F16));
        string map = string.Join(",", all.Select(t => $"\"{t.Name}\":\"{(t.Type == WeightType.F16 ? 2 : 1)}.safetensors\""));
        File.WriteAllText(Path.Combine(Packed, "model.safetensors.index.json"), "{\"weight_map\":{" + map + "}}");
        using WeightFile file = WeightFile.Open(Packed);
        Assert.Equal(whole.Tensors.Length, file.Tensors.Length);
        Assert.All(file.Tensors.Where(t => t.Shape.Length == 2), t => Assert.Equal(QuantizedFormat.Q8, t.Blocks));
    }

    [Theory]
    [InlineData("\"x_scale\":{\"dtype\":\"F16\",\"shape\":[2,3],\"data_offsets\":[0,12]}", "\"x\":{\"dtype\":\"I8\",\"shape\":[2,4],\"data_offsets\":[12,20]}", WeightFault.UnexpectedShape)]
    [InlineData("\"x_scale\":{\"dtype\":\"F16\",\"shape\":[2,0],\"data_offsets\":[0,0]}", "\"x\":{\"dtype\":\"I8\",\"shape\":[2,4],\"data_offsets\":[0,8]}", WeightFault.UnexpectedShape)]
    [InlineData("\"x_scale\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]}", "\"x\":{\"dtype\":\"I8\",\"shape\":[2,4],\"data_offsets\":[6,14]}", WeightFault.UnexpectedShape)]
    [InlineData("\"x_scale\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[0,2]}", "\"x\":{\"dtype\":\"I8\",\"shape\":[2,4],\"data_offsets\":[2,10]}", WeightFault.UnexpectedShape)]
    [InlineData("\"x_scale\":{\"dtype\":\"F16\",\"shape\":[0],\"data_offsets\":[0,0]}", "\"x\":{\"dtype\":\"I8\",\"shape\":[0,4],\"data_offsets\":[0,0]}", WeightFault.UnexpectedShape)]
    [InlineData("\"x_scale\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[0,4]}", "\"x\":{\"dtype\":\"I8\",\"shape\":[2,4],\"data_offsets\":[4,12]}", WeightFault.UnsupportedType)]
    [InlineData("\"x_scale\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},\"x_zero_point\":{\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[4,6]}", "\"x\":{\"dtype\":\"I8\",\"shape\":[2,4],\"data_offsets\":[6,14]}", WeightFault.UnsupportedType)]
    public void Scales_that_do_not_fit_are_refused(string scale, string bytes, WeightFault fault)
    {
        int length = int.Parse(bytes[(bytes.LastIndexOf(',') + 1)..^2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(fault, Assert.Throws<ModelFormatException>(() => Made("{" + scale + "," + bytes + "}", new byte[length])).Fault);
    }

    [Fact]
    public void Bytes_alone_are_no_weights_and_a_scale_alone_is_a_tensor()
    {
        using WeightFile file = Made("""{"x":{"dtype":"I8","shape":[2,4],"data_offsets":[0,8]},"y_scale":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", new byte[12]);
        Assert.Equal(WeightFault.UnsupportedType, Assert.Throws<ModelFormatException>(() => file.Find("x")!.ToArray()).Fault);
        Assert.Equal([0f], file.Find("y_scale")!.ToArray());
    }

    [Theory]
    [InlineData(WeightPrecision.AsStored)]
    [InlineData(WeightPrecision.Full)]
    public void A_scale_that_is_no_number_is_named(WeightPrecision precision)
    {
        TinyDecoder.Write(Whole, "llama", Shape);
        ModelPacking.Pack(Whole, Packed);
        string path = Path.Combine(Packed, "model.safetensors");
        byte[] file = File.ReadAllBytes(path);
        using (WeightFile weights = WeightFile.Open(path)) BitConverter.GetBytes(BitConverter.HalfToUInt16Bits(Half.NaN)).CopyTo(file, weights.Find("model.layers.1.mlp.up_proj.weight")!.Scales!.Offset + 6);
        File.WriteAllBytes(path, file);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => DecoderModel.Open(Packed, precision));
        Assert.Equal((WeightFault.NotFinite, "model.layers.1.mlp.up_proj.weight"), (error.Fault, error.Tensor));
    }

    [Fact]
    public void A_truncated_file_is_refused()
    {
        TinyDecoder.Write(Whole, "llama", Shape);
        ModelPacking.Pack(Whole, Packed);
        string path = Path.Combine(Packed, "model.safetensors");
        byte[] file = File.ReadAllBytes(path);
        File.WriteAllBytes(path, file[..^100]);
        Assert.Equal(WeightFault.MetadataIncompleteBuffer, Assert.Throws<ModelFormatException>(() => DecoderModel.Open(Packed)).Fault);
    }

    private static WeightFile Made(string header, byte[] data)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(header);
        return SafetensorsReader.Read("m.safetensors", new MemoryRegion([.. BitConverter.GetBytes((long)text.Length), .. text, .. data]));
    }

    private static long HeaderLength(string path) => BitConverter.ToInt64(File.ReadAllBytes(path), 0);

    private static float[] Scores(DecoderModel model, LoraAdapter? adapter = null)
    {
        float[] scores = new float[Tokens.Length * model.Config.VocabularySize];
        new DecoderPass(model, WorkerTeam.One).Forward([new SequencePart(model.NewCache(adapter), Tokens, Tokens.Length)], scores);
        return scores;
    }

    private static void Near(float[] expected, float[] found, float error)
    {
        float size = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.InRange(found[i], expected[i] - (error * size), expected[i] + (error * size));
    }
}
