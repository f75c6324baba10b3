using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Models.Configuration;
using Assay.Text;

namespace Assay.Models.Adapters;

/// <summary>An <c>adapter_config.json</c> of peft: which linear layers have an adapter, and how strong each is.</summary>
/// <remarks>
/// Matching is peft's: a text of <c>target_modules</c> is a regular expression for whole paths, a list holds whole paths or their last words, and the first pattern of
/// <c>rank_pattern</c> or <c>alpha_pattern</c> that matches a path, or the end of it after a dot, gives its number.
/// </remarks>
internal sealed class PeftConfig
{
    private const int MostRank = 1 << 16;
    private const double MostAlpha = 1e9;

    private static readonly (string Field, string Why)[] Refused =
    [
        ("use_dora", "DoRA normalises whole rows of the base model's weights and cannot be added to a product. Merge it with peft (merge_and_unload) and use the merged model."),
        ("modules_to_save", "whole modules were trained beside the adapter (such as the head or the embeddings). Merge them with peft (merge_and_unload) and use the merged model."),
        ("lora_bias", "biases of the low-rank products are not applied. Train without lora_bias, or merge it with peft."),
        ("fan_in_fan_out", "it is for layers that store their weights transposed (GPT-2), which no decoder that Assay runs does."),
        ("layer_replication", "it repeats layers of the base model. Merge it with peft and use the merged model."),
        ("trainable_token_indices", "rows of the embeddings were trained beside the adapter. Merge them with peft and use the merged model."),
        ("target_parameters", "it changes parameters that are no linear layers. Merge it with peft and use the merged model."),
        ("alora_invocation_tokens", "an activated LoRA works only after certain tokens; it would answer as if it were always on."),
        ("use_qalora", "QA-LoRA adds to groups of a quantised matrix. Merge it with peft and use the merged model."),
        ("use_bdlora", "block-diagonal matrices are not applied. Merge it with peft and use the merged model."),
        ("arrow_config", "Arrow mixes several adapters. Name one of them."),
        ("monteclora_config", "its weights are drawn at random and are not one adapter. Merge it with peft and use the merged model."),
        ("kasa_config", "KaSA changes the base model's weights too. Merge it with peft and use the merged model."),
    ];

    // These ways of beginning subtract something from the base model's weights, which the adapter then does not go with.
    private static readonly string[] KeepTheBase = ["gaussian", "eva", "orthogonal"];

    private readonly Func<string, bool> targeted, excluded;
    private readonly ImmutableArray<int> layers;
    private readonly Func<string, int?> layerOf;
    private readonly ImmutableArray<(Func<string, bool> Matches, double Value)> ranks, alphas;
    private readonly int rank;
    private readonly double alpha;
    private readonly bool rankStabilized;

    private PeftConfig(ConfigFields fields)
    {
        Fields = fields;
        rank = fields.Count("r", 1, MostRank) ?? 8;
        alpha = fields.Number("lora_alpha", -MostAlpha, MostAlpha) ?? 8;
        rankStabilized = fields.Flag("use_rslora", false);
        ranks = Patterns(fields, "rank_pattern", 1, MostRank);
        alphas = Patterns(fields, "alpha_pattern", -MostAlpha, MostAlpha);
        targeted = Targets(fields, "target_modules") ?? throw fields.Refuse("target_modules", "missing; expected the names of linear layers, a regular expression, or \"all-linear\".");
        excluded = Targets(fields, "exclude_modules") ?? (_ => false);
        layers = fields.Counts("layers_to_transform");
        layerOf = LayerOf(fields);
        IsList = !fields.IsText("target_modules");
    }

    /// <summary>The file's fields, for messages.</summary>
    public ConfigFields Fields { get; }

    /// <summary>What the file calls the base model; null when it does not say.</summary>
    public string? BaseModel => Fields.Text("base_model_name_or_path");

    private bool IsList { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is missing or malformed, or says something that cannot be applied as it is.</exception>
    public static PeftConfig Read(string path)
    {
        ConfigFields fields = ConfigFields.Read(path);
        if (fields.Text("peft_type") is var type && type != "LORA") throw fields.Refuse("peft_type", $"expected LORA; found {type ?? "nothing"}: other kinds of adapters are not applied. Merge it with peft (merge_and_unload) and use the merged model.");
        if (fields.Text("bias") is { } bias && bias != "none") throw fields.Refuse("bias", $"expected none; found {bias}: biases of the base model were trained too. Merge it with peft (merge_and_unload) and use the merged model.");
        foreach ((string field, string why) in Refused)
            if (fields.Says(field)) throw fields.Refuse(field, why);
        if (fields.IsText("init_lora_weights") && fields.Text("init_lora_weights") is { } begin && !KeepTheBase.Contains(begin))
            throw fields.Refuse("init_lora_weights", $"'{begin}' changes the base model's weights, so the adapter does not go with the original ones. Save it with peft's path_initial_model_for_weight_conversion, or merge it.");
        return new PeftConfig(fields);
    }

    /// <summary>Whether a linear layer has an adapter.</summary>
    public bool Targets(LinearModule module)
    {
        string path = module.Path;
        if (excluded(path)) return false;
        if (IsAllLinear) return module.Part != Decoders.DecoderPart.Output;
        if (!targeted(path)) return false;
        return !IsList || layers.IsEmpty || IsWhole(path) || (layerOf(path) is { } layer && layers.Contains(layer));
    }

    /// <summary>How strong the adapter of a linear layer is.</summary>
    public LoraScale ScaleOf(string path) => new((int)First(ranks, path, rank), First(alphas, path, alpha), rankStabilized);

    private bool IsAllLinear => Fields.IsText("target_modules") && string.Equals(Fields.Text("target_modules"), "all-linear", StringComparison.OrdinalIgnoreCase);

    // A list that has the whole path means it, whatever layers are named.
    private bool IsWhole(string path) => Fields.Texts("target_modules").Contains(path);

    private static double First(ImmutableArray<(Func<string, bool> Matches, double Value)> patterns, string path, double otherwise)
    {
        foreach ((Func<string, bool> matches, double value) in patterns)
            if (matches(path)) return value;
        return otherwise;
    }

    private static ImmutableArray<(Func<string, bool> Matches, double Value)> Patterns(ConfigFields fields, string field, double least, double most) =>
        [.. fields.Numbers(field, least, most).Select(p => (PeftPattern.Whole(fields, field, $@"(.*\.)?({p.Key})"), field == "rank_pattern" ? Math.Floor(p.Value) : p.Value))];

    private static Func<string, bool>? Targets(ConfigFields fields, string field)
    {
        if (fields.IsText(field)) return PeftPattern.Whole(fields, field, fields.Text(field)!);
        ImmutableArray<string> names = fields.Texts(field);
        return names.IsEmpty ? null : path => names.Any(n => path == n || path.EndsWith("." + n, StringComparison.Ordinal));
    }

    // The number that follows the name of the list of layers; without a name, the last number of the path.
    private static Func<string, int?> LayerOf(ConfigFields fields)
    {
        ImmutableArray<string> names = !fields.Says("layers_pattern") ? [] : fields.IsText("layers_pattern") ? [fields.Text("layers_pattern")!] : fields.Texts("layers_pattern");
        string list = names.IsEmpty ? @"[^.]*" : string.Join('|', names.Select(Regex.Escape));
        var regex = new Regex($@"\A.*\.(?:{list})\.(\d{{1,9}})\.", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return path => regex.Match(path) is { Success: true } found ? int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
    }
}
