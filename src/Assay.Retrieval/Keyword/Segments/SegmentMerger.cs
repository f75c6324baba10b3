using System.Buffers;
using Assay.Text.Languages;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Makes one segment of several, without what was removed: the same bytes as if its documents had been inverted together.</summary>
internal sealed class SegmentMerger
{
    private const int Removed = -1;

    private readonly IReadOnlyList<SegmentView> views;
    private readonly List<(string Id, int View, int Document)> documents = [];
    private readonly int[][] numbers;

    private SegmentMerger(IReadOnlyList<SegmentView> views)
    {
        this.views = views;
        numbers = [.. views.Select(v => new int[v.Segment.ChunkCount])];
    }

    /// <summary>Merges segments.</summary>
    /// <param name="views">The segments; a document is live in at most one of them.</param>
    /// <param name="path">The file to make; null for memory.</param>
    /// <param name="describe">See <see cref="SegmentWriter.Finish"/>.</param>
    public static Segment Merge(IReadOnlyList<SegmentView> views, string? path = null, Func<SegmentHeader, SegmentHeader>? describe = null)
    {
        var merger = new SegmentMerger(views);
        merger.NumberDocuments();
        using SegmentWriter writer = new(merger.Sizes(), path);
        merger.WriteDocuments(writer);
        merger.WriteTerms(writer);
        GC.KeepAlive(views);
        return writer.Finish(describe);
    }

    /// <summary>The exact sizes, so that equal contents make equal bytes.</summary>
    private SegmentSizes Sizes()
    {
        long terms = 0, termBytes = 0, postings = 0, positionBytes = 0;
        var scratch = new PostingList();
        for (var cursors = new TermCursors(views); !cursors.AtEnd;)
        {
            ReadOnlySpan<byte> term = cursors.Term;
            long count = 0;
            do
            {
                (long live, long bytes) = Measure(cursors.View, cursors.TermIndex, scratch);
                count += live;
                positionBytes += bytes;
            }
            while (cursors.MoveNext(term));
            postings += count;
            if (count > 0) (terms, termBytes) = (terms + 1, termBytes + term.Length);
        }

        return new SegmentSizes
        {
            Terms = terms,
            TermBytes = termBytes,
            Postings = postings,
            PositionBytes = positionBytes,
            Chunks = views.Sum(v => v.ByClass.Values.Sum(t => (long)t.Chunks)),
            Documents = documents.Count,
            IdCharacters = documents.Sum(d => (long)d.Id.Length),
        };
    }

    private (long Postings, long PositionBytes) Measure(int view, int term, PostingList scratch)
    {
        Segment segment = views[view].Segment;
        if (views[view].RemovedCount == 0)
        {
            (int start, int end) = segment.Postings(term);
            int first = segment.FirstBlock(term), last = first + ((end - start - 1) / Segment.BlockSize);
            return (end - start, segment.BlockPositions(last).End - segment.BlockPositions(first).Start);
        }

        scratch.Clear();
        Gather(view, term, scratch);
        return (scratch.Count, scratch.PositionBytes);
    }

    private void NumberDocuments()
    {
        for (int v = 0; v < views.Count; v++)
        {
            Array.Fill(numbers[v], Removed);
            for (int d = 0; d < views[v].Segment.DocumentCount; d++)
            {
                if (!views[v].IsRemoved(d)) documents.Add((views[v].Segment.DocumentId(d), v, d));
            }
        }

        documents.Sort((x, y) => string.CompareOrdinal(x.Id, y.Id));
        int number = 0;
        foreach ((_, int v, int d) in documents)
        {
            ReadOnlySpan<int> chunks = views[v].Segment.DocumentChunks;
            for (int c = chunks[d]; c < chunks[d + 1]; c++) numbers[v][c] = number++;
        }
    }

    private void WriteDocuments(SegmentWriter writer)
    {
        foreach ((string id, int v, int d) in documents)
        {
            Segment segment = views[v].Segment;
            writer.AddDocument(segment.DocumentKeys[d], id, segment.DocumentAccess[d], (Language)segment.DocumentLanguages[d]);
            for (int c = segment.DocumentChunks[d]; c < segment.DocumentChunks[d + 1]; c++)
            {
                writer.AddChunk(segment.ChunkRows[c], segment.TitleLengths[c], segment.HeadingLengths[c], segment.BodyLengths[c]);
            }
        }
    }

    private void WriteTerms(SegmentWriter writer)
    {
        var cursors = new TermCursors(views);
        var postings = new PostingList();
        while (!cursors.AtEnd)
        {
            ReadOnlySpan<byte> term = cursors.Term;
            postings.Clear();
            do
            {
                Gather(cursors.View, cursors.TermIndex, postings);
            }
            while (cursors.MoveNext(term));
            if (postings.Count == 0) continue;
            writer.BeginTerm(term);
            postings.Write(writer);
            writer.EndTerm();
        }
    }

    private void Gather(int view, int term, PostingList postings)
    {
        Segment segment = views[view].Segment;
        (int start, int end) = segment.Postings(term);
        ReadOnlySpan<int> chunks = segment.PostingChunks[start..end];
        ReadOnlySpan<byte> codes = segment.PostingCodes[start..end];
        int[] renumbered = numbers[view];
        for (int at = 0, block = segment.FirstBlock(term); at < chunks.Length; at += Segment.BlockSize, block++)
        {
            (long first, long last) = segment.BlockPositions(block);
            ReadOnlySpan<byte> positions = segment.PositionBytes(first, last);
            int blockEnd = Math.Min(at + Segment.BlockSize, chunks.Length);
            for (int i = at; i < blockEnd; i++)
            {
                ReadOnlySpan<byte> rest = positions;
                Positions.Skip(ref rest, 1);
                int number = renumbered[chunks[i]];
                if (number != Removed) postings.Add(number, codes[i], positions[..^rest.Length]);
                positions = rest;
            }
        }
    }

    /// <summary>The postings of one term, put in the order of their chunks.</summary>
    private sealed class PostingList
    {
        private readonly ArrayBufferWriter<byte> positions = new();
        private int[] chunks = new int[256];
        private Item[] items = new Item[256];
        private bool isSorted;

        public int Count { get; private set; }

        public int PositionBytes => positions.WrittenCount;

        public void Clear()
        {
            Count = 0;
            isSorted = true;
            positions.ResetWrittenCount();
        }

        public void Add(int chunk, byte code, ReadOnlySpan<byte> bytes)
        {
            if (Count == chunks.Length)
            {
                Array.Resize(ref chunks, Count * 2);
                Array.Resize(ref items, Count * 2);
            }

            if (Count > 0 && chunk < chunks[Count - 1]) isSorted = false;
            items[Count] = new Item(positions.WrittenCount, bytes.Length, code);
            chunks[Count++] = chunk;
            positions.Write(bytes);
        }

        public void Write(SegmentWriter writer)
        {
            if (!isSorted) Array.Sort(chunks, items, 0, Count);
            ReadOnlySpan<byte> bytes = positions.WrittenSpan;
            for (int i = 0; i < Count; i++) writer.AddPosting(chunks[i], items[i].Code, bytes.Slice(items[i].Start, items[i].Length));
        }

        private readonly record struct Item(int Start, int Length, byte Code);
    }
}
