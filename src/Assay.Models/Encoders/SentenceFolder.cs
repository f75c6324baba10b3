using System.Collections.Immutable;
using System.Text.Json;
using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Models.Encoders;

/// <summary>Reads the folder of an embedding model: sentence-transformers' modules, a plain encoder, or a static table.</summary>
internal sealed class SentenceFolder(string folder, WeightPrecision precision) : IDisposable
{
    private static readonly string[] UnknownTokens = ["[UNK]", "<unk>"];

    private static readonly string[] TransformerSettings = ["sentence_bert_config.json", "sentence_roberta_config.json", "sentence_xlm-roberta_config.json"];

    private static readonly (string Field, PoolingMode Mode)[] PoolingFields =
    [
        ("pooling_mode_cls_token", PoolingMode.First), ("pooling_mode_max_tokens", PoolingMode.Max), ("pooling_mode_mean_tokens", PoolingMode.Mean), ("pooling_mode_mean_sqrt_len_tokens", PoolingMode.MeanSquareRoot),
        ("pooling_mode_weightedmean_tokens", PoolingMode.WeightedMean), ("pooling_mode_lasttoken", PoolingMode.Last),
    ];

    private static readonly Dictionary<string, PoolingMode> PoolingNames = new(StringComparer.Ordinal)
    {
        ["cls"] = PoolingMode.First, ["max"] = PoolingMode.Max, ["mean"] = PoolingMode.Mean, ["mean_sqrt_len_tokens"] = PoolingMode.MeanSquareRoot, ["weightedmean"] = PoolingMode.WeightedMean, ["lasttoken"] = PoolingMode.Last,
    };

    private readonly List<VectorStep> steps = [];
    private ITokenStates? source;
    private Tokenizer? tokenizer;
    private Pooling? pooling;
    private string weightsFolder = "";
    private int width;
    private bool isGiven;

    /// <summary>Reads everything.</summary>
    /// <exception cref="AssayException">Something is missing, damaged or not supported.</exception>
    public SentenceParts Read()
    {
        if (!Directory.Exists(folder)) throw new InputException(new Problem(folder, null, "expected the folder of an embedding model; there is none. Correct the path, or get one with `assay models pull hf:owner/name`."));
        SentenceParts parts = Parts() with { Scripts = ReadScripts.OfEmbedder(folder) };
        isGiven = true;
        return parts;
    }

    /// <summary>Frees what was read when reading failed.</summary>
    public void Dispose()
    {
        if (isGiven) return;
        source?.Dispose();
        steps.ForEach(s => s.Dispose());
    }

    private SentenceParts Parts()
    {
        if (File.Exists(Path.Combine(folder, "modules.json"))) return Modules();
        ConfigFields config = ConfigFields.Read(Path.Combine(folder, "config.json"));
        return config.Text("model_type") == "model2vec" ? Static(config) : Plain();
    }

    private SentenceParts Modules()
    {
        bool lower = false;
        int? limit = null;
        foreach (ConfigFields module in List(Path.Combine(folder, "modules.json")))
        {
            string type = module.Text("type") ?? "nothing", name = type[(type.LastIndexOf('.') + 1)..], path = Inside(module);
            if (source is null != name is "Transformer" or "StaticEmbedding") throw module.Refuse("type", $"expected one Transformer or StaticEmbedding and then other modules; found '{type}'.");
            switch (name)
            {
                case "Transformer": (limit, lower) = Transformer(path); break;
                case "StaticEmbedding": OpenStatic(path); break;
                case "Pooling": Pool(path); break;
                case "Normalize": steps.Add(new VectorStep.Normalize()); break;
                case "Dense": Dense(path); break;
                case "Dropout": break;
                default: throw module.Refuse("type", $"'{type}' is not a module that Assay runs: Transformer, StaticEmbedding, Pooling, Normalize, Dense and Dropout are. Choose another model, or serve this one with an OpenAI-compatible server and name it as URL#NAME.");
            }
        }

        if (source is null) throw new InputException(new Problem(Path.Combine(folder, "modules.json"), null, "expected modules, the first a Transformer or a StaticEmbedding; the list is empty."));
        return Parts("", limit) with { Lower = lower, Prompts = SentencePrompts.Read(folder) };
    }

    private SentenceParts Plain()
    {
        (int? limit, _) = Transformer(folder);
        return Parts("The folder has no modules.json: a text's vector is the mean of its tokens', not normalised, without prompts.", limit);
    }

    // model2vec leaves tokens out that its vocabulary does not know, and cuts at 512.
    private SentenceParts Static(ConfigFields config)
    {
        OpenStatic(folder);
        if (config.Flag("normalize", true)) steps.Add(new VectorStep.Normalize());
        int unknown = UnknownTokens.Select(tokenizer!.IdOf).FirstOrDefault(id => id >= 0, -1);
        return Parts("", 512) with { UnknownToken = unknown };
    }

    private SentenceParts Parts(string note, int? limit) => new()
    {
        Source = source!,
        WeightsFolder = weightsFolder,
        Tokenizer = tokenizer!,
        Pooling = pooling ?? new Pooling([PoolingMode.Mean]),
        Steps = [.. steps],
        Dimensions = width,
        MaxTokens = limit ?? source!.MaxTokens,
        Note = note,
    };

