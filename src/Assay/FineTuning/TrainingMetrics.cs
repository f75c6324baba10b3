using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;
using Assay.Tuning.Training;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>One line of <c>metrics.jsonl</c>: what a step of training gave.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Loss">Mean loss of the step, in nats.</param>
/// <param name="LearningRate">Its learning rate.</param>
/// <param name="GradientNorm">Length of the gradient before it was shortened.</param>
/// <param name="Tokens">Tokens that went through the model.</param>
/// <param name="Learned">Those that the loss is of.</param>
/// <param name="Seconds">Time that it took.</param>
/// <param name="HeldOutLoss">Loss on what is held out; null where there was no evaluation.</param>
/// <param name="HeldOutScore">Share of it that would be written exactly; null where there was no evaluation.</param>
/// <param name="IsBest">Whether the evaluation was the best so far.</param>
public sealed record StepMetrics(long Step, double Loss, double LearningRate, double GradientNorm, int Tokens, int Learned, double Seconds, double? HeldOutLoss, double? HeldOutScore, bool IsBest)
{
    /// <summary>The line of a step.</summary>
    public static StepMetrics Of(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return new StepMetrics(
            progress.Step, progress.Loss, progress.LearningRate, progress.GradientNorm, progress.Tokens, progress.Learned, progress.Seconds,
            Finite(progress.Evaluation?.Loss), Finite(progress.Evaluation?.Score), progress.Evaluation?.IsBest ?? false);
    }

    // JSON has no number for what is none.
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

/// <summary>Writes <c>metrics.jsonl</c> step by step. A training that goes on from a checkpoint replaces the lines of the steps that it does again.</summary>
internal sealed class TrainingMetrics : IDisposable
{
    private readonly StreamWriter writer;

    /// <summary>Opens the file of a training.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stepsDone">Steps that the training goes on from; later lines are dropped.</param>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public TrainingMetrics(string path, long stepsDone)
    {
        ImmutableArray<StepMetrics> kept = [.. Read(path).Where(m => m.Step <= stepsDone)];
        AtomicFile.Write(path, string.Concat(kept.Select(Line)));
        Kept = kept;
        writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { NewLine = "\n", AutoFlush = true };
    }

    /// <summary>The lines of the steps before.</summary>
    public ImmutableArray<StepMetrics> Kept { get; }

    /// <summary>The steps of a file. A last line that was not written to its end is left out.</summary>
    /// <param name="path">The file; none of it when it is not there.</param>
    public static ImmutableArray<StepMetrics> Read(string path)
    {
        if (!File.Exists(path)) return [];
        var steps = ImmutableArray.CreateBuilder<StepMetrics>();
        foreach (string line in File.ReadLines(path))
        {
            try
            {
                if (JsonSerializer.Deserialize<StepMetrics>(line, JsonFormat.Compact) is { } step) steps.Add(step);
            }
            catch (JsonException)
            {
                break;
            }
        }

        return steps.ToImmutable();
    }

    /// <summary>Adds a step. A full disk costs the line, not the training.</summary>
    public void Add(StepMetrics step)
    {
        try
        {
            writer.Write(Line(step));
        }
        catch (IOException)
        {
            // The lines are for people; checkpoints say for themselves when they cannot be written.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            writer.Dispose();
        }
        catch (IOException)
        {
            // As above.
        }
    }

    private static string Line(StepMetrics step) => JsonSerializer.Serialize(step, JsonFormat.Compact) + "\n";
}
