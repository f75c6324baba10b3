using Assay.Models.Configuration;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Models.Adapters;

/// <summary>Reads an adapter from a folder as peft writes it. Every tensor of the file belongs to a linear layer that the configuration names, and every such layer has both of its tensors.</summary>
internal sealed class PeftAdapterReader
{
    /// <summary>Stands before every path in the file.</summary>
    public const string Prefix = "base_model.model.";

    /// <summary>Stand after it.</summary>
    public const string SuffixA = ".lora_A.weight", SuffixB = ".lora_B.weight";

    /// <summary>Names of the two files.</summary>
    public const string ConfigFile = "adapter_config.json", WeightsFile = "adapter_model.safetensors";

    private readonly PeftConfig config;
    private readonly WeightFile file;
    private readonly Dictionary<string, LinearModule> modules;
    private readonly bool tied;

    private PeftAdapterReader(PeftConfig config, WeightFile file, DecoderConfig model)
    {
        (this.config, this.file, tied) = (config, file, model.TiedEmbeddings);
        modules = LinearModule.Of(model).ToDictionary(m => m.Path, StringComparer.Ordinal);
    }

    /// <summary>Reads a folder.</summary>
    public static LoraAdapter Read(string folder, DecoderConfig model)
    {
        if (!Directory.Exists(folder)) throw new InputException(new Problem(folder, null, "expected the folder of an adapter or a GGUF file; there is none. Correct the path."));
        string path = Path.Combine(folder, ConfigFile), weights = Path.Combine(folder, WeightsFile);
        if (!File.Exists(path))
        {
            string? inner = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).FirstOrDefault(d => File.Exists(Path.Combine(d, ConfigFile)));
            throw new InputException(new Problem(folder, null, $"expected {ConfigFile} and {WeightsFile} in the folder; found no {ConfigFile}. " + (inner is null ? "Name the folder that peft wrote." : $"Name {inner}, which has one.")));
        }

        PeftConfig config = PeftConfig.Read(path);
        using WeightFile file = WeightFile.Open(File.Exists(weights) ? weights : folder);
        return new LoraAdapter(folder, model, new PeftAdapterReader(config, file, model).Layers());
    }

    private List<LoraLayer> Layers()
    {
        foreach (WeightTensor tensor in file.Tensors) Account(tensor);
        var layers = new List<LoraLayer>();
        foreach (LinearModule module in modules.Values.Where(config.Targets)) layers.Add(Layer(module));
        if (layers.Count == 0) throw config.Fields.Refuse("target_modules", "names no linear layer of the base model. The adapter was trained on another architecture.");
        return layers;
    }

    private void Account(WeightTensor tensor)
    {
        if (!tensor.Name.StartsWith(Prefix, StringComparison.Ordinal)) throw Unexpected(tensor, $"expected a name that begins with '{Prefix}'. The file was not written by peft, or for a model without its head.");
        string? suffix = new[] { SuffixA, SuffixB }.FirstOrDefault(s => tensor.Name.EndsWith(s, StringComparison.Ordinal));
        if (suffix is null) throw Unexpected(tensor, What(tensor.Name));
        string path = tensor.Name[Prefix.Length..^suffix.Length];
        if (!modules.TryGetValue(path, out LinearModule? module))
        {
            if (path == "lm_head" && tied) throw Unexpected(tensor, "an adapter of the last matrix, which this base model has in common with its table of tokens: neither merging nor GGUF could keep them apart. Train without lm_head.");
            throw Unexpected(tensor, $"the base model has no linear layer '{ModelFormatException.Printable(path)}'. {Other}");
        }

        if (!config.Targets(module)) throw Unexpected(tensor, $"'target_modules' in {ConfigFile} does not name this layer, so its rank and strength are not known. The two files belong to different adapters.");
    }

    private static string What(string name)
    {
        if (name.Contains(".lora_embedding_", StringComparison.Ordinal)) return "an adapter of the table of tokens, which is not applied. Train without embed_tokens in target_modules, or merge it with peft (merge_and_unload) and use the merged model.";
        if (name.EndsWith(".lora_magnitude_vector", StringComparison.Ordinal)) return "DoRA, which cannot be added to a product. Merge it with peft (merge_and_unload) and use the merged model.";
        if (name.EndsWith(".bias", StringComparison.Ordinal)) return "a trained bias, which is not applied. Merge it with peft (merge_and_unload) and use the merged model.";
        return $"expected a name that ends in '{SuffixA}' or '{SuffixB}'; a module that was trained whole is not applied. Merge it with peft (merge_and_unload) and use the merged model.";
    }

    private LoraLayer Layer(LinearModule module)
    {
        LoraScale scale = config.ScaleOf(module.Path);
        string rank = $"rank {scale.Rank} of {ConfigFile}";
        float[] a = Values(module, SuffixA, [scale.Rank, module.Inputs], $"{rank}, {module.Inputs} inputs of the base model's {module.Shown}");
        float[] b = Values(module, SuffixB, [module.Outputs, scale.Rank], $"{module.Outputs} outputs of the base model's {module.Shown}, {rank}");
        return new LoraLayer(module.Path, scale, a, b);
    }

    private float[] Values(LinearModule module, string suffix, long[] shape, string because)
    {
        string name = Prefix + module.Path + suffix;
        WeightTensor tensor = file.Find(name)
            ?? throw new ModelFormatException(WeightFault.MissingTensor, file.Path, name, $"expected shape [{string.Join(", ", shape)}] ({because}), found no such tensor: 'target_modules' in {ConfigFile} names this layer. The file is incomplete; copy it again.");
        return AdapterTensor.Read(tensor, shape, $"{because}). {Other}");
    }

    private string Other => $"The adapter was trained on another base model{(config.BaseModel is { } name ? $" ({ConfigFile} names '{ModelFormatException.Printable(name)}')" : "")}.";

    private static ModelFormatException Unexpected(WeightTensor tensor, string why) => new(WeightFault.UnexpectedTensor, tensor.File, tensor.Name, why);
}

/// <summary>One matrix of an adapter.</summary>
internal static class AdapterTensor
{
    /// <summary>Reads it.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="shape">What it must be.</param>
    /// <param name="because">Why, for the message; closes the parenthesis.</param>
    public static float[] Read(WeightTensor tensor, ReadOnlySpan<long> shape, string because)
    {
        if (!tensor.Shape.AsSpan().SequenceEqual(shape))
            throw new ModelFormatException(WeightFault.UnexpectedShape, tensor.File, tensor.Name, $"expected shape [{string.Join(", ", shape.ToArray())}], found [{string.Join(", ", tensor.Shape)}] ({because}");
        return tensor.ToWeights();
    }
}
