using Assay.Evaluation.Questions;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;
using Assay.Retrieval.Permissions;
using Assay.Text;

namespace Assay.QuestionMaking;

/// <summary>How often a search finds all documents that a question names.</summary>
/// <param name="Passages">Among as many passages.</param>
/// <param name="Questions">Questions that name documents.</param>
/// <param name="Found">Questions all of whose documents are found.</param>
public sealed record SetRecall(int Passages, int Questions, int Found)
{
    /// <summary>The share found; null without a question.</summary>
    public double? Share => Questions == 0 ? null : (double)Found / Questions;

    /// <summary>Its 95% interval (Wilson, questions taken as independent); null without a question.</summary>
    public Interval? Interval => Wilson.Of(Found, Questions);

    /// <summary>Searches for each question as whoever asks it may.</summary>
    /// <param name="knowledge">What is searched.</param>
    /// <param name="questions">The questions; those that name no document are left out.</param>
    /// <param name="passages">How many passages an answer gets.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    /// <returns>Null when no question names a document.</returns>
    /// <exception cref="AssayException">The embedder failed.</exception>
    public static async Task<SetRecall?> OfAsync(KnowledgeBase knowledge, IEnumerable<Question> questions, int passages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        Question[] named = [.. questions.Where(q => q.Answerable && q.Documents.Length > 0)];
        if (named.Length == 0) return null;
        await knowledge.PrepareAsync(named.Select(q => q.Text), cancellationToken).ConfigureAwait(false);
        int found = 0;
        foreach (Question question in named)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Principal? principal = Asker.Of(question);
            HashSet<string> hits = [.. knowledge.Search(question.Text, passages, principal).Select(p => p.Chunk.DocumentId)];
            if (question.Documents.Select(DocumentReference.DocumentId).All(hits.Contains)) found++;
        }

        return new SetRecall(passages, named.Length, found);
    }
}
