using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Assay.Evaluation.Questions;

/// <summary>One evaluation item.</summary>
public sealed record Question
{
    /// <summary>Unique within its set.</summary>
    public required string Id { get; init; }

    /// <summary>What is asked.</summary>
    public required string Text { get; init; }

    /// <summary>Accepted answers, any of which is right. A record (a JSON object) is kept as its compact JSON text.</summary>
    public ImmutableArray<string> Answers { get; init; } = [];

    /// <summary>Relevant documents: ids, optionally with <c>#heading-slug</c>.</summary>
    public ImmutableArray<string> Documents { get; init; } = [];

    /// <summary>Whether the documents answer it; false makes an abstention the right answer.</summary>
    public bool Answerable { get; init; } = true;

    /// <summary>Free labels for breakdowns.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>User or group on whose behalf it is asked; null for nobody in particular.</summary>
    public string? As { get; init; }

    /// <summary>Expected behaviour: fields of the answer's contract and the values they must have (a label, an escalation flag). Facts stay in <see cref="Answers"/>.</summary>
    public JsonObject? Expect { get; init; }

    /// <summary>What a made question was made of: a chunk (<c>docs/a.md@3</c>), several with a space between them, another question (<c>question:q7</c>) or a trace (<c>trace:12</c>). Null for one that a person wrote.</summary>
    public string? Source { get; init; }

    /// <summary>What a person said of a made question.</summary>
    public QuestionReview Reviewed { get; init; }
}
