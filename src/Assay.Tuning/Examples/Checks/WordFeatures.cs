namespace Assay.Tuning.Examples.Checks;

/// <summary>A text as the set of its words and pairs of neighbouring words (shingles of width one and two).</summary>
/// <remarks>Two widths together tell short texts apart by degrees, where shingles of three words of a ten-word question lose a third for one changed word; Broder 1997.</remarks>
internal static class WordFeatures
{
    /// <summary>The set, sorted.</summary>
    /// <param name="words">The text's words.</param>
    public static ulong[] Of(List<ulong> words)
    {
        if (words.Count == 0) return [];
        ulong[] features = new ulong[(2 * words.Count) - 1];
        for (int i = 0; i < words.Count; i++) features[i] = WordList.Mix(words[i]);
        for (int i = 1; i < words.Count; i++) features[words.Count + i - 1] = WordList.Join([words[i - 1], words[i]]);
        Array.Sort(features);
        int kept = 1;
        for (int i = 1; i < features.Length; i++)
        {
            if (features[i] != features[kept - 1]) features[kept++] = features[i];
        }

        return kept == features.Length ? features : features[..kept];
    }

    /// <summary>Jaccard's similarity <c>|a ∩ b| / |a ∪ b|</c>, 0 to 1; of two empty sets 1.</summary>
    /// <param name="a">A sorted set.</param>
    /// <param name="b">A sorted set.</param>
    public static double Similarity(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        if (a.IsEmpty && b.IsEmpty) return 1;
        int both = Common(a, b);
        return (double)both / (a.Length + b.Length - both);
    }

    /// <summary>How many members two sorted sets share.</summary>
    public static int Common(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int i = 0, j = 0, both = 0;
        while (i < a.Length && j < b.Length)
        {
            if (a[i] == b[j]) both++;
            bool left = a[i] <= b[j], right = a[i] >= b[j];
            if (left) i++;
            if (right) j++;
        }

        return both;
    }
}
