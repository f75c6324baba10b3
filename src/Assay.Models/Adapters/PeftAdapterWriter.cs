using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Models.Adapters;

/// <summary>What a folder of peft says about an adapter beside its weights.</summary>
public sealed record PeftAdapterOptions
{
    /// <summary>The base model, as its publisher calls it.</summary>
    /// <value>Default null: not said.</value>
    public string? BaseModel { get; init; }

    /// <summary>The share of inputs that training left out; nothing depends on it afterwards.</summary>
    /// <value>Default 0.</value>
    public double Dropout { get; init; }

    /// <summary>How the weights are stored: F32, F16 or BF16.</summary>
    /// <value>Default F32.</value>
    public WeightType Type { get; init; } = WeightType.F32;
}

/// <summary>Writes an adapter as the folder that peft reads: <c>adapter_config.json</c> (indented by 2, keys sorted) and <c>adapter_model.safetensors</c>.</summary>
public static class PeftAdapterWriter
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, string> Metadata = new(StringComparer.Ordinal) { ["format"] = "pt" };

    /// <summary>Writes the two files; the same adapter gives the same bytes.</summary>
    /// <param name="folder">Made if it is not there; files of these names are replaced.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="options">What else is said; null for the defaults.</param>
    /// <exception cref="AssayException">A file cannot be written, or a value does not fit its type.</exception>
    public static void Write(string folder, LoraAdapter adapter, PeftAdapterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(adapter);
        options ??= new PeftAdapterOptions();
        SafetensorsWriter.Write(Path.Combine(folder, PeftAdapterReader.WeightsFile), adapter.Layers.SelectMany(l => Drafts(l, options.Type)), Metadata);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(Config(adapter, options), Layout);
        WeightWriter.Write(Path.Combine(folder, PeftAdapterReader.ConfigFile), stream => stream.Write(json));
    }

    private static IEnumerable<TensorDraft> Drafts(LoraLayer layer, WeightType type)
    {
        string name = PeftAdapterReader.Prefix + layer.Module;
        yield return new TensorDraft(name + PeftAdapterReader.SuffixA, type, [layer.Scale.Rank, layer.Inputs], sink => sink.Write(layer.CopyA()));
        yield return new TensorDraft(name + PeftAdapterReader.SuffixB, type, [layer.Outputs, layer.Scale.Rank], sink => sink.Write(layer.CopyB()));
    }

    // Keys in their sorted order. Only those that every version of peft knows, or that change what an adapter does.
    private static JsonObject Config(LoraAdapter adapter, PeftAdapterOptions options)
    {
        bool stabilized = adapter.Layers.All(l => l.Scale.RankStabilized);
        int rank = MostCommon(adapter.Layers.Select(l => l.Scale.Rank));
        double alpha = MostCommon(adapter.Layers.Select(l => Alpha(l.Scale, stabilized)));
        return new JsonObject
        {
            ["alpha_pattern"] = Pattern(adapter, l => Alpha(l.Scale, stabilized), alpha),
            ["auto_mapping"] = null,
            ["base_model_name_or_path"] = options.BaseModel,
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["inference_mode"] = true,
            ["init_lora_weights"] = true,
            ["layers_pattern"] = null,
            ["layers_to_transform"] = null,
            ["lora_alpha"] = Number(alpha),
            ["lora_dropout"] = Number(options.Dropout),
            ["modules_to_save"] = null,
            ["peft_type"] = "LORA",
            ["r"] = rank,
            ["rank_pattern"] = Pattern(adapter, l => l.Scale.Rank, rank),
            ["revision"] = null,
            ["target_modules"] = new JsonArray([.. Targets(adapter).Select(t => (JsonNode)t)]),
            ["task_type"] = "CAUSAL_LM",
            ["use_dora"] = false,
            ["use_rslora"] = stabilized,
        };
    }

    // What gives the same strength where not all layers divide by the root of their rank.
    private static double Alpha(LoraScale scale, bool stabilized) => scale.RankStabilized == stabilized ? scale.Alpha : scale.Factor * scale.Rank;

    private static JsonObject Pattern(LoraAdapter adapter, Func<LoraLayer, double> value, double usual) =>
        new(adapter.Layers.Where(l => value(l) != usual).Select(l => KeyValuePair.Create(l.Module, (JsonNode?)Number(value(l)))));

    // The last words of paths where these mean every layer; whole paths otherwise.
    private static ImmutableArray<string> Targets(LoraAdapter adapter)
    {
        HashSet<string> changed = [.. adapter.Layers.Select(l => l.Module)];
        LinearModule[] all = [.. LinearModule.Of(adapter.Model)];
        ILookup<string, LinearModule> byWord = all.ToLookup(m => m.Suffix, StringComparer.Ordinal);
        bool everywhere = byWord.All(g => g.All(m => changed.Contains(m.Path)) || !g.Any(m => changed.Contains(m.Path)));
        return [.. all.Where(m => changed.Contains(m.Path)).Select(m => everywhere ? m.Suffix : m.Path).Distinct().Order(StringComparer.Ordinal)];
    }

    private static T MostCommon<T>(IEnumerable<T> values) => values.GroupBy(v => v).OrderByDescending(g => g.Count()).First().Key;

    // Whole numbers as Python writes them.
    private static JsonValue Number(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e15 ? JsonValue.Create((long)value) : JsonValue.Create(value);
}
