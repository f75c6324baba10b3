using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Context;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Text;
using Assay.Text.Segmentation;

namespace Assay.Diagnosis;

/// <summary>Finds out where a document was lost, and tries changes until one of them finds it.</summary>
/// <remarks>Asks the search itself, again and again, so it holds for whatever search there is; takes as long as a few dozen searches.</remarks>
/// <param name="store">What is stored.</param>
/// <param name="attempt">The search.</param>
/// <param name="isOnDisk">Whether a file of that id is in the project's folder.</param>
internal sealed class MissFinder(KnowledgeStore store, SearchAttempt attempt, Func<string, bool> isOnDisk)
{
    /// <summary>How deep ranks are looked for.</summary>
    private const int Depth = 10_000;

    /// <summary>Answers the question.</summary>
    public MissReport Find(MissQuestion question)
    {
        if (store.FindReadable(question.DocumentId, question.Principal) is not { } document) return Hidden(question);
        if (document.ChunkCount == 0) return Report(question, MissStage.NoText, "The document is stored and has no text to search. If it should have, the file may hold images or an unknown format.");
        (ImmutableArray<string> matched, ImmutableArray<string> missing) = Words(question);
        IReadOnlyList<Passage> all = attempt.Search(question.Query, Depth, question.Principal, null);
        int rank = Rank(all, question.DocumentId);
        MissReport report = rank == 0 ? Unranked(question, matched, all.Count) : rank > question.Count ? Below(question, all, rank) : InContext(question, [.. all.Take(question.Count)], rank);
        return report with { Matched = matched, Missing = missing };
    }

    private static MissReport Report(MissQuestion question, MissStage stage, string explanation) => new(question.Query, question.DocumentId, stage, explanation);

    private static int Rank(IReadOnlyList<Passage> passages, string document)
    {
        for (int i = 0; i < passages.Count; i++) if (passages[i].Chunk.DocumentId == document) return i + 1;
        return 0;
    }

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A document that whoever asked cannot find whatever they ask.</summary>
    private MissReport Hidden(MissQuestion question)
    {
        if (question.IsAdministrator && store.Find(question.DocumentId) is not null) return Closed(question);
        ImmutableArray<StoredDocument> readable = store.ReadableDocuments(question.Principal);
        MissChange? change = null;
        string id = question.DocumentId, why = "it is not among the documents that were ingested";
        if (NearestName.Find(id, readable.Select(d => d.Id)) is { } near && Rank(attempt.Search(question.Query, question.Count, question.Principal, null), near) is > 0 and var found)
        {
            change = new MissChange("id", $"look for '{near}', which is stored and found", found);
        }

        // Only what the asker can see for themselves, or an administrator may know, is said about files and failures.
        if (question.IsAdministrator || !store.IsRestricted)
        {
            JournalEntry? last = new DocumentRecords(store).LastEntry(id);
            if (last is { Action: JournalAction.Failed }) why = $"reading it failed: {last.Detail}";
            else if (last is { Action: JournalAction.Deleted }) why = string.Create(CultureInfo.InvariantCulture, $"it was removed on {last.Time:yyyy-MM-dd HH:mm} UTC because its file was gone");
            else if (isOnDisk(id)) why = "the file is there, but no pattern of 'documents' in assay.yaml names it";
        }

        return Report(question, MissStage.NotStored, $"'{id}' was never searched: {why}{(store.IsRestricted && !question.IsAdministrator ? ", or it is closed to who asks" : "")}.") with { Change = change };
    }

    private MissReport Closed(MissQuestion question)
    {
        MissChange? change = null;
        foreach (string reader in new DocumentRecords(store).Readers(question.DocumentId))
        {
            Principal principal = Principal.Parse(string.Join(",", [.. question.Principal?.Names ?? [], reader]))!;
            if (Rank(attempt.Search(question.Query, question.Count, principal, null), question.DocumentId) is not (> 0 and var rank)) continue;
            change = new MissChange("permission", reader.StartsWith("group:", StringComparison.Ordinal) ? $"add who asks to {reader}" : $"ask as {reader}", rank);
            break;
        }

        return Report(question, MissStage.Permission, $"'{question.DocumentId}' is stored and closed to {question.Principal?.ToString() ?? "nobody in particular"}: it was filtered inside the search.") with { Change = change };
    }

