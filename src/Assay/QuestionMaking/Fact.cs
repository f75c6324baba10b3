using System.Collections.Immutable;
using Assay.Evaluation.Questions.Making;
using Assay.Tuning.Synthesis;

namespace Assay.QuestionMaking;

/// <summary>Something that a passage says of a subject, in a form that can be asked for.</summary>
/// <param name="Passage">Where it stands.</param>
/// <param name="Kind">Whether a table, a number or a sentence says it.</param>
/// <param name="Question">Asks for it.</param>
/// <param name="Value">What answers, word for word.</param>
/// <param name="Sentence">The sentence or the row it stands in.</param>
internal sealed record Fact(SyntheticPassage Passage, MadeKind Kind, string Question, string Value, string Sentence)
{
    /// <summary>What it is said of, as the question names it: a row, and where columns are things too, the column.</summary>
    public ImmutableArray<string> Subjects { get; init; } = [];

    /// <summary>What sort of thing the subject is, by the first column of its table; empty where nothing says it.</summary>
    public string Sort { get; init; } = "";

    /// <summary>What of the subject, such as a price; empty where it has no name.</summary>
    public string Attribute { get; init; } = "";

    /// <summary>The draft that asks for it.</summary>
    public MadeDraft ToDraft() => new(Kind, Question) { Answers = [Value], Parts = [new AnswerPart(Passage, Value, Sentence)] };
}
