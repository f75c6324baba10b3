using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tuning.Contrastive;
using Assay.Tuning.Training;

namespace Assay.Benchmarks.Models.Reranking;

/// <summary>Trains a reranker by a recipe; a killed training goes on from its last checkpoint.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="corpusWork">Where the corpus is.</param>
/// <param name="work">Where the reranker is made.</param>
/// <param name="embedder">The folder of the embedder whose rows it begins with.</param>
internal sealed class RerankTraining(RerankRecipe recipe, string corpusWork, string work, string embedder)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string Start => Path.Combine(work, "start");

    private string LessonFile => Path.Combine(work, "lessons.jsonl");

    /// <summary>Mines queries, plants what it begins with, and trains.</summary>
    public void Train()
    {
        if (!File.Exists(LessonFile)) WriteLessons();
        if (!File.Exists(Path.Combine(Start, "model.safetensors"))) new PlantedReranker(recipe.Shape, recipe.Seed).Write(embedder, recipe.Hint, Start);
        ImmutableArray<ContrastiveExample> lessons = ContrastiveFile.Read(LessonFile);
        Say($"{lessons.Length:N0} queries with {lessons.Sum(l => l.Negatives.Length):N0} negatives");
        TrainableReranker reranker = TrainableReranker.FromFolder(Start, recipe.Seed);
        TrainingOptions options = new()
        {
            Epochs = recipe.Epochs, BatchSize = recipe.BatchSize, TokensAtOnce = 1 << 13, LearningRate = recipe.LearningRate, WarmUp = 0.03, Schedule = RateSchedule.StableThenLine,
            WeightDecay = 0.01, Beta2 = 0.98, Patience = 0, Seed = recipe.Seed, CheckpointEvery = TimeSpan.FromMinutes(4), EvaluationsPerEpoch = 8,
        };
        TrainingPlan plan = new(lessons.Length - recipe.HeldOut, options);
        options = options with { DecaySteps = (int)(plan.Steps * 0.5) };
        var task = new RerankTask(reranker, lessons[recipe.HeldOut..], lessons[..recipe.HeldOut], (RerankLoss.Listwise, recipe.Negatives, options), WorkerTeam.Shared);
        Say($"before: {Text(task.Measure()!)}");
        new Trainer(task, options, WorkerTeam.Shared, TimeProvider.System) { CheckpointPath = Path.Combine(work, "state.safetensors"), Key = Key(), Warn = Console.Error.WriteLine }.Train(new PairTrainingLog());
        Say($"after: {Text(task.Measure()!)}");
        reranker.Write(Path.Combine(work, "model"));
    }

    private void WriteLessons()
    {
        ModelRecipe corpus = ModelRecipe.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(recipe.Path))!, recipe.Corpus));
        string unfinished = LessonFile + ".new";
        File.WriteAllLines(unfinished, new RerankLessons(corpus, corpusWork, work, recipe).Make().Select(l => JsonSerializer.Serialize(new { l.Query, Positive = l.Positives, l.Negatives }, Readable)));
        File.Move(unfinished, LessonFile);
    }

    private void Say(FormattableString what) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recipe.Name}: {what.ToString(CultureInfo.InvariantCulture)}"));

    private static string Text(FoundPassages found) => string.Create(CultureInfo.InvariantCulture, $"loss {found.Loss:0.0000}, reciprocal rank {found.ReciprocalRank:0.0000}");

    private string Key()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(recipe)));
        hash.AppendData(File.ReadAllBytes(LessonFile));
        hash.AppendData(File.ReadAllBytes(Path.Combine(Start, "model.safetensors")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
