using System.Collections.Immutable;
using Assay.Benchmarks.Models.Reading;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;

namespace Assay.Benchmarks.Models;

/// <summary>A decoder that learns lessons, evaluated by their kinds.</summary>
internal sealed class LessonTask : ITrainingTask
{
    private readonly SupervisedTask task;
    private readonly string[] kinds;

    /// <summary>A task.</summary>
    public LessonTask(TrainableDecoder decoder, LessonMix lessons, ImmutableArray<(string Kind, SupervisedText Text)> heldOut, TrainingOptions options, WorkerTeam team)
    {
        task = new SupervisedTask(decoder, lessons, [.. heldOut.Select(h => h.Text)], options, team);
        kinds = [.. heldOut.Select(h => h.Kind)];
    }

    /// <summary>What the last evaluation gave of each kind: the loss of a token in nats, and the share of the texts that greedy decoding would write word by word.</summary>
    public ImmutableSortedDictionary<string, (double Loss, double Exact)> ByKind { get; private set; } = ImmutableSortedDictionary<string, (double, double)>.Empty;

    /// <inheritdoc/>
    public ImmutableArray<Parameter> Parameters => task.Parameters;

    /// <inheritdoc/>
    public int Count => task.Count;

    /// <inheritdoc/>
    public StepLoss Add(ImmutableArray<int> items, Func<int, ulong> seedOfPart) => task.Add(items, seedOfPart);

    /// <inheritdoc/>
    public HeldOut? Evaluate()
    {
        ImmutableArray<TextScore> scores = task.Scores();
        ByKind = scores.Zip(kinds).GroupBy(p => p.Second, p => p.First).ToImmutableSortedDictionary(g => g.Key, g => (TextScore.Mean([.. g]), g.Average(s => s.IsExact ? 1.0 : 0)));
        return scores.IsEmpty ? null : new HeldOut(TextScore.Mean(scores), scores.Average(s => s.IsExact ? 1.0 : 0));
    }

    /// <inheritdoc/>
    public (int Line, double Loss) Alone(int item) => task.Alone(item);
}
