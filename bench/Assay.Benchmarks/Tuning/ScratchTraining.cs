using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Text.Templates;
using Assay.Text.Tokenizers;
using Assay.Tuning.Examples;
using Assay.Tuning.Export;
using Assay.Tuning.FromScratch;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;

namespace Assay.Benchmarks.Tuning;

/// <summary>A training that was done.</summary>
/// <param name="Key">Hash of the recipe and of all texts.</param>
/// <param name="Parameters">Numbers that were learned.</param>
/// <param name="Vocabulary">Tokens of the vocabulary.</param>
/// <param name="Texts">Examples learned from.</param>
/// <param name="TokensSeen">Tokens that went through the model forwards and backwards.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="BestStep">The step whose parameters are used.</param>
/// <param name="HeldOutScore">Their share of the texts held out that is wholly right; null without any.</param>
/// <param name="Minutes">Time of the steps and evaluations.</param>
/// <param name="Threads">Threads that worked.</param>
internal sealed record TrainedModel(string Key, long Parameters, int Vocabulary, int Texts, long TokensSeen, long Steps, long BestStep, double? HeldOutScore, double Minutes, int Threads)
{
    /// <summary>Where the model lies.</summary>
    public required string Folder { get; init; }

    /// <summary>The training in a sentence.</summary>
    public string Sentence(Recipe recipe) => string.Create(
        CultureInfo.InvariantCulture,
        $"288 wide, 6 layers, {Vocabulary:N0} tokens in the vocabulary, {Parameters / 1e6:0.0} million parameters, all from random weights (seed {recipe.Seed}); {recipe.Epochs:0.##} epochs of {Texts:N0} texts in batches of {recipe.BatchSize}, ")
        + string.Create(CultureInfo.InvariantCulture, $"learning rate {recipe.LearningRate:0.####}, weight decay {recipe.WeightDecay:0.##}, β₂ {recipe.Beta2:0.##}, dropout {recipe.Dropout:0.##}, ")
        + (recipe.LearnsPrompt ? "the prompt learned too" : "only the answer learned")
        + string.Create(CultureInfo.InvariantCulture, $"; {TokensSeen / 1e6:0.00} million tokens in {Minutes:0.0} minutes on {Threads} thread{(Threads == 1 ? "" : "s")}")
        + (HeldOutScore is { } score ? string.Create(CultureInfo.InvariantCulture, $"; parameters of step {BestStep:N0} of {Steps:N0}, where {100 * score:0.0}% of what is held out was right.") : ".");
}

/// <summary>Trains the small decoder from random weights, or takes up what an earlier run of the same recipe and texts left.</summary>
/// <param name="work">Where models are kept.</param>
/// <param name="team">Who works on it.</param>
internal sealed class ScratchTraining(string work, WorkerTeam team)
{
    private const string DoneFile = "training.json";

