using System.Collections.Immutable;

namespace Assay.Retrieval.Tracing;

/// <summary>Takes out of a trace what a viewer may not see, or what was deleted.</summary>
public static class TraceRedaction
{
    /// <summary>Every document a trace names or holds text of.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>Ids in ordinal order, each once.</returns>
    public static ImmutableArray<string> Documents(SearchTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        IEnumerable<string> context = trace.Context is { } c ? c.Passages.Select(p => p.DocumentId).Concat(c.Dropped.Select(d => d.DocumentId)) : [];
        return [.. trace.Stages.SelectMany(s => s.Hits.Select(h => h.DocumentId).Concat(s.Dropped.Select(d => d.DocumentId))).Concat(context).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Removes the words of deleted documents: passages, heading anchors, matched terms, terms that feedback or the correction of spelling took from documents, and the answer when it was
    /// written with one of them in view. Ranks, scores and ids stay, so that the trace still says what happened.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="documents">The documents, by the ids they have in the trace.</param>
    /// <returns>The trace without their text; the same object when it holds none of them.</returns>
    public static SearchTrace Redact(SearchTrace trace, IReadOnlySet<string> documents)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(documents);
        string[] held = [.. Documents(trace).Where(documents.Contains)];
        if (held.Length == 0) return trace;
        bool answered = trace.Context?.Passages.Any(p => documents.Contains(p.DocumentId)) ?? false;
        return trace with
        {
            Terms = [.. trace.Terms.Where(t => t.Origin is not (TermOrigin.Feedback or TermOrigin.Spelling))],
            Stages = [.. trace.Stages.Select(s => s with { Hits = [.. s.Hits.Select(h => documents.Contains(h.DocumentId) ? h with { Terms = [] } : h)] })],
            Context = trace.Context is { } c ? c with { Passages = [.. c.Passages.Select(p => documents.Contains(p.DocumentId) ? p with { Text = "", Slug = "" } : p)] } : null,
            Answer = trace.Answer is { } a && answered ? a with { Text = "", Unsupported = [] } : trace.Answer,
            Redacted = [.. trace.Redacted.Concat(held).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>Removes the question and the answer where they repeat words of a deleted document.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="document">The document.</param>
    /// <param name="repeats">Whether a text repeats its words.</param>
    /// <returns>The trace without them; the same object when they do not.</returns>
    public static SearchTrace RedactRepeated(SearchTrace trace, string document, Func<string, bool> repeats)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(repeats);
        bool question = repeats(trace.Query), answer = trace.Answer is { } given && repeats(given.Text);
        return !question && !answer ? trace : trace with
        {
            Query = question ? "" : trace.Query,
            Terms = question ? [] : trace.Terms,
            Answer = answer ? trace.Answer! with { Text = "", Unsupported = [] } : trace.Answer,
            Redacted = [.. trace.Redacted.Append(document).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>The trace as its asker may see it now: without documents that are closed to them since, and without how many others there are.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="mayRead">Whether the asker may read a document today.</param>
    /// <returns>The trace without the others' ids, scores and text.</returns>
    public static SearchTrace ForAsker(SearchTrace trace, Func<string, bool> mayRead)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(mayRead);
        var closed = Documents(trace).Where(d => !mayRead(d)).ToHashSet(StringComparer.Ordinal);
        SearchTrace redacted = Redact(trace, closed);
        return redacted with
        {
            Filters = [.. redacted.Filters.Select(f => f.Reason == FilterReason.Permission ? f with { ExcludedDocuments = null } : f)],
            Terms = [.. redacted.Terms.Select(t => redacted.Filters.Any(f => f.Reason == FilterReason.Permission) ? t with { ChunkFrequency = -1 } : t)],
            Stages = [.. redacted.Stages.Select(s => s with
            {
                Hits = [.. s.Hits.Where(h => !closed.Contains(h.DocumentId))],
                Dropped = [.. s.Dropped.Where(d => IsOpen(d, closed))],
                Found = s.Found - s.Hits.Count(h => closed.Contains(h.DocumentId)),
            })],
            Context = redacted.Context is { } c ? c with
            {
                Passages = [.. c.Passages.Where(p => !closed.Contains(p.DocumentId))],
                Dropped = [.. c.Dropped.Where(d => IsOpen(d, closed))],
            } : null,
            Redacted = [.. redacted.Redacted.Where(d => !closed.Contains(d))],
        };
    }

    private static bool IsOpen(TraceDrop drop, HashSet<string> closed) =>
        !closed.Contains(drop.DocumentId) && (drop.InFavourOf.LastIndexOf('@') is not (>= 0 and var at) || !closed.Contains(drop.InFavourOf[..at]));
}
