using System.Buffers;
using System.Runtime.InteropServices;
using Assay.Retrieval.Storage;
using Assay.Text.Analysis;
using Assay.Text.Languages;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Inverts documents in memory: notes every word where it stands, then sorts by term.</summary>
/// <remarks>
/// The segment depends on the documents alone, not on the order in which they were added. Used by one thread; its memory serves the next
/// segment, so a large ingestion does not leave a heap of arrays behind.
/// </remarks>
internal sealed class SegmentBuilder
{
    /// <summary>Characters of a document that its language is told from.</summary>
    private const int LanguageSample = 1000;

    private readonly TermTable terms = new();
    private readonly List<Entry> documents = [];
    private readonly List<ChunkEntry> chunks = [];
    private readonly OccurrenceList occurrences = new();

    /// <summary>Number of words noted: what the memory needed follows.</summary>
    public int OccurrenceCount => occurrences.Count;

    /// <summary>Adds a document; one without chunks leaves no trace.</summary>
    public void Add(IndexedDocument document)
    {
        if (document.Chunks.IsDefaultOrEmpty) return;
        Language language = document.Language ?? Detect(document);
        document = document with { Language = language };
        documents.Add(new Entry(document.Key, document.Id, document.AccessClass, language, chunks.Count, document.Chunks.Length));
        (int titleStart, int titleLength) = (occurrences.Count, Analyze(document, document.Title, 0));
        int titleEnd = occurrences.Count;
        for (int i = 0; i < document.Chunks.Length; i++)
        {
            IndexedChunk chunk = document.Chunks[i];
            int start = i == 0 ? titleStart : occurrences.Count;
            if (i > 0) occurrences.Repeat(titleStart, titleEnd);
            int headings = Analyze(document, chunk.Headings, FieldPositions.Headings(titleLength));
            int body = Analyze(document, chunk.Body, FieldPositions.Body(titleLength, headings));
            chunks.Add(new ChunkEntry(document.Key << StoreSchema.OrdinalBits | (uint)chunk.Ordinal, start, titleLength, headings, body));
        }
    }

    /// <summary>Makes the segment; the builder is empty afterwards.</summary>
    public Segment Build()
    {
        documents.Sort((x, y) => string.CompareOrdinal(x.Id, y.Id));
        (int[] termOrder, int[] ranks) = terms.Sort();
        int[] starts = Count(ranks);
        int[] sortedChunks = ArrayPool<int>.Shared.Rent(occurrences.Count), sortedPositions = ArrayPool<int>.Shared.Rent(occurrences.Count);
        Distribute(ranks, (int[])starts.Clone(), sortedChunks, sortedPositions);
        using SegmentWriter writer = new(Sizes(starts, sortedChunks, sortedPositions));
        foreach (Entry document in documents)
        {
            writer.AddDocument(document.Key, document.Id, document.AccessClass, document.Language);
            foreach (ChunkEntry chunk in Chunks(document)) writer.AddChunk(chunk.Row, chunk.Title, chunk.Headings, chunk.Body);
        }

        ChunkEntry[] numbered = [.. documents.SelectMany(d => chunks.GetRange(d.FirstChunk, d.ChunkCount))];
        Span<byte> encoded = new byte[1024];
        for (int rank = 0; rank < termOrder.Length; rank++)
        {
            writer.BeginTerm(terms.Bytes(termOrder[rank]));
            for (int i = starts[rank], end; i < starts[rank + 1]; i = end)
            {
                end = PostingEnd(sortedChunks, i, starts[rank + 1]);
                ReadOnlySpan<int> positions = sortedPositions.AsSpan(i..end);
                if (positions.Length * Positions.MaxBytes > encoded.Length) encoded = new byte[positions.Length * Positions.MaxBytes];
                int length = Encode(positions, encoded);
                writer.AddPosting(sortedChunks[i], numbered[sortedChunks[i]].Code(positions), encoded[..length]);
            }

            writer.EndTerm();
        }

        ArrayPool<int>.Shared.Return(sortedChunks);
        ArrayPool<int>.Shared.Return(sortedPositions);
        Clear();
        return writer.Finish();
    }

    /// <summary>English where the text does not tell.</summary>
    private static Language Detect(IndexedDocument document)
    {
        string sample = document.Title;
        foreach (IndexedChunk chunk in document.Chunks)
        {
            if (sample.Length >= LanguageSample) break;
            sample = $"{sample}\n{chunk.Body.AsSpan(0, Math.Min(chunk.Body.Length, LanguageSample))}";
        }

        Language found = LanguageDetector.Detect(sample);
        return found == Language.Unknown ? Language.English : found;
    }

