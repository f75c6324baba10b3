using Assay.Models.Training;
using Assay.Tuning.Training;

namespace Assay.Tuning.Preferences;

/// <summary>Pairs that go through the model together: both answers of each, one behind the other.</summary>
internal sealed class PairBatch
{
    private readonly PreferencePair[] pairs;

    private PairBatch(int first, PreferencePair[] pairs)
    {
        (First, this.pairs) = (first, pairs);
        Tokens = TextPacker.Batch([.. pairs.SelectMany(p => new[] { p.Chosen, p.Rejected })]);
    }

    /// <summary>Which of the pairs that were packed is the first here.</summary>
    public int First { get; }

    /// <summary>How many there are.</summary>
    public int Count => pairs.Length;

    /// <summary>The texts.</summary>
    public TrainingBatch Tokens { get; }

    /// <summary>Pairs in their order, as many at once as have a number of tokens, or one.</summary>
    public static IEnumerable<PairBatch> Pack(IReadOnlyList<PreferencePair> pairs, int tokensAtOnce)
    {
        int first = 0, length = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            if (i > first && length + pairs[i].Length > tokensAtOnce)
            {
                yield return Of(pairs, first, i);
                (first, length) = (i, 0);
            }

            length += pairs[i].Length;
        }

        if (first < pairs.Count) yield return Of(pairs, first, pairs.Count);
    }

    /// <summary>How likely both answers of each pair are, from the losses of all tokens.</summary>
    public PairLogs[] Logs(ReadOnlySpan<float> losses)
    {
        PairLogs[] logs = new PairLogs[pairs.Length];
        int at = 0;
        for (int i = 0; i < logs.Length; i++)
        {
            double chosen = Sum(losses.Slice(at, pairs[i].Chosen.Tokens.Length));
            at += pairs[i].Chosen.Tokens.Length;
            logs[i] = new PairLogs(-chosen, -Sum(losses.Slice(at, pairs[i].Rejected.Tokens.Length)));
            at += pairs[i].Rejected.Tokens.Length;
        }

        return logs;
    }

    /// <summary>Gives all tokens of each answer the answer's weight.</summary>
    public void Weigh(ReadOnlySpan<(double Chosen, double Rejected)> slopes, Span<float> weights)
    {
        int at = 0;
        for (int i = 0; i < pairs.Length; i++)
        {
            weights.Slice(at, pairs[i].Chosen.Tokens.Length).Fill((float)slopes[i].Chosen);
            at += pairs[i].Chosen.Tokens.Length;
            weights.Slice(at, pairs[i].Rejected.Tokens.Length).Fill((float)slopes[i].Rejected);
            at += pairs[i].Rejected.Tokens.Length;
        }
    }

    private static PairBatch Of(IReadOnlyList<PreferencePair> pairs, int first, int end) => new(first, [.. Enumerable.Range(first, end - first).Select(i => pairs[i])]);

    private static double Sum(ReadOnlySpan<float> losses)
    {
        double sum = 0;
        foreach (float loss in losses) sum += loss;
        return sum;
    }
}
