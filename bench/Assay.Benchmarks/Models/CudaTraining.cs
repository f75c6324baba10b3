using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Assay.Benchmarks.Models.Reading;
using Assay.Models.Training;
using Assay.Models.Training.Cuda;
using Assay.Numerics.Cuda;
using Assay.Numerics.Optimizers;
using Assay.Text;
using Assay.Tuning.Export;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;

namespace Assay.Benchmarks.Models;

/// <summary>Trains a decoder by a recipe on a graphics processor, in one go: the recipe's steps, or as many as a time allows.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="work">Where the corpus is.</param>
internal sealed class CudaTraining(ModelRecipe recipe, string work)
{
    private const int LogEvery = 50, Ahead = 4;
    private const double MostNorm = 1, DecayShare = 0.3, Spare = 0.97;

    /// <summary>Trains and writes the model.</summary>
    /// <param name="output">The model's folder; a log is written beside the weights.</param>
    /// <param name="seconds">Ends well before so many seconds are over; null for the recipe's steps.</param>
    /// <param name="makers">Threads that make lessons.</param>
    public void Train(string output, double? seconds, int makers)
    {
        RecipeTraining training = recipe.Training;
        Directory.CreateDirectory(output);
        TrainableDecoder decoder = TrainableDecoder.FromFolder(CorpusBuilder.Start(work));
        using CudaDevice device = Open();
        using var cuda = new CudaDecoder(decoder, device, training.TokensAtOnce);
        using var lessons = new Lessons(recipe, work, decoder.Config.VocabularySize, makers);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recipe.Name}: {decoder.Parameters.Sum(p => (long)p.Values.Length):N0} parameters on {device.Name} ({device.Architecture}), {makers} threads make lessons"));
        int steps = training.Steps, decay = training.DecaySteps;
        bool isOpen = seconds is not null;
        TrainingPlan plan = Plan(steps, isOpen ? 0 : decay);
        long tokens = 0, waited = 0;
        CudaBatch[] next = lessons.Next();
        var clock = Stopwatch.StartNew();
        using var log = new StreamWriter(Path.Combine(output, "log.jsonl"));
        for (int step = 0; step < steps; step++)
        {
            double divisor = Math.Max(1, next.Sum(b => b.TotalWeight));
            foreach (CudaBatch batch in next) cuda.Add(batch, divisor);
            tokens += next.Sum(b => b.Rows);
            cuda.Step(new AdamWSettings(plan.RateOf(step), Beta2: training.Beta2, WeightDecay: training.WeightDecay), step + 1, MostNorm);
            long before = clock.ElapsedMilliseconds;
            next = lessons.Next();
            waited += clock.ElapsedMilliseconds - before;
            if ((step + 1) % LogEvery != 0) continue;
            (double loss, double norm) = cuda.Last();
            double elapsed = clock.Elapsed.TotalSeconds;
            log.WriteLine(JsonSerializer.Serialize(new { step = step + 1, loss = Math.Round(loss, 4), norm = Math.Round(norm, 3), rate = plan.RateOf(step), tokens, seconds = Math.Round(elapsed, 1), waited = waited / 1000.0 }, Json));
            log.Flush();
            if (!double.IsFinite(loss)) throw new AssayException($"The loss is {loss} at step {step + 1}.");
            if (!isOpen || elapsed < seconds!.Value * (1 - DecayShare)) continue;

            // From here on the end is known in steps, so that the recipe can say it.
            decay = (int)((seconds.Value - elapsed) * Spare * (step + 1) / elapsed);
            (steps, isOpen) = (step + 1 + decay, false);
            plan = Plan(steps, decay);
        }

        cuda.Read();
        ModelFolder.Write(output, CorpusBuilder.Start(work), decoder);
        (double last, _) = cuda.Last();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\"steps\": {steps}, \"decaySteps\": {decay}; {tokens:N0} tokens, {tokens / clock.Elapsed.TotalSeconds:N0} a second, last loss {last:0.000}"));
    }

    private static CudaDevice Open()
    {
        try
        {
            return CudaDevice.Open();
        }
        catch (InvalidOperationException error)
        {
            throw new AssayException(error.Message + " `models train` takes the same recipe on the processor.", error);
        }
    }

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private TrainingPlan Plan(int steps, int decaySteps) => new(steps * recipe.Training.BatchSize, new TrainingOptions
    {
        Epochs = 1, BatchSize = recipe.Training.BatchSize, LearningRate = recipe.Training.LearningRate, WarmUpSteps = recipe.Training.WarmUpSteps, Schedule = RateSchedule.StableThenLine, DecaySteps = decaySteps,
    });

    /// <summary>Batches of the steps in their order, made ahead by several threads.</summary>
    private sealed class Lessons : IDisposable
    {
        private readonly BlockingCollection<CudaBatch[]>[] made;
        private readonly CancellationTokenSource end = new();
        private readonly Task[] makers;
        private int taken;

        public Lessons(ModelRecipe recipe, string work, int vocabularySize, int threads)
        {
            var book = new LessonBook(recipe, work);
            made = [.. Enumerable.Range(0, threads).Select(_ => new BlockingCollection<CudaBatch[]>(Ahead))];
            makers = [.. Enumerable.Range(0, threads).Select(i => Task.Factory.StartNew(() => Make(book.Learned, recipe.Training, vocabularySize, i), end.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        }

        /// <summary>The next step's.</summary>
        public CudaBatch[] Next()
        {
            int of = taken++ % made.Length;
            while (true)
            {
                if (made[of].TryTake(out CudaBatch[]? batches, millisecondsTimeout: 1000)) return batches;
                if (makers[of].IsFaulted) makers[of].GetAwaiter().GetResult();
            }
        }

        public void Dispose()
        {
            end.Cancel();
            try
            {
                Task.WaitAll(makers);
            }
            catch (AggregateException error) when (error.InnerExceptions.All(e => e is OperationCanceledException))
            {
            }

            foreach (BlockingCollection<CudaBatch[]> one in made) one.Dispose();
            end.Dispose();
        }

        private void Make(LessonMix lessons, RecipeTraining training, int vocabularySize, int thread)
        {
            for (int step = thread; ; step += made.Length)
            {
                SupervisedText[] texts = [.. Enumerable.Range(0, training.BatchSize).Select(i => lessons[(int)(((long)step * training.BatchSize + i) % lessons.Count)])];
                made[thread].Add([.. TextPacker.Pack(texts, training.TokensAtOnce).Select(b => CudaBatch.Of(b, vocabularySize, training.Context))], end.Token);
            }
        }
    }
}
