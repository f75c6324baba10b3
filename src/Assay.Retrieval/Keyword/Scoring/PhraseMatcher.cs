using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Assay.Numerics.Ranking;
using Assay.Retrieval.Keyword.Segments;

namespace Assay.Retrieval.Keyword.Scoring;

/// <summary>Finds the chunks in which words stand side by side.</summary>
internal static class PhraseMatcher
{
    /// <summary>The postings of a phrase.</summary>
    /// <param name="segment">Where to look.</param>
    /// <param name="words">The words of the phrase in order, two or more.</param>
    /// <returns>Null when it does not occur.</returns>
    public static TermPostings? Match(Segment segment, ImmutableArray<string> words)
    {
        int[] terms = [.. words.Select(w => segment.Find(Encoding.UTF8.GetBytes(w)))];
        if (Array.Exists(terms, t => t < 0)) return null;
        int[] found = Common(segment, terms);
        List<int>[] starts = Starts(segment, terms, found);
        var chunks = new List<int>();
        var codes = new List<byte>();
        for (int i = 0; i < found.Length; i++)
        {
            if (starts[i].Count == 0) continue;
            chunks.Add(found[i]);
            codes.Add(Code(segment, found[i], starts[i]));
        }

        return chunks.Count == 0 ? null : new TermPostings(segment, [.. chunks], [.. codes]);
    }

    /// <summary>The chunks that hold all terms.</summary>
    private static int[] Common(Segment segment, int[] terms)
    {
        int[] byCount = [.. terms.Distinct().OrderBy(t => segment.Postings(t).End - segment.Postings(t).Start)];
        int[]? common = null;
        foreach (int term in byCount)
        {
            (int start, int end) = segment.Postings(term);
            ReadOnlySpan<int> chunks = segment.PostingChunks[start..end];
            if (common is null)
            {
                common = chunks.ToArray();
                continue;
            }

            int kept = 0, at = 0;
            foreach (int chunk in common)
            {
                at = ImpactScoring.LowerBound(chunks, at, chunk);
                if (at < chunks.Length && chunks[at] == chunk) common[kept++] = chunk;
            }

            Array.Resize(ref common, kept);
        }

        return common!;
    }

    /// <summary>For each chunk, the positions where the phrase starts.</summary>
    private static List<int>[] Starts(Segment segment, int[] terms, int[] chunks)
    {
        List<int>[] starts = [.. chunks.Select(_ => new List<int>())];
        var positions = new List<int>();
        for (int word = 0; word < terms.Length; word++)
        {
            var cursor = new PositionCursor(segment, terms[word]);
            for (int i = 0; i < chunks.Length; i++)
            {
                if (word > 0 && starts[i].Count == 0) continue;
                positions.Clear();
                cursor.MoveTo(chunks[i]);
                cursor.Read(positions);
                if (word == 0) starts[i].AddRange(positions);
                else Keep(starts[i], CollectionsMarshal.AsSpan(positions), word);
            }
        }

        return starts;
    }

    /// <summary>Keeps the starts that have a position the given distance behind them.</summary>
    public static void Keep(List<int> starts, ReadOnlySpan<int> positions, int distance)
    {
        int kept = 0, at = 0;
        for (int i = 0; i < starts.Count; i++)
        {
            int start = starts[i];
            at = ImpactScoring.LowerBound(positions, at, start + distance);
            if (at < positions.Length && positions[at] == start + distance) starts[kept++] = start;
        }

        starts.RemoveRange(kept, starts.Count - kept);
    }

    private static byte Code(Segment segment, int chunk, List<int> starts)
    {
        int title = segment.TitleLengths[chunk], headings = FieldPositions.Headings(title), body = FieldPositions.Body(title, segment.HeadingLengths[chunk]);
        int inTitle = starts.Count(p => p < headings), inBody = starts.Count(p => p >= body);
        return FieldCounts.Encode(inTitle, starts.Count - inTitle - inBody, inBody);
    }
}
