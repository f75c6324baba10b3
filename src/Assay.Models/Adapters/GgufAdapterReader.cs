using System.Globalization;
using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Models.Adapters;

/// <summary>Reads an adapter from a GGUF file as llama.cpp's converter writes it; its rows of <c>B</c> for queries and keys come into the order of Hugging Face.</summary>
internal sealed class GgufAdapterReader
{
    /// <summary>Stand after the name of a tensor of the base model.</summary>
    public const string SuffixA = ".lora_a", SuffixB = ".lora_b";

    private readonly GgufFile file;
    private readonly DecoderConfig model;
    private readonly Dictionary<string, LinearModule> modules;
    private readonly double alpha;

    private GgufAdapterReader(GgufFile file, DecoderConfig model)
    {
        (this.file, this.model) = (file, model);
        alpha = file.Number("adapter.lora.alpha") ?? throw Refuse("adapter.lora.alpha", "missing; expected a number, 0 for a strength of 1.");
        if (!double.IsFinite(alpha)) throw Refuse("adapter.lora.alpha", string.Create(CultureInfo.InvariantCulture, $"expected a finite number; found {alpha}."));
        modules = LinearModule.Of(model).ToDictionary(m => DecoderNames.Gguf.Weight(m.Part, m.Layer), StringComparer.Ordinal);
    }

    /// <summary>The architecture that files for a model name.</summary>
    public static string Architecture(DecoderFamily family) => family switch
    {
        DecoderFamily.Qwen2 => "qwen2",
        DecoderFamily.Qwen3 => "qwen3",
        _ => "llama",
    };

    /// <summary>Reads a file.</summary>
    public static LoraAdapter Read(string path, DecoderConfig model)
    {
        using GgufFile file = GgufFile.Open(path);
        Check(file, model);
        return new LoraAdapter(path, model, new GgufAdapterReader(file, model).Layers());
    }

    private static void Check(GgufFile file, DecoderConfig model)
    {
        InputException Refuse(string key, string why) => new(new Problem(file.Path, null, $"'{key}': {why}"));
        if (file.Text("general.type") is var type && type != "adapter") throw Refuse("general.type", $"expected adapter; found {type ?? "nothing"}. Name the file of an adapter, not of a model.");
        if (file.Text("adapter.type") is var kind && kind != "lora") throw Refuse("adapter.type", $"expected lora; found {kind ?? "nothing"}: other kinds of adapters are not applied.");
        if (file.Text("general.architecture") is var architecture && architecture != Architecture(model.Family))
            throw Refuse("general.architecture", $"expected {Architecture(model.Family)}, the base model's; found {architecture ?? "nothing"}. The adapter was trained on another base model.");
        if (file.Values.ContainsKey("adapter.alora.invocation_tokens")) throw Refuse("adapter.alora.invocation_tokens", "an activated LoRA works only after certain tokens; it would answer as if it were always on.");
    }

    private List<LoraLayer> Layers()
    {
        var changed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (WeightTensor tensor in file.Weights.Tensors) changed.Add(Account(tensor));
        if (changed.Count == 0) throw new ModelFormatException(WeightFault.MissingTensor, file.Path, "has no tensors: an adapter changes at least one. It is incomplete; copy it again.");
        return [.. changed.Select(Layer)];
    }

    // The tensor of the base model that one of the file belongs to.
    private string Account(WeightTensor tensor)
    {
        string? suffix = new[] { SuffixA, SuffixB }.FirstOrDefault(s => tensor.Name.EndsWith(s, StringComparison.Ordinal));
        if (suffix is null)
        {
            throw Unexpected(tensor, tensor.Name.EndsWith("_norm.weight", StringComparison.Ordinal)
                ? "a trained scale of a normalisation, which llama.cpp passes over. Merge it into the model before converting."
                : $"expected a name that ends in '{SuffixA}' or '{SuffixB}'.");
        }

        string name = tensor.Name[..^suffix.Length];
        if (modules.ContainsKey(name)) return name;
        throw Unexpected(tensor, name switch
        {
            "token_embd.weight" => "an adapter of the table of tokens, which is not applied. Train without embed_tokens, or merge it and convert the merged model.",
            "output.weight" => "an adapter of the last matrix, which this base model has in common with its table of tokens. Train without lm_head.",
            _ => $"the base model has no linear layer '{ModelFormatException.Printable(name)}'. The adapter was trained on another base model.",
        });
    }

    private LoraLayer Layer(string name)
    {
        LinearModule module = modules[name];
        WeightTensor first = Required(name + SuffixA), second = Required(name + SuffixB);
        int rank = (int)Math.Clamp(first.Rows, 1, int.MaxValue);
        const string other = "The adapter was trained on another base model.";
        float[] a = AdapterTensor.Read(first, [rank, module.Inputs], $"rank {rank}, {module.Inputs} inputs of the base model's {module.Shown}). {other}");
        float[] b = AdapterTensor.Read(second, [module.Outputs, rank], $"{module.Outputs} outputs of the base model's {module.Shown}, rank {rank} of '{SuffixA}'). {other}");
        if (module.Part is DecoderPart.Query or DecoderPart.Key && HeadOrder.PairsAreSideBySide(model.Family)) b = InHalves(b, rank, model.HeadDim);
        return new LoraLayer(module.Path, new LoraScale(rank, alpha == 0 ? rank : alpha), a, b);
    }

    private static float[] InHalves(float[] b, int rank, int headDim)
    {
        float[] ordered = new float[b.Length];
        for (int row = 0; row < b.Length / rank; row++) b.AsSpan(HeadOrder.InFile(row, headDim) * rank, rank).CopyTo(ordered.AsSpan(row * rank, rank));
        return ordered;
    }

    private WeightTensor Required(string name) => file.Weights.Find(name)
        ?? throw new ModelFormatException(WeightFault.MissingTensor, file.Path, name, $"expected beside its other half, found no such tensor. The file is incomplete; copy it again.");

    private InputException Refuse(string key, string why) => new(new Problem(file.Path, null, $"'{key}': {why}"));

    private static ModelFormatException Unexpected(WeightTensor tensor, string why) => new(WeightFault.UnexpectedTensor, tensor.File, tensor.Name, why);
}
