using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Models.Configuration;
using Assay.Models.Weights;
using Assay.Tests.Models.Decoders;

namespace Assay.Tests.Models.Adapters;

/// <summary>Random LoRA matrices for a tiny decoder, written to files by hand, and the dense weights that they mean: shares no code with what is tested.</summary>
internal sealed class TinyAdapter
{
    public const string Prefix = "base_model.model.";

    private static readonly string[] Words = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"];

    private readonly TinyDecoder decoder;
    private readonly Random random;

    public TinyAdapter(TinyDecoder decoder, int seed = 7)
    {
        this.decoder = decoder;
        random = new Random(seed);
    }

    /// <summary>The matrices by the name of the module.</summary>
    public SortedDictionary<string, (int Rank, float[] A, float[] B)> Pairs { get; } = new(StringComparer.Ordinal);

    /// <summary>Linear layers of every layer.</summary>
    public static IEnumerable<string> Modules(DecoderConfig config) =>
        Enumerable.Range(0, config.Layers).SelectMany(l => Words.Select(w => string.Create(CultureInfo.InvariantCulture, $"model.layers.{l}.{w}")));

    /// <summary>Adapters of the same rank for all linear layers of all layers.</summary>
    public static TinyAdapter All(TinyDecoder decoder, int rank = 4, int seed = 7)
    {
        var adapter = new TinyAdapter(decoder, seed);
        foreach (string module in Modules(decoder.Config)) adapter.Add(module, rank);
        return adapter;
    }

    /// <summary>Random matrices for one linear layer.</summary>
    public void Add(string module, int rank, float b = 0.3f)
    {
        int inputs = Inputs(module), outputs = decoder[module + ".weight"].Length / inputs;
        Pairs[module] = (rank, Values(rank * inputs, 0.3f), Values(outputs * rank, b));
    }

    /// <summary>Adds <c>s · B · A</c> to the decoder's weights, for the reference.</summary>
    public void Merge(Func<string, double> scale)
    {
        foreach ((string module, (int rank, float[] a, float[] b)) in Pairs)
        {
            float[] weights = decoder[module + ".weight"];
            int inputs = a.Length / rank;
            for (int o = 0; o < b.Length / rank; o++)
                for (int i = 0; i < inputs; i++)
                    weights[(o * inputs) + i] += (float)(scale(module) * Enumerable.Range(0, rank).Sum(k => (double)b[(o * rank) + k] * a[(k * inputs) + i]));
        }
    }

    /// <summary>Writes what peft writes.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="more">Fields of the configuration, over the usual ones.</param>
    /// <param name="change">Changes the tensors before they are written.</param>
    public string WritePeft(string folder, string more = "", Func<IEnumerable<TensorDraft>, IEnumerable<TensorDraft>>? change = null)
    {
        Directory.CreateDirectory(folder);
        JsonObject json = JsonNode.Parse("""
            {"peft_type":"LORA","task_type":"CAUSAL_LM","base_model_name_or_path":"acme/tiny","r":4,"lora_alpha":8,"bias":"none","use_rslora":false,"use_dora":false,"modules_to_save":null,
             "rank_pattern":{},"alpha_pattern":{},"fan_in_fan_out":false,"layers_to_transform":null,"loftq_config":{},"init_lora_weights":true,
             "target_modules":["q_proj","k_proj","v_proj","o_proj","gate_proj","up_proj","down_proj"]}
            """)!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse("{" + more + "}")!.AsObject()) json[name] = value?.DeepClone();
        File.WriteAllText(Path.Combine(folder, "adapter_config.json"), json.ToJsonString());
        IEnumerable<TensorDraft> drafts = Pairs.SelectMany(p => new[]
        {
            TensorDraft.Of(Prefix + p.Key + ".lora_A.weight", [p.Value.Rank, p.Value.A.Length / p.Value.Rank], p.Value.A),
            TensorDraft.Of(Prefix + p.Key + ".lora_B.weight", [p.Value.B.Length / p.Value.Rank, p.Value.Rank], p.Value.B),
        });
        SafetensorsWriter.Write(Path.Combine(folder, "adapter_model.safetensors"), change?.Invoke(drafts) ?? drafts);
        return folder;
    }

    /// <summary>Writes what llama.cpp's converter writes.</summary>
    public string WriteGguf(string path, string architecture, float alpha, Func<IEnumerable<TensorDraft>, IEnumerable<TensorDraft>>? change = null, params KeyValuePair<string, GgufValue>[] more)
    {
        IEnumerable<TensorDraft> drafts = Pairs.SelectMany(p =>
        {
            (int rank, float[] a, float[] b) = p.Value;
            if (architecture == "llama" && p.Key.EndsWith("q_proj", StringComparison.Ordinal)) b = Permuted(b, rank, decoder.Config.Heads);
            if (architecture == "llama" && p.Key.EndsWith("k_proj", StringComparison.Ordinal)) b = Permuted(b, rank, decoder.Config.KeyValueHeads);
            return new[] { TensorDraft.Of(GgufName(p.Key) + ".lora_a", [rank, a.Length / rank], a), TensorDraft.Of(GgufName(p.Key) + ".lora_b", [b.Length / rank, rank], b) };
        });
        Dictionary<string, GgufValue> values = new(StringComparer.Ordinal)
        {
            ["general.architecture"] = GgufValue.Of(architecture),
            ["general.type"] = GgufValue.Of("adapter"),
            ["adapter.type"] = GgufValue.Of("lora"),
            ["adapter.lora.alpha"] = GgufValue.Of(alpha),
        };
        foreach ((string key, GgufValue value) in more) values[key] = value;
        GgufWriter.Write(path, values, change?.Invoke(drafts) ?? drafts);
        return path;
    }

    /// <summary>The name of a module's weights in GGUF.</summary>
    public static string GgufName(string module)
    {
        string[] words = module.Split('.');
        return $"blk.{words[2]}." + words[^1] switch
        {
            "q_proj" => "attn_q",
            "k_proj" => "attn_k",
            "v_proj" => "attn_v",
            "o_proj" => "attn_output",
            "gate_proj" => "ffn_gate",
            "up_proj" => "ffn_up",
            _ => "ffn_down",
        } + ".weight";
    }

    /// <summary><c>reshape(heads, 2, dim / 2, columns).swapaxes(1, 2).reshape(...)</c>, as the converter does.</summary>
    public static float[] Permuted(float[] b, int rank, int heads)
    {
        int half = b.Length / rank / heads / 2, to = 0;
        float[] result = new float[b.Length];
        for (int head = 0; head < heads; head++)
            for (int i = 0; i < half; i++)
                for (int side = 0; side < 2; side++, to++) b.AsSpan(((head * 2 * half) + (side * half) + i) * rank, rank).CopyTo(result.AsSpan(to * rank, rank));
        return result;
    }

    private int Inputs(string module)
    {
        DecoderConfig c = decoder.Config;
        return module.EndsWith("o_proj", StringComparison.Ordinal) ? c.Heads * c.HeadDim : module.EndsWith("down_proj", StringComparison.Ordinal) ? c.FeedForwardWidth : c.Width;
    }

    private float[] Values(int count, float spread) => [.. Enumerable.Range(0, count).Select(_ => spread * (((float)random.NextDouble() * 2) - 1))];
}
