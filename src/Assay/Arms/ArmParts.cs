using Assay.Answerability;
using Assay.Answering;
using Assay.Knowledge;
using Assay.Retrieval.Search.Expansion;

namespace Assay.Arms;

/// <summary>What arms are made of.</summary>
/// <param name="Knowledge">What arms retrieve from.</param>
/// <param name="LongContextTokens">Tokens of documents the long-context arm may use.</param>
/// <param name="Expansion">What a model adds to a question before it is searched for; gives null for nothing.</param>
/// <param name="Gate">Withholds answers of the rag arm; null when every question is answered.</param>
/// <param name="Router">Says where the hybrid arm needs no passages; null when it always looks for them.</param>
public sealed record ArmParts(KnowledgeBase Knowledge, int LongContextTokens, Func<string, ExpandedQuery?> Expansion, AnswerGate? Gate = null, RetrievalRouter? Router = null)
{
    /// <summary>Answers questions over tables; null where none are.</summary>
    public TableAnswering? Tables { get; init; }
}