    /// <summary>Trains.</summary>
    /// <param name="recipe">How.</param>
    /// <param name="learned">What is learned.</param>
    /// <param name="heldOut">What the best parameters are chosen by; empty for the last ones.</param>
    /// <param name="vocabularyTexts">What the vocabulary is learned from; null for the texts that are learned.</param>
    /// <param name="from">The model that is trained on, with its vocabulary; null for random weights.</param>
    public TrainedModel Train(Recipe recipe, IReadOnlyList<Pair> learned, IReadOnlyList<Pair> heldOut, IEnumerable<string>? vocabularyTexts = null, TrainedModel? from = null)
    {
        string folder = Path.Combine(work, recipe.Name), start = from?.Folder ?? Path.Combine(folder, "start"), model = Path.Combine(folder, "model"), done = Path.Combine(folder, DoneFile);
        string[] texts = [.. vocabularyTexts ?? learned.SelectMany(p => new[] { p.Prompt, p.Answer })];
        string key = Key(recipe, learned, heldOut, [.. texts, from?.Key ?? ""]);
        if (File.Exists(done) && JsonSerializer.Deserialize<TrainedModel>(File.ReadAllText(done)) is { } earlier && earlier.Key == key) return earlier with { Folder = model };
        if (from is null) ScratchModel.Write(start, texts, recipe.Vocabulary, recipe.Seed);
        ExampleTokenizer tokenizer = Tokenizing(start);
        ImmutableArray<SupervisedText> train = [.. learned.Select((p, i) => Supervised(tokenizer, p, i + 1, recipe.LearnsPrompt))], held = [.. heldOut.Select((p, i) => Supervised(tokenizer, p, i + 1, learnsPrompt: false))];
        var watch = new Watch(recipe.Name);
        TrainableDecoder decoder = TrainableDecoder.FromFolder(start);
        long started = TimeProvider.System.GetTimestamp();
        TrainingOptions options = Options(recipe);
        TrainingResult result = new Trainer(new SupervisedTask(decoder, train, held, options, team), options, team, TimeProvider.System).Train(watch);
        double minutes = TimeProvider.System.GetElapsedTime(started).TotalMinutes;
        ModelFolder.Write(model, start, decoder);
        TrainedModel trained = new(
            key, decoder.Parameters.Sum(p => (long)p.Values.Length), decoder.Config.VocabularySize, train.Length, watch.Tokens, result.Steps, result.BestStep, result.Best?.Score, minutes, team.Threads) { Folder = model };
        File.WriteAllText(done, JsonSerializer.Serialize(trained with { Folder = "" }));
        return trained;
    }

    /// <summary>A question and its answer as a conversation.</summary>
    public static ChatExample Example(Pair pair, int line) => new(line, [Message("user", pair.Prompt), Message("assistant", pair.Answer)]);

    /// <summary>A message as templates see it.</summary>
    public static ExampleMessage Message(string role, string content) =>
        new(role, content) { Fields = TemplateValue.FromJson(JsonSerializer.SerializeToElement(new { role, content })) };

    private static ExampleTokenizer Tokenizing(string folder)
    {
        ChatTemplateSet templates = ChatTemplateSet.Load(folder);
        return new ExampleTokenizer(Tokenizer.Load(Path.Combine(folder, "tokenizer.json")), templates.For(hasTools: false)!, templates.BosToken, templates.EosToken);
    }

    private static SupervisedText Supervised(ExampleTokenizer tokenizer, Pair pair, int line, bool learnsPrompt)
    {
        SupervisedText text = tokenizer.Tokenize(Example(pair, line));
        return learnsPrompt ? new SupervisedText(line, text.Tokens, [.. text.Tokens.Select((_, i) => i > 0)]) : text;
    }

    private static TrainingOptions Options(Recipe recipe) => new()
    {
        Epochs = recipe.Epochs,
        BatchSize = recipe.BatchSize,
        LearningRate = recipe.LearningRate,
        WeightDecay = recipe.WeightDecay,
        Beta2 = recipe.Beta2,
        Dropout = recipe.Dropout,
        EvaluationsPerEpoch = recipe.EvaluationsPerEpoch,
        Measure = TrainingMeasure.Score,
        Patience = 0,
        Seed = recipe.Seed,
    };

    private static string Key(Recipe recipe, IReadOnlyList<Pair> learned, IReadOnlyList<Pair> heldOut, string[] texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { recipe, learned, heldOut, texts })));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Counts tokens, and tells on standard error how it goes.</summary>
    private sealed class Watch(string name) : IProgress<TrainingProgress>
    {
        private const int Every = 100;
        private readonly long started = TimeProvider.System.GetTimestamp();

        /// <summary>Tokens so far.</summary>
        public long Tokens { get; private set; }

        public void Report(TrainingProgress value)
        {
            Tokens += value.Tokens;
            if (value.Step % Every != 0 && value.Evaluation is null) return;
            double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} {value.Step}/{value.Steps} loss {value.Loss:0.000} rate {value.LearningRate:0.00000} {Tokens / seconds:0} tokens/s {seconds:0} s{(value.Evaluation is { } e ? $" held out {e.Loss:0.0000} {e.Score:0.000}{(e.IsBest ? " best" : "")}" : "")}"));
        }
    }
}
