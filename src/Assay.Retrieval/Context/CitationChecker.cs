using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Assay.Text;
using Assay.Text.Citations;
using Assay.Text.Segmentation;

namespace Assay.Retrieval.Context;

/// <summary>Checks an answer against the passages it cites, by rules and without a model.</summary>
/// <remarks>
/// A sentence is supported when it stands in a cited passage word for word, or when the mean of two shares is at least <see cref="Threshold"/>: of its content
/// words (stemmed) that stand in the cited passages, and of its neighbouring words that are neighbours there. Whatever the share, every figure of it must stand
/// there (<c>7th</c>, <c>seven</c> and <c>7</c> are the same) and every quotation of three words or more must stand there word for word. Sentences
/// of fewer than two content words are not judged. What this cannot see: a negation, a relation turned round, a claim in other words than the
/// passage's. <c>docs/design/citations.md</c> has precision and recall on the BEGIN data. Keeps nothing between calls; safe to call concurrently.
/// </remarks>
public static partial class CitationChecker
{
    /// <summary>Least support of a supported sentence.</summary>
    /// <value>0.5: chosen on BEGIN's development part so that about 95 of 100 marks are right.</value>
    public const double Threshold = 0.5;

    private const int LeastContentWords = 2;
    private const int LeastQuotedWords = 3;

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
        List<TextSpan> spans = Sentences(answer);
        var sentences = ImmutableArray.CreateBuilder<CheckedSentence>();
        foreach (TextSpan span in spans)
        {
            var own = citations.Where(c => Holds(span, c.Marker)).ToList();
            List<ContextPassage> against = own.Count == 0 ? cited : [.. own.Select(c => c.Passage).OfType<ContextPassage>().Distinct().OrderBy(p => p.Number)];
            if (Judge(answer, span, against) is { } judged) sentences.Add(judged);
        }

        return new CheckedAnswer([.. citations.Select(c => new CheckedCitation(c, State(c, currentHash), Evidence(answer, spans, c)))], sentences.ToImmutable());
    }

    private static CitationState State(Citation citation, Func<string, string?>? currentHash)
    {
        if (citation.Passage is not { } passage) return CitationState.NoPassage;
        if (currentHash is null || passage.ContentHash.Length == 0) return CitationState.Holds;
        return currentHash(passage.DocumentId) is not { } now ? CitationState.Gone : now == passage.ContentHash ? CitationState.Holds : CitationState.Changed;
    }

    /// <summary>The sentences; one that is nothing but citations belongs to the one before.</summary>
    private static List<TextSpan> Sentences(string answer)
    {
        var spans = new List<TextSpan>();
        foreach (TextSpan span in SentenceSegmenter.Segment(answer))
        {
            bool bare = CitationMarkers.Strip(span.Of(answer).ToString()).All(c => char.IsWhiteSpace(c) || char.IsPunctuation(c));
            int lead = LeadingMarkers(answer, span);
            if (spans.Count > 0 && lead > 0) spans[^1] = new TextSpan(spans[^1].Start, span.Start + lead);
            if (!bare || spans.Count == 0) spans.Add(new TextSpan(span.Start + (spans.Count > 0 ? lead : 0), span.End));
        }

        return spans;
    }

    /// <summary>Length of the markers a sentence begins with: <c>It is so. [1] Then …</c> cites the sentence before.</summary>
    private static int LeadingMarkers(string answer, TextSpan span)
    {
        int end = span.Start;
        foreach (TextSpan marker in CitationMarkers.Find(answer[..span.End]).Select(c => c.Marker).Distinct().Where(m => m.Start >= span.Start))
        {
            if (!answer.AsSpan(end, marker.Start - end).IsWhiteSpace()) break;
            end = marker.End;
        }

        return end - span.Start;
    }

    private static bool Holds(TextSpan span, TextSpan marker) => marker.Start >= span.Start && marker.End <= span.End;

    private static CheckedSentence? Judge(string answer, TextSpan span, List<ContextPassage> passages)
    {
        string text = CitationMarkers.Strip(span.Of(answer).ToString());
        SupportWords words = SupportWords.Of(text, new TextSpan(0, text.Length));
        (double share, ImmutableArray<string> missing, int content) = new SupportMeasure(passages).Of(words);
        bool figures = missing.Any(SupportWords.IsFigure);
        ImmutableArray<CheckedQuote> quotes = Quotes(answer, span, passages);
        if (content < LeastContentWords && quotes.Length == 0 && !words.Stems.Any(SupportWords.IsFigure)) return null;
        bool verbatim = passages.Any(p => new VerbatimText(p.Text).Find(text) is not null);
        bool supported = passages.Count > 0 && quotes.All(q => q.Number is not null) && (verbatim || (share >= Threshold && !figures));
        return new CheckedSentence(span, [.. passages.Select(p => p.Number)], verbatim ? 1 : share, supported) { Missing = verbatim ? [] : missing, Quotes = quotes };
    }

    private static ImmutableArray<CheckedQuote> Quotes(string answer, TextSpan span, List<ContextPassage> passages)
    {
        var quotes = ImmutableArray.CreateBuilder<CheckedQuote>();
        foreach (Match match in Quoted().Matches(span.Of(answer).ToString()))
        {
            Group inner = match.Groups["inner"];
            if (WordSegmenter.Segment(inner.Value).Count < LeastQuotedWords) continue;
            string wanted = inner.Value.TrimEnd('.', ',', '…', ' ');
            (ContextPassage Passage, TextSpan Span)? found = null;
            foreach (ContextPassage passage in passages)
            {
                if (new VerbatimText(passage.Text).Find(wanted) is not { } at) continue;
                found = (passage, at);
                break;
            }

            quotes.Add(new CheckedQuote(new TextSpan(span.Start + inner.Index, span.Start + inner.Index + inner.Length), found?.Passage.Number, found?.Passage.Map.ToSource(found.Value.Span)));
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

    [GeneratedRegex("\"(?<inner>[^\"\\n]+)\"|“(?<inner>[^”\\n]+)”|„(?<inner>[^“”\\n]+)[“”]|«(?<inner>[^»\\n]+)»", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
