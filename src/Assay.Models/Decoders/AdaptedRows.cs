using System.Numerics.Tensors;
using Assay.Models.Adapters;
using Assay.Numerics.Parallel;

namespace Assay.Models.Decoders;

/// <summary>Tokens of one text that go through the layers together.</summary>
/// <param name="Cache">The text.</param>
/// <param name="Tokens">The tokens.</param>
/// <param name="Row">Their first row in the pass.</param>
/// <param name="Position">The first one's position in the text.</param>
/// <param name="Scores">For how many of the last of them scores are wanted.</param>
internal readonly record struct PassRun(KeyValueCache Cache, ReadOnlyMemory<int> Tokens, int Row, int Position, int Scores);

/// <summary>Which rows of a pass have which adapter, and what adapters add to products: the rows of one adapter stand together and are multiplied together.</summary>
/// <remarks>A row's result does not depend on the others. A pass without adapters has no such rows, and nothing to do. For one caller at a time.</remarks>
/// <param name="team">Who works on it.</param>
internal sealed class AdaptedRows(WorkerTeam team)
{
    // Values that are added at once: what a core's cache holds.
    private const int ValuesAtOnce = 1 << 18;

    private readonly List<(LoraAdapter Adapter, int First, int Count)> groups = [];
    private float[] low = [], added = [];

    /// <summary>Gives the runs of a pass their rows, those with the same adapter next to each other; without adapters they stay as they are.</summary>
    public void Arrange(List<PassRun> runs)
    {
        groups.Clear();
        if (!HasAdapters(runs)) return;
        int row = 0;
        for (int i = 0; i < runs.Count; i++)
        {
            LoraAdapter? adapter = runs[i].Cache.Adapter;
            if (IsArranged(runs, i, adapter)) continue;
            int first = row;
            for (int j = i; j < runs.Count; j++)
            {
                if (!ReferenceEquals(runs[j].Cache.Adapter, adapter)) continue;
                runs[j] = runs[j] with { Row = row };
                row += runs[j].Tokens.Length;
            }

            if (adapter is not null) groups.Add((adapter, first, row - first));
        }
    }

    /// <summary>Adds what the adapters of a linear layer make of its inputs.</summary>
    /// <param name="part">Which linear layer.</param>
    /// <param name="layer">Number of the layer.</param>
    /// <param name="x">Inputs of all rows.</param>
    /// <param name="y">Results of all rows; added to.</param>
    public void Add(DecoderPart part, int layer, ReadOnlySpan<float> x, Span<float> y)
    {
        foreach ((LoraAdapter adapter, int first, int count) in groups)
        {
            if (adapter.Find(part, layer) is { } lora) Add(lora, x.Slice(first * lora.Inputs, count * lora.Inputs), y.Slice(first * lora.Outputs, count * lora.Outputs));
        }
    }

    /// <summary>Adds what the adapters of the last matrix make of its inputs, which are there only for rows that want scores, in the order of the runs.</summary>
    public void AddToScores(List<PassRun> runs, ReadOnlySpan<float> x, Span<float> scores)
    {
        if (groups.Count == 0) return;
        int row = 0;
        foreach (PassRun run in runs)
        {
            if (run.Cache.Adapter?.Find(DecoderPart.Output, 0) is { } lora)
                Add(lora, x.Slice(row * lora.Inputs, run.Scores * lora.Inputs), scores.Slice(row * lora.Outputs, run.Scores * lora.Outputs));
            row += run.Scores;
        }
    }

    private void Add(LoraLayer lora, ReadOnlySpan<float> x, Span<float> y)
    {
        int rows = x.Length / lora.Inputs, atOnce = Math.Max(1, ValuesAtOnce / Math.Max(lora.Outputs, lora.Scale.Rank));
        for (int first = 0; first < rows; first += atOnce)
        {
            int count = Math.Min(atOnce, rows - first);
            Span<float> inner = Room(ref low, count * lora.Scale.Rank), more = Room(ref added, count * lora.Outputs), to = y.Slice(first * lora.Outputs, count * lora.Outputs);
            lora.A.Multiply(x.Slice(first * lora.Inputs, count * lora.Inputs), count, inner, team);
            TensorPrimitives.Multiply(inner, (float)lora.Scale.Factor, inner);
            lora.B.Multiply(inner, count, more, team);
            TensorPrimitives.Add(to, more, to);
        }
    }

    private static bool HasAdapters(List<PassRun> runs)
    {
        foreach (PassRun run in runs)
            if (run.Cache.Adapter is not null) return true;
        return false;
    }

    private static bool IsArranged(List<PassRun> runs, int before, LoraAdapter? adapter)
    {
        for (int i = 0; i < before; i++)
            if (ReferenceEquals(runs[i].Cache.Adapter, adapter)) return true;
        return false;
    }

    private static Span<float> Room(ref float[] values, int length)
    {
        if (values.Length < length) values = new float[Math.Max(length, 2 * values.Length)];
        return values.AsSpan(0, length);
    }
}
