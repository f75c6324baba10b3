using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Text;
using Assay.Text.Segmentation;
using Assay.Text.Words;

namespace Assay.Diagnosis;

/// <summary>Changes of the query, each tried by searching again; one counts only when the document then is among the passages asked for.</summary>
internal sealed class MissChanges(MissQuestion question, SearchAttempt attempt, KnowledgeStore store)
{
    /// <summary>Most words of the page that are tried.</summary>
    private const int MostWords = 12;

    /// <summary>Most words of the query that are tried: each is searched for, and a query of thousands is a page that was pasted.</summary>
    internal const int MostAsked = 40;

    /// <summary>A word that is in no document, written as the page writes it.</summary>
    public MissChange? Spelling()
    {
        Lazy<string[]> page = new(() => [.. PageWords().Select(w => w.Word).Distinct(StringComparer.OrdinalIgnoreCase)]);
        foreach (Word word in Content().Where(w => !IsFound(w.Normal)))
        {
            string written = word.Span.Of(question.Query).ToString();
            if (NearestName.Find(written, page.Value) is not { } near) continue;
            if (Try(With(word.Span, near)) is { } rank) return new MissChange("spelling", $"write '{near}' for '{written}', which is in no document", rank);
        }

        return null;
    }

    /// <summary>A word that leads to other pages and is not on this one.</summary>
    public MissChange? DroppedTerm()
    {
        ImmutableArray<Word> words = Content();
        if (words.Length < 2) return null;
        foreach (Word word in words.Where(w => IsFound(w.Normal) && !IsFound(w.Normal, question.DocumentId)))
        {
            string written = word.Span.Of(question.Query).ToString();
            if (Try(With(word.Span, "")) is { } rank) return new MissChange("term", $"the page does not say '{written}': put the word on the page, or ask without it", rank);
        }

        return null;
    }

    /// <summary>A word of the page's title or headings that the query lacks.</summary>
    public MissChange? AddedTerm()
    {
        var asked = WordSegmenter.Segment(question.Query).Select(w => w.Normal).ToHashSet(StringComparer.Ordinal);
        foreach (string word in PageWords().Where(w => w.IsHeading && !asked.Contains(w.Word.ToLowerInvariant()) && !StopWords.Contains(w.Word)).Select(w => w.Word).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostWords))
        {
            if (Try($"{question.Query} {word}") is { } rank) return new MissChange("term", $"the page calls it '{word}': ask with that word too, or put the words of the query on the page", rank);
        }

        return null;
    }

    private ImmutableArray<Word> Content() => [.. WordSegmenter.Segment(question.Query).Where(w => !StopWords.Contains(w.Normal)).DistinctBy(w => w.Normal).Take(MostAsked)];

    private bool IsFound(string word, string? document = null) => attempt.Search(word, 1, question.Principal, document is null ? null : [document]).Count > 0;

    private string With(TextSpan span, string word) => string.Concat(question.Query.AsSpan(0, span.Start), word, question.Query.AsSpan(span.End)).Trim();

    private int? Try(string query)
    {
        IReadOnlyList<Passage> found = attempt.Search(query, question.Count, question.Principal, null);
        for (int i = 0; i < found.Count; i++) if (found[i].Chunk.DocumentId == question.DocumentId) return i + 1;
        return null;
    }

    private IEnumerable<(string Word, bool IsHeading)> PageWords()
    {
        foreach (Chunk chunk in store.Chunks(question.DocumentId))
        {
            (string, bool)[] texts = [(chunk.Title, true), (chunk.HeadingPath, true), (chunk.Text, false)];
            foreach ((string text, bool heading) in texts)
            {
                foreach (Word word in WordSegmenter.Segment(text)) yield return (word.Span.Of(text).ToString(), heading);
            }
        }
    }
}
