using System.Text.Json;
using Assay.Text;

namespace Assay.Models.Hub;

/// <summary>What the folder of a model is for, wherever it lies: told by its files, before anything of it is loaded.</summary>
public static class ModelFolder
{
    private const long LongestConfig = 4 << 20;

    private static readonly string[] Encoders = ["bert", "roberta", "xlm-roberta", "modernbert", "distilbert", "mpnet", "nomic_bert", "model2vec", "new", "electra", "albert", "camembert"];
    private static readonly string[] Decoders = ["llama", "mistral", "qwen2", "qwen3", "smollm3", "gemma", "gemma2", "gemma3_text", "phi3", "gpt2", "olmo2"];
    private static readonly string[] Configurations = ["config.json", "0_Transformer/config.json"];

    /// <summary>Looks at a folder or a GGUF file. Reads the configuration each time.</summary>
    /// <param name="path">A folder, or a file.</param>
    /// <returns><see cref="StoredModelKind.Other"/> where nobody can tell, also when there is nothing.</returns>
    public static StoredModelKind KindOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (FileSelection.IsGguf(path)) return StoredModelKind.Gguf;
        if (File.Exists(Path.Combine(path, "adapter_config.json"))) return StoredModelKind.Adapter;
        bool hasModules = File.Exists(Path.Combine(path, "modules.json"));
        FileInfo? config = Configurations.Select(c => new FileInfo(Path.Combine(path, c))).FirstOrDefault(f => f.Exists && f.Length <= LongestConfig);
        if (config is null) return hasModules ? StoredModelKind.Encoder : StoredModelKind.Other;
        try
        {
            if (!OrdinaryFile.HasContent(config.FullName)) return StoredModelKind.Other;
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(config.FullName));
            return hasModules ? StoredModelKind.Encoder : KindOf(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return StoredModelKind.Other;
        }
    }

    private static StoredModelKind KindOf(JsonElement config)
    {
        if (config.ValueKind != JsonValueKind.Object) return StoredModelKind.Other;
        string[] architectures = config.TryGetProperty("architectures", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.String).Select(a => a.GetString()!)] : [];
        if (architectures.Any(a => a.EndsWith("ForCausalLM", StringComparison.Ordinal))) return StoredModelKind.Decoder;
        string type = config.TryGetProperty("model_type", out JsonElement said) && said.ValueKind == JsonValueKind.String ? said.GetString()! : "";
        if (Decoders.Contains(type, StringComparer.Ordinal)) return StoredModelKind.Decoder;
        if (architectures.Any(a => a.EndsWith("ForSequenceClassification", StringComparison.Ordinal))) return StoredModelKind.Reranker;
        return Encoders.Contains(type, StringComparer.Ordinal) ? StoredModelKind.Encoder : StoredModelKind.Other;
    }
}
