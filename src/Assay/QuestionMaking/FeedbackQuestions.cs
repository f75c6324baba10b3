using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;
using Assay.Knowledge;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Text.Citations;

namespace Assay.QuestionMaking;

/// <summary>Questions of what people said of answers: a correction is the accepted answer, a good answer is its own.</summary>
/// <param name="Questions">In the order of the traces, to be reviewed.</param>
/// <param name="Skipped">How many words made none, by reason.</param>
public sealed record FeedbackQuestions(ImmutableArray<Question> Questions, ImmutableSortedDictionary<FeedbackSkip, int> Skipped)
{
    /// <summary>The tag of a question that comes from feedback.</summary>
    public const string Tag = "feedback";

    /// <summary>Makes the questions.</summary>
    /// <param name="knowledge">Holds traces and what was said of them.</param>
    /// <param name="existing">The project's questions.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <returns>The questions.</returns>
    public static FeedbackQuestions Of(KnowledgeBase knowledge, ImmutableArray<Question> existing, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        TraceStore traces = knowledge.Traces(timeProvider);
        var near = new NearQuestions();
        foreach (Question question in existing) near.Add(question.Id, question.Text);
        var made = ImmutableArray.CreateBuilder<Question>();
        var skipped = new SortedDictionary<FeedbackSkip, int>();
        foreach (StoredFeedback said in knowledge.Feedback(timeProvider).All())
        {
            (Question? question, FeedbackSkip? reason) = Of(said, traces.Find(said.Trace)?.Trace, knowledge);
            if (question is not null && near.Find(question.Text) is not null) reason = FeedbackSkip.Repeated;
            if (reason is { } why) skipped[why] = skipped.GetValueOrDefault(why) + 1;
            else if (question is not null)
            {
                made.Add(question);
                near.Add(question.Id, question.Text);
            }
        }

        return new FeedbackQuestions(made.ToImmutable(), skipped.ToImmutableSortedDictionary());
    }

    private static (Question? Question, FeedbackSkip? Reason) Of(StoredFeedback said, SearchTrace? trace, KnowledgeBase knowledge)
    {
        if (trace is null || string.IsNullOrWhiteSpace(trace.Query) || trace.Answer is not { } answer || (answer.Text.Length == 0 && said.Answer.Length == 0)) return (null, FeedbackSkip.Redacted);
        Question question = new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"feedback-{said.Trace}"),
            Text = trace.Query.Trim(),
            As = trace.Asker.Length == 0 ? null : trace.Asker,
            Source = string.Create(CultureInfo.InvariantCulture, $"trace:{said.Trace}"),
            Tags = [MadeKinds.Tag, Tag, said.IsGood ? "confirmed" : "corrected"],
        };
        if (said.IsGood && answer.Abstained) return (question with { Answerable = false }, null);
        if (!said.IsGood && said.Answer.Length == 0) return (null, FeedbackSkip.NoCorrection);
        TracePassage[] cited = [.. trace.Context?.Passages.Where(p => answer.Cited.Contains(p.Number)) ?? []];
        if (cited.Length == 0) return (null, FeedbackSkip.NoDocuments);
        if (cited.Any(p => p.Text.Length == 0)) return (null, FeedbackSkip.Redacted);

        // The trace names the user alone: the groups through which they could read it are not known any more.
        if (cited.Any(p => knowledge.StoredHash(p.DocumentId) is not { } now || (p.ContentHash.Length > 0 && now != p.ContentHash))) return (null, FeedbackSkip.Changed);
        return (question with
        {
            Answers = [said.Answer.Length > 0 ? said.Answer : CitationMarkers.Strip(answer.Text).Trim()],
            Documents = [.. cited.Select(p => p.Slug.Length == 0 ? p.DocumentId : $"{p.DocumentId}#{p.Slug}").Distinct(StringComparer.Ordinal)],
        }, null);
    }
}
