using Assay.Expanding;
using Assay.Knowledge;
using Assay.Retrieval.Search.Expansion;

namespace Assay.Running;

/// <summary>The search of a project as its questions are put to it.</summary>
/// <param name="Knowledge">What is searched.</param>
/// <param name="Kind">What is added to questions.</param>
/// <param name="Expanded">The questions with what was added.</param>
public sealed record QuestionSearch(KnowledgeBase Knowledge, QueryExpansion Kind, ExpandedQuestions Expanded)
{
    /// <summary>What was added to a question.</summary>
    /// <param name="question">Its text.</param>
    /// <returns>Null for nothing.</returns>
    public ExpandedQuery? Expansion(string question) => Expanded.Find(Kind, question);

    /// <summary>How long the model took for it, when it was asked, and the vectors of what it made up.</summary>
    /// <param name="question">Its text.</param>
    /// <returns>Milliseconds; 0 when it was not asked.</returns>
    public double ExpansionMs(string question) => Expansion(question) is { } expanded ? (expanded.Reply?.ElapsedMs ?? 0) + expanded.MadeUp.Sum(Knowledge.MadeUpMs) : 0;
}
