using System.Collections.Immutable;
using Assay.Text.Segmentation;

namespace Assay.Text.Citations;

/// <summary>A sentence of an answer with what it cites.</summary>
/// <param name="Span">Where it stands, its citation markers included, also those that stand after its full stop.</param>
/// <param name="Text">Its words, without markers.</param>
/// <param name="Cited">The numbers it cites, each once, in reading order.</param>
public sealed record CitedSentence(TextSpan Span, string Text, ImmutableArray<int> Cited)
{
    /// <summary>The sentences of an answer; one that is nothing but citations belongs to the one before.</summary>
    /// <param name="answer">What was answered.</param>
    /// <returns>In reading order.</returns>
    public static ImmutableArray<CitedSentence> Of(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ImmutableArray<(TextSpan Marker, int Number)> citations = CitationMarkers.Find(answer);
        return [.. Spans(answer, citations).Select(s => new CitedSentence(s, CitationMarkers.Strip(s.Of(answer).ToString()), [.. citations.Where(c => c.Marker.Start >= s.Start && c.Marker.End <= s.End).Select(c => c.Number).Distinct()]))];
    }

    private static List<TextSpan> Spans(string answer, ImmutableArray<(TextSpan Marker, int Number)> citations)
    {
        var spans = new List<TextSpan>();
        foreach (TextSpan span in SentenceSegmenter.Segment(answer))
        {
            bool bare = CitationMarkers.Strip(span.Of(answer).ToString()).All(c => char.IsWhiteSpace(c) || char.IsPunctuation(c));
            int lead = LeadingMarkers(answer, span, citations);
            if (spans.Count > 0 && lead > 0) spans[^1] = new TextSpan(spans[^1].Start, span.Start + lead);
            if (!bare || spans.Count == 0) spans.Add(new TextSpan(span.Start + (spans.Count > 0 ? lead : 0), span.End));
        }

        return spans;
    }

    // Length of the markers a sentence begins with: "It is so. [1] Then …" cites the sentence before.
    private static int LeadingMarkers(string answer, TextSpan span, ImmutableArray<(TextSpan Marker, int Number)> citations)
    {
        int end = span.Start;
        foreach (TextSpan marker in citations.Select(c => c.Marker).Distinct().Where(m => m.Start >= span.Start && m.End <= span.End))
        {
            if (!answer.AsSpan(end, marker.Start - end).IsWhiteSpace()) break;
            end = marker.End;
        }

        return end - span.Start;
    }
}