    private (int? Limit, bool Lower) Transformer(string path)
    {
        weightsFolder = path;
        tokenizer = ModelTokenizer.Load(path);
        string? settings = TransformerSettings.Select(n => Path.Combine(path, n)).FirstOrDefault(File.Exists);
        ConfigFields? fields = settings is null ? null : ConfigFields.Read(settings);
        int? limit = fields?.Count("max_seq_length", 1, 1 << 24) ?? ModelTokenizer.SavedLimit(path);
        EncoderModel model = EncoderModel.Open(path, precision);
        source = new TransformerStates(model);
        ModelTokenizer.Require(path, tokenizer, model.Config.VocabularySize);
        width = source.Width;
        return (Math.Min(limit ?? int.MaxValue, model.Config.MaxTokens), fields?.Flag("do_lower_case", false) ?? false);
    }

    private void OpenStatic(string path)
    {
        weightsFolder = path;
        tokenizer = ModelTokenizer.Load(path);
        source = StaticTable.Open(path, tokenizer.VocabularySize, precision);
        width = source.Width;
    }

    private void Pool(string path)
    {
        ConfigFields fields = ConfigFields.Read(Path.Combine(path, "config.json"));
        if (pooling is not null || steps.Count > 0) throw fields.Refuse("pooling_mode", "expected one pooling, right after the transformer.");
        ImmutableArray<PoolingMode> modes = [.. PoolingFields.Where(f => fields.Flag(f.Field, false)).Select(f => f.Mode)];
        if (fields.Text("pooling_mode") is { } name) modes = PoolingNames.TryGetValue(name, out PoolingMode mode) ? [mode] : throw fields.Refuse("pooling_mode", $"expected one of {string.Join(", ", PoolingNames.Keys)}; found '{name}'.");
        if (modes.IsEmpty) modes = [PoolingMode.Mean];
        if (fields.Count("word_embedding_dimension", 1, 1 << 20) is { } told && told != width) throw fields.Refuse("word_embedding_dimension", $"expected the {width} values of the model's tokens; found {told}.");
        pooling = new Pooling(modes, fields.Flag("include_prompt", true));
        width *= modes.Length;
    }

    private void Dense(string path)
    {
        ConfigFields fields = ConfigFields.Read(Path.Combine(path, "config.json"));
        int inputs = fields.RequiredCount("in_features", 1, 1 << 20), outputs = fields.RequiredCount("out_features", 1, 1 << 20);
        if (inputs != width) throw fields.Refuse("in_features", $"expected the {width} values of what comes before; found {inputs}.");
        if (fields.Text("module_input_name") is { } input && input != "sentence_embedding") throw fields.Refuse("module_input_name", $"expected sentence_embedding; found '{input}', which is not supported.");
        string curve = fields.Text("activation_function") ?? "Tanh", known = curve[(curve.LastIndexOf('.') + 1)..];
        if (!VectorStep.Dense.Curves.Contains(known, StringComparer.Ordinal)) throw fields.Refuse("activation_function", $"expected one of {string.Join(", ", VectorStep.Dense.Curves)}; found '{curve}'.");
        using WeightFile file = WeightFile.Open(path);
        float[]? bias = fields.Flag("bias", true) ? file.Require("linear.bias", outputs).ToWeights() : null;
        steps.Add(new VectorStep.Dense(new LinearLayer(WeightMatrices.Of(file.Require("linear.weight", outputs, inputs), precision, WorkerTeam.Shared), bias), known, path));
        width = outputs;
    }

    private string Inside(ConfigFields module)
    {
        string path = module.Text("path") ?? "";
        if (Path.IsPathRooted(path) || path.Split('/', '\\').Contains("..")) throw module.Refuse("path", $"expected a folder within the model's; found '{path}'.");
        return Path.Combine(folder, path);
    }

    private static ConfigFields[] List(string path)
    {
        try
        {
            if (new FileInfo(path).Length > 1 << 20) throw new InputException(new Problem(path, null, "expected a list of a few modules; the file is over a megabyte."));
            if (!OrdinaryFile.HasContent(path)) throw new InputException(new Problem(path, null, OrdinaryFile.Nothing));
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.EnumerateArray().Any(m => m.ValueKind != JsonValueKind.Object)) throw new InputException(new Problem(path, null, "expected a list of modules, each an object with type and path."));
            return [.. document.RootElement.EnumerateArray().Select((m, i) => new ConfigFields(path, m.Clone(), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{i}].")))];
        }
        catch (JsonException error)
        {
            throw new InputException(new Problem(path, (int?)(error.LineNumber + 1), "this is not JSON: " + error.Message.Split(" LineNumber", 2)[0]));
        }
    }
}

/// <summary>What an embedding model is made of.</summary>
internal sealed record SentenceParts
{
    public required ITokenStates Source { get; init; }

    /// <summary>Where the weights and the tokenizer are: the model's folder or one within.</summary>
    public required string WeightsFolder { get; init; }

    public required Tokenizer Tokenizer { get; init; }

    public required Pooling Pooling { get; init; }

    public required ImmutableArray<VectorStep> Steps { get; init; }

    public required int Dimensions { get; init; }

    /// <summary>Most tokens of a text; null for no limit.</summary>
    public required int? MaxTokens { get; init; }

    /// <summary>What had to be assumed; empty for nothing.</summary>
    public required string Note { get; init; }

    /// <summary>Whether texts are written small first.</summary>
    public bool Lower { get; init; }

    /// <summary>A token that is left out; -1 for none.</summary>
    public int UnknownToken { get; init; } = -1;

    public SentencePrompts Prompts { get; init; } = new();

    /// <summary>Scripts of the queries that it was made for; null for any.</summary>
    public ScriptSet? Scripts { get; init; }
}
