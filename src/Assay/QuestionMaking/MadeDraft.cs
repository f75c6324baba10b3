using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;
using Assay.Tuning.Synthesis;

namespace Assay.QuestionMaking;

/// <summary>A question that was made and not checked yet.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Text">The question.</param>
internal sealed record MadeDraft(MadeKind Kind, string Text)
{
    /// <summary>The accepted answers; empty where there is none.</summary>
    public ImmutableArray<string> Answers { get; init; } = [];

    /// <summary>The passages it is made of, each with what answers in it.</summary>
    public ImmutableArray<AnswerPart> Parts { get; init; } = [];

    /// <summary>The question that it is another form of; null where it is its own.</summary>
    public Question? VariantOf { get; init; }

    /// <summary>Whether a chat model wrote it.</summary>
    public bool IsWritten { get; init; }

    /// <summary>The largest share of its words that stands in a sentence that answers it; null where there is none.</summary>
    public double? Overlap => Parts.IsEmpty || Kind is MadeKind.Unanswerable ? null
        : QuestionWords.Of(Text) is var words ? Parts.Max(p => QuestionWords.Share(words, QuestionWords.Of(p.Sentence).ToHashSet(StringComparer.Ordinal))) : null;
}

/// <summary>A part of an answer.</summary>
/// <param name="Passage">Where it stands.</param>
/// <param name="Text">The words that answer.</param>
/// <param name="Sentence">The sentence or the row they stand in.</param>
internal sealed record AnswerPart(SyntheticPassage Passage, string Text, string Sentence);
