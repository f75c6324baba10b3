using System.Collections.Immutable;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Answering;
using Assay.Running;
using Assay.Tuning.Examples;
using Assay.Tuning.Synthesis;

namespace Assay.FineTuning;

/// <summary>
/// Makes examples of documents and of a brand's own writing. A question stays when a search for it finds its passage, when a second reader of the passage gives the same answer, and when
/// it is neither the evaluation's nor a repetition. The same inputs give the same bytes.
/// </summary>
/// <param name="project">Contract, retrieval.</param>
/// <param name="knowledge">Its documents.</param>
/// <param name="settings">What is made, and for whom.</param>
public sealed class ExamplesJob(Project project, KnowledgeBase knowledge, ExamplesSettings settings)
{
    private readonly AnswerForm _form = AnswerForm.Of(project);

    /// <summary>What writes questions besides the templates; null for none.</summary>
    public QuestionWriter? Writer { get; init; }

    /// <summary>Makes the examples.</summary>
    /// <param name="existing">The project's own examples, whose system message is kept and which are not repeated.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    /// <returns>The examples, and what became none.</returns>
    public async Task<SyntheticReport> RunAsync(ImmutableArray<ChatExample> existing, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        var tally = new SyntheticTally();
        var filter = new SyntheticFilter(RaftSource.Evaluation(project), existing);
        string? system = TuneData.SharedSystem(existing);
        var made = new List<SyntheticExample>();
        if (settings.FromDocuments)
        {
            foreach (QuestionDraft draft in await AgreedAsync(tally, progress, cancellationToken).ConfigureAwait(false))
            {
                made.Add(new SyntheticExample(SyntheticKind.Document, system, draft.Question, _form.Fill(draft.Answer)) { Documents = [draft.Passage.DocumentId] });
            }
        }

        if (settings.Style is { } style) made.AddRange(StyleParagraphs.Of(style).Select(p => new SyntheticExample(SyntheticKind.Style, system, p.Prompt, _form.Fill(p.Paragraph))));
        return new SyntheticReport(Kept(made, filter, tally, cancellationToken), tally.ToCounts());
    }

    private async Task<List<QuestionDraft>> AgreedAsync(SyntheticTally tally, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<SyntheticPassage> passages = [.. knowledge.ReadableChunks(settings.Principal).Select(c => new SyntheticPassage(c.DocumentId, c.Ordinal, c.Title, c.HeadingPath, c.Text))];
        List<QuestionDraft> drafts = [.. DocumentQuestions.Of(passages)];
        if (Writer is not null)
        {
            ImmutableArray<SyntheticPassage> asked = [.. passages.OrderBy(p => SyntheticAnswers.Lot(settings.Seed, FormattableString.Invariant($"{p.DocumentId}\n{p.Ordinal}"))).Take(settings.Limit)];
            drafts.AddRange(await Writer.WriteAsync(asked, drafts.Count, progress, cancellationToken).ConfigureAwait(false));
        }

        await knowledge.PrepareAsync(drafts.Select(d => d.Question), cancellationToken).ConfigureAwait(false);
        var found = new List<QuestionDraft>();
        for (int i = 0; i < drafts.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new CompareProgress("search", i + 1, drafts.Count));
            if (IsFound(drafts[i])) found.Add(drafts[i]);
            else tally.Add(SyntheticDrop.NotFound);
        }

        string?[] second = Writer is null ? Read(found, cancellationToken) : await Writer.AnswerAsync(found, progress, cancellationToken).ConfigureAwait(false);
        var agreed = new List<QuestionDraft>();
        for (int i = 0; i < found.Count; i++)
        {
            if (second[i] is { } answer && AnswerEvidence.Of(found[i].Question, [found[i].Answer]).AgreesWith(answer)) agreed.Add(found[i]);
            else tally.Add(SyntheticDrop.Disagreement);
        }

        return agreed;
    }

    // A question that only its passage makes clear ("What should I know about Seats?") is found somewhere else.
    private bool IsFound(QuestionDraft draft) =>
        knowledge.Search(draft.Question, project.Retrieval.Passages, settings.Principal).Any(p => p.Chunk.DocumentId == draft.Passage.DocumentId && p.Chunk.Ordinal == draft.Passage.Ordinal);

    private string?[] Read(List<QuestionDraft> drafts, CancellationToken cancellationToken)
    {
        var reader = new ExtractiveReader(corpus: knowledge.CountWords(settings.Principal));
        var answers = new string?[drafts.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SyntheticPassage passage = drafts[i].Passage;
            answers[i] = reader.Answer(drafts[i].Question, [new ReaderPassage(passage.Title, passage.HeadingPath, passage.Text)])?.Text;
        }

        return answers;
    }

    private ImmutableArray<SyntheticExample> Kept(List<SyntheticExample> made, SyntheticFilter filter, SyntheticTally tally, CancellationToken cancellationToken)
    {
        ImmutableHashSet<int> repeats = filter.Repeats([.. made.Select((e, i) => e.ToChat(i))], cancellationToken);
        var kept = new List<SyntheticExample>();
        for (int i = 0; i < made.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SyntheticDrop? reason = filter.Leaks(made[i].ToChat(i)) ? SyntheticDrop.Leak : _form.Problem(made[i].Answer) is not null ? SyntheticDrop.Contract : repeats.Contains(i) ? SyntheticDrop.Duplicate : null;
            if (reason is { } dropped) tally.Add(dropped);
            else kept.Add(made[i]);
        }

        HashSet<int> drawn = [.. Enumerable.Range(0, kept.Count).OrderBy(i => SyntheticAnswers.Lot(settings.Seed, kept[i].Prompt)).ThenBy(i => i).Take(settings.Limit)];
        for (int i = drawn.Count; i < kept.Count; i++) tally.Add(SyntheticDrop.TooMany);
        return [.. kept.Where((_, i) => drawn.Contains(i))];
    }
}
