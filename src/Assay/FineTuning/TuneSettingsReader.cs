using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Decoders;
using Assay.Models.Training;
using Assay.Projects;
using Assay.Text;
using Assay.Tuning.Examples.Sensitive;
using Assay.Tuning.Registry;
using Assay.Tuning.Training;
using YamlDotNet.RepresentationModel;

namespace Assay.FineTuning;

/// <summary>Reads <c>tuning</c> in <c>assay.yaml</c>.</summary>
internal static class TuneSettingsReader
{
    private const int MostCanaries = 16, MostCopies = 1000;

    private static readonly Dictionary<string, TuningMethod> Methods = new() { ["lora"] = TuningMethod.Lora, ["full"] = TuningMethod.Full };
    private static readonly Dictionary<string, RateSchedule> Schedules = new() { ["cosine"] = RateSchedule.Cosine, ["constant"] = RateSchedule.Constant };
    private static readonly Dictionary<string, TrainingMeasure> Measures = new() { ["loss"] = TrainingMeasure.Loss, ["exact"] = TrainingMeasure.Score };
    private static readonly Dictionary<string, SensitiveMode> Modes = new() { ["refuse"] = SensitiveMode.Refuse, ["redact"] = SensitiveMode.Redact, ["keep"] = SensitiveMode.Keep };

    private static readonly string[] Advised = ["method", "rank", "alpha", "epochs", "batchSize", "learningRate", "warmUp", "schedule", "weightDecay", "dropout", "patience", "strength"];

    private static readonly Dictionary<string, StrengthMode> Strengths = new() { ["best"] = StrengthMode.Best, ["full"] = StrengthMode.Full };

    private static readonly Dictionary<string, WeightPrecision> Precisions = new()
    {
        ["as-stored"] = WeightPrecision.AsStored, ["f32"] = WeightPrecision.Full, ["q8"] = WeightPrecision.EightBit, ["q4"] = WeightPrecision.FourBit,
    };

    /// <summary>The settings; defaults where the mapping is missing.</summary>
    public static TuneSettings Read(YamlMapping? yaml) => yaml is null ? new TuneSettings() : Read(yaml, new TuneSettings());

    /// <summary>Settings of which the command line sets some, in the words of <c>assay.yaml</c>.</summary>
    /// <param name="settings">What holds where it sets nothing.</param>
    /// <param name="given">By key, the option and its value.</param>
    /// <exception cref="InputException">A value is not one; names the option.</exception>
    public static TuneSettings Override(TuneSettings settings, IReadOnlyDictionary<string, (string Option, string Value)> given)
    {
        List<Problem> problems = [];
        var node = new YamlMappingNode(given.SelectMany(g => new YamlNode[] { g.Key, g.Value.Value }));
        TuneSettings read = Read(new YamlMapping("", node, "", problems), settings);
        return problems.Count == 0 ? read : throw new InputException([.. problems.Select(p => new Problem("", null, given.Aggregate(p.Message, (text, g) => text.Replace($"'{g.Key}'", g.Value.Option, StringComparison.Ordinal))))]);
    }

    /// <summary>What a model's folder recommends. Only what depends on the model can be.</summary>
    /// <param name="given">By key, in the words of <c>assay.yaml</c>.</param>
    /// <param name="file">Where it stands, for messages.</param>
    /// <exception cref="InputException">A value is not one, or the setting is the project's alone.</exception>
    public static TuneSettings Advice(IReadOnlyDictionary<string, string> given, string file)
    {
        List<Problem> problems = [.. given.Keys.Where(k => !Advised.Contains(k)).Select(k => new Problem(file, null, $"'tuning.{k}' is no recommendation of a model. Valid: {string.Join(", ", Advised)}."))];
        var node = new YamlMappingNode(given.Where(g => Advised.Contains(g.Key)).SelectMany(g => new YamlNode[] { g.Key, g.Value }));
        TuneSettings read = Read(new YamlMapping(file, node, "tuning", problems), new TuneSettings());
        return problems.Count == 0 ? read : throw new InputException([.. problems.Select(p => p with { Line = null })]);
    }

