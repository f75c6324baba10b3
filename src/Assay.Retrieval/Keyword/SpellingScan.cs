using System.Text;

namespace Assay.Retrieval.Keyword;

/// <summary>Finds words within a few edits by walking through the sorted terms, and skipping all that share a beginning that is already too far off.</summary>
internal static class SpellingScan
{
    /// <summary>Most terms looked at in one segment; bounds the time for very short words.</summary>
    private const int MostTerms = 200_000;

    /// <summary>Adds the terms of a segment that are near a word.</summary>
    /// <param name="segment">Where to look.</param>
    /// <param name="word">The word.</param>
    /// <param name="maxEdits">Most edits (optimal string alignment: insertion, deletion, substitution, swap of neighbours).</param>
    /// <param name="found">Takes each term with its edits.</param>
    public static void Find(Segment segment, string word, int maxEdits, Dictionary<string, int> found)
    {
        int[] pattern = Runes(word);
        var rows = new EditRows(pattern, maxEdits);
        Span<byte> beginning = stackalloc byte[4 * (EditRows.MaxLength + 2)];
        ReadOnlySpan<int> offsets = segment.TermOffsets;
        ReadOnlySpan<byte> all = segment.TermBytes;
        int term = 0;
        for (int seen = 0; term < segment.TermCount && seen < MostTerms; seen++)
        {
            ReadOnlySpan<byte> bytes = all[offsets[term]..offsets[term + 1]];
            int consumed = rows.Read(bytes, out bool isWhole);
            if (isWhole)
            {
                if (rows.Distance is > 0 and int edits && edits <= maxEdits) found[Encoding.UTF8.GetString(bytes)] = edits;
                term++;
                continue;
            }

            // Nothing that begins with these bytes is near: go on behind all of it.
            bytes[..consumed].CopyTo(beginning);
            term = After(offsets, all, beginning[..consumed], term);
        }
    }

    private static int[] Runes(string word) => [.. word.EnumerateRunes().Select(r => r.Value)];

    /// <summary>The first term from <paramref name="from"/> on that does not start with some bytes.</summary>
    private static int After(ReadOnlySpan<int> offsets, ReadOnlySpan<byte> terms, ReadOnlySpan<byte> beginning, int from)
    {
        int step = 1, low = from + 1, high = from + 1, count = offsets.Length - 1;
        while (high < count && terms[offsets[high]..offsets[high + 1]].StartsWith(beginning))
        {
            low = high + 1;
            high += step;
            step *= 2;
        }

        high = Math.Min(high, count);
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (terms[offsets[middle]..offsets[middle + 1]].StartsWith(beginning)) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
