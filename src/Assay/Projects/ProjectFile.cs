using System.Collections.Immutable;
using System.Globalization;
using Assay.Arms;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;
using Assay.Evaluation.Scoring;
using Assay.FineTuning;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Reading;
using Assay.Retrieval.Search.Expansion;
using Assay.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Assay.Projects;

/// <summary>Reads <c>assay.yaml</c> strictly: an unknown key, a wrong unit or a missing file is a problem with its line, and all of them are reported at once.</summary>
public sealed class ProjectFile
{
    /// <summary>Name of the file in a project's folder.</summary>
    public const string FileName = "assay.yaml";

    private const int DeepestNesting = 20;

    private const string None = "none";

    /// <summary>Patterns of a project that names none.</summary>
    internal static readonly ImmutableArray<string> DefaultDocuments = [$"docs/**/*.{{{string.Join(',', DocumentReaders.DocumentEndings.Select(e => e[1..]))}}}"];
    private static readonly Dictionary<string, ChunkingStrategy> Strategies = new()
    {
        ["structure"] = ChunkingStrategy.Structure, ["fixed"] = ChunkingStrategy.Fixed, ["sentences"] = ChunkingStrategy.Sentences, ["recursive"] = ChunkingStrategy.Recursive,
    };

    private static readonly Dictionary<string, PassageExpansion> Expansions = new()
    {
        ["none"] = PassageExpansion.None, ["section"] = PassageExpansion.Section, ["window"] = PassageExpansion.Window,
    };

    private static readonly Dictionary<string, QueryExpansion> QueryExpansions = new()
    {
        ["off"] = QueryExpansion.Off, ["multi-query"] = QueryExpansion.MultiQuery, ["hyde"] = QueryExpansion.Hyde, ["decompose"] = QueryExpansion.Decompose,
    };

    private static readonly Dictionary<string, CorrectnessKind> CorrectnessKinds = new()
    {
        ["auto"] = CorrectnessKind.Auto, ["exact"] = CorrectnessKind.Exact, ["record"] = CorrectnessKind.Record, ["prose"] = CorrectnessKind.Prose,
    };

    /// <summary>Names of the ways to decode.</summary>
    public static readonly ImmutableSortedDictionary<string, Decoding> Decodings = ImmutableSortedDictionary<string, Decoding>.Empty.Add("free", Decoding.Free).Add("constrained", Decoding.Constrained);

    private static readonly Dictionary<string, ConflictRule> ConflictRules = new() { ["show"] = ConflictRule.Show, ["newest"] = ConflictRule.Newest };

    private static readonly Dictionary<string, ContextOrder> ContextOrders = new() { ["rank"] = ContextOrder.Rank, ["ends"] = ContextOrder.Ends };

    private readonly string _root;
    private readonly string _file;
    private readonly List<Problem> _problems = [];

    private ProjectFile(string directory)
    {
        _root = Path.GetFullPath(directory);
        _file = Path.Combine(directory, FileName).Replace('\\', '/');
    }

    /// <summary>Reads the project in a folder.</summary>
    /// <param name="directory">The folder that holds <c>assay.yaml</c>.</param>
    /// <returns>The project with every default filled in.</returns>
    /// <exception cref="InputException">The file is missing or wrong; lists every problem.</exception>
    public static Project Read(string directory) => new ProjectFile(directory).Read([]);

    /// <summary>Reads the project with some settings changed, as if they were written in the file so.</summary>
    /// <param name="directory">The folder that holds <c>assay.yaml</c>.</param>
    /// <param name="changes">Settings by their path, such as <c>retrieval.passages</c>, with the text of their value.</param>
    /// <returns>The project with every default filled in.</returns>
    /// <exception cref="InputException">The file is missing, or it is wrong with these settings; lists every problem.</exception>
    public static Project Read(string directory, IReadOnlyList<KeyValuePair<string, string>> changes) => new ProjectFile(directory).Read(changes);

