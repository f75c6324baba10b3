using System.Text;
using Assay.Retrieval.Keyword.Segments;

namespace Assay.Retrieval.Keyword.Spelling;

/// <summary>Finds words within a few edits by looking at the letters of every term and measuring those that have nearly the same.</summary>
internal static class SpellingScan
{
    /// <summary>Adds the terms of a segment that are near a word.</summary>
    /// <param name="segment">Where to look.</param>
    /// <param name="word">The word.</param>
    /// <param name="maxEdits">Most edits (optimal string alignment: insertion, deletion, substitution, swap of neighbours).</param>
    /// <param name="found">Takes each term with its edits.</param>
    public static void Find(Segment segment, string word, int maxEdits, Dictionary<string, int> found)
    {
        var rows = new EditRows(Runes(word), maxEdits);
        ulong sought = LetterCounts.Of(Encoding.UTF8.GetBytes(word));
        ReadOnlySpan<ulong> letters = segment.TermLetters;
        for (int term = 0; term < letters.Length; term++)
        {
            if (!LetterCounts.MayBeNear(letters[term], sought, maxEdits)) continue;
            ReadOnlySpan<byte> bytes = segment.Term(term);
            if (rows.IsNear(bytes) && rows.Distance is > 0 and int edits) found[Encoding.UTF8.GetString(bytes)] = edits;
        }
    }

    private static int[] Runes(string word) => [.. word.EnumerateRunes().Select(r => r.Value)];
}
