using System.Collections.Immutable;
using System.Text.Json;

namespace Assay.Models.Hub;

/// <summary>A model that is stored whole.</summary>
public sealed record StoredModel
{
    private const long LongestConfig = 4 << 20;
    private const int ShortCommit = 12;

    private static readonly string[] Encoders = ["bert", "roberta", "xlm-roberta", "modernbert", "distilbert", "mpnet", "nomic_bert", "model2vec", "new", "electra", "albert", "camembert"];
    private static readonly string[] Decoders = ["llama", "mistral", "qwen2", "qwen3", "smollm3", "gemma", "gemma2", "gemma3_text", "phi3", "gpt2", "olmo2"];

    internal StoredModel(string folder, HubReference repository, ModelManifest manifest) => (Folder, Repository, Manifest) = (folder, repository, manifest);

    /// <summary>Where it came from: <c>hf:owner/name</c>.</summary>
    public string Name => Manifest.Source;

    /// <summary>The commit, 40 hexadecimal digits.</summary>
    public string Commit => Manifest.Commit;

    /// <summary>The names under which this commit was pulled (<c>main</c>), each with its time; the same name of another commit with a later time has moved there.</summary>
    public ImmutableArray<ModelRevision> Revisions => Manifest.Revisions;

    /// <summary>Its folder.</summary>
    public string Folder { get; }

    /// <summary>Its files.</summary>
    public ImmutableArray<ModelFile> Files => Manifest.Files;

    /// <summary>The hub it was fetched from.</summary>
    public string Endpoint => Manifest.Endpoint;

    /// <summary>How many numbers it has, as the hub counts them; null where it did not say.</summary>
    public long? Parameters => Manifest.Parameters;

    /// <summary>Length of all files together.</summary>
    public long Bytes => Files.Sum(f => f.Bytes);

    /// <summary>The name that means this commit and no other, short enough to read: <c>hf:owner/name@0123456789ab</c>.</summary>
    public string Pinned => $"{Name}@{Commit[..ShortCommit]}";

    internal HubReference Repository { get; }

    internal ModelManifest Manifest { get; }

    /// <summary>The GGUF files among its files.</summary>
    internal IEnumerable<string> Ggufs => Files.Select(f => f.Path).Where(FileSelection.IsGguf);

    /// <summary>Whether the folder as a whole can be loaded, not only GGUF files in it.</summary>
    internal bool IsFolder => Files.Any(f => f.Path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase));

    /// <summary>What it is for, from its <c>config.json</c> and the names of its files. Reads the file each time.</summary>
    /// <returns><see cref="StoredModelKind.Other"/> where nobody can tell.</returns>
    public StoredModelKind ReadKind()
    {
        if (!IsFolder) return Ggufs.Any() ? StoredModelKind.Gguf : StoredModelKind.Other;
        if (Files.Any(f => f.Path == "adapter_config.json")) return StoredModelKind.Adapter;
        bool hasModules = Files.Any(f => f.Path == "modules.json");
        if (Files.FirstOrDefault(f => f.Path is "config.json" or "0_Transformer/config.json") is not { Bytes: <= LongestConfig } config) return hasModules ? StoredModelKind.Encoder : StoredModelKind.Other;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, config.Path)));
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
        return Encoders.Contains(type, StringComparer.Ordinal) ? StoredModelKind.Encoder : Decoders.Contains(type, StringComparer.Ordinal) ? StoredModelKind.Decoder : StoredModelKind.Other;
    }
}
