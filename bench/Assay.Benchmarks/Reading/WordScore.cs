using System.Text;

namespace Assay.Benchmarks.Reading;

/// <summary>How well a read text agrees with the known one.</summary>
/// <param name="Recall">Share of the known words (with their repetitions) that were read.</param>
/// <param name="Precision">Share of the words read that are known.</param>
/// <param name="Tau">Kendall's tau of the order of the three-word sequences that stand once in both; 1 for fewer than two.</param>
internal readonly record struct WordScore(double Recall, double Precision, double Tau)
{
    private const int Sequence = 3;

    /// <summary>Compares two texts; words are runs of letters and digits, NFKC and lower case.</summary>
    public static WordScore Of(string known, string read)
    {
        List<string> a = Words(known), b = Words(read);
        var counts = a.GroupBy(w => w, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        int common = 0;
        foreach (string word in b)
        {
            if (counts.GetValueOrDefault(word) is not (> 0 and int left)) continue;
            counts[word] = left - 1;
            common++;
        }

        return new WordScore(a.Count == 0 ? 1 : (double)common / a.Count, b.Count == 0 ? 1 : (double)common / b.Count, KendallTau(a, b));
    }

    /// <summary>Words of a text.</summary>
    public static List<string> Words(string text)
    {
        string plain = text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var words = new List<string>();
        int start = -1;
        for (int i = 0; i <= plain.Length; i++)
        {
            bool inside = i < plain.Length && char.IsLetterOrDigit(plain[i]);
            if (inside && start < 0) start = i;
            if (inside || start < 0) continue;
            words.Add(plain[start..i]);
            start = -1;
        }

        return words;
    }

    private static double KendallTau(List<string> a, List<string> b)
    {
        Dictionary<string, int> inA = Once(a), inB = Once(b);
        int[] order = [.. inA.Where(p => p.Value >= 0 && inB.GetValueOrDefault(p.Key, -1) >= 0).OrderBy(p => p.Value).Select(p => inB[p.Key])];
        long pairs = (long)order.Length * (order.Length - 1) / 2;
        return pairs == 0 ? 1 : 1 - (2.0 * Inversions(order, new int[order.Length], 0, order.Length) / pairs);
    }

    private static Dictionary<string, int> Once(List<string> words)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i + Sequence <= words.Count; i++)
        {
            string key = string.Join(' ', words.GetRange(i, Sequence));
            places[key] = places.ContainsKey(key) ? -1 : i;
        }

        return places;
    }

    private static long Inversions(int[] values, int[] scratch, int start, int end)
    {
        if (end - start < 2) return 0;
        int middle = (start + end) / 2;
        long count = Inversions(values, scratch, start, middle) + Inversions(values, scratch, middle, end);
        int left = start, right = middle;
        for (int i = start; i < end; i++)
        {
            if (right >= end || (left < middle && values[left] <= values[right]))
            {
                scratch[i] = values[left++];
            }
            else
            {
                count += middle - left;
                scratch[i] = values[right++];
            }
        }

        Array.Copy(scratch, start, values, start, end - start);
        return count;
    }
}