    private Project Read(IReadOnlyList<KeyValuePair<string, string>> changes)
    {
        YamlMappingNode root = Parse();
        foreach ((string path, string value) in changes) Change(root, path, value);
        var yaml = new YamlMapping(_file, root, "", _problems);
        ImmutableArray<string> arms = ArmNames(yaml);
        var project = new Project
        {
            Root = _root,
            Name = yaml.Text("name") ?? Path.GetFileName(_root.TrimEnd(Path.DirectorySeparatorChar)),
            Documents = yaml.List("documents") is { Length: > 0 } documents ? documents : DefaultDocuments,
            Questions = ExistingFile(yaml, "questions") ?? Path.Combine(_root, "questions.jsonl"),
            Examples = ExistingFile(yaml, "examples"),
            Contract = ExistingFile(yaml, "contract"),
            Prices = ExistingFile(yaml, "prices"),
            Decoding = yaml.Choice("decoding", Decodings) ?? Decoding.Free,
            Model = Model(yaml, "model") ?? ModelReference.Parse("extractive"),
            Price = Price(yaml),
            Embedder = Optional(yaml, "embedder", BundledModels.Embedder, EmbeddingModels.Refusal),
            EmbedderPrice = yaml.Amount("embedderPrice"),
            Reranker = Optional(yaml, "reranker", BundledModels.Reranker, RerankModels.Refusal),
            Instructions = yaml.Text("instructions"),
            UsesBestPrompt = yaml.Flag("prompt", "best", "own") ?? false,
            Arms = arms.Length > 0 ? arms : ArmCatalog.Names,
            ArmsAreChosen = arms.Length > 0,
            Retrieval = Retrieval(yaml.Mapping("retrieval")),
            Tuning = TuneSettingsReader.Read(yaml.Mapping("tuning")),
            Score = Score(yaml.Mapping("score")),
            Costs = CostSettings.Read(yaml.Mapping("costs"), NeedFields.Products),
            Needs = yaml.Mapping("needs") is { } needs ? NeedsReader.Read(needs) : new Needs(),
            Seed = yaml.Integer("seed", 0, int.MaxValue) ?? 0,
        };
        project = project with { Adapter = Adapter(yaml, project.Model) };
        CheckExpansion(yaml, project);
        CheckPrompt(yaml, project);
        foreach (Problem problem in FileScanner.Problems(project.Documents)) yaml.Report("documents", problem.Message);
        yaml.Finish();
        return _problems.Count == 0 ? project : throw new InputException([.. _problems.OrderBy(p => p.Line)]);
    }

    private void Change(YamlMappingNode root, string path, string value)
    {
        string[] keys = path.Split('.');
        YamlMappingNode place = root;
        foreach (string key in keys[..^1])
        {
            if (!place.Children.TryGetValue(key, out YamlNode? child)) place.Children[key] = child = new YamlMappingNode();
            if (child is not YamlMappingNode mapping)
            {
                _problems.Add(new Problem(_file, checked((int)child.Start.Line), $"'{key}' is no group of settings here, so '{path}' cannot be changed."));
                return;
            }

            place = mapping;
        }

        place.Children[keys[^1]] = new YamlScalarNode(value);
    }

