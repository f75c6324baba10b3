using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text;
using Assay.Text.Segmentation;
using Assay.Text.Tokens;

namespace Assay.Retrieval.Chunking;

/// <summary>Repeats the last sentences of a chunk at the start of the next one.</summary>
/// <param name="options">Sizes.</param>
/// <param name="counter">Counts tokens.</param>
internal sealed class ChunkOverlap(ChunkingOptions options, TokenCounter counter)
{
    /// <summary>The text of <paramref name="next"/> with the end of <paramref name="previous"/> in front, where both are prose and the budget has room.</summary>
    public MappedText Prepend(PackedChunk? previous, PackedChunk next, MappedText text)
    {
        if (options.OverlapTokens == 0 || previous is null || !IsProse(previous.Units[^1]) || !IsProse(next.Units[0])) return text;
        ChunkUnit last = previous.Units[^1];
        IReadOnlyList<TextSpan> sentences = SentenceSegmenter.Segment(last.Text);
        MappedText result = text;
        for (int i = sentences.Count - 1; i >= 0; i--)
        {
            ChunkUnit tail = last.Piece(sentences[i].Start, sentences[^1].End);
            if (counter.Count(tail.Text) > options.OverlapTokens) break;
            MappedText longer = Concat(tail, text);
            if (counter.Count(longer.Text) > options.MaxTokens) break;
            result = longer;
        }

        return result;
    }

    private static bool IsProse(ChunkUnit unit) => unit.Kind is BlockKind.Paragraph or BlockKind.ListItem && !unit.IsHeading;

    private static MappedText Concat(ChunkUnit tail, MappedText text)
    {
        int shift = tail.Text.Length + 1;
        ImmutableArray<SourceMap.Run> runs = [.. tail.Map.Runs, .. text.Map.Runs.Select(r => r with { Start = r.Start + shift })];
        return new MappedText(tail.Text + "\n" + text.Text, new SourceMap(runs));
    }
}
