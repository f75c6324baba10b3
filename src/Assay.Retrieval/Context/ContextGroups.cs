using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Search;
using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>The passages of a context while it grows: chunks that follow each other under one heading are one passage. Immutable.</summary>
internal sealed class ContextGroups
{
    private readonly ContextOptions _options;
    private readonly Func<string, int> _countTokens;
    private readonly List<Group> _groups;

    /// <summary>No passage yet.</summary>
    public ContextGroups(ContextOptions options, Func<string, int> countTokens) : this(options, countTokens, []) { }

    private ContextGroups(ContextOptions options, Func<string, int> countTokens, List<Group> groups)
    {
        (_options, _countTokens, _groups) = (options, countTokens, groups);
        foreach (Group group in groups) Tokens += group.Tokens;
    }

    /// <summary>Tokens of the rendered passages.</summary>
    public long Tokens { get; }

    /// <summary>The passages, numbered from 1.</summary>
    public ImmutableArray<ContextPassage> Passages => [.. _groups.Select((g, i) => g.Merged with { Number = i + 1 })];

    /// <summary>The passages with one more chunk.</summary>
    public ContextGroups With(Passage passage)
    {
        // The new chunk may close the gap between two groups; both then join it at the place of the better one.
        var touching = _groups.Where(g => g.Touches(passage.Chunk)).ToList();
        ImmutableArray<Chunk> chunks = [.. touching.SelectMany(g => g.Chunks).Append(passage.Chunk).OrderBy(c => c.Ordinal)];
        int place = touching.Count == 0 ? _groups.Count : _groups.IndexOf(touching[0]);
        double score = touching.Count == 0 ? passage.Score : Math.Max(touching.Max(g => g.Merged.Score), passage.Score);

        var groups = _groups.Except(touching).ToList();
        ContextPassage merged = Merge(chunks, score, place + 1);
        groups.Insert(place, new Group(chunks, merged, _countTokens(ContextText.RenderOne(merged))));
        return new ContextGroups(_options, _countTokens, groups);
    }

    /// <summary>A chunk alone as a passage.</summary>
    public ContextPassage Single(Passage passage) => Merge([passage.Chunk], passage.Score, 1);

    private ContextPassage Merge(ImmutableArray<Chunk> chunks, double score, int number)
    {
        Chunk first = chunks[0];
        string text = first.Text;
        TextSpan span = first.Span;
        ImmutableArray<SourceMap.Run>.Builder runs = first.Map.Runs.ToBuilder();
        foreach (Chunk chunk in chunks.Skip(1))
        {
            int shared = chunk.Span.Start < span.End ? Shared(text, chunk.Text) : 0;
            int shift = text.Length - shared + (shared == 0 ? ContextText.Separator.Length : 0);
            runs.AddRange(After(chunk.Map, shared).Select(r => r with { Start = r.Start + shift }));
            text += shared == 0 ? ContextText.Separator + chunk.Text : chunk.Text[shared..];
            span = new TextSpan(Math.Min(span.Start, chunk.Span.Start), Math.Max(span.End, chunk.Span.End));
        }

        return new ContextPassage(number, first.DocumentId, first.Title, first.HeadingPath, first.Slug, text, new SourceMap(runs.ToImmutable()), span, score)
        {
            Ordinals = [.. chunks.Select(c => c.Ordinal)],
            Places = Places(chunks),
            Updated = _options.Updated?.Invoke(first.DocumentId),
            ContentHash = _options.ContentHash?.Invoke(first.DocumentId) ?? "",
        };
    }

    /// <summary>The places of chunks of one document, each once and in order.</summary>
    internal static ImmutableArray<Place> Places(ImmutableArray<Chunk> chunks) =>
        chunks.Length == 1 ? chunks[0].Places : [.. chunks.SelectMany(c => c.Places).Distinct().OrderBy(p => p.Span.Start)];

    /// <summary>Length of the longest beginning of <paramref name="next"/> that <paramref name="text"/> ends with.</summary>
    private static int Shared(string text, string next)
    {
        for (int length = Math.Min(text.Length, next.Length); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(next.AsSpan(0, length))) return length;
        }

        return 0;
    }

    private static IEnumerable<SourceMap.Run> After(SourceMap map, int start)
    {
        foreach (SourceMap.Run run in map.Runs)
        {
            int cut = Math.Clamp(start - run.Start, 0, run.Length);
            if (cut == run.Length && run.Length > 0) continue;
            bool exact = run.Source.Length == run.Length;
            yield return cut == 0 ? run : new SourceMap.Run(start, run.Length - cut, exact ? new TextSpan(run.Source.Start + cut, run.Source.End) : run.Source);
        }
    }

    private sealed record Group(ImmutableArray<Chunk> Chunks, ContextPassage Merged, int Tokens)
    {
        /// <summary>Whether a chunk stands right before or after, under the same heading: a citation names one heading.</summary>
        public bool Touches(Chunk chunk) => chunk.DocumentId == Merged.DocumentId && chunk.Slug == Merged.Slug && chunk.HeadingPath == Merged.HeadingPath
            && (chunk.Ordinal == Chunks[0].Ordinal - 1 || chunk.Ordinal == Chunks[^1].Ordinal + 1);
    }
}
