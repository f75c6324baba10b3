using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text.Tokenizers;
using Assay.Text.Tokenizers.Training;
using Assay.Tuning.Contrastive;
using Assay.Tuning.Training;
using TrainingOptions = Assay.Tuning.Training.TrainingOptions;
using VocabularyOptions = Assay.Text.Tokenizers.Training.TrainingOptions;

namespace Assay.Benchmarks.Models.Embedding;

/// <summary>Trains a static embedder by a recipe; a killed training goes on from its last checkpoint.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="corpusWork">Where the corpus is.</param>
/// <param name="work">Where the embedder is made.</param>
/// <param name="words">The folder of WordNet's <c>data</c> files; null to go without.</param>
internal sealed class EmbedderTraining(EmbedderRecipe recipe, string corpusWork, string work, string? words)
{
    private const string Unknown = "[UNK]";

    private string Start => Path.Combine(work, "start");

    /// <summary>The finished model's folder.</summary>
    public string Model => Path.Combine(work, "model");

    /// <summary>Mines pairs, begins with where words stand, and trains.</summary>
    public void Train()
    {
        ModelRecipe corpus = ModelRecipe.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(recipe.Path))!, recipe.Corpus));
        ImmutableArray<ContrastiveExample> pairs = new PairMiner(corpus, corpusWork, recipe.Seed) { Synsets = WordNet.Read(words) }.Mine(recipe.PairsOfKind);
        if (!File.Exists(Path.Combine(Start, "model.safetensors"))) WriteStart(corpus, pairs);
        Say($"{pairs.Length:N0} pairs");
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(Start);
        TrainingOptions options = new()
        {
            Epochs = recipe.Epochs, BatchSize = recipe.BatchSize, TokensAtOnce = 1 << 17, LearningRate = recipe.LearningRate, WarmUp = 0.05, Schedule = RateSchedule.StableThenLine,
            WeightDecay = 0, Beta2 = 0.99, Patience = 0, Seed = recipe.Seed, CheckpointEvery = TimeSpan.FromMinutes(4), EvaluationsPerEpoch = 4,
        };
        TrainingPlan plan = new(pairs.Length - recipe.HeldOut, options);
        options = options with { DecaySteps = (int)(plan.Steps * 0.6) };
        ContrastiveOptions loss = new() { Temperature = recipe.Temperature, Symmetric = true, Prefixes = [.. recipe.Prefixes.Select(p => new VectorPrefix(p, 0.3)), new VectorPrefix(recipe.Dimensions, 1)] };
        var task = new ContrastiveTask(embedder, pairs[recipe.HeldOut..], pairs[..recipe.HeldOut], (loss, options), WorkerTeam.Shared);
        new Trainer(task, options, WorkerTeam.Shared, TimeProvider.System) { CheckpointPath = Path.Combine(work, "state.safetensors"), Key = Key(pairs), Warn = Console.Error.WriteLine }.Train(new PairTrainingLog());
        ClearUnknown(embedder);
        embedder.Write(Model);
    }

    // Rows point where the tokens near them do, the longer the more seldom a token is: at first texts are alike as far as they share seldom words or such that are used alike.
    private void WriteStart(ModelRecipe corpus, ImmutableArray<ContrastiveExample> pairs)
    {
        Directory.CreateDirectory(Start);
        string json = VocabularyTrainer.TrainWordPiece(pairs.SelectMany(p => p.Positives.Append(p.Query)), new VocabularyOptions { VocabularySize = recipe.Vocabulary, SpecialTokens = ["[PAD]", Unknown] });
        Say($"{recipe.Vocabulary:N0} tokens of a vocabulary");
        Tokenizer tokenizer = Tokenizer.Parse(json);
        int[][] tokens = [.. Texts(corpus).Select(t => tokenizer.Encode(t).Ids.ToArray())];
        long[] counts = new long[tokenizer.VocabularySize];
        foreach (int[] text in tokens)
        {
            foreach (int id in text) counts[id]++;
        }

        Cooccurrence near = Cooccurrence.Of(tokens, tokenizer.VocabularySize, recipe.Cooccurrence, recipe.Seed);
        Say($"{counts.Sum():N0} tokens, {near.Count:N0} pairs of tokens that stand near each other more often than by chance");
        float[] rows = WordSpace.Rows(near, recipe.Dimensions, recipe.Seed, WorkerTeam.Shared);
        double total = counts.Sum();
        for (int id = 0; id < tokenizer.VocabularySize; id++)
        {
            // Values of about 1, so that the learning rate means the same for all.
            double factor = Math.Sqrt(recipe.Dimensions) * recipe.Smoothing / (recipe.Smoothing + (counts[id] / total));
            foreach (ref float value in rows.AsSpan(id * recipe.Dimensions, recipe.Dimensions)) value = (float)(value * factor);
        }

        File.WriteAllText(Path.Combine(Start, "tokenizer.json"), json);
        File.WriteAllText(Path.Combine(Start, "modules.json"), """[{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.StaticEmbedding"},{"idx":1,"name":"1","path":"1_Normalize","type":"sentence_transformers.models.Normalize"}]""");
        File.WriteAllText(Path.Combine(Start, "config_sentence_transformers.json"), JsonSerializer.Serialize(new { prompts = new { }, similarity_fn_name = "cosine", assay = new { scripts = (string[])["Latin"], fusion = recipe.Fusion } }, JsonSerializerOptions.Web));
        SafetensorsWriter.Write(Path.Combine(Start, "model.safetensors"), [TensorDraft.Of("embedding.weight", [tokenizer.VocabularySize, recipe.Dimensions], rows)]);
    }

    // Whole documents at equal distances, as many as the recipe says, and what words mean.
    private IEnumerable<string> Texts(ModelRecipe corpus)
    {
        string[] all = [.. PairMiner.Documents(corpus, corpusWork).Select(d => d.Text)];
        int every = (int)Math.Max(1, (all.Sum(t => (long)t.Length) + recipe.Cooccurrence.Characters - 1) / recipe.Cooccurrence.Characters);
        return all.Where((_, i) => i % every == 0).Concat(WordNet.Read(words).Select(s => $"{string.Join(", ", s.Words)}: {s.Gloss}"));
    }

    private void Say(FormattableString what) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recipe.Name}: {what.ToString(CultureInfo.InvariantCulture)}"));

    // What the vocabulary does not have says nothing.
    private void ClearUnknown(TrainableEmbedder embedder)
    {
        int unknown = Tokenizer.Load(Path.Combine(Start, "tokenizer.json")).IdOf(Unknown);
        embedder.Parameters[0].Values.AsSpan(unknown * recipe.Dimensions, recipe.Dimensions).Clear();
    }

    private string Key(ImmutableArray<ContrastiveExample> pairs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(recipe)));
        foreach (ContrastiveExample pair in pairs) hash.AppendData(Encoding.UTF8.GetBytes($"{pair.Query}\n{pair.Positives[0]}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
