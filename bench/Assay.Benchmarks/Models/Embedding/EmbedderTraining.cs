using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Models.Sampling;
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
internal sealed class EmbedderTraining(EmbedderRecipe recipe, string corpusWork, string work)
{
    private string Start => Path.Combine(work, "start");

    /// <summary>The finished model's folder.</summary>
    public string Model => Path.Combine(work, "model");

    /// <summary>Mines pairs, begins with random rows and trains.</summary>
    public void Train()
    {
        ModelRecipe corpus = ModelRecipe.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(recipe.Path))!, recipe.Corpus));
        ImmutableArray<ContrastiveExample> pairs = new PairMiner(corpus, corpusWork, recipe.Seed).Mine(recipe.PairsOfKind);
        if (!File.Exists(Path.Combine(Start, "model.safetensors"))) WriteStart(pairs);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recipe.Name}: {pairs.Length:N0} pairs"));
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
        new Trainer(task, options, WorkerTeam.Shared, TimeProvider.System) { CheckpointPath = Path.Combine(work, "state.safetensors"), Key = Key(pairs), Warn = Console.Error.WriteLine }.Train(new Log());
        embedder.Write(Model);
    }

    // Rows of random directions: at first texts are alike as far as they share seldom words.
    private void WriteStart(ImmutableArray<ContrastiveExample> pairs)
    {
        Directory.CreateDirectory(Start);
        string[] texts = [.. pairs.SelectMany(p => p.Positives.Append(p.Query))];
        string json = VocabularyTrainer.TrainWordPiece(texts, new VocabularyOptions { VocabularySize = recipe.Vocabulary, SpecialTokens = ["[PAD]", "[UNK]"] });
        Tokenizer tokenizer = Tokenizer.Parse(json);
        long[] counts = new long[tokenizer.VocabularySize];
        foreach (string text in texts)
        {
            foreach (int id in tokenizer.Encode(text).Ids) counts[id]++;
        }

        double total = counts.Sum();
        var random = new Xoshiro256(recipe.Seed);
        float[] rows = new float[(long)tokenizer.VocabularySize * recipe.Dimensions];
        for (int id = 0; id < tokenizer.VocabularySize; id++)
        {
            double factor = recipe.Smoothing / (recipe.Smoothing + (counts[id] / total));
            for (int i = 0; i < recipe.Dimensions; i++)
            {
                double normal = -6;
                for (int k = 0; k < 12; k++) normal += random.NextUnit();
                rows[(id * recipe.Dimensions) + i] = (float)(normal * factor);
            }
        }

        File.WriteAllText(Path.Combine(Start, "tokenizer.json"), json);
        File.WriteAllText(Path.Combine(Start, "modules.json"), """[{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.StaticEmbedding"},{"idx":1,"name":"1","path":"1_Normalize","type":"sentence_transformers.models.Normalize"}]""");
        SafetensorsWriter.Write(Path.Combine(Start, "model.safetensors"), [TensorDraft.Of("embedding.weight", [tokenizer.VocabularySize, recipe.Dimensions], rows)]);
    }

    private string Key(ImmutableArray<ContrastiveExample> pairs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(recipe)));
        foreach (ContrastiveExample pair in pairs) hash.AppendData(Encoding.UTF8.GetBytes($"{pair.Query}\n{pair.Positives[0]}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class Log : IProgress<TrainingProgress>
    {
        private const int Every = 50;

        public void Report(TrainingProgress value)
        {
            if (value.Step % Every != 0 && value.Evaluation is null) return;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Step}/{value.Steps} loss {value.Loss:0.0000} rate {value.LearningRate:0.0000} {value.Learned / value.Seconds:0} pairs/s{(value.Evaluation is { } e ? $" held out {e.Loss:0.0000} mrr {e.Score:0.0000}" : "")}"));
        }
    }
}
