using System.Text.Json.Nodes;
using Assay.Models.Adapters;
using Assay.Models.Weights;
using Assay.Tests.Models.Decoders;

namespace Assay.Tests.Models.Adapters;

public sealed class AdapterWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Source => Path.Combine(folder.Path, "source");

    private string Target => Path.Combine(folder.Path, "target");

    [Theory]
    [InlineData("llama", "")]
    [InlineData("qwen2", "\"use_rslora\":true,\"lora_alpha\":6")]
    [InlineData("llama", "\"rank_pattern\":{\"v_proj\":9,\"layers.1.mlp.up_proj\":2},\"alpha_pattern\":{\"k_proj\":1.5}")]
    [InlineData("llama", "\"rank_pattern\":{\"v_proj\":9,\"layers.1.mlp.up_proj\":2},\"alpha_pattern\":{\"k_proj\":0},\"use_rslora\":true")]
    public void Both_forms_give_back_what_was_written(string type, string more)
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, type);
        TinyAdapter weights = TinyAdapter.All(tiny);
        if (more.Contains("rank_pattern", StringComparison.Ordinal))
        {
            foreach (string module in TinyAdapter.Modules(tiny.Config).Where(m => m.EndsWith("v_proj", StringComparison.Ordinal))) weights.Add(module, 9);
            weights.Add("model.layers.1.mlp.up_proj", 2);
        }

        using LoraAdapter adapter = LoraAdapter.Open(weights.WritePeft(Source, more), tiny.Config);
        PeftAdapterWriter.Write(Target, adapter);
        using LoraAdapter peft = LoraAdapter.Open(Target, tiny.Config);
        Assert.Equal(adapter.Fingerprint, peft.Fingerprint);

        GgufAdapterWriter.Write(Target + ".gguf", adapter);
        using LoraAdapter gguf = LoraAdapter.Open(Target + ".gguf", tiny.Config);
        foreach ((LoraLayer expected, LoraLayer actual) in adapter.Layers.Zip(gguf.Layers))
        {
            Assert.Equal((expected.Module, expected.Scale.Rank), (actual.Module, actual.Scale.Rank));
            Assert.Equal(expected.CopyA(), actual.CopyA());
            Assert.All(expected.CopyB().Zip(actual.CopyB()), b => Assert.Equal(b.First * expected.Scale.Factor, b.Second * actual.Scale.Factor, 1e-6));
        }
    }

    [Fact]
    public void An_adapter_from_gguf_can_be_written_for_peft()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama");
        using LoraAdapter adapter = LoraAdapter.Open(TinyAdapter.All(tiny).WriteGguf(Source + ".gguf", "llama", 0), tiny.Config);
        PeftAdapterWriter.Write(Target, adapter);
        using LoraAdapter peft = LoraAdapter.Open(Target, tiny.Config);
        Assert.Equal(adapter.Fingerprint, peft.Fingerprint);
    }

    [Fact]
    public void The_configuration_is_as_peft_writes_it()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama");
        using LoraAdapter adapter = LoraAdapter.Open(TinyAdapter.All(tiny).WritePeft(Source), tiny.Config);
        PeftAdapterWriter.Write(Target, adapter, new PeftAdapterOptions { BaseModel = "acme/tiny", Dropout = 0.05 });
        string json = File.ReadAllText(Path.Combine(Target, "adapter_config.json"));
        Assert.StartsWith("{\n  \"alpha_pattern\": {},\n  \"auto_mapping\": null,\n  \"base_model_name_or_path\": \"acme/tiny\",\n", json, StringComparison.Ordinal);
        Assert.Contains("\n  \"lora_alpha\": 8,\n  \"lora_dropout\": 0.05,\n", json, StringComparison.Ordinal);
        JsonObject fields = JsonNode.Parse(json)!.AsObject();
        Assert.Equal(fields.Select(f => f.Key).Order(StringComparer.Ordinal), fields.Select(f => f.Key));
        Assert.Equal(["down_proj", "gate_proj", "k_proj", "o_proj", "q_proj", "up_proj", "v_proj"], fields["target_modules"]!.AsArray().Select(n => (string)n!));
        Assert.True((bool)fields["inference_mode"]!);
        using WeightFile file = WeightFile.Open(Target);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(42, file.Tensors.Length);

        string again = Path.Combine(folder.Path, "again");
        PeftAdapterWriter.Write(again, adapter, new PeftAdapterOptions { BaseModel = "acme/tiny", Dropout = 0.05 });
        foreach (string name in new[] { "adapter_config.json", "adapter_model.safetensors" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(Target, name)), File.ReadAllBytes(Path.Combine(again, name)));
    }

    [Fact]
    public void The_gguf_file_has_what_llama_cpp_reads()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "qwen2");
        TinyAdapter weights = TinyAdapter.All(tiny);
        using LoraAdapter adapter = LoraAdapter.Open(weights.WritePeft(Source, "\"use_rslora\":true,\"lora_alpha\":6"), tiny.Config);
        GgufAdapterWriter.Write(Target, adapter);
        using GgufFile file = GgufFile.Open(Target);
        Assert.Equal(("qwen2", "adapter", "lora"), (file.Text("general.architecture"), file.Text("general.type"), file.Text("adapter.type")));

        // alpha · √rank: readers divide by the rank.
        Assert.Equal(12, file.Number("adapter.lora.alpha"));
        foreach ((string module, (int rank, float[] a, float[] b)) in weights.Pairs)
        {
            Assert.Equal(a, file.Weights.Require(TinyAdapter.GgufName(module) + ".lora_a", rank, a.Length / rank).ToArray());
            Assert.Equal(b, file.Weights.Require(TinyAdapter.GgufName(module) + ".lora_b", b.Length / rank, rank).ToArray());
        }
    }

    [Fact]
    public void Wrong_layers_are_refused()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "llama");
        LoraLayer Layer(string module, int outputs = 32) => new(module, new LoraScale(2, 4), new float[64], new float[outputs * 2]);
        void Fails(string message, params LoraLayer[] layers) => Assert.Contains(message, Assert.Throws<ArgumentException>(() => new LoraAdapter("a", tiny.Config, layers)).Message, StringComparison.Ordinal);
        Fails("at least one");
        Fails("is no linear layer", Layer("model.layers.3.self_attn.q_proj"));
        Fails("for 31 x 32 weights; the model's are 32 x 32", Layer("model.layers.0.self_attn.q_proj", 31));
        Fails("is there twice", Layer("model.layers.0.self_attn.q_proj"), Layer("model.layers.0.self_attn.q_proj"));
        Assert.Throws<ArgumentException>(() => new LoraLayer("m", new LoraScale(3, 1), new float[64], new float[6]));
        Assert.Throws<ArgumentException>(() => new LoraLayer("m", new LoraScale(2, double.NaN), new float[64], new float[6]));
    }
}
