using System.Numerics.Tensors;
using Assay.Models.Sampling;

namespace Assay.Benchmarks.Models.Embedding;

/// <summary>How words are counted that stand near each other.</summary>
internal sealed record CooccurrenceOptions
{
    /// <summary>Tokens on either side that count as near.</summary>
    public int Window { get; init; } = 8;

    /// <summary>Share of all tokens from which on a token is skipped at random: kept with probability <c>sqrt(t / share) + t / share</c> (Mikolov and others 2013).</summary>
    public double Subsample { get; init; } = 1e-4;

    /// <summary>Pairs seen less often are left out.</summary>
    public int Least { get; init; } = 2;

    /// <summary>Characters read at most; of more, whole texts at equal distances.</summary>
    public long Characters { get; init; } = 60_000_000;
}

/// <summary>
/// How much more often tokens stand near each other than by chance, sparse and row-major: <c>max(0, log(n_ij · Σ_k n_k^0.75 / (n_i · n_j^0.75)))</c> (positive pointwise mutual information with
/// smoothed contexts: Levy, Goldberg, Dagan 2015), n_ij pairs within the window, n_i those of a token.
/// </summary>
internal sealed class Cooccurrence
{
    private const double Smoothing = 0.75;
    private readonly int[] starts;
    private readonly int[] columns;
    private readonly float[] values;

    private Cooccurrence(int[] starts, int[] columns, float[] values) => (this.starts, this.columns, this.values) = (starts, columns, values);

    /// <summary>Rows and columns.</summary>
    public int Size => starts.Length - 1;

    /// <summary>Values that are not 0.</summary>
    public int Count => values.Length;

    /// <summary>Counts.</summary>
    /// <param name="texts">Tokens of the texts.</param>
    /// <param name="vocabulary">Number of tokens there are.</param>
    /// <param name="options">What is near.</param>
    /// <param name="seed">Chooses which frequent tokens are skipped.</param>
    public static Cooccurrence Of(IReadOnlyList<int[]> texts, int vocabulary, CooccurrenceOptions options, ulong seed)
    {
        int[] all = Stream(texts, vocabulary, options, seed);
        (int[] offsets, int[] places) = Places(all, vocabulary);
        int[] counts = new int[vocabulary], starts = new int[vocabulary + 1];
        double[] sums = new double[vocabulary];
        List<int> touched = [], columns = [];
        List<float> values = [];
        for (int row = 0; row < vocabulary; row++)
        {
            touched.Clear();
            for (int i = offsets[row]; i < offsets[row + 1]; i++) Near(all, places[i], options.Window, counts, touched);
            touched.Sort();
            foreach (int column in touched)
            {
                sums[row] += counts[column];
                if (counts[column] >= options.Least)
                {
                    columns.Add(column);
                    values.Add(counts[column]);
                }

                counts[column] = 0;
            }

            starts[row + 1] = columns.Count;
        }

        return Informative(starts, columns, values, sums);
    }

    /// <summary><c>y = A · x</c> for row-major <c>[size, width]</c>.</summary>
    public float[] Multiply(float[] x, int width)
    {
        float[] y = new float[x.Length];
        for (int row = 0; row < Size; row++)
        {
            Span<float> to = y.AsSpan(row * width, width);
            for (int i = starts[row]; i < starts[row + 1]; i++) TensorPrimitives.MultiplyAdd(x.AsSpan(columns[i] * width, width), values[i], to, to);
        }

        return y;
    }

    /// <summary><c>y = Aᵀ · x</c>.</summary>
    public float[] MultiplyTransposed(float[] x, int width)
    {
        float[] y = new float[x.Length];
        for (int row = 0; row < Size; row++)
        {
            ReadOnlySpan<float> from = x.AsSpan(row * width, width);
            for (int i = starts[row]; i < starts[row + 1]; i++)
            {
                Span<float> to = y.AsSpan(columns[i] * width, width);
                TensorPrimitives.MultiplyAdd(from, values[i], to, to);
            }
        }

        return y;
    }

    // One row of tokens, -1 between texts as wide as the window.
    private static int[] Stream(IReadOnlyList<int[]> texts, int vocabulary, CooccurrenceOptions options, ulong seed)
    {
        long[] counts = new long[vocabulary];
        foreach (int[] text in texts)
        {
            foreach (int token in text) counts[token]++;
        }

        double total = counts.Sum();
        var random = new Xoshiro256(seed);
        var all = new List<int>();
        foreach (int[] text in texts)
        {
            foreach (int token in text)
            {
                double share = counts[token] / total;
                if (random.NextUnit() < Math.Sqrt(options.Subsample / share) + (options.Subsample / share)) all.Add(token);
            }

            for (int i = 0; i < options.Window; i++) all.Add(-1);
        }

        return [.. all];
    }

    // Where each token stands.
    private static (int[] Offsets, int[] Places) Places(int[] all, int vocabulary)
    {
        int[] offsets = new int[vocabulary + 1];
        foreach (int token in all)
        {
            if (token >= 0) offsets[token + 1]++;
        }

        for (int i = 0; i < vocabulary; i++) offsets[i + 1] += offsets[i];
        int[] next = offsets[..^1], places = new int[offsets[^1]];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] >= 0) places[next[all[i]]++] = i;
        }

        return (offsets, places);
    }

    private static void Near(int[] all, int place, int window, int[] counts, List<int> touched)
    {
        int last = Math.Min(all.Length - 1, place + window);
        for (int i = Math.Max(0, place - window); i <= last; i++)
        {
            int token = all[i];
            if (i == place || token < 0) continue;
            if (counts[token]++ == 0) touched.Add(token);
        }
    }

    private static Cooccurrence Informative(int[] starts, List<int> columns, List<float> values, double[] sums)
    {
        double[] contexts = [.. sums.Select(s => Math.Pow(s, Smoothing))];
        double total = contexts.Sum();
        int[] kept = new int[starts.Length];
        List<int> informative = [];
        List<float> information = [];
        for (int row = 0; row < sums.Length; row++)
        {
            for (int i = starts[row]; i < starts[row + 1]; i++)
            {
                double value = Math.Log(values[i] * total / (sums[row] * contexts[columns[i]]));
                if (value <= 0) continue;
                informative.Add(columns[i]);
                information.Add((float)value);
            }

            kept[row + 1] = informative.Count;
        }

        return new Cooccurrence(kept, [.. informative], [.. information]);
    }
}