    private static TuneSettings Read(YamlMapping yaml, TuneSettings defaults)
    {
        TuneSettings settings = defaults with
        {
            Method = yaml.Choice("method", Methods) ?? defaults.Method,
            Rank = yaml.Integer("rank", 1, 4096) ?? defaults.Rank,
            Alpha = Number(yaml, "alpha", v => v > 0, "a number above 0") ?? defaults.Alpha,
            RankStabilised = yaml.Flag("rsLora", "on", "off") ?? defaults.RankStabilised,
            Modules = ModuleNames(yaml, defaults.Modules),
            BaseWeights = yaml.Choice("baseWeights", Precisions) ?? defaults.BaseWeights,
            Beta = Number(yaml, "beta", v => v is > 0 and <= 10, "a number above 0 and at most 10") ?? defaults.Beta,
            Epochs = Number(yaml, "epochs", v => v is > 0 and <= 10_000, "a number above 0 and at most 10,000") ?? defaults.Epochs,
            BatchSize = yaml.Integer("batchSize", 1, 65_536) ?? defaults.BatchSize,
            LearningRate = Number(yaml, "learningRate", v => v is > 0 and <= 1, "a number above 0 and at most 1 (2e-4)") ?? defaults.LearningRate,
            WarmUp = Number(yaml, "warmUp", v => v is >= 0 and <= 1, "a share of the steps from 0 to 1") ?? defaults.WarmUp,
            Schedule = yaml.Choice("schedule", Schedules) ?? defaults.Schedule,
            WeightDecay = Number(yaml, "weightDecay", v => v is >= 0 and <= 1, "a share from 0 to 1") ?? defaults.WeightDecay,
            Dropout = Number(yaml, "dropout", v => v is >= 0 and < 1, "a share from 0 to below 1") ?? defaults.Dropout,
            Patience = yaml.Integer("patience", 0, 1_000_000) ?? defaults.Patience,
            StopOn = yaml.Choice("stopOn", Measures) ?? defaults.StopOn,
            HeldOut = Number(yaml, "heldOut", v => v is >= 0 and < 0.9, "a share of the examples from 0 to below 0.9") ?? defaults.HeldOut,
            Window = yaml.Integer("window", 16, 1_000_000) ?? defaults.Window,
            CutLong = yaml.Flag("longExamples", "cut", "refuse") ?? defaults.CutLong,
            Sensitive = yaml.Choice("sensitive", Modes) ?? defaults.Sensitive,
            KeepLeaks = yaml.Flag("leaks", "keep", "drop") ?? defaults.KeepLeaks,
            SkipBadRows = yaml.Flag("badRows", "skip", "refuse") ?? defaults.SkipBadRows,
            Vocabulary = yaml.Integer("vocabulary", 300, 65_536) ?? defaults.Vocabulary,
            Pinned = yaml.Text("pinned") ?? defaults.Pinned,
            ForgettingBudget = Number(yaml, "forgettingBudget", v => v is >= 0 and <= 100, "a rise of the loss from 0 to 100, in nats a token") ?? defaults.ForgettingBudget,
            Strength = yaml.Choice("strength", Strengths) ?? defaults.Strength,
            Canaries = CanaryCopies(yaml) ?? defaults.Canaries,
            KnowledgeChecks = yaml.Integer("knowledgeChecks", 0, 100_000) ?? defaults.KnowledgeChecks,
            CheckpointEvery = yaml.Duration("checkpointEvery") ?? defaults.CheckpointEvery,
            HourlyCost = yaml.Amount("hourlyCost") ?? defaults.HourlyCost,
        };
        yaml.Finish();
        return settings;
    }

    private static ImmutableArray<string> ModuleNames(YamlMapping yaml, ImmutableArray<string> defaults)
    {
        ImmutableArray<string> names = yaml.List("modules");
        foreach (string name in names.Where(n => !LoraSettings.AllLinear.Contains(n)))
        {
            string hint = NearestName.Find(name, LoraSettings.AllLinear) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            yaml.Report("modules", $"'{name}' is no linear layer.{hint} Valid: {string.Join(", ", LoraSettings.AllLinear)}.");
        }

        return names.Length == 0 ? defaults : [.. LoraSettings.AllLinear.Where(names.Contains)];
    }

    // A list in the file, and on the command line as one text.
    private static ImmutableArray<int>? CanaryCopies(YamlMapping yaml)
    {
        string[] given = [.. yaml.List("canaries").SelectMany(c => c.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        if (given.Length == 0) return null;
        int[] copies = [.. given.Select(g => int.TryParse(g, NumberStyles.None, CultureInfo.InvariantCulture, out int copy) && copy is >= 1 and <= MostCopies ? copy : 0)];
        if (given.Length <= MostCanaries && !copies.Contains(0)) return [.. copies];
        yaml.Report("canaries", $"'canaries' must be how often each secret is planted, such as [1, 4]: at most {MostCanaries} whole numbers from 1 to {MostCopies.ToString("N0", CultureInfo.InvariantCulture)}.");
        return null;
    }

    private static double? Number(YamlMapping yaml, string key, Func<double, bool> fits, string expected) =>
        yaml.Parse<double>(key, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && fits(value) ? value : null, expected);
}
