using System.Collections.Immutable;

namespace Assay.Tuning.Synthesis;

/// <summary>A question with the answer that is wanted.</summary>
/// <param name="Line">Where it stands in its file.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Answers">Texts that answer it, the wanted one first; none where the documents do not answer it.</param>
public sealed record RaftQuestion(int Line, string Question, ImmutableArray<string> Answers)
{
    /// <summary>The documents that hold the answer, with or without <c>#heading</c>; empty to look for them.</summary>
    /// <value>Empty by default.</value>
    public ImmutableArray<string> Documents { get; init; } = [];
}
