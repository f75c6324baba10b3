using System.Text.Json.Nodes;
using Assay.Tuning.Examples;
using Assay.Tuning.Synthesis;

namespace Assay.FineTuning;

/// <summary>A question that retrieval-aware examples are made of.</summary>
/// <param name="Question">What is asked, and what answers it.</param>
/// <param name="Like">The whole answer of the example it is from, whose other fields are kept; null for none.</param>
/// <param name="Expect">Fields of the answer that are known; null for none.</param>
public sealed record RaftAsked(RaftQuestion Question, string? Like, JsonObject? Expect)
{
    /// <summary>Question and answer alone, to look for repetitions and leaks.</summary>
    internal ChatExample ToChat() => new SyntheticExample(SyntheticKind.Raft, null, Question.Question, Question.Answers.IsEmpty ? "-" : Question.Answers[0]).ToChat(Question.Line);
}