    private int Analyze(IndexedDocument document, string text, int firstPosition)
    {
        var sink = new Sink(this, firstPosition);
        Analyzer.For(document.Language!.Value).Analyze(text, ref sink);
        return sink.Length;
    }

    private ReadOnlySpan<ChunkEntry> Chunks(Entry document) => CollectionsMarshal.AsSpan(chunks).Slice(document.FirstChunk, document.ChunkCount);

    /// <summary>Where the occurrences of each term start when sorted by term.</summary>
    private int[] Count(int[] ranks)
    {
        var starts = new int[ranks.Length + 1];
        foreach (int term in occurrences.Terms) starts[ranks[term] + 1]++;
        for (int i = 1; i < starts.Length; i++) starts[i] += starts[i - 1];
        return starts;
    }

    private void Clear()
    {
        terms.Clear();
        documents.Clear();
        chunks.Clear();
        occurrences.Clear();
    }

    private void Distribute(int[] ranks, int[] next, int[] toChunks, int[] toPositions)
    {
        ReadOnlySpan<int> ofTerms = occurrences.Terms, atPositions = occurrences.Positions;
        int number = 0;
        foreach (Entry document in documents)
        {
            for (int c = document.FirstChunk; c < document.FirstChunk + document.ChunkCount; c++, number++)
            {
                int end = c + 1 < chunks.Count ? chunks[c + 1].Start : occurrences.Count;
                for (int i = chunks[c].Start; i < end; i++)
                {
                    int to = next[ranks[ofTerms[i]]]++;
                    toChunks[to] = number;
                    toPositions[to] = atPositions[i];
                }
            }
        }
    }

    private SegmentSizes Sizes(int[] starts, int[] sortedChunks, int[] sortedPositions)
    {
        long postings = 0, bytes = 0;
        Span<byte> encoded = new byte[1024];
        for (int term = 0; term + 1 < starts.Length; term++)
        {
            for (int i = starts[term], end; i < starts[term + 1]; i = end)
            {
                end = PostingEnd(sortedChunks, i, starts[term + 1]);
                if ((end - i) * Positions.MaxBytes > encoded.Length) encoded = new byte[(end - i) * Positions.MaxBytes];
                bytes += Encode(sortedPositions.AsSpan(i..end), encoded);
                postings++;
            }
        }

        return new SegmentSizes
        {
            Terms = terms.Count,
            TermBytes = terms.LengthBytes,
            Postings = postings,
            PositionBytes = bytes,
            Chunks = chunks.Count,
            Documents = documents.Count,
            IdCharacters = documents.Sum(d => (long)d.Id.Length),
        };
    }

    private static int PostingEnd(int[] sortedChunks, int start, int limit)
    {
        int end = start + 1;
        while (end < limit && sortedChunks[end] == sortedChunks[start]) end++;
        return end;
    }

    private static int Encode(ReadOnlySpan<int> positions, Span<byte> bytes)
    {
        int length = 0, before = -1;
        for (int i = 0; i < positions.Length; i++)
        {
            // A term that comes twice at one place (a compound and its part) is kept once.
            while (i + 1 < positions.Length && positions[i + 1] == positions[i]) i++;
            length += Positions.Write(bytes[length..], positions[i] - before, i + 1 == positions.Length);
            before = positions[i];
        }

        return length;
    }

    private readonly record struct Entry(long Key, string Id, int AccessClass, Language Language, int FirstChunk, int ChunkCount);

    private readonly record struct ChunkEntry(long Row, int Start, int Title, int Headings, int Body)
    {
        public byte Code(ReadOnlySpan<int> positions)
        {
            int headings = FieldPositions.Headings(Title), body = FieldPositions.Body(Title, Headings);
            int inTitle = 0, inHeadings = 0, inBody = 0, before = -1;
            foreach (int position in positions)
            {
                if (position == before) continue;
                before = position;
                if (position >= body) inBody++;
                else if (position >= headings) inHeadings++;
                else inTitle++;
            }

            return FieldCounts.Encode(inTitle, inHeadings, inBody);
        }
    }

    private struct Sink(SegmentBuilder builder, int first) : ITermSink
    {
        public int Length { get; private set; }

        public void Add(in Term term)
        {
            builder.occurrences.Add(builder.terms.Intern(term.Text), first + term.Position);
            Length = term.Position + 1;
        }
    }
}
