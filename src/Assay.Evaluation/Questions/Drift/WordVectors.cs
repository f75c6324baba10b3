using System.Collections.Immutable;
using Assay.Evaluation.Questions.Making;

namespace Assay.Evaluation.Questions.Drift;

/// <summary>Questions as vectors of their words: each weighs <c>ln(1 + n / f)</c>, where f of n questions have it; all numbers are one word. Of length 1, or empty.</summary>
internal sealed class WordVectors
{
    private const int LeastShared = 2;

    // Whether plan 3 or plan 12 is asked about makes no other question.
    private const string Number = "0";

    private readonly ImmutableArray<string> _words;

    public WordVectors(IReadOnlyList<string> texts)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        int[][] rows = [.. texts.Select(t => QuestionWords.Of(t).Select(w => char.IsDigit(w[0]) ? Number : w).Distinct(StringComparer.Ordinal).Select(w => ids.TryGetValue(w, out int id) ? id : ids[w] = ids.Count).Order().ToArray())];
        var frequency = new int[ids.Count];
        foreach (int word in rows.SelectMany(r => r)) frequency[word]++;
        _words = [.. ids.OrderBy(i => i.Value).Select(i => i.Key)];
        Rows = [.. rows.Select(r => Unit(r, [.. r.Select(w => Math.Log(1 + ((double)texts.Count / frequency[w])))]))];
    }

    /// <summary>One a text: word numbers in order with their weights.</summary>
    public ImmutableArray<(int[] Words, double[] Weights)> Rows { get; }

    /// <summary>How many words there are.</summary>
    public int Size => _words.Length;

    /// <summary>The word of a number, as a stem.</summary>
    public string Word(int number) => _words[number];

    /// <summary>Whether two rows have a cosine of at least so much and share two words, or all where one has fewer: a name alone makes no question near.</summary>
    public bool IsNear(int first, int second, double least)
    {
        (int[] a, double[] x) = Rows[first];
        (int[] b, double[] y) = Rows[second];
        double cosine = 0;
        int shared = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i] == b[j])
            {
                cosine += x[i++] * y[j++];
                shared++;
            }
            else if (a[i] < b[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return cosine >= least && shared >= Math.Min(LeastShared, Math.Min(a.Length, b.Length));
    }

    /// <summary>The dot product of a row with a dense vector.</summary>
    public double Dot(int row, double[] dense)
    {
        (int[] words, double[] weights) = Rows[row];
        double sum = 0;
        for (int i = 0; i < words.Length; i++) sum += weights[i] * dense[words[i]];
        return sum;
    }

    private static (int[], double[]) Unit(int[] words, double[] weights)
    {
        double length = Math.Sqrt(weights.Sum(w => w * w));
        return (words, length == 0 ? weights : [.. weights.Select(w => w / length)]);
    }
}
