using Assay.Numerics.Parallel;

namespace Assay.Models.Training;

/// <summary>What all layers need to know of a pass.</summary>
/// <param name="Team">Who works on it.</param>
/// <param name="Scratch">Memory that layers share.</param>
/// <param name="DropoutSeed">Chooses what is dropped; null when nothing is, as in an evaluation.</param>
internal readonly record struct TrainingStep(WorkerTeam Team, TrainingScratch Scratch, ulong? DropoutSeed);

/// <summary>Memory that layers use one after another.</summary>
internal sealed class TrainingScratch
{
    private float[] reduced = [], dropped = [];
    private float[] ones = [];

    /// <summary>The slopes of a low-rank layer's inner values.</summary>
    public Span<float> Reduced(int length) => Grown(ref reduced, length);

    /// <summary>An input with some of its values dropped.</summary>
    public Span<float> Dropped(int length) => Grown(ref dropped, length);

    /// <summary>Ones, to add up columns with.</summary>
    public ReadOnlySpan<float> Ones(int length)
    {
        if (ones.Length < length)
        {
            ones = new float[length];
            Array.Fill(ones, 1);
        }

        return ones.AsSpan(0, length);
    }

    private static Span<float> Grown(ref float[] memory, int length)
    {
        if (memory.Length < length) memory = new float[length];
        return memory.AsSpan(0, length);
    }
}