    /// <summary>The words of the query by which the document alone is found, and the others.</summary>
    private (ImmutableArray<string> Matched, ImmutableArray<string> Missing) Words(MissQuestion question)
    {
        var words = WordSegmenter.Segment(question.Query).Select(w => w.Span.Of(question.Query).ToString()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var content = words.Where(w => !Text.Words.StopWords.Contains(w)).ToList();
        ILookup<bool, string> split = (content.Count > 0 ? content : words).Take(MissChanges.MostAsked).ToLookup(w => attempt.Search(w, 1, question.Principal, [question.DocumentId]).Count > 0);
        return ([.. split[true]], [.. split[false]]);
    }

    private MissReport Unranked(MissQuestion question, ImmutableArray<string> matched, int candidates)
    {
        MissChanges changes = Changes(question);
        if (attempt.Search(question.Query, 1, question.Principal, [question.DocumentId]).Count == 0)
        {
            return Report(question, MissStage.NoTermMatches, "No term of the query occurs in the document: not in its title, its headings or its text.") with { Change = changes.Spelling() ?? changes.AddedTerm() };
        }

        return Report(question, MissStage.BelowDepth, $"The document has {N(matched.Length)} of the words, but {N(candidates)} passages rank above it, as deep as a search goes.") with { Change = changes.Spelling() ?? changes.DroppedTerm() ?? changes.AddedTerm() };
    }

    private MissReport Below(MissQuestion question, IReadOnlyList<Passage> all, int rank)
    {
        double score = all[rank - 1].Score, needed = all[question.Count - 1].Score;
        MissChanges changes = Changes(question);

        // A little deeper is the cheapest cure; far down, more passages would only be more noise.
        MissChange deeper = new("count", $"ask for {N(rank)} passages instead of {N(question.Count)}", rank);
        MissChange? change = changes.Spelling() ?? (rank <= 3 * question.Count ? deeper : changes.DroppedTerm() ?? changes.AddedTerm() ?? deeper);
        return Report(question, MissStage.BelowCount, $"Its best passage ranks {N(rank)} of {N(all.Count)}; {N(question.Count)} were asked for.") with
        {
            Rank = rank, Score = score, ScoreNeeded = needed, Gap = needed - score, Unit = "score", Change = change,
        };
    }

    private MissChanges Changes(MissQuestion question) => new(question, attempt, store);

    private MissReport InContext(MissQuestion question, ImmutableArray<Passage> found, int rank)
    {
        string id = question.DocumentId;
        ContextTrace context = attempt.Build(found, attempt.ContextTokens, attempt.Conflicts);
        MissReport report = Report(question, MissStage.Found, $"It was found at rank {N(rank)}") with { Rank = rank, Score = found[rank - 1].Score, ScoreNeeded = found[^1].Score };
        if (context.Passages.FirstOrDefault(p => p.DocumentId == id) is { } passage) return report with { Explanation = $"{report.Explanation} and went into the context as passage [{passage.Number}]." };
        if (context.Dropped.FirstOrDefault(d => d.DocumentId == id) is not { } drop) return report with { Explanation = report.Explanation + "." };
        report = report with { Gap = drop.Gap, Unit = drop.Unit };
        switch (drop.Reason)
        {
            case DropReason.OverBudget:
                int? budget = Budget(found, id);
                return report with
                {
                    Stage = MissStage.OverBudget,
                    Explanation = $"{report.Explanation}, but the context of {N(attempt.ContextTokens)} tokens had no room for it: {N((int)(drop.Gap ?? 0))} tokens too many.",
                    Change = budget is { } enough ? new MissChange("budget", $"set retrieval.contextTokens to {enough.ToString(CultureInfo.InvariantCulture)}", rank) : null,
                };
            case DropReason.Superseded:
                bool shown = attempt.Build(found, attempt.ContextTokens, ConflictRule.Show).Passages.Any(p => p.DocumentId == id);
                return report with
                {
                    Stage = MissStage.Superseded,
                    Explanation = $"{report.Explanation}, but {drop.InFavourOf} is a newer version of its text and took its place.",
                    Change = shown ? new MissChange("conflicts", "set retrieval.conflicts to show", rank) : null,
                };
            default:
                return report with { Stage = MissStage.Duplicate, Explanation = $"{report.Explanation}, but its text stands in {drop.InFavourOf}, which ranks better and went in: nothing is lost but the citation." };
        }
    }

    /// <summary>A budget with room for a document. More room lets better passages in first, so it may take several steps.</summary>
    private int? Budget(ImmutableArray<Passage> found, string id)
    {
        int budget = attempt.ContextTokens;
        for (int step = 0; step <= found.Length; step++)
        {
            ContextTrace context = attempt.Build(found, budget, attempt.Conflicts);
            if (context.Passages.Any(p => p.DocumentId == id)) return budget;
            if (context.Dropped.FirstOrDefault(d => d.DocumentId == id && d.Reason == DropReason.OverBudget) is not { Gap: { } gap }) return null;
            budget += (int)gap;
        }

        return null;
    }
}
