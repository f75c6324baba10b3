using System.Collections.Immutable;
using Assay.Text;
using Assay.Text.Citations;
using Assay.Text.Segmentation;
using Assay.Text.Support;

namespace Assay.Retrieval.Context;

/// <summary>Checks an answer against the passages it cites, by rules and without a model.</summary>
/// <remarks>
/// A sentence is held against the passages it cites, titles and headings included, by <see cref="SentenceSupport"/>; one that says nothing is not judged.
/// <c>docs/design/citations.md</c> has precision and recall on the BEGIN data. Keeps nothing between calls; safe to call concurrently.
/// </remarks>
public static class CitationChecker
{
    /// <summary>Checks an answer.</summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="passages">The passages it was given.</param>
    /// <param name="currentHash">Content hash of a document as it is stored now and open to the asker, by id; null when there is none. Pass null to leave versions unchecked.</param>
    /// <returns>Citations and sentences with what was found out about them.</returns>
    public static CheckedAnswer Check(string answer, IReadOnlyList<ContextPassage> passages, Func<string, string?>? currentHash = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(passages);
        ImmutableArray<Citation> citations = CitationResolver.Resolve(answer, passages);
        var cited = citations.Select(c => c.Passage).OfType<ContextPassage>().Distinct().OrderBy(p => p.Number).ToList();
        ImmutableArray<CitedSentence> parts = CitedSentence.Of(answer);
        List<TextSpan> spans = [.. parts.Select(p => p.Span)];
        var sentences = ImmutableArray.CreateBuilder<CheckedSentence>();
        foreach (CitedSentence part in parts)
        {
            var own = citations.Where(c => Holds(part.Span, c.Marker)).ToList();
            List<ContextPassage> against = own.Count == 0 ? cited : [.. own.Select(c => c.Passage).OfType<ContextPassage>().Distinct().OrderBy(p => p.Number)];
            if (Judge(answer, part, against) is { } judged) sentences.Add(judged);
        }

        return new CheckedAnswer([.. citations.Select(c => new CheckedCitation(c, State(c, currentHash), Evidence(answer, spans, c)))], sentences.ToImmutable());
    }

    private static CitationState State(Citation citation, Func<string, string?>? currentHash)
    {
        if (citation.Passage is not { } passage) return CitationState.NoPassage;
        if (currentHash is null || passage.ContentHash.Length == 0) return CitationState.Holds;
        return currentHash(passage.DocumentId) is not { } now ? CitationState.Gone : now == passage.ContentHash ? CitationState.Holds : CitationState.Changed;
    }

    private static bool Holds(TextSpan span, TextSpan marker) => marker.Start >= span.Start && marker.End <= span.End;

    private static CheckedSentence? Judge(string answer, CitedSentence sentence, List<ContextPassage> passages)
    {
        SentenceSupport support = SentenceSupport.Of(sentence.Text, [.. passages.Select(p => p.Text)], [.. passages.SelectMany(p => new[] { p.Title, p.HeadingPath })]);
        if (!support.SaysSomething) return null;
        return new CheckedSentence(sentence.Span, [.. passages.Select(p => p.Number)], support.Share, support.IsSupported) { Missing = support.Missing, Quotes = Quotes(answer, sentence.Span, passages) };
    }

    private static ImmutableArray<CheckedQuote> Quotes(string answer, TextSpan span, List<ContextPassage> passages)
    {
        var quotes = ImmutableArray.CreateBuilder<CheckedQuote>();
        string text = span.Of(answer).ToString();
        foreach (TextSpan quote in Quotations.Find(text))
        {
            (ContextPassage Passage, TextSpan Span)? found = null;
            foreach (ContextPassage passage in passages)
            {
                if (Quotations.FindIn(quote.Of(text).ToString(), passage.Text) is not { } at) continue;
                found = (passage, at);
                break;
            }

            quotes.Add(new CheckedQuote(new TextSpan(span.Start + quote.Start, span.Start + quote.End), found?.Passage.Number, found?.Passage.Map.ToSource(found.Value.Span)));
        }

        return quotes.ToImmutable();
    }

    private static TextSpan? Evidence(string answer, List<TextSpan> sentences, Citation citation)
    {
        if (citation.Passage is not { } passage) return null;
        TextSpan sentence = sentences.FirstOrDefault(s => Holds(s, citation.Marker));
        string text = CitationMarkers.Strip(sentence.Of(answer).ToString());
        if (new VerbatimText(passage.Text).Find(text) is { } same) return passage.Map.ToSource(same);
        SupportWords words = SupportWords.Of(text, new TextSpan(0, text.Length));
        TextSpan? best = null;
        double most = 0;
        foreach (TextSpan part in SentenceSegmenter.Segment(passage.Text))
        {
            double share = new SupportMeasure(passage.Text, part).Of(words).Share;
            if (share > most) (best, most) = (part, share);
        }

        return passage.Map.ToSource(best ?? new TextSpan(0, passage.Text.Length));
    }
}