    private YamlMappingNode Parse()
    {
        if (!File.Exists(_file))
        {
            throw new InputException(new Problem(_file, null, Directory.Exists(_root)
                ? "There is no project here. Run 'assay init' to write one, or pass the project's folder with --project DIR."
                : "This folder does not exist. Pass the project's folder with --project DIR."));
        }

        try
        {
            string text = File.ReadAllText(_file);
            CheckDepth(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents switch
            {
                [] => [],
                [{ RootNode: YamlMappingNode mapping }] => mapping,
                [{ RootNode: YamlScalarNode { Value: "" } }] => [],
                _ => throw new InputException(new Problem(_file, 1, "Expected one YAML document of 'key: value' lines. See 'assay init --help' for an example.")),
            };
        }
        catch (YamlException e)
        {
            throw new InputException(new Problem(_file, checked((int)e.Start.Line), $"This is not valid YAML: {e.Message} (column {e.Start.Column})."));
        }
    }

    // The reader of YamlDotNet calls itself for every level, and a stack that runs over cannot be caught.
    private void CheckDepth(string text)
    {
        int depth = 0, line = 1;
        try
        {
            for (var parser = new Parser(new StringReader(text)); parser.MoveNext();)
            {
                (depth, line) = (depth + parser.Current!.NestingIncrease, checked((int)parser.Current.Start.Line));
                if (depth > DeepestNesting) throw new InputException(new Problem(_file, line, "This is nested deeper than any setting. Close the brackets or correct the indentation."));
            }
        }
        catch (InvalidOperationException)
        {
            // The parser's way to say that lines follow a bracket that nothing closes.
            throw new InputException(new Problem(_file, line, "This is not valid YAML: a bracket or quotation mark here is not closed. Close it, or correct the indentation."));
        }
    }

    private string? ExistingFile(YamlMapping yaml, string key)
    {
        if (yaml.Text(key) is not { } relative) return null;
        if (relative.Contains('\0', StringComparison.Ordinal))
        {
            yaml.Report(key, $"'{key}' holds a character that no file name has (U+0000). Write a path such as {key}.jsonl.");
            return null;
        }

        string path = Path.GetFullPath(Path.Combine(_root, relative));
        if (!path.StartsWith(_root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            yaml.Report(key, $"'{key}: {relative}' points outside the project. Copy the file into the project's folder.");
        }
        else if (!File.Exists(path))
        {
            string[] siblings = Directory.Exists(Path.GetDirectoryName(path)) ? [.. Directory.GetFiles(Path.GetDirectoryName(path)!).Select(f => Path.GetRelativePath(_root, f).Replace('\\', '/'))] : [];
            string hint = NearestName.Find(relative, siblings) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            yaml.Report(key, $"'{key}: {relative}' does not exist.{hint}");
        }

        return path;
    }

    private static void CheckExpansion(YamlMapping yaml, Project project)
    {
        if (project.Retrieval.Expansion != QueryExpansion.Off && project.ExpansionModel is null)
        {
            yaml.Report("retrieval", "'retrieval.expansion' needs a chat model, and 'model' is the extractive reader. Name one under 'model' or 'retrieval.expansionModel' (openai:NAME, anthropic:NAME or http://host/v1#NAME), or write expansion: off.");
        }
    }

    private static void CheckPrompt(YamlMapping yaml, Project project)
    {
        if (!project.UsesBestPrompt) return;
        if (project.Model.Kind == ModelKind.Extractive) yaml.Report("prompt", "'prompt: best' needs a model that takes a prompt: the extractive reader quotes passages, whatever it is told. Name a chat model under 'model', or write prompt: own.");
        else if (project.Examples is null) yaml.Report("prompt", "'prompt: best' shows examples, and the project names none. Name a file of conversations under 'examples', or write prompt: own.");
    }

    // What a search can do without: `none` in the file leaves it out.
    private ModelReference? Optional(YamlMapping yaml, string key, string usual, Func<ModelReference, string?> refusal) =>
        yaml.Text(key) is not { } text ? ModelReference.Parse(usual) : text.Trim() == None ? null : Model(yaml, key, refusal);

    private ModelReference? Model(YamlMapping yaml, string key, Func<ModelReference, string?>? refusal = null)
    {
        if (yaml.Text(key) is not { } text) return null;
        try
        {
            ModelReference model = ModelReference.Parse(text);
            if ((refusal ?? Unbundled)(model) is { } reason) yaml.Report(key, reason);

            // A folder is named from where the project is, wherever the command runs.
            return model.Kind == ModelKind.Folder ? model with { Name = Path.GetFullPath(Path.Combine(_root, model.Name)) } : model;
        }
        catch (InputException e)
        {
            yaml.Report(key, e.Message);
            return null;
        }
    }

    private static string? Unbundled(ModelReference model) => model.Kind != ModelKind.Bundled ? null
        : BundledModels.Refusal(model.Name) ?? (model.Name == BundledModels.Chat ? null : $"'{model}' writes no text. The bundled chat model is {BundledModels.Chat}.");

    // Beside the model, which may lie outside the project too.
    private string? Adapter(YamlMapping yaml, ModelReference model)
    {
        if (yaml.Text("adapter") is not { } relative) return null;
        string path = Path.GetFullPath(Path.Combine(_root, relative.Replace("\0", "", StringComparison.Ordinal)));
        if (ChatModels.AdapterRefusal(model) is { } refusal) yaml.Report("adapter", refusal);
        else if (!Path.Exists(path)) yaml.Report("adapter", $"'adapter: {relative}' does not exist. Name a folder with adapter_config.json and adapter_model.safetensors, or a .gguf file.");
        return path;
    }

    private static ModelPrice? Price(YamlMapping project)
    {
        if (project.Mapping("price") is not { } yaml) return null;
        decimal? stated = yaml.Amount("input"), answered = yaml.Amount("output");
        if (stated is null || answered is null) project.Report("price", "'price' needs both input and output, in USD per million tokens: a missing one would count as free.");
        decimal input = stated ?? 0, output = answered ?? 0;
        decimal cached = yaml.Amount("cachedInput") ?? input;
        int? window = yaml.Integer("contextWindow", 256, 100_000_000);
        yaml.Finish();
        return new ModelPrice(input, cached, output, window);
    }

    private static ImmutableArray<string> ArmNames(YamlMapping yaml)
    {
        ImmutableArray<string> names = yaml.List("arms");
        foreach (string name in names.Where(n => !ArmCatalog.Names.Contains(n)))
        {
            string hint = NearestName.Find(name, ArmCatalog.Names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            yaml.Report("arms", $"'{name}' is not an arm.{hint} Valid: {string.Join(", ", ArmCatalog.Names)}.");
        }

        return [.. names.Distinct()];
    }

    private RetrievalSettings Retrieval(YamlMapping? yaml)
    {
        var defaults = new RetrievalSettings();
        if (yaml is null) return defaults;
        var settings = new RetrievalSettings
        {
            Passages = yaml.Integer("passages", 1, 100) ?? defaults.Passages,
            Chunking = yaml.Choice("chunking", Strategies) ?? defaults.Chunking,
            ChunkTokens = yaml.Integer("chunkTokens", 32, 4096) ?? defaults.ChunkTokens,
            OverlapTokens = yaml.Integer("overlapTokens", 0, 2048) ?? defaults.OverlapTokens,
            ContextualHeaders = yaml.Flag("contextualHeaders", "on", "off") ?? defaults.ContextualHeaders,
            Tables = yaml.Flag("tables", "on", "off") ?? defaults.Tables,
            Expand = yaml.Choice("expand", Expansions) ?? defaults.Expand,
            ExpandTokens = yaml.Integer("expandTokens", 32, 32_768) ?? defaults.ExpandTokens,
            WindowChunks = yaml.Integer("windowChunks", 1, PassageExpansionOptions.MostNeighbours) ?? defaults.WindowChunks,
            ContextTokens = yaml.Integer("contextTokens", 64, 1_000_000) ?? defaults.ContextTokens,
            LongContextTokens = yaml.Integer("longContextTokens", 1000, 2_000_000) ?? defaults.LongContextTokens,
            Conflicts = yaml.Choice("conflicts", ConflictRules) ?? defaults.Conflicts,
            Order = yaml.Choice("order", ContextOrders) ?? defaults.Order,
            AbstainBelow = yaml.Parse("abstainBelow", Threshold, "off, auto or a probability above 0 and below 1 (0.35)", ["off", "auto"]) ?? defaults.AbstainBelow,
            Expansion = yaml.Choice("expansion", QueryExpansions) ?? defaults.Expansion,
            ExpansionModel = Model(yaml, "expansionModel"),
            RerankDepth = yaml.Integer("rerankDepth", 2, 1000) ?? defaults.RerankDepth,
        };
        if (settings.ExpansionModel?.Kind == ModelKind.Extractive) yaml.Report("expansionModel", "'retrieval.expansionModel' must be a chat model (openai:NAME, anthropic:NAME or http://host/v1#NAME): the extractive reader only quotes passages.");
        yaml.Finish();
        if (settings.OverlapTokens <= settings.ChunkTokens / 2) return settings;
        yaml.Report("overlapTokens", string.Create(CultureInfo.InvariantCulture, $"'retrieval.overlapTokens' must be at most half of chunkTokens ({settings.ChunkTokens / 2}), found {settings.OverlapTokens}."));
        return defaults;
    }

    private static AbstentionThreshold? Threshold(string text) => text switch
    {
        "off" => AbstentionThreshold.Off,
        "auto" => AbstentionThreshold.Auto,
        _ => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value is > 0 and < 1 ? new AbstentionThreshold(IsOn: true, value) : null,
    };

    private static ScoringOptions Score(YamlMapping? yaml)
    {
        var defaults = new ScoringOptions();
        if (yaml is null) return defaults;
        var options = new ScoringOptions
        {
            Correctness = yaml.Choice("correctness", CorrectnessKinds) ?? defaults.Correctness,
            AnswerField = yaml.Text("answerField") ?? defaults.AnswerField,
            MaxWords = yaml.Integer("maxWords", 1, 10_000) ?? defaults.MaxWords,
            AbstentionPhrase = yaml.Text("abstention") ?? defaults.AbstentionPhrase,
        };
        yaml.Finish();
        return options;
    }
}
