using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Tests.Retrieval.Reading;
using Assay.Text;
using Assay.Text.Tokens;
using Xunit.Abstractions;

namespace Assay.Tests.Retrieval.Chunking;

/// <summary>What holds for every chunk, over all text of real data sets.</summary>
public sealed class ChunkDataTests(ITestOutputHelper output)
{
    private const int ShortestDocument = 200;
    private static readonly string[] Read = [".md", ".markdown", ".html", ".htm", ".txt", ".text"];
    private static readonly ChunkingOptions[] Settings =
    [
        new(), new() { MaxTokens = 64, MinTokens = 32, OverlapTokens = 16 }, new() { Strategy = ChunkingStrategy.Fixed, OverlapTokens = 32 },
        new() { Strategy = ChunkingStrategy.Sentences, MaxTokens = 128 }, new() { Strategy = ChunkingStrategy.Recursive, OverlapTokens = 32 },
    ];

    [DataFact]
    [Trait("Category", "Data")]
    public void Chunk_of_real_documents_equals_the_original_where_it_is_mapped()
    {
        var counts = new Counts();
        foreach (string folder in DataFactAttribute.Folders)
        {
            string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
            Parallel.ForEach(files.Order(StringComparer.Ordinal), file =>
            {
                foreach (SourceFile document in Documents(file)) Check(document, counts);
            });
        }

        output.WriteLine(counts.ToString());
        Assert.True(counts.Documents > 0, "No document was found.");
        Assert.True(counts.Failures.IsEmpty, string.Join('\n', counts.Failures.Take(20)));
    }

    /// <summary>A file that can be read as it is, or the long texts in a JSON file; any other file is tried as plain text.</summary>
    private static IEnumerable<SourceFile> Documents(string file)
    {
        string ending = Path.GetExtension(file).ToLowerInvariant();
        if (ending is ".json" or ".jsonl")
        {
            IEnumerable<string> values = ending == ".jsonl" ? File.ReadLines(file).Where(l => l.Length > 0) : [File.ReadAllText(file)];
            int n = 0;
            foreach (string text in values.SelectMany(v => Texts(JsonDocument.Parse(v).RootElement))) yield return Reads.File($"{file}#{n++}", ".txt", Encoding.UTF8.GetBytes(text));
            yield break;
        }

        yield return new SourceFile(file, Read.Contains(ending) ? ending : ".txt", () => File.OpenRead(file), new FileInfo(file).Length);
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: >= ShortestDocument } text ? [text] : [],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Texts(p.Value)),
        _ => [],
    };

    private static void Check(SourceFile file, Counts counts)
    {
        Document document;
        try
        {
            document = DocumentReaders.Read(file, new ReadingOptions(), CancellationToken.None);
        }
        catch (UnreadableDocumentException)
        {
            counts.Add(unreadable: 1);
            return;
        }

        counts.Add(documents: 1, characters: document.Source.Length);
        foreach (ChunkingOptions options in Settings)
        {
            ImmutableArray<Chunk> chunks = Chunker.Chunk(document, options, TokenCounter.Estimate);
            counts.Add(chunks: chunks.Length);
            foreach (Chunk chunk in chunks)
            {
                if (Wrong(chunk, document.Source, options) is { } wrong) counts.Failures.Enqueue($"{file.Id} {options.Strategy} #{chunk.Ordinal}: {wrong}");
                counts.Add(visible: chunk.Text.Count(c => !char.IsWhiteSpace(c)), mapped: Mapped(chunk));
            }

            if (Lost(document, chunks) is { } lost) counts.Failures.Enqueue($"{file.Id} {options.Strategy}: {lost}");
        }
    }

    private static string? Wrong(Chunk chunk, string source, ChunkingOptions options)
    {
        int end = 0;
        foreach (SourceMap.Run run in chunk.Map.Runs)
        {
            if (run.Start < end || run.Length < 1 || run.Start + run.Length > chunk.Text.Length) return $"run {run} is out of order";
            end = run.Start + run.Length;
            if (run.Length == run.Source.Length && !run.Source.Of(source).SequenceEqual(chunk.Text.AsSpan(run.Start, run.Length))) return $"run {run} differs from the original";
        }

        if (chunk.Map.ToSource(new TextSpan(0, chunk.Text.Length)) is { } span && span != chunk.Span) return $"span {chunk.Span}, mapped {span}";
        if (chunk.Span.Start < 0 || chunk.Span.End > source.Length) return $"span {chunk.Span} is outside";
        return chunk.Tokens > options.MaxTokens || chunk.Tokens != TokenEstimate.Count(chunk.Text) ? $"{chunk.Tokens} tokens" : null;
    }

    private static string? Lost(Document document, ImmutableArray<Chunk> chunks)
    {
        bool[] covered = new bool[document.Source.Length];
        foreach (SourceMap.Run run in chunks.SelectMany(c => c.Map.Runs)) covered.AsSpan(run.Source.Start, run.Source.Length).Fill(true);
        foreach (SourceMap.Run run in Reads.Blocks(document).SelectMany(b => b.Map.Runs))
        {
            for (int i = run.Source.Start; i < run.Source.End; i++) if (!covered[i] && !char.IsWhiteSpace(document.Source[i])) return $"character {i} is in no chunk";
        }

        return null;
    }

    private static long Mapped(Chunk chunk)
    {
        long mapped = 0;
        foreach (SourceMap.Run run in chunk.Map.Runs) foreach (char c in chunk.Text.AsSpan(run.Start, run.Length)) if (!char.IsWhiteSpace(c)) mapped++;
        return mapped;
    }

    private sealed class Counts
    {
        private long documents, characters, unreadable, chunks, visible, mapped;

        public System.Collections.Concurrent.ConcurrentQueue<string> Failures { get; } = new();

        public long Documents => documents;

        public void Add(int documents = 0, long characters = 0, int unreadable = 0, int chunks = 0, long visible = 0, long mapped = 0)
        {
            Interlocked.Add(ref this.documents, documents);
            Interlocked.Add(ref this.characters, characters);
            Interlocked.Add(ref this.unreadable, unreadable);
            Interlocked.Add(ref this.chunks, chunks);
            Interlocked.Add(ref this.visible, visible);
            Interlocked.Add(ref this.mapped, mapped);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{documents:N0} documents ({characters:N0} characters), {unreadable:N0} files that are not text, {chunks:N0} chunks, {Failures.Count} failures, {100.0 * mapped / visible:0.00}% of visible characters mapped");
    }
}
