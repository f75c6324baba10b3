using Assay.Numerics.Layers.Losses;

namespace Assay.Models.Training.Cuda;

/// <summary>A batch as a graphics processor takes it: whole numbers of all kinds one behind the other, made where there is time for it.</summary>
public sealed class CudaBatch
{
    private CudaBatch(int rows, int distinct, int[] values, double totalWeight) => (Rows, Distinct, Values, TotalWeight) = (rows, distinct, values, totalWeight);

    /// <summary>Number of tokens.</summary>
    public int Rows { get; }

    /// <summary>The sum of the weights of all targets.</summary>
    public double TotalWeight { get; }

    /// <summary>Number of tokens that differ.</summary>
    internal int Distinct { get; }

    /// <summary>Each of <see cref="Rows"/>: tokens, targets, weights (the bits of floats), positions, first and last row of the text as far as a row sees and is seen, distinct tokens, the rows by token, and where each token's begin, one more.</summary>
    internal int[] Values { get; }

    /// <summary>Most values of a batch.</summary>
    internal static int Length(int rows) => (9 * rows) + 1;

    /// <summary>Prepares a batch.</summary>
    /// <param name="batch">Texts and targets.</param>
    /// <param name="vocabularySize">Number of tokens of the model.</param>
    /// <param name="maxPositions">Most tokens of a text.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ArgumentException">It is no batch for this model.</exception>
    public static CudaBatch Of(TrainingBatch batch, int vocabularySize, int maxPositions)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Check(vocabularySize, maxPositions);
        int rows = batch.Tokens.Length, at = 0;
        int[] values = new int[Length(rows)];
        Span<int> Part(int number) => values.AsSpan(number * rows, rows);
        batch.Tokens.CopyTo(Part(0));
        for (int i = 0; i < rows; i++)
        {
            values[rows + i] = batch.Targets[i] == CrossEntropy.Ignored ? -1 : batch.Targets[i];
            values[(2 * rows) + i] = BitConverter.SingleToInt32Bits(batch.Weights.Length == 0 ? 1 : batch.Weights[i]);
        }

        foreach (int length in batch.Lengths)
        {
            for (int i = 0; i < length; i++) Part(3)[at + i] = i;
            Part(4).Slice(at, length).Fill(at);
            Part(5).Slice(at, length).Fill(at + length - 1);
            at += length;
        }

        int distinct = ByToken(batch.Tokens, vocabularySize, Part(6), Part(7), values.AsSpan(8 * rows));
        return new CudaBatch(rows, distinct, values, batch.TotalWeight);
    }

    // Sorts rows by their token, in their order (a counting sort).
    private static int ByToken(int[] tokens, int vocabularySize, Span<int> distinct, Span<int> places, Span<int> starts)
    {
        int[] counts = new int[vocabularySize];
        foreach (int token in tokens) counts[token]++;
        int found = 0, start = 0;
        for (int token = 0; token < vocabularySize; token++)
        {
            if (counts[token] == 0) continue;
            (distinct[found], starts[found]) = (token, start);
            (start, counts[token]) = (start + counts[token], start);
            found++;
        }

        starts[found] = start;
        for (int row = 0; row < tokens.Length; row++) places[counts[tokens[row]]++] = row;
        return found;
    }
}
