using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Text;
using Assay.Text.Segmentation;
using Assay.Text.Tokens;

namespace Assay.Retrieval.Chunking;

/// <summary>
/// Cuts the running text of a document at one kind of seam (words, sentences) or at the largest that makes the pieces fit, and puts
/// neighbouring pieces together up to the budget.
/// </summary>
/// <param name="document">The document.</param>
/// <param name="options">Strategy and sizes.</param>
/// <param name="counter">Counts tokens.</param>
internal sealed class FlowChunker(Document document, ChunkingOptions options, TokenCounter counter)
{
    private readonly DocumentFlow flow = new(document);
    private readonly TokenBudget budget = new(options.MaxTokens, counter);
    private readonly ImmutableArray<Chunk>.Builder chunks = ImmutableArray.CreateBuilder<Chunk>();

    /// <summary>Seams from the largest pieces to the smallest.</summary>
    private enum Seam
    {
        Section,
        Block,
        Sentence,
        Word,
        Character,
    }

    /// <summary>All chunks.</summary>
    public ImmutableArray<Chunk> Chunk()
    {
        Seam first = options.Strategy switch
        {
            ChunkingStrategy.Fixed => Seam.Word,
            ChunkingStrategy.Sentences => Seam.Sentence,
            _ => Seam.Section,
        };
        if (flow.Text.Length > 0) Cut(new TextSpan(0, flow.Text.Length), first);
        return chunks.ToImmutable();
    }

    /// <summary>Cuts a piece at one kind of seam; what is still too large is cut at the next smaller one, and not put together with its neighbours.</summary>
    private void Cut(TextSpan span, Seam seam)
    {
        var fitting = new List<TextSpan>();
        foreach (TextSpan piece in Pieces(span, seam))
        {
            // A counter that puts a single character over the budget leaves no choice; the text must not be lost.
            if (seam == Seam.Character || budget.Fits(flow.Text, piece.Start, piece.End))
            {
                fitting.Add(piece);
                continue;
            }

            Pack(fitting);
            fitting.Clear();
            Cut(piece, seam + 1);
        }

        Pack(fitting);
    }

    /// <summary>Makes chunks of neighbouring pieces, each as large as fits; the next one repeats as many of the last pieces as the overlap allows.</summary>
    private void Pack(List<TextSpan> pieces)
    {
        int first = 0, next = 0;
        while (next < pieces.Count)
        {
            while (first < next && !budget.Fits(flow.Text, pieces[first].Start, pieces[next].End)) first++;
            int start = pieces[first].Start, from = next;
            int last = next + Math.Max(0, budget.Furthest(flow.Text, start, pieces.Count - next, i => pieces[from + i].End));
            var span = new TextSpan(start, pieces[last].End);
            chunks.Add(flow.Chunk(chunks.Count, span, counter.Count(span.Of(flow.Text))));
            next = last + 1;
            first = Repeated(pieces, first, next);
        }
    }

    /// <summary>The first of the pieces before <paramref name="next"/> that are repeated; <paramref name="next"/> when none is.</summary>
    private int Repeated(List<TextSpan> pieces, int first, int next)
    {
        if (options.OverlapTokens == 0) return next;
        int repeated = next;
        while (repeated - 1 > first && budget.Count(flow.Text, pieces[repeated - 1].Start, pieces[next - 1].End) <= options.OverlapTokens) repeated--;
        return repeated;
    }

    private IEnumerable<TextSpan> Pieces(TextSpan span, Seam seam) => seam switch
    {
        Seam.Section => Sections(),
        Seam.Block => Blocks(span),
        Seam.Sentence => Blocks(span).SelectMany(Sentences),
        Seam.Word => Words(span),
        _ => Characters(span),
    };

    private IEnumerable<TextSpan> Sections()
    {
        int start = 0;
        for (int i = 1; i < flow.Count; i++)
        {
            if (!flow.IsHeading(i) || flow.IsHeading(i - 1)) continue;
            yield return Visible(start, flow.Span(i).Start);
            start = flow.Span(i).Start;
        }

        yield return Visible(start, flow.Text.Length);
    }

    private IEnumerable<TextSpan> Blocks(TextSpan span)
    {
        for (int i = flow.IndexAt(span.Start); i < flow.Count && flow.Span(i).Start < span.End; i++) yield return flow.Span(i);
    }

    private IEnumerable<TextSpan> Sentences(TextSpan block)
    {
        string text = block.Of(flow.Text).ToString();
        return flow.Kind(flow.IndexAt(block.Start)) == BlockKind.Code ? Lines(block) : SentenceSegmenter.Segment(text).Select(s => s.Shift(block.Start));
    }

    /// <summary>Lines of code with their indentation; empty ones are left out.</summary>
    private IEnumerable<TextSpan> Lines(TextSpan block)
    {
        for (int start = block.Start; start < block.End;)
        {
            int length = flow.Text.AsSpan(start, block.End - start).IndexOf('\n'), end = length < 0 ? block.End : start + length;
            int visible = TokenBudget.TrimEnd(flow.Text, start, end);
            if (visible > start) yield return new TextSpan(start, visible);
            start = end + 1;
        }
    }

    private IEnumerable<TextSpan> Words(TextSpan span)
    {
        int start = -1;
        for (int i = span.Start; i <= span.End; i++)
        {
            bool visible = i < span.End && !char.IsWhiteSpace(flow.Text[i]);
            if (visible && start < 0) start = i;
            if (visible || start < 0) continue;
            yield return new TextSpan(start, i);
            start = -1;
        }
    }

    private IEnumerable<TextSpan> Characters(TextSpan word)
    {
        for (int i = word.Start; i < word.End;)
        {
            int end = TokenBudget.RuneEnd(flow.Text, i + 1);
            yield return new TextSpan(i, end);
            i = end;
        }
    }

    private TextSpan Visible(int start, int end) => new(start, TokenBudget.TrimEnd(flow.Text, start, end));
}
