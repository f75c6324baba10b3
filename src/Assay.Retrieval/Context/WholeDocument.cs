using System.Collections.Immutable;
using System.Text;
using Assay.Retrieval.Chunking;
using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>Puts the chunks of a document back together, for prompts that take whole documents.</summary>
public static class WholeDocument
{
    /// <summary>The document as one passage: its chunks in order, each under its headings where those change.</summary>
    /// <param name="chunks">All chunks of one document in order; at least one.</param>
    /// <returns>A passage with number 1 and score 0.</returns>
    public static ContextPassage Of(ImmutableArray<Chunk> chunks)
    {
        ArgumentOutOfRangeException.ThrowIfZero(chunks.Length);
        var text = new StringBuilder();
        var runs = ImmutableArray.CreateBuilder<SourceMap.Run>();
        string heading = "";
        foreach (Chunk chunk in chunks)
        {
            if (text.Length > 0) text.Append("\n\n");
            if (chunk.HeadingPath != heading && chunk.HeadingPath.Length > 0) text.Append(chunk.HeadingPath).Append('\n');
            heading = chunk.HeadingPath;
            int shift = text.Length;
            runs.AddRange(chunk.Map.Runs.Select(r => r with { Start = r.Start + shift }));
            text.Append(chunk.Text);
        }

        Chunk first = chunks[0];
        var span = new TextSpan(chunks.Min(c => c.Span.Start), chunks.Max(c => c.Span.End));
        return new ContextPassage(1, first.DocumentId, first.Title, "", "", text.ToString(), new SourceMap(runs.ToImmutable()), span, 0) { Ordinals = [.. chunks.Select(c => c.Ordinal)], Places = ContextGroups.Places(chunks) };
    }
}
