using System.Globalization;
using Assay.Tuning.Training;

namespace Assay.Benchmarks.Models;

/// <summary>Tells on standard error how a training on queries and passages goes: every 50 steps, and what each evaluation came to.</summary>
internal sealed class PairTrainingLog : IProgress<TrainingProgress>
{
    private const int Every = 50;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.Step % Every != 0 && value.Evaluation is null) return;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Step}/{value.Steps} loss {value.Loss:0.0000} rate {value.LearningRate:0.00000} {value.Learned / value.Seconds:0} pairs/s{(value.Evaluation is { } e ? $" held out {e.Loss:0.0000} mrr {e.Score:0.0000}" : "")}"));
    }
}
