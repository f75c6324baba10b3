using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Tuning.Export;
using Assay.Tuning.Training;

namespace Assay.Benchmarks.Models;

/// <summary>Trains a decoder by a recipe. It may be killed at any time: the same command goes on from the last checkpoint, and gives the same bytes as without the interruption.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="work">Where corpus and state are.</param>
internal sealed class ModelTraining(ModelRecipe recipe, string work)
{
    private const int LogEvery = 10;

    /// <summary>The state of the stable phase.</summary>
    public string State => Path.Combine(work, "state.safetensors");

    /// <summary>Begins where another training is now: with its corpus, its vocabulary and its weights, those of its finished model where there is one.</summary>
    /// <param name="from">That training's folder.</param>
    public void Begin(string from)
    {
        foreach (string folder in new[] { "text", "tokens" })
        {
            Directory.CreateDirectory(Path.Combine(work, folder));
            foreach (string file in Directory.EnumerateFiles(Path.Combine(from, folder))) File.Copy(file, Path.Combine(work, folder, Path.GetFileName(file)), overwrite: true);
        }

        string finished = Path.Combine(from, "model");
        if (Directory.Exists(finished))
        {
            ModelFolder.Write(CorpusBuilder.Start(work), finished, TrainableDecoder.FromFolder(finished));
            return;
        }

        var before = new ModelTraining(recipe, from);
        before.Export(before.State, CorpusBuilder.Start(work));
    }

    /// <summary>Trains at the stable rate until all steps are done or the process is ended.</summary>
    /// <param name="stopAfter">Ends after this step, with the state kept; null for the recipe's last.</param>
    public void Train(long? stopAfter)
    {
        RecipeTraining training = stopAfter is { } steps ? recipe.Training with { Steps = (int)steps } : recipe.Training;
        Run(training with { DecaySteps = 0 }, State, "log.jsonl");
    }

    /// <summary>Ends a training well from where the stable phase is now: the rate falls to 0, and the model is written.</summary>
    /// <param name="decaySteps">Steps that takes.</param>
    public void Decay(int decaySteps)
    {
        string key = Key();
        long from = Directory.EnumerateFiles(work, "decay-*.safetensors").Select(f => long.Parse(Path.GetFileNameWithoutExtension(f)[6..], CultureInfo.InvariantCulture)).DefaultIfEmpty(-1).Max();
        if (from < 0) from = Trainer.StepsIn(State, key);
        string state = Path.Combine(work, string.Create(CultureInfo.InvariantCulture, $"decay-{from}.safetensors"));
        if (!File.Exists(state) && from > 0) File.Copy(State, state);
        Run(recipe.Training with { Steps = (int)from + decaySteps, DecaySteps = decaySteps }, state, "decay-log.jsonl");
        Export(state, Path.Combine(work, "model"));
    }

    /// <summary>Writes the model of a state as it is now.</summary>
    /// <param name="state">The state's file.</param>
    /// <param name="folder">The model's folder.</param>
    public void Export(string state, string folder)
    {
        TrainableDecoder decoder = TrainableDecoder.FromFolder(CorpusBuilder.Start(work));
        using (WeightFile file = WeightFile.Open(state))
        {
            foreach (Parameter parameter in decoder.Parameters) file.Require("value." + parameter.Name, [.. parameter.Shape.Select(s => (long)s)]).ToArray().CopyTo(parameter.Values, 0);
        }

        ModelFolder.Write(folder, CorpusBuilder.Start(work), decoder);
    }

    private void Run(RecipeTraining training, string state, string log)
    {
        var book = new LessonBook(recipe with { Training = training }, work);
        TrainableDecoder decoder = TrainableDecoder.FromFolder(CorpusBuilder.Start(work));
        TrainingOptions options = new()
        {
            Epochs = 1, BatchSize = training.BatchSize, TokensAtOnce = training.TokensAtOnce, LearningRate = training.LearningRate, WarmUpSteps = training.WarmUpSteps,
            Schedule = RateSchedule.StableThenLine, DecaySteps = training.DecaySteps, InOrder = true, WeightDecay = training.WeightDecay, Beta2 = training.Beta2, Dropout = training.Dropout,
            EvaluationsPerEpoch = Math.Max(1, training.Steps / training.EvaluateEvery), Patience = 0, Seed = recipe.Seed, CheckpointEvery = TimeSpan.FromMinutes(4),
        };
        var task = new LessonTask(decoder, book.Learned, book.HeldOut, options, WorkerTeam.Shared);
        var trainer = new Trainer(task, options, WorkerTeam.Shared, TimeProvider.System) { CheckpointPath = state, Key = Key(), Warn = Console.Error.WriteLine };
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recipe.Name}: {decoder.Parameters.Sum(p => (long)p.Values.Length):N0} parameters, step {Trainer.StepsIn(state, Key())} of {training.Steps}"));
        trainer.Train(new Log(Path.Combine(work, log), task));
    }

    // All that what is learned depends on, but for how far it goes.
    private string Key()
    {
        string form = JsonSerializer.Serialize(recipe with { Training = recipe.Training with { Steps = 0, DecaySteps = 0, HeldOut = 0, EvaluateEvery = 0 } });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(form));
        hash.AppendData(File.ReadAllBytes(LessonBook.DataFile(recipe)));
        hash.AppendData(File.ReadAllBytes(Path.Combine(CorpusBuilder.Start(work), "model.safetensors")));
        foreach (RecipeSource source in recipe.Sources) hash.AppendData(File.ReadAllBytes(CorpusBuilder.TokenFile(work, source.Name)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes a line for every tenth step and every evaluation.</summary>
    private sealed class Log(string path, LessonTask task) : IProgress<TrainingProgress>
    {
        private long tokens, learned;
        private double seconds;

        public void Report(TrainingProgress value)
        {
            tokens += value.Tokens;
            learned += value.Learned;
            seconds += value.Seconds;
            if (value.Step % LogEvery != 0 && value.Evaluation is null) return;
            string line = JsonSerializer.Serialize(new
            {
                step = value.Step, loss = Math.Round(value.Loss, 4), rate = value.LearningRate, norm = Math.Round(value.GradientNorm, 3), tokens, learned, perSecond = Math.Round(tokens / seconds),
                heldOut = value.Evaluation?.Loss, kinds = value.Evaluation is null ? null : task.ByKind.ToDictionary(k => k.Key, k => new[] { Math.Round(k.Value.Loss, 4), Math.Round(k.Value.Exact, 3) }),
            });
            File.AppendAllText(path, line + "\n");
            if (value.Evaluation is not null) Console.Error.WriteLine(line);
            (tokens, learned, seconds) = (0, 0, 0);
        }
    }
}
