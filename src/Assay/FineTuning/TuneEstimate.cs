using Assay.Models.Training;
using Assay.Tuning.Training;

namespace Assay.FineTuning;

/// <summary>What a training will take, told from one of its own steps before it begins.</summary>
/// <param name="Seconds">Time, evaluations included.</param>
/// <param name="Megabytes">Most memory of the process, in 2^20 bytes.</param>
/// <param name="Tokens">Tokens that will go through the model, evaluations left out.</param>
/// <param name="TokensPerSecond">Rate of the step that was measured.</param>
/// <param name="CostUsd">Price of the time; null where none is stated.</param>
public sealed record TuneEstimate(double Seconds, double Megabytes, long Tokens, double TokensPerSecond, decimal? CostUsd)
{
    /// <summary>Most room on the disk that checkpoints and the version take, in bytes.</summary>
    public long DiskBytes { get; init; }

    // An evaluation is the way forward alone, about a third of a step.
    private const double ForwardShare = 1.0 / 3;

    /// <summary>Measures the first steps without changing anything.</summary>
    /// <param name="task">What is trained.</param>
    /// <param name="options">How.</param>
    /// <param name="totals">Tokens of an epoch and of an evaluation.</param>
    /// <param name="hourlyCost">What an hour costs in USD.</param>
    /// <param name="time">Measures.</param>
    /// <returns>The estimate.</returns>
    public static TuneEstimate Measure(ITrainingTask task, TrainingOptions options, (long Epoch, long Evaluation) totals, decimal hourlyCost, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var plan = new TrainingPlan(task.Count, options);
        int measured = Math.Min(2, plan.StepsPerEpoch);
        long tokens = 0, started = 0;

        // The first pass makes the code run fast and memory grow; it does not count.
        for (int i = 0; i <= measured; i++)
        {
            if (i == 1) started = time.GetTimestamp();
            int done = task.Add(plan.ItemsOf(Math.Max(0, i - 1)), _ => options.Seed).Tokens;
            if (i > 0) tokens += done;
        }

        double seconds = Math.Max(1e-9, time.GetElapsedTime(started).TotalSeconds), rate = tokens / seconds;
        foreach (Parameter parameter in task.Parameters) Array.Clear(parameter.Gradient);
        long all = (long)(totals.Epoch * options.Epochs), evaluations = totals.Evaluation == 0 ? 0 : (long)Math.Ceiling(options.Epochs * options.EvaluationsPerEpoch) + 1;
        double needed = (all / rate) + (evaluations * totals.Evaluation * ForwardShare / rate);

        // The optimizer's two means and the best parameters come on top of what one step needed.
        double more = task.Parameters.Sum(p => (long)p.Values.Length) * sizeof(float) * 3.0;
        return new TuneEstimate(needed, (Environment.WorkingSet + more) / (1 << 20), all, rate, hourlyCost > 0 ? hourlyCost * (decimal)(needed / 3600) : null);
    }
}
