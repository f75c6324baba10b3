using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Search;
using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>Turns search results into the numbered context of a prompt.</summary>
public static class ContextBuilder
{
    private const string Separator = "\n\n";

    /// <summary>
    /// The passages that fit the budget, numbered in rank order. Texts that occur twice stay once; chunks that follow each other under one
    /// heading become one passage at the better rank, without the text they share. Passages are whole: the first that does not fit ends the context.
    /// </summary>
    /// <param name="passages">Search results, best first.</param>
    /// <param name="maxTokens">Budget for the rendered result; 0 or more.</param>
    /// <param name="countTokens">Tokens of a text by the model's tokenizer or an estimate.</param>
    /// <returns>Empty when there are no passages or the first is larger than the budget.</returns>
    public static ImmutableArray<ContextPassage> Build(IReadOnlyList<Passage> passages, int maxTokens, Func<string, int> countTokens)
    {
        ArgumentNullException.ThrowIfNull(passages);
        ArgumentNullException.ThrowIfNull(countTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        var groups = new List<Group>();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (Passage passage in passages)
        {
            if (!texts.Add(passage.Chunk.Text)) continue;
            List<Group> extended = With(groups, passage, countTokens);
            long total = 0;
            foreach (Group group in extended) total += group.Tokens;
            if (total > maxTokens) break;
            groups = extended;
        }

        return [.. groups.Select((g, i) => g.Merged with { Number = i + 1 })];
    }

    /// <summary>The passages as prompts show them: number, title and headings on one line, then the text.</summary>
    /// <param name="passages">The result of <see cref="Build"/>.</param>
    /// <returns>Passages separated by an empty line; empty for none.</returns>
    public static string Render(IReadOnlyList<ContextPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(passages);
        return string.Concat(passages.Select(RenderOne)).TrimEnd('\n');
    }

    private static string RenderOne(ContextPassage passage)
    {
        string heading = passage.HeadingPath.Length == 0 ? "" : $" > {passage.HeadingPath}";
        return string.Create(CultureInfo.InvariantCulture, $"[{passage.Number}] {passage.Title}{heading}\n{passage.Text}{Separator}");
    }

    private static List<Group> With(List<Group> groups, Passage passage, Func<string, int> countTokens)
    {
        // The new chunk may close the gap between two groups; both then join it at the place of the better one.
        var touching = groups.Where(g => g.Touches(passage.Chunk)).ToList();
        IEnumerable<Chunk> chunks = touching.SelectMany(g => g.Chunks).Append(passage.Chunk).OrderBy(c => c.Ordinal);
        int place = touching.Count == 0 ? groups.Count : groups.IndexOf(touching[0]);
        double score = touching.Count == 0 ? passage.Score : Math.Max(touching.Max(g => g.Merged.Score), passage.Score);

        var result = groups.Except(touching).ToList();
        ContextPassage merged = Merge([.. chunks], score, place + 1);
        result.Insert(place, new Group([.. chunks], merged, countTokens(RenderOne(merged))));
        return result;
    }

    private static ContextPassage Merge(ImmutableArray<Chunk> chunks, double score, int number)
    {
        Chunk first = chunks[0];
        string text = first.Text;
        TextSpan span = first.Span;
        ImmutableArray<SourceMap.Run>.Builder runs = first.Map.Runs.ToBuilder();
        foreach (Chunk chunk in chunks.Skip(1))
        {
            int shared = chunk.Span.Start < span.End ? Shared(text, chunk.Text) : 0;
            int shift = text.Length - shared + (shared == 0 ? Separator.Length : 0);
            runs.AddRange(After(chunk.Map, shared).Select(r => r with { Start = r.Start + shift }));
            text += shared == 0 ? Separator + chunk.Text : chunk.Text[shared..];
            span = new TextSpan(Math.Min(span.Start, chunk.Span.Start), Math.Max(span.End, chunk.Span.End));
        }

        return new ContextPassage(number, first.DocumentId, first.Title, first.HeadingPath, first.Slug, text, new SourceMap(runs.ToImmutable()), span, score);
    }

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
